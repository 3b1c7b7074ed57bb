"""From the card on paper to the own business on the phone: with a new account, and without JavaScript."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, press, said, sign_in

pytestmark = pytest.mark.browser
OFFICER = "petugas.kotabaru@contoh.id"
CODE, DIGITS = "Kode di kartu", "Empat angka terakhir nomor HP atau NIK"
PASSWORD = "sungai-martapura-2026"


def printed_code(page, name):
    """An officer chooses one business and prints its card; the code as it stands on the sheet."""
    page.goto(f"/kartu-klaim/?q={name}")
    page.get_by_label(f"Cetak kartu {name}").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Cetak kartu yang dipilih").click()
    sheet = pypdfium2.PdfDocument(download.value.path())
    text = sheet[0].get_textpage().get_text_bounded()
    assert name in text
    return re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", text).group()


def sign_up(page, phone):
    page.get_by_role("link", name="Saya belum punya akun").click()
    fill(page, {"Nomor HP atau surel": phone, "Nama lengkap": "Hj. Norhayati", "Kata sandi": PASSWORD})
    page.get_by_label("Saya setuju data saya diolah").check()
    press(page, "Buat akun")


def test_the_card_leads_to_the_own_business(desktop, open_page, check_page):
    sign_in(desktop, OFFICER)
    desktop.goto("/kartu-klaim/")
    check_page(desktop)
    code = printed_code(desktop, "Ikan Kering Pulau Laut")
    expect(desktop.get_by_role("button", name="Cetak kartu yang dipilih")).to_be_enabled()

    phone = open_page(360, 740, phone=True)
    phone.goto(f"/klaim/#{code}")
    expect(field(phone, CODE)).to_have_value(code)
    assert "#" not in phone.url
    check_page(phone)
    fill(phone, {DIGITS: "0000"})
    press(phone, "Lanjut")
    said(phone, "Kode dan angka tidak cocok.")
    check_page(phone)
    fill(phone, {DIGITS: "2011"})
    press(phone, "Lanjut")
    said(phone, "Kode cocok")
    check_page(phone)
    sign_up(phone, "0812-7700-2011")
    said(phone, "Ini usaha Anda?")
    said(phone, "S******n")
    check_page(phone)
    press(phone, "Benar, ini usaha saya")
    said(phone, "Ikan Kering Pulau Laut sekarang tersambung ke akun Anda.")
    expect(phone).to_have_url(re.compile("/usaha-saya/"))
    check_page(phone)

    desktop.goto("/kartu-klaim/?q=Ikan Kering Pulau Laut")
    said(desktop, "Tidak ada usaha yang cocok")


def test_the_card_works_without_javascript(open_page):
    phone = open_page(360, 740, phone=True, javascript=False)
    phone.goto("/klaim/#C0NT0-HKART")
    expect(field(phone, CODE)).to_have_value("")
    fill(phone, {CODE: "contohkart", DIGITS: "2010"})
    press(phone, "Lanjut")
    sign_up(phone, "0812-7700-2010")
    said(phone, "Amplang Saijaan Raya")
    press(phone, "Usaha saya, tetapi ada yang salah")
    expect(phone).to_have_url(re.compile("/usaha/[0-9]+/profil/"))
    said(phone, "Usaha ini sekarang milik akun Anda.")
