import pytest
from django.core.exceptions import ValidationError

from reference import numbers


def refusal(check, text):
    with pytest.raises(ValidationError) as caught:
        check(text)
    return caught.value.messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6371014708900001", "6371014708900001"),
        ("6303054101850002", "6303054101850002"),
        ("NIK: 6371.0107 0890-0001", "6371010708900001"),
        ("'6371010708900001", "6371010708900001"),
        ("6371012902000001", "6371012902000001"),
        (6371010708900001, "6371010708900001"),
        ("6371010708900001.0", "6371010708900001"),
    ],
)
def test_nik_is_normalised(text, expected):
    assert numbers.check_nik(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("637101070890001", "NIK harus 16 angka, yang Anda tulis 15 angka."),
        (
            "6371017208900001",
            "Tanggal lahir di NIK (angka ke-7 sampai 12: 720890) tidak ada. Salin lagi dari KTP.",
        ),
        (
            "6371013002900001",
            "Tanggal lahir di NIK (angka ke-7 sampai 12: 300290) tidak ada. Salin lagi dari KTP.",
        ),
        (
            "6371018108900001",
            "Tanggal lahir di NIK (angka ke-7 sampai 12: 810890) tidak ada. Salin lagi dari KTP.",
        ),
        (
            "6371010708900000",
            "Empat angka terakhir NIK tidak mungkin 0000. Di Excel, ubah dulu kolomnya menjadi Teks.",
        ),
        (
            "6.37101E+15",
            "NIK rusak oleh lembar kerja (“6.37101E+15”). Ubah kolomnya menjadi Teks, lalu ketik ulang.",
        ),
        ("637101O708900001", "NIK memuat huruf “O”. Ganti dengan angka 0."),
        ("637101l708900001", "NIK memuat huruf “l”. Ganti dengan angka 1."),
        ("6371010708900001?", "NIK hanya boleh berisi angka, tetapi memuat “?”. Hapus tanda itu."),
        ("-", "NIK tidak boleh berisi “-”."),
        ("", "NIK tidak boleh berisi “”."),
        ("٦٣٧١٠١٠٧٠٨٩٠٠٠٠١", "NIK hanya boleh berisi angka, tetapi memuat “٦”. Hapus tanda itu."),
    ],
)
def test_nik_refusal_says_what_to_do(text, message):
    assert refusal(numbers.check_nik, text) == [message]


def test_odd_nik_is_warned_about_and_not_refused(time_machine):
    time_machine.move_to("2026-11-24T04:00:00Z")
    assert numbers.warnings_nik("6371010708900001") == []
    assert numbers.warnings_nik("9971010708900001") == [
        "Dua angka pertama NIK (99) bukan kode provinsi. Cocokkan dengan KTP."
    ]
    assert numbers.warnings_nik("6371010708900010") == [
        "NIK berakhir 0: angka terakhir mungkin hilang di Excel. Cocokkan dengan KTP."
    ]
    assert numbers.warnings_nik("6371010708200001") == [
        "Menurut NIK, pemiliknya belum berumur 17 tahun. Cocokkan dengan KTP."
    ]
    assert numbers.warnings_nik("1111111111111111") == [
        "NIK ini tampak seperti isian contoh. Pastikan nomornya benar.",
        "Menurut NIK, pemiliknya belum berumur 17 tahun. Cocokkan dengan KTP.",
    ]


def test_kk_holds_a_date_without_the_shift_for_women():
    assert numbers.check_kk("6371011205150003") == "6371011205150003"
    assert numbers.check_kk("6372022911230001") == "6372022911230001"
    assert refusal(numbers.check_kk, "6371015205150003") == [
        "Tanggal di nomor KK (angka ke-7 sampai 12: 520515) tidak ada. Salin lagi dari kartunya."
    ]
    assert refusal(numbers.check_kk, "637101120515000") == ["Nomor KK harus 16 angka, yang Anda tulis 15 angka."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01.312.166.0-091.000", "013121660091000"),
        ("016090524017000", "016090524017000"),
        ("02.183.241.5-000.000", "021832415000000"),
        ("0013121660091000", "0013121660091000"),
        ("6371014708900001", "6371014708900001"),
    ],
)
def test_good_npwp_has_no_warning(text, expected):
    assert (numbers.check_npwp(text), numbers.warnings_npwp(text)) == (expected, [])


def test_npwp_with_a_wrong_check_digit_is_warned_about():
    warning = ["Angka pemeriksa NPWP tidak cocok: ada angka yang salah ketik. Cocokkan dengan kartunya."]
    assert numbers.warnings_npwp("01.312.166.1-091.000") == warning
    assert numbers.warnings_npwp("216090524017001") == warning
    assert numbers.warnings_npwp("1000000000012345") == [
        "NPWP 16 angka berawalan 10 belum dapat diperiksa di sini; cocokkan dengan kartunya."
    ]
    assert numbers.warnings_npwp("6371013002900001") == [
        "NPWP 16 angka milik perorangan sama dengan NIK, tetapi ini bukan NIK yang benar."
    ]


def test_npwp_of_another_length_is_refused():
    assert refusal(numbers.check_npwp, "12345678") == ["NPWP harus 15 atau 16 angka, yang Anda tulis 8 angka."]


def test_nib_has_thirteen_digits():
    assert numbers.check_nib("9120212080575") == "9120212080575"
    assert numbers.check_nib(" NIB 0220009861929 ") == "0220009861929"
    assert refusal(numbers.check_nib, "912000384112") == ["NIB harus 13 angka, yang Anda tulis 12 angka."]
    assert refusal(numbers.check_nib, "9123000xxxxx") == [
        "NIB hanya boleh berisi angka, tetapi memuat “x”. Hapus tanda itu."
    ]
    assert numbers.warnings_nib("9120212080575") == []
    assert numbers.warnings_nib("1234567890123") == ["NIB ini tampak seperti isian contoh. Pastikan nomornya benar."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10794", "10794"),
        ("C10794", "10794"),
        ("C.10794", "10794"),
        ("10794 - Industri Kerupuk, Keripik", "10794"),
        ("KBLI 10794", "10794"),
        ("10794 Industri Kerupuk", "10794"),
    ],
)
def test_kbli_is_the_five_digits(text, expected):
    assert numbers.check_kbli(text) == expected


def test_kbli_is_refused_by_length_and_warned_about_outside_manufacturing():
    assert refusal(numbers.check_kbli, "1079") == ["Kode KBLI harus 5 angka, yang Anda tulis 4 angka."]
    assert numbers.warnings_kbli("10794") == []
    assert numbers.warnings_kbli("47111") == [
        "KBLI 47111 bukan industri pengolahan (10–33). Pastikan kodenya sesuai NIB."
    ]
    assert len(numbers.warnings_kbli("34001")) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("081234567890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+62 (0)812 3456 7890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        (81234567890.0, "+6281234567890"),
        ("0811501234", "+62811501234"),
        ("WA: 0811501234", "+62811501234"),
    ],
)
def test_phone_becomes_international(text, expected):
    assert numbers.check_phone(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("08123456", "Nomor HP terdiri atas 10 sampai 13 angka bila diawali 08, yang Anda tulis 8 angka."),
        (
            "021123456",
            "Nomor HP diawali 08 atau +628. Nomor telepon rumah atau kantor tidak dapat dipakai.",
        ),
        ("084123456789", "Tidak ada operator dengan awalan 084. Periksa lagi nomor HP-nya."),
        ("081234567890 / 081234567891", "Tulis satu nomor HP saja."),
        ("nol delapan", "Nomor HP hanya berisi angka, misalnya 081234567890."),
        ("", "Nomor HP hanya berisi angka, misalnya 081234567890."),
    ],
)
def test_phone_refusal_says_what_to_do(text, message):
    assert refusal(numbers.check_phone, text) == [message]


def test_mask_hides_the_middle():
    assert numbers.mask("6371014708900001") == "6371**********01"
    assert numbers.mask("+6281234567890") == "+628********90"
    assert numbers.mask("12345678") == "********"
    assert numbers.mask("") == ""


def test_wa_link_opens_a_chat_with_the_message():
    assert numbers.wa_link("0811501234") == "https://wa.me/62811501234"
    assert numbers.wa_link("0811501234", "Halo, & salam") == ("https://wa.me/62811501234?text=Halo%2C%20%26%20salam")


@pytest.mark.parametrize(
    "text", ["0", "-", "", None, "belum ada", "Tidak Ada", "0000000000000", "1111", "1234567890123", "9876543210"]
)
def test_placeholders_are_recognised(text):
    assert numbers.is_placeholder(text) is True


@pytest.mark.parametrize("text", ["9120212080575", "12", "10794", "6371014708900001", "Dodol"])
def test_real_entries_are_no_placeholders(text):
    assert numbers.is_placeholder(text) is False


@pytest.mark.parametrize("text", ["0013121660091000000000", "6371014708900001000000", "0016090524017000000001"])
def test_good_nitku_has_no_warning(text):
    assert (numbers.check_nitku(f"NITKU {text[:16]}-{text[16:]}"), numbers.warnings_nitku(text)) == (text, [])


def test_nitku_is_refused_by_length_and_warned_about_by_its_npwp():
    assert refusal(numbers.check_nitku, "001312166009100000000") == ["NITKU harus 22 angka, yang Anda tulis 21 angka."]
    assert refusal(numbers.check_nitku, "00131216600910000000000") == [
        "NITKU harus 22 angka, yang Anda tulis 23 angka."
    ]
    assert numbers.warnings_nitku("0013121661091000000000") == [
        "Angka pemeriksa NPWP tidak cocok: ada angka yang salah ketik. Cocokkan dengan kartunya."
    ]
    assert numbers.warnings_nitku("0013121660091000000000", npwp="01.312.166.0-091.000") == []
    assert numbers.warnings_nitku("0013121660091000000000", npwp="016090524017000") == [
        "16 angka pertama NITKU berbeda dengan NPWP usaha ini. Cocokkan keduanya."
    ]


@pytest.mark.parametrize("text", ["022000986192900000001", "028901020277600010002", "912021208057500000003"])
def test_pb_umku_begins_with_the_nib(text):
    assert numbers.check_pb_umku(f"PB UMKU: {text}") == text
    assert numbers.warnings_pb_umku(text, nib=text[:13]) == []
    assert numbers.warnings_pb_umku(text, nib="9120101202577") == [
        "13 angka pertama PB-UMKU berbeda dengan NIB usaha ini. Cocokkan keduanya."
    ]


def test_pb_umku_of_another_form_is_refused():
    assert refusal(numbers.check_pb_umku, "0198273235162837903987") == [
        "PB-UMKU harus 21 angka, yang Anda tulis 22 angka."
    ]
    assert refusal(numbers.check_pb_umku, "02200098619290000001") == [
        "PB-UMKU harus 21 angka, yang Anda tulis 20 angka."
    ]
    assert refusal(numbers.check_pb_umku, "02200098619290000000X") == [
        "PB-UMKU hanya boleh berisi angka, tetapi memuat “X”. Hapus tanda itu."
    ]


VALID_IN_DOMAIN = [
    ("nik", "6371014708900001 6303054101850002 6371010708900001"),
    ("kk", "6371011205150003 6303050101080012 6372022911230001"),
    ("npwp", "01.312.166.0-091.000 016090524017000 02.183.241.5-000.000 0013121660091000"),
    ("nitku", "0013121660091000000000 6371014708900001000000 0016090524017000000001"),
    ("nib", "9120212080575 0220009861929 9120101202577"),
    ("pb_umku", "022000986192900000001 028901020277600010002 912021208057500000003"),
    ("kbli", "10794 13134 16292"),
]
REFUSED_IN_DOMAIN = [
    ("nik", "6371017208900001 6371013002900001 6371010708900000"),
    ("kk", "6371015205150003 6371011213150003 637101120515000"),
    ("npwp", "12345678"),
    ("nitku", "001312166009100000000 00131216600910000000000"),
    ("nib", "912000384112 91202120805751 9123000xxxxx"),
    ("pb_umku", "0198273235162837903987 02200098619290000001 02200098619290000000A"),
    ("phone", "08123456 021123456 0841234567890"),
    ("kbli", "1079"),
]
WARNED_IN_DOMAIN = [
    ("nik", "9971010708900001"),
    ("npwp", "216090524017001 01.312.166.1-091.000"),
    ("nitku", "0013121661091000000000"),
    ("kbli", "47111 34001"),
]


def cases(table):
    return [(kind, text) for kind, texts in table for text in texts.split()]


@pytest.mark.parametrize(("kind", "text"), cases(VALID_IN_DOMAIN))
def test_valid_column_of_the_table_is_accepted_silently(kind, text, time_machine):
    time_machine.move_to("2026-11-24T04:00:00Z")
    digits = "".join(filter(str.isdigit, text))
    assert (getattr(numbers, f"check_{kind}")(text), getattr(numbers, f"warnings_{kind}")(text)) == (digits, [])


@pytest.mark.parametrize("text", ["081234567890", "+62 812-3456-7890", "0811501234"])
def test_valid_phones_of_the_table(text):
    assert numbers.check_phone(text) == "+62" + "".join(filter(str.isdigit, text)).removeprefix("62").removeprefix("0")


@pytest.mark.parametrize(("kind", "text"), cases(REFUSED_IN_DOMAIN))
def test_invalid_column_of_the_table_is_refused(kind, text):
    assert len(refusal(getattr(numbers, f"check_{kind}"), text)) == 1


@pytest.mark.parametrize(("kind", "text"), cases(WARNED_IN_DOMAIN))
def test_what_only_looks_wrong_in_the_table_is_warned_about(kind, text):
    assert len(getattr(numbers, f"warnings_{kind}")(text)) == 1
