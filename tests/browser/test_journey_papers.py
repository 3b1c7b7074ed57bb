"""One paper from both sides on a phone: a doubtful P-IRT, the help the office opens, and the decision."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, jpeg, press, said, sign_in
from tests.browser.test_journey_lean import weight

pytestmark = pytest.mark.browser

OWNER, OFFICER = "0812-0000-1001", "petugas.kotabaru@contoh.id"
IKM, PRODUCT = "Laut Saijaan", "Stik Ikan Tenggiri"
NUMBER = "P-IRT 2026303010177-30"
WARNING = re.compile("Kabupaten Banjar")
SUMMARY = "Memastikan nomor P-IRT sesuai tempat produksi."
NOTE = "Diperiksa bersama pemilik."
MOST_BYTES = 150_000


def test_a_doubtful_paper_from_typing_to_decision(open_page, check_page):
    owner = open_page(360, 740, phone=True)
    sign_in(owner, OWNER)
    overview = type_the_number(owner, check_page)

    officer = open_page(360, 740, phone=True)
    sign_in(officer, OFFICER)
    paper = see_the_warning(officer, check_page)
    case = open_help(officer, check_page)

    do_own_step(owner, check_page, case)
    see_the_step_done(officer, check_page, case)
    verify(officer, check_page, paper)

    owner.goto(overview)
    licence = owner.get_by_role("region", name="Izin edar")
    expect(licence.get_by_text("Ada · Diperiksa")).to_be_visible()
    expect(licence.get_by_text(WARNING).first).to_be_visible()
    check_page(owner)


def test_papers_and_help_are_light(phone):
    """What a first visit to each new page of an owner takes over the wire."""
    sign_in(phone, OWNER)
    phone.goto("/usaha-saya/")
    card = phone.locator("a", has_text="Izin dan sertifikat").first.get_attribute("href")
    product = re.search(r"/produk/(\d+)/", card)[1]
    phone.goto("/pendampingan/")
    case = phone.locator("main h2 a").first.get_attribute("href")
    paths = [f"/sertifikat/{part}/{product}/" for part in ("gizi", "label")]
    paths += [f"/sertifikat/gizi/{product}/resep/", f"/sertifikat/label/{product}/isi/", "/pendampingan/", case]
    weights = {path: weight(phone, path) for path in paths}
    assert {path: size for path, size in weights.items() if size > MOST_BYTES} == {}


def type_the_number(page, check_page):
    card = page.get_by_role("article").or_(page.locator("main section")).filter(has_text=PRODUCT).last
    card.get_by_role("link", name="Izin dan sertifikat").click()
    expect(page.get_by_role("heading", level=1, name=PRODUCT)).to_be_visible()
    check_page(page)
    overview = page.url
    page.get_by_role("link", name=re.compile("Izin edar$")).click()
    check_page(page)
    page.get_by_role("radio", name="Ada", exact=True).check()
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/licence/baru/"))
    field(page, "Jenis").select_option("pirt")
    fill(page, {"Nomor": "KH-0123"})
    press(page, "Simpan sertifikat")
    expect(field(page, "Nomor")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "Nomor")).to_have_value("KH-0123")
    check_page(page)
    fill(page, {"Nomor": NUMBER})
    field(page, "Nomor").blur()
    expect(page.locator("#number-reading").get_by_text(WARNING).first).to_be_visible()
    check_page(page)
    field(page, "Berkas sertifikat").set_input_files(jpeg("pirt"))
    press(page, "Simpan sertifikat")
    expect(page).to_have_url(overview)
    said(page, WARNING)
    check_page(page)
    return overview


def see_the_warning(page, check_page):
    page.goto("/sertifikat/")
    check_page(page)
    page.get_by_role("link", name=re.compile("2026303010177-30")).first.click()
    expect(page.get_by_role("heading", level=2, name="Perlu dicocokkan")).to_be_visible()
    said(page, WARNING)
    expect(page.get_by_role("img", name=re.compile("Halaman pertama berkas"))).to_be_visible()
    check_page(page)
    return page.url


def open_help(page, check_page):
    page.locator("main").get_by_role("link", name=IKM).first.click()
    check_page(page)
    page.get_by_role("link", name="Buka pendampingan").first.click()
    check_page(page)
    page.get_by_role("link", name="P-IRT", exact=True).click()
    check_page(page)
    page.get_by_label(PRODUCT).check()
    fill(page, {"Keterangan": SUMMARY})
    field(page, "Mulai").fill("")
    press(page, "Buka pendampingan")
    expect(field(page, "Keterangan")).to_have_value(SUMMARY)
    expect(page.get_by_label(PRODUCT)).to_be_checked()
    check_page(page)
    field(page, "Mulai").fill(page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Makassar'})"))
    press(page, "Buka pendampingan")
    expect(page).to_have_url(re.compile(r"/pendampingan/\d+/"))
    check_page(page)
    page.get_by_label("Catatan, bila perlu").first.fill(NOTE)
    page.get_by_role("button", name=re.compile("^Catat selesai")).first.click()
    said(page, NOTE)
    check_page(page)
    return page.url.split("#")[0]


def do_own_step(page, check_page, case):
    page.goto("/usaha-saya/")
    said(page, "Anda didampingi: P-IRT")
    check_page(page)
    page.goto(case)
    said(page, SUMMARY)
    said(page, re.compile(r"Langkah 2 dari \d · Giliran Anda"))
    check_page(page)
    page.get_by_text("Unggah berkas", exact=True).click()
    fill(page, {"Nama berkas": "Rancangan label"})
    page.locator("#berkas input[type=file]").set_input_files(jpeg("label"))
    press(page, "Simpan berkas")
    expect(page.get_by_role("link", name="Rancangan label")).to_be_visible()
    check_page(page)
    page.locator(".next-step").get_by_role("button", name="Sudah saya lakukan").click()
    said(page, re.compile(r"Langkah 3 dari \d"))
    check_page(page)


def see_the_step_done(page, check_page, case):
    page.goto("/pendampingan/")
    check_page(page)
    page.goto(case)
    expect(page.get_by_role("link", name="Rancangan label")).to_be_visible()
    said(page, re.compile(r"langkah 3 dari \d"))
    check_page(page)


def verify(page, check_page, paper):
    page.goto(paper)
    press(page, "Nyatakan benar")
    expect(page).to_have_url(paper)
    expect(page.locator("main .state", has_text="Diperiksa").first).to_be_visible()
    check_page(page)
