import pytest

from ikm.models import Ikm
from inventory.exports import EXAMPLES, template_file
from tests.factories import make_ikm, make_user
from tests.inventory.sheets import (
    COMBINED_HEADERS,
    COMBINED_MAPPING,
    COMBINED_ROWS,
    IKM_HEADERS,
    checked,
    ikm_row,
    write,
)

pytestmark = pytest.mark.django_db


def ikm_sheet(tmp_path, *rows):
    return write(tmp_path / "ikm.xlsx", IKM_HEADERS, rows)


def verdicts(outcome):
    return [row.verdict for row in outcome.rows]


def messages(outcome):
    return [(problem["row"], problem["column"], problem["value"], problem["message"]) for problem in outcome.problems]


def test_blank_total_repeated_and_number_rows_are_ignored(tmp_path):
    path = ikm_sheet(tmp_path, ["1", "2", "3", "4"], ikm_row(1), [], IKM_HEADERS, ikm_row(2), ["JUMLAH", None, 2])
    outcome = checked(path)
    assert verdicts(outcome) == ["ignored", "new", "ignored", "ignored", "new", "ignored"]
    assert outcome.counts == {"rows": 6, "new": 2, "changed": 0, "same": 0, "duplicates": 0, "errors": 0, "ignored": 4}
    assert [row.number for row in outcome.rows] == [2, 3, 4, 5, 6, 7]
    assert outcome.problems == []


def test_rows_of_other_regions_are_ignored_and_said(tmp_path):
    path = ikm_sheet(
        tmp_path,
        ikm_row(1, **{"Kab/Kota": "Kabupaten Banjar"}),
        ikm_row(2, **{"Kab/Kota": "Kab. Cilacap"}),
        ikm_row(3, **{"Kab/Kota": "Antah Berantah"}),
        ikm_row(4, **{"Kab/Kota": None}),
        ikm_row(5, **{"Kab/Kota": "6302"}),
    )
    outcome = checked(path)
    assert verdicts(outcome) == ["ignored", "ignored", "error", "new", "new"]
    assert messages(outcome) == [
        (2, "Kab/Kota", "Kabupaten Banjar", "Di luar wilayah: baris ini milik Kabupaten Banjar."),
        (3, "Kab/Kota", "Kab. Cilacap", "Di luar wilayah: baris ini milik Kab. Cilacap."),
        (
            4,
            "Kab/Kota",
            "Antah Berantah",
            "Kabupaten/kota “Antah Berantah” tidak dikenal. Tulis nama resminya, misalnya Kabupaten Tapin.",
        ),
    ]
    assert verdicts(checked(path, region="63")) == ["new", "ignored", "error", "error", "new"]


def test_every_fault_of_a_row_is_named_and_identity_numbers_are_masked(tmp_path):
    path = ikm_sheet(tmp_path, ikm_row(1, **{"Nama Usaha": None, "NIK": "6302019904850003", "NIB": "123"}))
    outcome = checked(path)
    assert verdicts(outcome) == ["error"]
    assert messages(outcome) == [
        (
            2,
            "NIK",
            "6302**********03",
            "Tanggal lahir di NIK (angka ke-7 sampai 12: 990485) tidak ada. Salin lagi dari KTP.",
        ),
        (2, "NIB", "123", "NIB harus 13 angka, yang Anda tulis 3 angka."),
        (2, "Nama Usaha", "", "Nama usaha kosong. Setiap baris perlu nama usaha."),
    ]


def test_the_same_business_twice_in_a_sheet_is_a_duplicate(tmp_path):
    path = ikm_sheet(tmp_path, ikm_row(1), ikm_row(1, **{"No HP": "081250009999"}), ikm_row(2))
    outcome = checked(path)
    assert verdicts(outcome) == ["new", "duplicate", "new"]
    assert messages(outcome) == [
        (3, "Nama Usaha", "Usaha 1", "Usaha ini sudah ada di baris 2. Hapus salah satu bila memang sama.")
    ]


def test_an_empty_or_placeholder_number_never_matches(tmp_path):
    make_ikm(nib="", phone="", name="Lain", owner_name="Orang")
    path = ikm_sheet(tmp_path, ikm_row(1, **{"NIB": "-", "No HP": "0"}), ikm_row(2, **{"NIB": "-", "No HP": "0"}))
    assert verdicts(checked(path)) == ["new", "new"]


def test_the_register_is_matched_by_nib_phone_and_owner(tmp_path):
    by_hand = {"region_id": "63.02", "address": ""}
    make_ikm(nib="9120001234567", name="Beda Nama", **by_hand)
    make_ikm(nib="", name="Usaha 2", phone="+6281250000002", owner_name="", **by_hand)
    make_ikm(nib="", name="USAHA 3", phone="", owner_name="pemilik 3", **by_hand)
    path = ikm_sheet(tmp_path, ikm_row(1, **{"NIB": "9120001234567"}), ikm_row(2), ikm_row(3))
    outcome = checked(path)
    assert verdicts(outcome) == ["changed", "changed", "changed"]
    assert [[change["field"] for change in row.changes] for row in outcome.rows] == [
        ["address", "region"],
        ["owner_name", "address", "region"],
        ["phone", "address", "region"],
    ]


def test_a_namesake_is_a_possible_duplicate(tmp_path):
    make_ikm(nib="", name="Usaha 1", phone="", owner_name="Orang lain")
    outcome = checked(ikm_sheet(tmp_path, ikm_row(1)))
    assert verdicts(outcome) == ["duplicate"]


def test_a_nib_of_another_kabupaten_is_refused_without_telling_whose(tmp_path):
    make_ikm(regency="63.03", nib="9120001234567", name="Rahasia")
    outcome = checked(ikm_sheet(tmp_path, ikm_row(1, **{"NIB": "9120001234567"})))
    assert messages(outcome) == [
        (
            2,
            "NIB",
            "9120001234567",
            "NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau isi nomor unit bila ini cabang.",
        )
    ]


def test_what_a_person_typed_is_only_completed(tmp_path):
    owner = make_user()
    make_ikm(owner=owner, nib="9120001234567", name="Nama Pemilik Sendiri", email="", address="Jalan asli")
    row = ikm_row(1, **{"NIB": "9120001234567", "Alamat": "Jalan dari lembar"})
    outcome = checked(ikm_sheet(tmp_path, row))
    assert verdicts(outcome) == ["same"]
    assert outcome.repairs[-1]["message"] == "Isian yang sudah diketik atau diperiksa orang di portal dipertahankan."


def test_nothing_is_written_by_checking(tmp_path, django_assert_num_queries):
    path = ikm_sheet(tmp_path, *[ikm_row(number) for number in range(1, 4)])
    with django_assert_num_queries(4):
        checked(path)
    with django_assert_num_queries(4):
        checked(ikm_sheet(tmp_path, ikm_row(1)))
    assert Ikm.objects.count() == 0


def test_combined_rows_of_one_business(tmp_path):
    path = write(tmp_path / "gabungan.xlsx", COMBINED_HEADERS, [*COMBINED_ROWS, COMBINED_ROWS[0]])
    outcome = checked(path, "combined", year=2023, mapping=COMBINED_MAPPING)
    assert verdicts(outcome) == ["new", "new", "error", "duplicate"]
    (group,) = outcome.groups
    assert group.values == {"name": "Rahimah"}
    assert dict(group.figures) == {2023: {"workers_male": 2, "investment": 300_000}}
    assert [dict(row.parts["product_figures"]) for row in group.rows] == [
        {"capacity": 180, "unit_raw": "Bungkus", "production_value": 6_480_000},
        {"capacity": 90, "unit_raw": "Bungkus", "production_value": 1_200_000},
    ]
    assert messages(outcome) == [
        (4, "Tenaga Kerja L", "dua", "Tenaga kerja laki-laki harus angka, misalnya 1500000; “dua” bukan angka."),
        (5, "Nama Produk", "Amplang", "Produk ini sudah ada di baris 2 untuk usaha yang sama."),
    ]
    assert [(notice["row"], notice["column"], notice["message"]) for notice in outcome.notices] == [
        (1, "Nilai Investasi (Rp.000)", "Nilai rupiah kolom ini dikalikan 1.000."),
        (1, "Nilai Produksi (Rp.000)", "Nilai rupiah kolom ini dikalikan 1.000."),
    ]


def test_thousands_can_be_decided_and_a_year_is_needed(tmp_path):
    path = write(tmp_path / "gabungan.xlsx", COMBINED_HEADERS, COMBINED_ROWS[:1])
    outcome = checked(path, "combined", year=2023, mapping=COMBINED_MAPPING, in_thousands=False)
    assert outcome.groups[0].figures[2023]["investment"] == 300
    outcome = checked(path, "combined", mapping=COMBINED_MAPPING)
    assert messages(outcome) == [(2, "Tahun angka", "", "Tahun angka belum diisi. Pilih tahun untuk lembar ini.")]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_template_checks_without_a_fault(kind, tmp_path):
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(template_file(kind))
    outcome = checked(path, kind, year=2025)
    assert (verdicts(outcome), outcome.problems) == (["new"], [])
