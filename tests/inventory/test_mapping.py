import re

import pytest
from django.conf import settings

from inventory.exports import EXAMPLES, template_file
from inventory.fields import BY_NAME
from inventory.mapping import in_thousands, key_of, propose
from inventory.pipeline import headers_of, read


def fields(headers, kind="ikm", rows=(), remembered=None):
    return [guess.field for guess in propose(headers, list(rows), kind, remembered)]


def test_headings_of_real_sheets_are_known():
    assert fields(
        ["kode_perusahaan", "nama_perusahaan", "nama_pemilik", "nama_penanggung_jawab", "alamat_irtp", "kode_prov",
         "provinsi", "kode_kab_2digit", "kab_kota", "kode_pos_irtp", "nomor_telefon_irtp"]
    ) == [
        None, "ikm_name", "owner_name", None, "address", "province_code", "province", "regency_code", "regency",
        "postcode", "phone",
    ]  # fmt: skip
    assert fields(
        ["Nama Industri", "Nama Produk", "Tenaga Kerja (Orang)", "Kapasitas Produksi", "Satuan Produksi",
         "Nilai Investasi (Rp.000)", "Nilai Produksi (Rp.000)", "Nilai Bahan Baku (Rp.000)", "Komoditi"], "combined",
    ) == [
        "ikm_name", "product_name", "workers_total", "capacity", "unit", "investment", "production_value",
        "raw_material_value", "commodity",
    ]  # fmt: skip


def test_a_field_goes_to_one_column_and_products_are_no_part_of_an_ikm_sheet():
    assert fields(["Nama Usaha", "Nama Perusahaan", "Nama Produk"]) == ["ikm_name", None, None]


def test_values_give_a_column_away():
    guesses = propose(["Nama", "Kolom B"], [["A", f"08125000123{n}"] for n in range(4)], "ikm")
    assert [(guess.field, guess.confidence) for guess in guesses] == [("ikm_name", 0.95), ("phone", 0.5)]


def test_what_the_office_decided_comes_first():
    assert fields(["Perusahaan", "Alias"], remembered={"alias": "ikm_name", "perusahaan": ""}) == [None, "ikm_name"]


def test_samples_hide_identity_numbers():
    (guess,) = propose(["NIK"], [["6302011204850003"]], "ikm")
    assert guess.samples == ("6302**********03",)


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("Nilai Investasi (Rp.000)", True),
        ("Omzet (ribu rupiah)", True),
        ("Nilai Investasi", False),
        ("Rp 500.000", False),
    ],
)
def test_thousands_are_read_from_the_heading(header, answer):
    assert in_thousands(header) is answer


def test_blank_and_repeated_headings_get_names_of_their_own():
    assert headers_of(["Nama", None, "Nama"], 4) == ["Nama", "Kolom B", "Nama (2)", "Kolom D"]
    assert key_of("  NAMA\nUsaha* ") == "nama usaha"


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_template_maps_itself(kind, tmp_path):
    path = tmp_path / "contoh.xlsx"
    path.write_bytes(template_file(kind))
    reading = read(path)
    found = propose(reading.headers, [cells for _number, cells in reading.rows], kind)
    assert [guess.field for guess in found] == list(EXAMPLES[kind])
    assert min(guess.confidence for guess in found) >= 0.8


def test_every_field_is_in_the_docs():
    text = (settings.BASE_DIR / "docs" / "impor.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| .+ \| (?:keduanya|combined) \|$", text, re.M) == list(BY_NAME)
