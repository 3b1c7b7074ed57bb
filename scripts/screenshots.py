"""Takes the pictures of docs/screenshots from a running demonstration: `scripts/screenshots.py [URL]`."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
PASSWORD = "banua-maju-2026"
OWNER = "0812-0000-1005"
VERIFIED_OWNER = "0812-0000-1001"
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
                    page.wait_for_load_state()
                page.goto(path, wait_until="networkidle")
                if name in TYPED:
                    page.locator("input[name=number_raw]").fill(TYPED[name])
                    page.locator("input[name=number_raw]").blur()
                    page.locator("#number-reading *").first.wait_for()
                    page.locator("select[name=kind]").scroll_into_view_if_needed()
                page.screenshot(path=FOLDER / f"{name}-{width}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
