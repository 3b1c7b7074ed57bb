"""Takes the pictures of docs/screenshots from a running demonstration: `scripts/screenshots.py [URL]`."""

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "banua-maju-2026"
OWNER = "0812-0000-1005"
VERIFIED_OWNER = "0812-0000-1001"
ACCEPTED_OWNER = "0812-0000-1004"
DRAFT_OWNER = "0812-0000-1006"
FACILITATOR = "pendamping.kotabaru@contoh.id"
OFFICER = "petugas.kotabaru@contoh.id"
REVIEWER = "peninjau@contoh.id"
CRACKERS = (
    "produk=kerupuk&tempat=rumah&cara=kering&simpan=ruang&tahan=180&kemasan=plastik&siap=ya"
    "&klaim=tidak&hewan=ya&haram=tidak&skala=mikro&bentuk=perorangan"
)
# name of the picture, who signs in, address, widths
PICTURES = [
    ("katalog", None, "/", (360, 1280)),
    ("produk", None, "/katalog/1/", (360, 1280)),
    ("pemilik", OWNER, "/usaha-saya/", (360, 1280)),
    ("sertifikat", OWNER, "/usaha/5/sertifikat/", (360,)),
    ("antrean", OFFICER, "/antrean/", (360, 1280)),
    ("berkas", OFFICER, "/berkas/1/", (1280,)),
    ("impor", OFFICER, "/impor/", (1280,)),
    ("dasbor", REVIEWER, "/dasbor/", (360, 1280)),
    ("usulan", REVIEWER, "/usulan/2/", (1280,)),
    ("izin", None, f"/butuh-izin-apa/?{CRACKERS}", (360,)),
    ("nomor", VERIFIED_OWNER, "/usaha/1/produk/3/sertifikat/licence/baru/", (360,)),
    ("gizi", VERIFIED_OWNER, "/sertifikat/gizi/1/", (360, 1280)),
    ("pendampingan", OWNER, "/pendampingan/1/", (360,)),
    ("pendampingan-petugas", OFFICER, "/pendampingan/1/", (1280,)),
]
# The owner's path at phone size, in the order a person meets it; {product} is the first product of the business.
JOURNEY = [
    ("jalan-01-masuk", None, "/masuk/login/"),
    ("jalan-02-daftar", None, "/masuk/signup/"),
    ("jalan-03-kode", None, "/akun/kode/"),
    ("jalan-04-draf", DRAFT_OWNER, "/usaha-saya/"),
    ("jalan-05-profil", DRAFT_OWNER, "/usaha/6/profil/"),
    ("jalan-06-angka", DRAFT_OWNER, "/usaha/6/angka/"),
    ("jalan-07-produk", DRAFT_OWNER, "/usaha/6/produk/"),
    ("jalan-08-isi-produk", DRAFT_OWNER, "{product}"),
    ("jalan-09-foto", DRAFT_OWNER, "{product}foto/"),
    ("jalan-10-sertifikat", DRAFT_OWNER, "{product}sertifikat/"),
    ("jalan-11-sertifikat-baru", DRAFT_OWNER, "{product}sertifikat/licence/baru/"),
    ("jalan-12-persetujuan", DRAFT_OWNER, "/usaha/6/persetujuan/"),
    ("jalan-13-periksa", DRAFT_OWNER, "/usaha/6/periksa/"),
    ("jalan-14-dikembalikan", OWNER, "/usaha-saya/"),
    ("jalan-15-perbaikan", None, "{repair}"),
    ("jalan-16-diterima", ACCEPTED_OWNER, "/usaha-saya/"),
    ("jalan-17-kabar", OWNER, "/akun/kabar/"),
    ("jalan-18-pilihan-kabar", OWNER, "/akun/kabar/pilihan/"),
    ("jalan-19-data-saya", OWNER, "/data-saya/"),
    ("jalan-20-hapus", OWNER, "/data-saya/hapus/"),
    ("jalan-21-klaim", None, "/klaim/"),
    ("jalan-22-atas-nama", FACILITATOR, "/atas-nama/"),
]
RETURNED_IKM = 5
# a draft as drafts.js keeps it, for the picture of the page without a signal
DRAFT = """() => localStorage.setItem("draft:1:/usaha/6/profil/", JSON.stringify({
  title: "Profil usaha", at: new Date().toISOString(),
  fields: {name: ["Nama usaha", "Madu Meratus"], address: ["Alamat", "Jl. Contoh No. 8"]},
}))"""
# what is typed before the picture is taken: a P-IRT of another kabupaten, so the portal warns
TYPED = {"nomor": "P-IRT 2026303010177-30"}


def main(address):
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        for name, login, path, widths in PICTURES:
            for width in widths:
                with signed_in(browser, address, login, width) as page:
                    picture(page, f"{name}-{width}", path, typed=TYPED.get(name))
        for name, login, path in JOURNEY:
            start = repair_address(browser, address) if path == "{repair}" else path
            with signed_in(browser, address, login, 360) as page:
                picture(page, f"{name}-360", start)
        with signed_in(browser, address, DRAFT_OWNER, 360) as page:
            without_signal(page)
        browser.close()


@contextmanager
def signed_in(browser, address, login, width):
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 780 if width < 600 else 860},
        device_scale_factor=2 if width < 600 else 1,
        is_mobile=width < 600,
        locale="id-ID",
    )
    page = context.new_page()
    if login:
        page.goto("/masuk/login/")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/masuk/login/" not in url)
    yield page
    context.close()


def picture(page, name, path, typed=None):
    """A page that is not there is told, and the others are still taken."""
    if path and "{product}" in path:
        page.goto("/usaha-saya/")
        link = page.locator('main a[href*="/produk/"]').evaluate_all(
            "(links) => links.map((link) => link.getAttribute('href').match(/.*[/]produk[/][0-9]+[/]/)).find(Boolean)"
        )
        path = path.format(product=link[0]) if link else None
    answer = page.goto(path, wait_until="networkidle") if path else None
    if answer is None or answer.status != 200:
        print(f"tidak ada: {name} ({path})", file=sys.stderr)
        return
    if typed:
        page.locator("input[name=number_raw]").fill(typed)
        page.locator("input[name=number_raw]").blur()
        page.locator("#number-reading *").first.wait_for()
        page.locator("select[name=kind]").scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / f"{name}.png")


def repair_address(browser, address):
    """The address of a repair link, as the officer who returned the file makes one; nothing where none is asked."""
    with signed_in(browser, address, OFFICER, 1280) as page:
        page.goto(f"/berkas/{RETURNED_IKM}/tautan-perbaikan/")
        make = page.locator('main form[method="post"] button[type="submit"]')
        if not make.count():
            return None
        make.first.click()
        page.locator("#repair-address").wait_for()
        return urlsplit(page.locator("#repair-address").input_value()).path


def without_signal(page):
    """The worker takes its place, the network goes, the page lists what waits on the phone."""
    page.goto("/usaha-saya/", wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload(wait_until="networkidle")
    page.evaluate(DRAFT)
    page.context.set_offline(True)
    page.goto("/usaha-saya/")
    page.locator("[data-title]").first.wait_for()
    page.screenshot(path=FOLDER / "jalan-23-tanpa-sinyal-360.png")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
