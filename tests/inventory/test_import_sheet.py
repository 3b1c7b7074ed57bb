import io
import json

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEvent
from ikm.models import Ikm, YearlyFigures
from inventory.models import ImportBatch, ImportRow
from products.models import Product, ProductFigures
from tests.factories import make_user
from tests.inventory.sheets import IKM_HEADERS, ikm_row, write

pytestmark = pytest.mark.django_db
COUNTS = ("rows", "new", "changed", "same", "duplicates", "errors", "ignored")


def run(*args):
    out = io.StringIO()
    call_command("import_sheet", *map(str, args), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["rows"] == sum(found[name] for name in COUNTS[1:])
    return found


def refused(*args):
    with pytest.raises(CommandError) as error:
        call_command("import_sheet", *map(str, args))
    assert error.value.returncode == 2
    return str(error.value)


def counts(found):
    return [found[name] for name in COUNTS]


@pytest.fixture
def sheet(tmp_path):
    rows = [ikm_row(1), ikm_row(2, **{"No HP": "0812"}), [], ["TOTAL", 2]]
    return write(tmp_path / "daftar.xlsx", IKM_HEADERS, rows)


def test_without_apply_nothing_is_written(sheet):
    found = run("ikm", sheet, "--region", "63.02")
    assert counts(found) == [4, 1, 0, 0, 0, 1, 2]
    assert (found["sheet"], found["header_row"], found["mapping"]["No HP"]) == ("Data", 1, "phone")
    assert found["mapping_confidence"]["No HP"] == 0.95
    assert found["problems"] == [
        {
            "row": 3,
            "column": "No HP",
            "value": "0812",
            "message": "Nomor HP terdiri atas 10 sampai 13 angka bila diawali 08, yang Anda tulis 4 angka.",
        }
    ]
    assert [repair["row"] for repair in found["repairs"]] == [2, 5]
    assert [model.objects.count() for model in (Ikm, ImportBatch, ImportRow, AuditEvent)] == [0, 0, 0, 0]


def test_a_csv_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "daftar.csv"
    path.write_text("Daftar IKM 2026\n\nNama Usaha;Pemilik;HP\nAmplang Jaya;Siti;081250001234\n", encoding="utf-8")
    found = run("ikm", path, "--region", "6302")
    assert (found["header_row"], counts(found), found["problems"]) == (3, [1, 1, 0, 0, 0, 0, 0], [])


def test_a_given_mapping_is_the_whole_mapping(sheet, tmp_path):
    mapping = tmp_path / "kolom.json"
    mapping.write_text(json.dumps({"Nama Usaha": "ikm_name", "Kab/Kota": "regency", "No HP": None}))
    found = run("ikm", sheet, "--region", "63.02", "--mapping", mapping)
    assert {header: name for header, name in found["mapping"].items() if name} == {
        "Nama Usaha": "ikm_name",
        "Kab/Kota": "regency",
    }
    assert counts(found) == [4, 2, 0, 0, 0, 0, 2]
    mapping.write_text(json.dumps({"Nama": "ikm_name"}))
    assert refused("ikm", sheet, "--region", "63.02", "--mapping", mapping) == (
        "Judul kolom ini tidak ada di lembar: Nama."
    )
    mapping.write_text(json.dumps({"Nama Usaha": "nama"}))
    assert refused("ikm", sheet, "--region", "63.02", "--mapping", mapping) == (
        "Isian ini tidak dikenal: nama. Daftarnya ada di docs/impor.md."
    )


def test_apply_needs_somebody_of_the_region(sheet):
    args = ("ikm", sheet, "--region", "63.02", "--apply")
    assert refused(*args) == "--apply memerlukan --by: nomor HP atau surel petugas yang memasukkan."
    other = make_user("officer", "63.03")
    assert refused(*args, "--by", other.email) == (
        f"{other.email} bukan petugas wilayah 63.02. Pakai akun petugas kabupaten/kota itu atau penilai provinsi."
    )
    assert Ikm.objects.count() == 0
    officer = make_user("officer", "63.02")
    assert run(*args, "--by", officer.email)["applied"] is True
    assert list(Ikm.objects.values_list("name", "created_by")) == [("Usaha 1", officer.pk)]
    assert counts(run(*args, "--by", officer.email)) == [4, 0, 0, 1, 0, 1, 2]


def test_what_cannot_be_read_ends_with_a_sentence(tmp_path, sheet):
    page = tmp_path / "daftar.xls"
    page.write_text("<html></html>")
    assert refused("ikm", page, "--region", "63.02") == (
        "Berkas ini sebenarnya halaman web. Buka di Excel, lalu simpan sebagai .xlsx dan kirim lagi."
    )
    assert refused("ikm", tmp_path / "tak-ada.xlsx", "--region", "63.02").startswith("Berkas ")
    assert refused("ikm", sheet, "--region", "99").startswith("Wilayah 99 tidak dikenal.")


@pytest.mark.shared_data
def test_the_105_south_kalimantan_rows_of_the_food_home_industry_sheet(shared_data):
    path = shared_data / "sheets" / "sppirt" / "perusahaan.csv"
    reviewer = make_user("reviewer", "63")
    found = run("ikm", path, "--region", "63", "--apply", "--by", reviewer.email)
    assert counts(found) == [3921, 93, 0, 0, 11, 1, 3816]
    outside = [problem for problem in found["problems"] if problem["message"].startswith("Di luar wilayah")]
    assert len(outside) == 3816
    assert len(found["problems"]) - len(outside) == 12
    kept = Ikm.objects.values_list("regency", flat=True)
    assert set(kept) == {"63.03", "63.05", "63.08", "63.09", "63.11"}
    assert counts(run("ikm", path, "--region", "63", "--apply", "--by", reviewer.email)) == [
        3921,
        0,
        0,
        93,
        11,
        1,
        3816,
    ]
    assert Ikm.objects.count() == 93


@pytest.mark.shared_data
def test_the_combined_sheet_of_samarinda(shared_data):
    path = shared_data / "sheets" / "samarinda" / "industri_produk_lengkap_Rp000.xlsx"
    officer = make_user("officer", "63.71")
    args = ("combined", path, "--region", "63.71", "--year", 2023, "--apply", "--by", officer.email)
    assert counts(run(*args)) == [1483, 1459, 0, 0, 23, 1, 0]
    lantar = Product.objects.get(ikm__name="Lantar", name="Berangka")
    figures = ProductFigures.objects.get(product=lantar)
    assert (figures.year, figures.capacity, figures.production_value, figures.raw_material_value) == (
        2023, 180, 6_480_000, 2_880_000,
    )  # fmt: skip
    assert YearlyFigures.objects.get(ikm=lantar.ikm).investment == 300_000
    assert counts(run(*args)) == [1483, 0, 0, 1459, 23, 1, 0]
    assert Product.objects.count() == 1459


@pytest.mark.shared_data
def test_a_word_in_a_number_column_is_an_error_of_its_row(shared_data):
    path = shared_data / "sheets" / "samarinda" / "industri_produk_angka_rusak.xlsx"
    found = run("combined", path, "--region", "63.71", "--year", 2023, "--thousands", "yes")
    assert counts(found) == [1483, 1458, 0, 0, 23, 2, 0]
    assert found["problems"][0] == {
        "row": 2,
        "column": "Tenaga Kerja",
        "value": "anjai",
        "message": "Tenaga kerja harus angka, misalnya 1500000; “anjai” bukan angka.",
    }


@pytest.mark.shared_data
def test_overflowed_values_of_bogor_are_reported_and_never_stored(shared_data):
    path = shared_data / "sheets" / "bogor" / "ikm2019.csv"
    found = run("combined", path, "--region", "63.71")
    overflowed = [problem for problem in found["problems"] if problem["value"] == "2147483647"]
    assert len(overflowed) == 55 + 138 + 85
    assert counts(found)[0] == 1287
