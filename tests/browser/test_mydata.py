"""“Data saya” on a phone: a consent taken back empties the catalogue at once, the copy opens, erasure is asked for."""

import io
import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.steps import downloaded, press, said, sign_in

pytestmark = pytest.mark.browser
OWNER, ADMIN = "0812-0000-1002", "admin@contoh.id"
PRODUCT = "Kain Sasirangan Gigi Haruan"


def test_an_owner_sees_copies_and_withdraws(phone, open_page, check_page):
    visitor = open_page(360, 740, phone=True)
    visitor.goto("/katalog/")
    visitor.get_by_role("link", name=re.compile(PRODUCT)).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(PRODUCT)
    sign_in(phone, OWNER)
    phone.goto("/akun/")
    phone.get_by_role("link", name=re.compile("^Data saya")).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Data saya")
    check_page(phone)
    with zipfile.ZipFile(io.BytesIO(downloaded(phone, "Unduh data saya"))) as archive:
        assert archive.testzip() is None
        assert "BACA-SAYA.txt" in archive.namelist()
        assert any(name.startswith("foto/") for name in archive.namelist())
        assert json.loads(archive.read("data.json"))["account"][0]["phone"] == "+6281200001002"
    phone.get_by_role("button", name=re.compile("^Tarik persetujuan.*katalog umum portal ini")).click()
    said(phone, "Persetujuan ditarik: menampilkan produk di katalog umum.")
    check_page(phone)
    assert visitor.reload().status == 404


def test_an_owner_asks_for_erasure_and_an_admin_says_no(phone, desktop, check_page):
    sign_in(phone, "0812-0000-1006")
    phone.goto("/data-saya/")
    phone.get_by_role("link", name="Minta hapus data saya").click()
    check_page(phone)
    phone.get_by_label(re.compile(r"^\s*Saya mengerti")).check()
    press(phone, "Kirim permintaan")
    said(phone, "Dijawab paling lambat")
    check_page(phone)
    sign_in(desktop, ADMIN)
    desktop.goto("/penghapusan/")
    check_page(desktop)
    desktop.get_by_role("link", name=re.compile("^Nomor")).first.click()
    check_page(desktop)
    desktop.get_by_label(re.compile(r"^\s*Alasan penolakan")).fill("Sengketa merek masih berjalan.")
    press(desktop, "Tolak dengan alasan ini")
    said(desktop, "Jawaban terkirim")
    phone.reload()
    said(phone, "Sengketa merek masih berjalan.")
    check_page(phone)
