import pytest
from django.core.exceptions import ValidationError

from core.spreadsheets import RuinedNumber
from inventory.fields import BY_NAME, hide, legal_form_in


def read(field, cell):
    notes = []
    return BY_NAME[field].read(cell, notes), notes


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("investment", "Rp 1.500.000", 1_500_000),
        ("investment", "1.500.000,50", 1_500_001),
        ("investment", "1,500,000", 1_500_000),
        ("investment", 300.0, 300),
        ("capacity", "12,5", 13),
        ("workers_male", "3 orang", 3),
        ("phone", "62 812-5000-1234", "+6281250001234"),
        ("phone", "81250001234", "+6281250001234"),
        ("phone", "0812 5000 1234 / 081350001111", "+6281250001234"),
        ("phone", "0", ""),
        ("phone", "0518-21234", ""),
        ("nib", "9120 0012 34567", "9120001234567"),
        ("nik", "6302011204850003", "6302011204850003"),
        ("ikm_name", "ABON IKAN “BUNDA”, CV", "Abon Ikan “Bunda”, CV"),
        ("ikm_name", "Kue\u00a0Kering\nAyu", "Kue Kering Ayu"),
        ("ikm_name", "Amplang\x00 Jaya", "Amplang Jaya"),
        ("legal_form", "C.V.", "cv"),
        ("postcode", "6305", ""),
        ("latitude", "-3,31", -3.31),
    ],
)
def test_reader_understands(field, cell, value):
    assert read(field, cell)[0] == value


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        ("workers_male", "anjai", "Tenaga kerja laki-laki harus angka, misalnya 1500000; “anjai” bukan angka."),
        ("workers_male", "1,5", "Tenaga kerja laki-laki harus bilangan bulat."),
        ("investment", -5, "Nilai investasi tidak boleh kurang dari nol."),
        (
            "investment",
            2147483647,
            "2147483647 bukan angka sebenarnya, melainkan tanda nilai yang hilang. Isi angka aslinya.",
        ),
        (
            "phone",
            "8.55382e+010",
            "Nomor HP ini sudah rusak di lembar kerja. Ubah kolomnya menjadi Teks, lalu ketik ulang.",
        ),
        (
            "nik",
            RuinedNumber("6302011204850000"),
            "NIK ini sudah rusak di lembar kerja. Ubah kolomnya menjadi Teks, lalu ketik ulang.",
        ),
        ("nik", "6.3E+15", "NIK ini sudah rusak di lembar kerja. Ubah kolomnya menjadi Teks, lalu ketik ulang."),
        (
            "nib",
            "9120001230000",
            "Empat angka terakhir NIB hilang menjadi 0000. Ubah kolomnya menjadi Teks, lalu ketik ulang.",
        ),
        ("nib", "1234567890123", "NIB ini tampak seperti isian contoh. Isi nomor yang benar atau kosongkan."),
        ("capacity", "1" * 400 + ",5", "Kapasitas terlalu besar. Periksa lagi angkanya."),
        ("year", "1999", "Tahun ditulis empat angka dan tidak boleh di masa depan, misalnya 2019."),
        ("year", "2190", "Tahun ditulis empat angka dan tidak boleh di masa depan, misalnya 2019."),
    ],
)
def test_reader_refuses_with_a_sentence(field, cell, message):
    with pytest.raises(ValidationError) as refused:
        read(field, cell)
    assert refused.value.messages == [message]


def test_repair_is_said():
    assert read("phone", "081250001234")[1] == ["Nomor HP ditulis sebagai +6281250001234."]
    assert read("phone", "081250001234 / 081350001111")[1] == ["Sel ini memuat beberapa nomor; dipakai yang pertama."]


def test_hide_masks_long_runs_of_digits_only():
    assert hide("NIK 6302011204850003, HP 081250001234") == "NIK 6302**********03, HP 081250001234"


@pytest.mark.parametrize(
    ("name", "form"), [("CV. Rachel", "cv"), ("Zumaroh, UD", "ud"), ("Ptolemeus", ""), ("PT Maju", "pt")]
)
def test_legal_form_is_read_from_the_name(name, form):
    assert legal_form_in(name) == form
