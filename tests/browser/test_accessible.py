"""Every page of an owner in every state the demonstration offers: WCAG 2.1 AA, fingers, keyboard, large letters."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.owner_pages import DEMO_OWNERS, PUBLIC_NAMES, each_kind, owner_pages
from tests.browser.reach import FOCUS, OPEN_ALL, SHAPE, large_text_problems, reach_problems
from tests.browser.steps import field, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.device]

DRAFT_OWNER = "0812-0000-1006"
RETURNED_OWNER = "0812-0000-1005"
OFFICER = "petugas.kotabaru@contoh.id"
VERIFIED_OWNER = "0812-0000-1001"


@pytest.fixture(scope="module")
def met():
    """Shapes of pages that were looked at."""
    return set()


@pytest.fixture
def examine(check_page, met):
    """`examine(page)` says what is wrong with the page as it stands; a shape met before is not looked at again."""

    def _examine(page):
        page.evaluate(OPEN_ALL)
        shape = page.evaluate(SHAPE)
        if shape in met:
            return {}
        met.add(shape)
        problems = reach_problems(page)
        try:
            check_page(page)
        except AssertionError as found:
            problems["axe"] = str(found).splitlines()[0]
        large = large_text_problems(page)
        return problems | {f"large {kind}": what for kind, what in large.items()}

    return _examine


def nothing_wrong(found):
    wrong = {path: problems for path, problems in found.items() if problems}
    assert wrong == {}, json.dumps(wrong, indent=1)


def test_public_pages_of_owners(phone, examine):
    found = {}
    for path, name in owner_pages(phone, "/masuk/login/").items():
        if name in PUBLIC_NAMES or name.startswith("account"):
            phone.goto(path)
            found[path] = examine(phone)
    nothing_wrong(found)
    assert len(found) >= 5


@pytest.mark.parametrize("login", DEMO_OWNERS)
def test_pages_of_an_owner(phone, examine, met, login):
    sign_in(phone, login)
    found = {}
    for path in each_kind(owner_pages(phone)):
        phone.goto(path)
        found[path] = examine(phone)
    nothing_wrong(found)
    assert len(found) > 20
    assert len(met) > 5


def ikm_root(page):
    page.goto("/usaha-saya/")
    link = page.locator('main a[href*="/usaha/"]').first.get_attribute("href")
    return re.match(r".*?(/usaha/\d+/)", link)[1]


def test_pages_that_refuse(phone, open_page, examine):
    """Wrong sign-in, empty sign-up, a wrong number, an unfinished file sent: errors are as readable as the page."""
    guest = open_page(360, 740, phone=True)
    found = {}
    for path, button in (("/masuk/login/", "Masuk"), ("/masuk/signup/", "Buat akun")):
        guest.goto(path)
        guest.locator("main form").first.evaluate("(form) => { form.noValidate = true; }")
        guest.locator("main").get_by_role("button", name=button, exact=True).click()
        expect(guest.locator(".error-summary")).to_be_visible()
        found[path] = examine(guest)
    sign_in(phone, DRAFT_OWNER)
    root = ikm_root(phone)
    phone.goto(f"{root}profil/")
    phone.locator("input[name=nib]").fill("123")
    phone.locator("input[name=phone]").fill("12")
    press(phone, "Simpan dan lanjut")
    expect(phone.locator(".error-summary")).to_be_visible()
    found["profile"] = examine(phone)
    phone.goto(f"{root}produk/")
    product = phone.locator("main h2 a").first.get_attribute("href")
    phone.goto(product)
    phone.locator("input[name=price_min]").fill("harga")
    press(phone, "Simpan dan lanjut")
    expect(phone.locator(".error-summary")).to_be_visible()
    found["product"] = examine(phone)
    phone.goto(f"{product}sertifikat/licence/baru/")
    phone.locator("input[name=number_raw]").fill("P-IRT 1")
    phone.locator('main form[method="post"] button.btn-primary').last.click()
    expect(phone.locator(".error-summary")).to_be_visible()
    found["certificate"] = examine(phone)
    nothing_wrong(found)


def return_once_more(page, ikm):
    """Another journey of this session may have repaired the file already."""
    sign_in(page, OFFICER)
    page.goto(f"/berkas/{ikm}/kembalikan/")
    field(page, "Bagian yang dicatat").first.select_option(label="Alamat")
    field(page, "Apa yang harus diperbaiki").first.fill("Tambahkan nomor rumah dan RT yang benar.")
    press(page, "Kembalikan berkas")
    expect(page).to_have_url(re.compile(f"/berkas/{ikm}/$"))


def test_screen_reader_hears_where_a_returned_file_stands(phone, desktop):
    sign_in(phone, RETURNED_OWNER)
    ikm = re.search(r"\d+", ikm_root(phone))[0]
    if phone.get_by_text("Perlu diperbaiki").count() == 0:
        return_once_more(desktop, ikm)
        phone.reload()
    heard = phone.locator("body").aria_snapshot()
    for words in ("Dapur Noor", "Perlu diperbaiki", "Sambal Cabe Hiyung", "Langsung ke isi halaman", "Kabar"):
        assert words in heard, words


def tab_to(page, wanted, most=90):
    """Tab until the focus is on what `wanted(focus)` means; each stop on the way must show where it is."""
    blind = []
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] != "body" and not focus["ring"]:
            blind.append(focus)
        if wanted(focus):
            assert blind == []
            return focus
    pytest.fail(f"the keyboard does not reach it; last: {focus}")


def test_a_profile_by_keyboard_alone(open_page):
    page = open_page(360, 740)
    keys = page.keyboard
    page.goto("/masuk/login/")
    keys.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#isi"
    expect(page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    expect(page.locator("#isi")).to_be_focused()
    tab_to(page, lambda focus: focus["name"] == "login")
    keys.type(RETURNED_OWNER)
    tab_to(page, lambda focus: focus["name"] == "password")
    keys.type("banua-maju-2026")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/usaha-saya/"))
    tab_to(page, lambda focus: focus["tag"] == "summary" and "Menu" in focus["text"])
    keys.press("Enter")
    tab_to(page, lambda focus: focus["text"] == "Akun saya")
    keys.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")
    tab_to(page, lambda focus: focus["href"].endswith("/profil/"))
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/profil/"))
    tab_to(page, lambda focus: focus["name"] == "address")
    keys.press("ControlOrMeta+a")
    keys.type("Jl. Papan Tik No. 9")
    tab_to(page, lambda focus: focus["text"] == "Simpan dan lanjut")
    keys.press("Space")
    expect(page).to_have_url(re.compile("/angka/"))
    page.goto(page.url.replace("/angka/", "/profil/"))
    expect(field(page, "Alamat")).to_have_value("Jl. Papan Tik No. 9")
