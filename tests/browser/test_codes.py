"""An owner who has forgotten the password: a code at the counter, typed on a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, press, said, sign_in

pytestmark = pytest.mark.browser


def test_a_code_at_the_counter(open_page, check_page):
    officer = open_page(1280, 900)
    sign_in(officer, "petugas2.kotabaru@contoh.id")
    login, code = issue(officer, check_page)

    owner = open_page(360, 740, phone=True, javascript=False)
    for page in (owner, looking := open_page(360, 740, phone=True)):
        page.goto("/akun/lupa-sandi/")
        if page is looking:
            check_page(page)
        page.get_by_role("link", name="Saya sudah memegang kode").click()
        if page is looking:
            check_page(page)
        fill(page, {"Nomor HP atau surel": login})
        press(page, "Lanjutkan")
        if page is looking:
            check_page(page)
    fill(looking, {"Kode 6 angka": "000000" if code != "000000" else "000001"})
    press(looking, "Lanjutkan")
    said(looking, "Kode tidak cocok atau sudah tidak berlaku.")
    check_page(looking)

    expect(field(owner, "Kode 6 angka")).to_have_attribute("inputmode", "numeric")
    fill(owner, {"Kode 6 angka": code})
    press(owner, "Lanjutkan")
    expect(owner).to_have_url(re.compile("/akun/sandi-baru/"))
    fill(owner, {"Kata sandi baru": "password123"})
    press(owner, "Simpan kata sandi")
    said(owner, "Ada yang perlu diperbaiki")
    owner.get_by_role("link", name="Nanti saja").click()
    expect(owner).to_have_url(re.compile("/usaha-saya/"))

    sign_in(looking, login)
    looking.goto("/akun/")
    said(looking, "Kode masuk dari petugas")
    said(looking, "Lupa kata sandi")
    check_page(looking)
    looking.goto("/akun/sandi-baru/")
    check_page(looking)


def issue(page, check_page):
    """(login, code) of an owner in the officer's region; nothing of the code is left on the next page."""
    page.goto("/ikm/")
    addresses = {link.get_attribute("href") for link in page.locator("main a[href^='/berkas/']").all()}
    for address in sorted(addresses):
        page.goto(address)
        if page.get_by_role("link", name="Kode masuk untuk pemilik").count():
            break
    page.get_by_role("link", name="Kode masuk untuk pemilik").click()
    check_page(page)
    login = page.locator("dl.kv dd").nth(1).inner_text()
    page.get_by_label("Lupa kata sandi").check()
    page.get_by_label(re.compile("KTP-nya sudah saya cocokkan")).check()
    press(page, "Terbitkan kode")
    check_page(page)
    code = page.locator(".code-shown").inner_text().replace(" ", "")
    page.get_by_role("link", name="Kembali ke berkas").click()
    assert code not in page.content()
    return login, code
