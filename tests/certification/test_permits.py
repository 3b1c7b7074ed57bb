import datetime
import json

import pytest

from certification.permits import Verdict, read_permit
from certification.requirement_table import LARGE_SCALES, REQUIREMENTS
from reference.category_table import CATEGORY_TABLE
from reference.enums import AXIS_OF_KIND, Axis, PermitKind

date = datetime.date


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("pirt", "2053374020970-28", "2053374020970-28"),
        ("pirt", "211321201065129", "2113212010651-29"),
        ("pirt", "P-IRT NO. 2093518011162-31", "2093518011162-31"),
        ("pirt", "3063306010072-19", "3063306010072-19"),
        ("pirt", "2063271010829 - 23/2018", "2063271010829-23"),
        ("md", "MD 224510107115", "MD 224510107115"),
        ("md", "BPOM RI MD 271111000300341", "MD 271111000300341"),
        ("md", "MD240935001200027", "MD 240935001200027"),
        ("tr", "POM TR 092699241", "POM TR 092699241"),
        ("tr", "POM TR. 183318871", "POM TR 183318871"),
        ("ff", "FF182600791", "POM FF 182600791"),
        ("sd", "SD181353251", "POM SD 181353251"),
        ("sd", "SI184509731", "POM SI 184509731"),
        ("sd", "SL091300431", "POM SL 091300431"),
        ("cosmetic", "NA18188102291", "NA18188102291"),
        ("cosmetic", "BPOM NA18260500350", "NA18260500350"),
        ("cosmetic", "NC14191300159", "NC14191300159"),
        ("akd", "AKD 20903813649", "KEMENKES RI AKD 20903813649"),
        ("akd", "KEMENKES RI AKD 11603010092", "KEMENKES RI AKD 11603010092"),
        ("pkd", "PKD 20301210064", "KEMENKES RI PKD 20301210064"),
        ("halal", "ID00410000088320221", "ID00410000088320221"),
        ("halal", "id 3211 0001902430323", "ID32110001902430323"),
        ("halal", "ID00410019459060724", "ID00410019459060724"),
        ("halal_mui", "00150099991220", "00150099991220"),
        ("halal_mui", "LP-POM 011210876000513", "011210876000513"),
        ("brand", "IDM000123456", "IDM000123456"),
        ("slhs", "440/12/slhs/2026", "440/12/SLHS/2026"),
        ("sni", "SNI 8914:2020", "SNI 8914:2020"),
    ],
)
def test_good_number_is_valid_and_normalised(kind, text, number):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.number, reading.message) == (Verdict.VALID, kind, number, "")


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("pirt", "202673019283-21", "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 14 angka."),
        ("pirt", "123456789/2026", "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 9 angka."),
        ("pirt", "88901290121-02", "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 13 angka."),
        ("pirt", "9053374020970-28", "Angka pertama P-IRT menyatakan kemasan, 1 sampai 8, bukan 9."),
        (
            "pirt",
            "2O53374020970-28",
            "Nomor SPP-IRT (P-IRT) memuat huruf “O” di antara angkanya. Ganti dengan angka yang tercetak.",
        ),
        (
            "pirt",
            "2.05337E+14",
            "Nomor rusak oleh lembar kerja (“2.05337E+14”). Ubah kolomnya menjadi Teks, lalu ketik ulang.",
        ),
        (
            "md",
            "MD 2679-1100031",
            "Nomor BPOM MD (pangan dalam negeri) terdiri atas MD dan 12 atau 15 angka, yang ditulis 11 angka.",
        ),
        ("md", "MX 224510107115", "Nomor BPOM MD (pangan dalam negeri) diawali MD, bukan MX."),
        (
            "tr",
            "TR 09269924",
            "Nomor BPOM TR (obat bahan alam) terdiri atas TR dan 9 angka, yang ditulis 8 angka.",
        ),
        ("tr", "TX 092699241", "Nomor BPOM TR (obat bahan alam) diawali TR, bukan TX."),
        ("sd", "SE181353251", "Nomor BPOM SD (suplemen kesehatan) diawali SD, bukan SE."),
        (
            "cosmetic",
            "NA1826050035",
            "Nomor Notifikasi kosmetik BPOM (NA) terdiri atas NA dan 11 angka, yang ditulis 10 angka.",
        ),
        ("cosmetic", "NF18260500350", "Nomor Notifikasi kosmetik BPOM (NA) diawali NA, bukan NF."),
        (
            "akd",
            "AKD 209038136499",
            "Nomor Kemenkes AKD (alat kesehatan) terdiri atas AKD dan 11 angka, yang ditulis 12 angka.",
        ),
        (
            "akd",
            "AKD 90903813649",
            "Angka pertama nomor Kemenkes AKD (alat kesehatan) menyatakan kelas dan tidak mungkin 9.",
        ),
        ("pkd", "PND 20301210064", "Nomor Kemenkes PKD (perbekalan rumah tangga) diawali PKD, bukan PND."),
        (
            "halal",
            "ID112100009882540924",
            "Nomor Sertifikat halal BPJPH terdiri atas ID dan 17 angka, yang ditulis 18 angka.",
        ),
        (
            "halal",
            "ID32110001902431323",
            "Empat angka terakhir nomor halal adalah bulan dan tahun; bulan 13 tidak ada.",
        ),
        (
            "halal_mui",
            "0015009999122",
            "Nomor Sertifikat halal MUI (lama) terdiri atas 14 atau 15 angka, yang ditulis 13 angka.",
        ),
        ("brand", "IDM12345", "Nomor Merek terdaftar terdiri atas IDM dan 9 angka, yang ditulis 5 angka."),
        ("brand", "IDS000123456", "Nomor Merek terdaftar diawali IDM, bukan IDS."),
    ],
)
def test_bad_number_is_refused_with_what_is_wrong(kind, text, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.number, reading.message) == (Verdict.REFUSED, "", message)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (
            "pirt",
            "2063216010384",
            "P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.",
        ),
        (
            "pirt",
            "2209999020970-28",
            "Jenis pangan 20 pada P-IRT tidak ada dalam daftar 01–15. Cocokkan dengan sertifikat.",
        ),
        (
            "pirt",
            "2059999020970-28",
            "Kode kabupaten/kota 9999 pada P-IRT tidak dikenal. Cocokkan dengan sertifikat.",
        ),
        (
            "pirt",
            "2056371020970-99",
            "P-IRT berlaku 5 tahun, tetapi nomor ini berakhir tahun 2099. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID98110001902430323",
            "Kode provinsi 98 pada nomor halal tidak dikenal. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID63910001902430323",
            "Angka ke-3 dan ke-4 nomor halal ini tidak lazim. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID63110001902431299",
            "Nomor halal ini bertanggal pendaftaran di masa depan. Cocokkan dengan sertifikat.",
        ),
        (
            "halal_mui",
            "LPPOM-00140130691021",
            "Ini tampak seperti nomor ketetapan halal, bukan nomor sertifikat. Salin nomor pada sertifikat.",
        ),
        (
            "pkd",
            "PKD 20501020000",
            "Nomor urut 0000 tampak seperti isian contoh. Cocokkan dengan sertifikat.",
        ),
    ],
)
def test_odd_number_is_suspect_and_kept(kind, text, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.message) == (Verdict.SUSPECT, kind, message)
    assert reading.number != ""


@pytest.mark.parametrize(
    ("kind", "text", "found", "message"),
    [
        (
            "pirt",
            "533/010.TDI-Diperindag/ 2002",
            "pirt",
            "“533/010.TDI-Diperindag/ 2002” adalah nomor TDI, bukan izin produk.",
        ),
        (
            "pirt",
            "022000986192900000001",
            "pirt",
            "Ini nomor PB-UMKU dari OSS (21 angka). Isi nomor yang tercetak pada sertifikat izinnya.",
        ),
        (
            "pirt",
            "9120212080575",
            "pirt",
            "13 angka ini tampak seperti NIB, bukan izin produk. Isi NIB di tempatnya.",
        ),
        (
            "pirt",
            "537/03-TDI11/BPPTPM-I/2014",
            "pirt",
            "“537/03-TDI11/BPPTPM-I/2014” adalah nomor TDI, bukan izin produk.",
        ),
        (
            "pirt",
            "PB UMKU: 028901020277600010002",
            "pirt",
            "“PB UMKU: 028901020277600010002” adalah nomor PB UMKU, bukan izin produk.",
        ),
        (
            "pirt",
            "MD 224510107115",
            "md",
            "“MD 224510107115” adalah nomor BPOM MD (pangan dalam negeri), bukan SPP-IRT (P-IRT). "
            "Pilih jenis izin yang sesuai.",
        ),
        (
            "halal",
            "00150099991220",
            "halal_mui",
            "Ini nomor sertifikat halal MUI yang lama. Perbarui ke BPJPH; nomornya diawali ID dan 17 angka.",
        ),
    ],
)
def test_number_of_another_licence_is_named(kind, text, found, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.message) == (Verdict.OTHER_LICENCE, found, message)


@pytest.mark.parametrize("text", ["", None, "-", "0", "belum ada", "Tidak punya", "nihil"])
def test_no_number_is_empty(text):
    assert read_permit(text, "pirt").verdict == Verdict.EMPTY


@pytest.mark.parametrize("text", ["Proses", "sedang diurus", "P-IRT dalam proses", "belum, masih pengajuan"])
def test_an_application_is_in_process(text):
    reading = read_permit(text, "pirt")
    assert (reading.verdict, reading.number) == (Verdict.IN_PROCESS, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("P-IRT 2053374020970-28", PermitKind.PIRT),
        ("2053374020970-28", PermitKind.PIRT),
        ("MD 224510107115", PermitKind.MD),
        ("ID00410000088320221", PermitKind.HALAL),
        ("LP-POM 011210876000513", PermitKind.HALAL_MUI),
        ("SNI 8914:2020", PermitKind.SNI),
    ],
)
def test_the_number_tells_its_kind(text, kind):
    reading = read_permit(text)
    assert (reading.verdict, reading.kind) == (Verdict.VALID, kind)


def test_unknown_text_is_refused_when_nothing_is_asked_for():
    reading = read_permit("sertifikat")
    assert (reading.verdict, reading.message) == (
        Verdict.REFUSED,
        "Nomor ini tidak dikenali. Tulis lengkap dengan hurufnya, misalnya P-IRT, MD, atau ID.",
    )


def test_several_numbers_in_a_cell_are_all_read():
    reading = read_permit("2053374020970-28, 2113212010651-29", "pirt")
    assert reading.verdict == Verdict.VALID
    assert [number.number for number in reading.numbers] == ["2053374020970-28", "2113212010651-29"]
    mixed = read_permit("2053374020970-28; MD 224510107115", "pirt")
    assert mixed.verdict == Verdict.SUSPECT
    assert [number.kind for number in mixed.numbers] == ["pirt", "md"]


def test_pirt_tells_region_year_and_food_by_the_list_of_its_time():
    assert read_permit("2056371020970-24", "pirt").numbers[0].decoded == {
        "packaging": "plastik",
        "region_code": "63.71",
        "region": "Kota Banjarmasin",
        "food_type": "hasil olahan kelapa",
        "valid_until": date(2024, 12, 31),
    }
    new = read_permit("2056371020970-30", "pirt").numbers[0].decoded
    assert (new["food_type"], new["valid_until"]) == ("tepung dan hasil olahannya", date(2030, 12, 31))


def test_other_numbers_tell_what_they_hold():
    def decoded(text, kind):
        found = read_permit(text, kind).numbers[0].decoded
        return json.loads(json.dumps(found))

    assert decoded("ID63110001902430323", "halal") == {
        "region_code": "63",
        "region": "Kalimantan Selatan",
        "registered_month": 3,
        "registered_year": 2023,
    }
    assert decoded("ID00410000088320221", "halal")["region"] == "pusat"
    assert decoded("MD 271111000300341", "md") == {"risk": "tinggi", "packaging": "ganda"}
    assert decoded("MD 224510107115", "md") == {"packaging": "plastik"}
    assert decoded("POM TR 092699241", "tr") == {"year": 2009, "maker": "pabrik jamu", "form": "cairan"}
    assert decoded("NA18260500350", "cosmetic") == {"year": 2026}
    assert decoded("AKD 20903813649", "akd") == {"year": 2018}


@pytest.mark.shared_data
def test_real_register_numbers_are_never_refused_for_their_food_type(shared_data):
    lines = (shared_data / "permits" / "permit_texts.csv").read_text("utf-8-sig").splitlines()
    texts = [line.split(",")[2] for line in lines if line.startswith("SPP-IRT register,P-IRT,")]
    assert len(texts) == 174
    messages = [reading.message for text in texts if (reading := read_permit(text, "pirt")).verdict == "refused"]
    assert [message for message in messages if "terdiri atas" not in message] == []


def test_requirement_table_covers_every_category_and_axis():
    covered = {(rule["category"], rule["axis"]) for rule in REQUIREMENTS}
    assert covered == {(row[0], axis.value) for row in CATEGORY_TABLE for axis in Axis}


def test_every_last_rule_answers_without_conditions():
    last = {(rule["category"], rule["axis"]): rule for rule in REQUIREMENTS}
    undecided = [key for key, rule in last.items() if rule["conditions"] or rule["business_scale"] or rule["ends_on"]]
    assert undecided == []


def test_rules_accept_only_permits_of_their_axis_and_speak():
    for rule in REQUIREMENTS:
        assert {AXIS_OF_KIND[PermitKind(kind)].value for kind in rule["accepted_permits"]} <= {rule["axis"]}
        assert rule["business_scale"] in ("", *LARGE_SCALES)
        assert rule["confidence"] in {"H", "M", "L"}
        assert rule["sentence"].endswith(".")
        assert len(rule["sentence"]) <= 300


def test_dry_home_food_has_pirt_and_the_rest_md():
    rules = [rule for rule in REQUIREMENTS if (rule["category"], rule["axis"]) == ("kerupuk", "licence")]
    assert [(rule["accepted_permits"], rule["conditions"]) for rule in rules] == [
        (["slhs"], {"ready_to_eat": True, "max_shelf_life": 7}),
        (["pirt", "md"], {"made_at": "home", "storage": "room", "min_shelf_life": 8, "health_claim": False}),
        (["md"], {}),
    ]


def test_halal_of_small_food_makers_is_mandatory_since_october_2026():
    rules = [rule for rule in REQUIREMENTS if (rule["category"], rule["axis"]) == ("kerupuk", "halal")]
    assert [(rule["business_scale"], rule["obligation"], rule["begins_on"], rule["ends_on"]) for rule in rules] == [
        ("medium", "voluntary", None, date(2024, 10, 17)),
        ("medium", "mandatory", date(2024, 10, 18), None),
        ("large", "voluntary", None, date(2024, 10, 17)),
        ("large", "mandatory", date(2024, 10, 18), None),
        ("", "voluntary", None, date(2026, 10, 16)),
        ("", "mandatory", date(2026, 10, 17), None),
    ]
