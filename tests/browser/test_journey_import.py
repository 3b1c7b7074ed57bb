"""An officer brings in sheets: upload, match the columns, read the errors by row, put in what is good."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import csv_file, field, press, said, sign_in, xlsx_file

pytestmark = pytest.mark.browser

OFFICER, FOREIGN_OFFICER = "petugas.banjar@contoh.id", "petugas.kotabaru@contoh.id"
HEADINGS = ["Nama Usaha", "Nama Pemilik", "NIB", "KBLI", "Alamat", "Desa/Kelurahan", "Kecamatan", "No HP", "Ket"]
GOOD = [
    ["Dodol Kandangan Raya", "Mariatul", "9120306612345", "10739", "Jl. Lok Baintan 4", "Lok Baintan", "Sungai Tabuk"]
    + ["081349001201", "lama"],
    ["Tikar Purun Sungai Tabuk", "Saniah", "9120306612346", "16291", "Jl. Pemakuan 2", "Pemakuan", "Sungai Tabuk"]
    + ["081349001202", ""],
]
BAD = [
    ["", "Tanpa Nama", "9120306612347", "10739", "Jl. Pemakuan 3", "Pemakuan", "Sungai Tabuk", "081349001203", ""],
    ["Abon Haruan Bakti", "Kursani", "12345", "10794", "Jl. Pemakuan 5", "Pemakuan", "Sungai Tabuk"]
    + ["081349001204", ""],
]


@pytest.mark.parametrize(
    ("make_file", "name", "mark"), [(csv_file, "ikm-banjar.csv", "A"), (xlsx_file, "ikm-banjar.xlsx", "B")]
)
def test_good_rows_go_in_and_bad_rows_say_why(open_page, check_page, make_file, name, mark):
    page = open_page(1280, 900)
    sign_in(page, OFFICER)
    page.goto("/impor/")
    check_page(page)
    field(page, "Berkas").set_input_files({"name": name, "mimeType": "text/csv", "buffer": b"<html></html>"})
    press(page, "Unggah dan cocokkan kolom")
    expect(page.get_by_role("alert").or_(page.locator("[aria-invalid=true]")).first).to_be_visible()
    check_page(page)

    rows = [[f"{row[0]} {mark}" if row[0] else "", *row[1:]] for row in [*GOOD, *BAD]]
    number = {"A": "1", "B": "2"}[mark]
    rows = [[*row[:2], re.sub(r"^91203", f"9120{number}", row[2]), *row[3:]] for row in rows]
    rows = [[*row[:7], re.sub(r"^08134900", f"0813490{number}", row[7]), *row[8:]] for row in rows]
    field(page, "Berkas").set_input_files(make_file(name, [HEADINGS, *rows]))
    page.get_by_role("radio", name=re.compile("Daftar IKM")).check()
    press(page, "Unggah dan cocokkan kolom")
    expect(page).to_have_url(re.compile(r"/impor/\d+/kolom/"))
    check_page(page)
    expect(field(page, "Nama Usaha").locator("option:checked")).to_have_text("Nama usaha")
    field(page, "Ket").select_option(label="abaikan kolom ini")
    press(page, "Periksa semua baris")
    expect(page).to_have_url(re.compile(r"/impor/\d+/$"))
    check_page(page)
    batch = page.url
    page.goto(f"{batch}?hasil=error")
    check_page(page)
    problems = page.locator("#baris")
    expect(problems.get_by_role("rowheader", name="4", exact=True)).to_be_visible()
    expect(problems.get_by_role("row").filter(has_text="NIB").get_by_role("rowheader")).to_have_text("5")
    page.goto(batch)
    press(page, "Masukkan 2 baris")
    said(page, re.compile("Sudah masuk: 2 IKM baru"))
    check_page(page)

    page.goto(f"/ikm/?q=Tikar+Purun+Sungai+Tabuk+{mark}")
    check_page(page)
    said(page, f"Tikar Purun Sungai Tabuk {mark}")
    stranger = open_page(1280, 900)
    sign_in(stranger, FOREIGN_OFFICER)
    assert stranger.goto(batch).status == 404
