"""“Butuh izin apa?” on a phone: six questions, the answer, sign-up, and the first product already filled in."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, press, said
from tests.browser.test_journey_lean import weight

pytestmark = pytest.mark.browser

ANSWERS = (
    ("Dibuat di mana dan bagaimana?", "Pertanyaan 2 dari 6", ("Di rumah", "Dikeringkan atau digoreng")),
    ("Disimpan bagaimana, tahan berapa lama?", "Pertanyaan 3 dari 6", ("Suhu ruang", "1 sampai 6 bulan")),
    ("Dijual dalam kemasan apa?", "Pertanyaan 4 dari 6", ("Plastik", "Ya, langsung dimakan")),
    ("Apa isi dan tulisan kemasannya?", "Pertanyaan 5 dari 6", ()),
    ("Seperti apa usahanya?", "Pertanyaan 6 dari 6", ("Sampai Rp2 miliar", "Perorangan")),
)
CONTENTS = {"klaim": "tidak", "hewan": "ya", "haram": "tidak"}
VERDICT = "Yang wajib: P-IRT, sertifikat halal, dan informasi nilai gizi."
PERSON = {"Nama lengkap": "Masitah", "Kata sandi": "tanggui-daun-nipah"}
MOST_BYTES = 150_000
MOST_PAGE_BYTES = 60_000
TAP = 44


def test_from_the_first_question_to_the_filled_product(phone, check_page):
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("^Butuh izin apa. P-IRT")).click()
    check_page(phone)
    phone.locator("summary", has_text="Makanan").click()
    check_page(phone)
    phone.get_by_role("link", name="Kerupuk, amplang, dan keripik").click()
    press(phone, "Lanjut")
    expect(phone).to_have_url(re.compile(r"\?produk=kerupuk$"))
    answer_all(phone, check_page)
    said(phone, "Sejak 17 Oktober 2026")
    change_one_answer(phone, check_page)
    phone.locator("main").get_by_role("link", name="Daftar sekarang").click()
    sign_up(phone, "0813-4900-5501", check_page)
    check_page(phone)
    press(phone, "Mulai mendaftar")
    product_is_filled(phone)
    check_page(phone)


def test_without_javascript(open_page):
    page = open_page(360, 740, phone=True, javascript=False)
    page.goto("/butuh-izin-apa/")
    page.locator("summary", has_text="Makanan").click()
    page.get_by_role("link", name="Kerupuk, amplang, dan keripik").click()
    answer_all(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seperti apa usahanya?")
    press(page, "Lihat jawabannya")
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()
    page.locator("main").get_by_role("link", name="Daftar sekarang").click()
    sign_up(page, "0813-4900-5502")
    press(page, "Mulai mendaftar")
    product_is_filled(page)


def test_with_the_keyboard_alone(desktop, check_page):
    desktop.goto("/butuh-izin-apa/")
    tab_to(desktop, "Alat kesehatan dan pelindung diri")
    desktop.keyboard.press("Enter")
    tab_to(desktop, "Masker medis dan APD medis")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Ada bahan dari hewan?")
    tab_to(desktop, "Ya")
    desktop.keyboard.press("ArrowRight")
    tab_to(desktop, "Lanjut")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Seperti apa usahanya?")
    tab_to(desktop, "Sampai Rp2 miliar")
    desktop.keyboard.press("Space")
    tab_to(desktop, "Lihat jawabannya")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Yang wajib: AKD Kemenkes (belum pasti).")
    tab_to(desktop, "Lihat caranya")
    desktop.keyboard.press("Enter")
    expect(desktop).to_have_url(re.compile("#izin-edar$"))
    check_page(desktop)


def test_pages_are_light(phone):
    answered = "produk=kerupuk&tempat=rumah&cara=kering&simpan=ruang&tahan=180&kemasan=plastik&siap=ya"
    answered += "&klaim=tidak&hewan=ya&haram=tidak&skala=mikro&bentuk=perorangan"
    paths = ("/butuh-izin-apa/", "/butuh-izin-apa/?produk=kerupuk", f"/butuh-izin-apa/?{answered}")
    weights = {path: weight(phone, path) for path in paths}
    assert {path: size for path, size in weights.items() if size > MOST_BYTES} == {}
    pages = {path: len(phone.request.get(path).body()) for path in paths}
    assert {path: size for path, size in pages.items() if size > MOST_PAGE_BYTES} == {}


def answer_all(page, check_page=None):
    for title, progress, labels in ANSWERS:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        said(page, progress)
        if check_page:
            check_page(page)
            targets_are_large(page)
        for label in labels:
            page.locator("label.choice", has_text=re.compile(rf"^\s*{re.escape(label)}")).first.click()
        if not labels:
            for key, value in CONTENTS.items():
                page.locator(f"label.choice:has(input[name={key}][value={value}])").click()
        press(page, "Lihat jawabannya" if title == ANSWERS[-1][0] else "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT)
    if check_page:
        check_page(page)
        targets_are_large(page)


def targets_are_large(page):
    sizes = page.eval_on_selector_all(
        "main .choice, main .btn:not([hidden]), main summary, .told a", "all => all.map(e => e.offsetHeight)"
    )
    assert min(sizes) >= TAP


def change_one_answer(page, check_page):
    page.get_by_role("link", name="Ubah Cara menyimpan").click()
    expect(page.get_by_label(re.compile("^Suhu ruang"))).to_be_checked()
    page.locator("label.choice", has_text="Pembeku").click()
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Yang wajib: BPOM MD, sertifikat halal, dan informasi nilai gizi."
    )
    expect(page.get_by_role("heading", name="Mengapa bukan P-IRT?")).to_be_visible()
    check_page(page)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT)


def sign_up(page, number, check_page=None):
    said(page, "Jawaban Anda di “Butuh izin apa?” ikut terisi setelah akun dibuat.")
    if check_page:
        check_page(page)
    press(page, "Buat akun")
    said(page, "Buat kata sandi untuk akun ini.")
    fill(page, {"Nomor HP atau surel": number, **PERSON})
    page.get_by_label(re.compile("Saya setuju data saya diolah")).check()
    press(page, "Buat akun")
    expect(page).to_have_url(re.compile(r"/mulai/produk/\?produk=kerupuk"))


def product_is_filled(page):
    expect(page).to_have_url(re.compile(r"/usaha/\d+/produk/\d+/$"))
    said(page, re.compile(r"Diisi dari jawaban Anda di “Butuh izin apa\?”"))
    chosen = {
        "Kategori": "Kerupuk, amplang, dan keripik",
        "Jenis kemasan": "Plastik",
        "Cara membuat": "Dikeringkan, digoreng, dipanggang, atau disangrai",
        "Penyimpanan": "Suhu ruang",
        "Tempat membuat": "Di rumah",
    }
    for label, text in chosen.items():
        expect(field(page, label).locator("option:checked")).to_have_text(text)
    expect(field(page, "Tahan berapa hari")).to_have_value("180")
    expect(page.get_by_label("Langsung dimakan atau diminum")).to_be_checked()
    expect(page.get_by_label(re.compile("Mengandung bahan dari hewan"))).to_be_checked()
    expect(page.get_by_label("Kemasannya menyebut manfaat kesehatan")).not_to_be_checked()


def tab_to(page, text):
    """Press Tab until what holds the focus begins with this text."""
    told = "() => { const e = document.activeElement; return (e.closest('label') || e).innerText.trim(); }"
    for _number in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(told).startswith(text):
            return
    pytest.fail(f"Tab does not reach “{text}”")
