"""A returned file repaired on a phone from the address an officer sends, without signing in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, press, said, sign_in

pytestmark = pytest.mark.browser
OFFICER, RETURNED = "petugas.kotabaru@contoh.id", "Dapur Noor"
LAST_DIGITS = "1005"


def address_from_the_officer(page):
    sign_in(page, OFFICER)
    page.goto("/ikm/?q=Dapur")
    page.get_by_role("link", name=RETURNED).first.click()
    page.get_by_role("link", name="Kirim tautan perbaikan lewat WhatsApp").click()
    press(page, "Buat tautan")
    expect(page.get_by_role("link", name="Buka WhatsApp dengan pesannya")).to_have_attribute(
        "href", re.compile("https://wa.me/62")
    )
    return field(page, "Atau salin alamatnya").input_value()


def test_a_returned_file_is_repaired_from_a_link(desktop, open_page, check_page):
    address = address_from_the_officer(desktop)
    check_page(desktop)

    phone = open_page(360, 740, phone=True, javascript=False)
    phone.goto(address)
    assert RETURNED not in phone.content()
    fill(phone, {"Empat angka terakhir nomor HP Anda": "9999"})
    press(phone, "Lanjut")
    said(phone, "Masih boleh mencoba 4 kali.")
    fill(phone, {"Empat angka terakhir nomor HP Anda": LAST_DIGITS})
    press(phone, "Lanjut")
    said(phone, "Tambahkan nomor rumah dan RT yang benar.")
    expect(phone.get_by_label("NIB")).to_have_count(0)
    fill(phone, {"Alamat": "Jl. Hiyung No. 12 RT 03", "Harga jual (Rp)": "22.000"})
    press(phone, "Simpan")
    said(phone, "Tersimpan.")

    drawn = open_page(360, 740, phone=True)
    drawn.goto(address)
    check_page(drawn)
    fill(drawn, {"Empat angka terakhir nomor HP Anda": LAST_DIGITS})
    press(drawn, "Lanjut")
    expect(field(drawn, "Alamat")).to_have_value("Jl. Hiyung No. 12 RT 03")
    check_page(drawn)

    press(phone, "Kirim ke petugas")
    said(phone, "Perbaikan sudah terkirim")
    drawn.reload()
    said(drawn, "Perbaikan sudah terkirim")
    check_page(drawn)

    desktop.goto("/akun/kabar/")
    said(desktop, f"{RETURNED} sudah memperbaiki catatan Anda")
    check_page(desktop)
    desktop.goto("/akun/kabar/pilihan/")
    check_page(desktop)
