"""An owner with little: a browser without scripts, and a slow connection."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import field, fill, jpeg, press, said, sign_in

pytestmark = pytest.mark.browser

SHOW_BELOW = "Pilih, lalu tampilkan daftar di bawahnya"
MOST_BYTES = 150_000
DEMO_OWNER = "0812-0000-1001"
PRODUCT_PARTS = ("foto", "sertifikat", "sertifikat/halal", "gizi")


def test_from_signing_up_to_submitting_without_javascript(open_page):
    page = open_page(360, 740, phone=True, javascript=False)
    page.goto("/masuk/signup/")
    fill(
        page,
        {
            "Nomor HP atau surel": "0813-4900-8822",
            "Nama lengkap": "Jumiati",
            "Kata sandi": "jukung-tanpa-skrip",
        },
    )
    page.get_by_label(re.compile("Saya setuju data saya diolah")).check()
    press(page, "Buat akun")
    press(page, "Daftarkan usaha saya")
    field(page, "Nama usaha").fill("Anyaman Sembilan")
    fill(page, {"Jenis usaha (KBLI)": "16291", "Alamat": "Jl. Nelayan RT 2", "Nomor HP usaha": "0813-4900-8822"})
    field(page, "Versi KBLI").select_option(label="KBLI 2020")
    field(page, "Kabupaten/kota").select_option(label="Kabupaten Kotabaru")
    press(page, SHOW_BELOW)
    expect(field(page, "Nama usaha")).to_have_value("Anyaman Sembilan")
    field(page, "Kecamatan").select_option(label="Pulau Sembilan")
    press(page, SHOW_BELOW)
    field(page, "Desa atau kelurahan").select_option(label="Maradapan")
    press(page, "Simpan dulu")
    said(page, re.compile(r"Tersimpan \d\d\.\d\d"))
    expect(field(page, "Nama usaha")).to_have_value("Anyaman Sembilan")
    expect(field(page, "Desa atau kelurahan").locator("option:checked")).to_have_text("Maradapan")
    press(page, "Simpan dan lanjut")
    press(page, "Simpan dan lanjut")
    press(page, "Tambah produk")
    fill(
        page,
        {
            "Nama produk": "Bakul anyaman",
            "Cerita singkat produk": "Bakul purun dari Pulau Sembilan.",
            "Harga jual (Rp)": "45.000",
            "Bisa dibuat dalam sebulan": "60",
        },
    )
    field(page, "Kategori").select_option(label="Anyaman purun, rotan, dan bambu")
    field(page, "Satuan jual").select_option(index=1)
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/foto/"))
    page.get_by_label("Pilih dari galeri").set_input_files(jpeg("depan"))
    press(page, "Unggah foto")
    expect(page.locator("#photo-list > li")).to_have_count(1)
    page.goto(re.sub(r"/produk/.*", "/persetujuan/", page.url))
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/periksa/"))
    press(page, "Ajukan")
    said(page, "Terkirim. Petugas kabupaten/kota akan memeriksanya.")
    expect(page).to_have_url(re.compile("/usaha-saya/"))
    said(page, "Bakul anyaman")


def test_owners_pages_are_light(open_page):
    """What a first visit to each page takes over the wire, with nothing kept from before."""
    page = open_page(360, 740, phone=True)
    weights = {path: weight(page, path) for path in ("/masuk/login/", "/masuk/signup/")}
    sign_in(page, DEMO_OWNER)
    page.goto("/usaha-saya/")
    root = re.match(r".*(/usaha/\d+/)profil/", page.locator('a[href$="/profil/"]').first.get_attribute("href"))[1]
    page.goto(f"{root}produk/")
    product = page.locator("main h2 a").first.get_attribute("href")
    paths = ["/usaha-saya/", *(f"{root}{step}/" for step in ("profil", "angka", "produk", "sertifikat"))]
    paths += [f"{root}persetujuan/", f"{root}periksa/", product, *(f"{product}{part}/" for part in PRODUCT_PARTS)]
    weights |= {path: weight(page, path) for path in paths}
    assert {path: size for path, size in weights.items() if size > MOST_BYTES} == {}
    assert min(weights.values()) > 5_000


def weight(page, path):
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.clearBrowserCache")
    sizes = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    answer = page.goto(path, wait_until="networkidle")
    assert answer.status == 200, path
    network.detach()
    return sum(sizes)
