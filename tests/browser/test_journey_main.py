"""The whole way of one product: owner, officer, reviewer, head, BBI's answer, and the public catalogue."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import downloaded, field, fill, html_named_jpeg, jpeg, press, said, sign_in

pytestmark = pytest.mark.browser

OWNER = {"name": "Halimah", "phone": "0813-4900-7711", "password": "kelotok-pasar-terapung"}
IKM = "Kerupuk Lok Baintan"
PRODUCT = "Kerupuk haruan Lok Baintan"
REGENCY, DISTRICT, VILLAGE = "Kabupaten Banjar", "Sungai Tabuk", "Lok Baintan"
OFFICER, FOREIGN_OFFICER = "petugas.banjar@contoh.id", "petugas.kotabaru@contoh.id"
REVIEWER, HEAD, ADMIN = "peninjau@contoh.id", "kepala.provinsi@contoh.id", "admin@contoh.id"
NOTE = "Nomor rumah belum ditulis."


def test_from_signing_up_to_the_catalogue(open_page, check_page):
    owner = open_page(360, 740, phone=True)
    sign_up(owner, check_page)
    fill_in_profile(owner, check_page)
    leave_and_come_back(owner)
    fill_in_figures(owner, check_page)
    add_product(owner, check_page)
    add_photo(owner, check_page)
    add_certificates(owner, check_page)
    agree_and_submit(owner, check_page)

    officer = open_page(1280, 900)
    sign_in(officer, OFFICER)
    dossier = find_in_queue(officer, check_page)
    foreign_officer_sees_nothing(open_page(1280, 900), dossier)
    return_with_note(officer, check_page, dossier)
    repair_and_resubmit(owner, check_page)
    verify_everything(officer, check_page, dossier)

    reviewer = open_page(1280, 900)
    sign_in(reviewer, REVIEWER)
    approve(reviewer, check_page, dossier)
    batch = propose_and_lock(reviewer, check_page)
    sign(open_page(1280, 900), check_page, batch)
    send(reviewer, check_page, batch)
    record_answer(reviewer, check_page, batch)

    find_in_catalogue(open_page(360, 740, phone=True), check_page)
    owner.goto("/usaha-saya/")
    check_page(owner)
    said(owner, PRODUCT)
    look_after_users(open_page(1280, 900))


def sign_up(page, check_page):
    page.goto("/")
    check_page(page)
    page.goto("/masuk/signup/")
    check_page(page)
    press(page, "Buat akun")
    said(page, "Buat kata sandi untuk akun ini.")
    check_page(page)
    fill(
        page,
        {"Nomor HP atau surel": OWNER["phone"], "Nama lengkap": OWNER["name"], "Kata sandi": OWNER["password"]},
    )
    page.get_by_label(re.compile("Saya setuju data saya diolah")).check()
    press(page, "Buat akun")
    expect(page).to_have_url(re.compile("/usaha-saya/"))
    check_page(page)
    press(page, "Daftarkan usaha saya")
    expect(page).to_have_url(re.compile(r"/usaha/\d+/profil/"))


def fill_in_profile(page, check_page):
    check_page(page)
    fill(
        page,
        {
            "Nama usaha": IKM,
            "Nama pemilik": OWNER["name"],
            "NIK pemilik": "6303044508860002",
            "NIB": "91203",
            "Jenis usaha (KBLI)": "10794",
            "Alamat": "Jl. Martapura Lama",
            "Nomor HP usaha": OWNER["phone"],
            "Nomor WhatsApp": OWNER["phone"],
        },
    )
    field(page, "Bentuk usaha").select_option(label="Perorangan")
    field(page, "Versi KBLI").select_option(label="KBLI 2020")
    field(page, "Kabupaten/kota").select_option(label=REGENCY)
    field(page, "Kecamatan").select_option(label=DISTRICT)
    field(page, "Desa atau kelurahan").select_option(label=VILLAGE)
    press(page, "Simpan dulu")
    expect(page.locator(".error-summary")).to_contain_text("NIB harus 13 angka, yang Anda tulis 5 angka")
    check_page(page)
    expect(field(page, "NIB")).to_have_attribute("aria-invalid", "true")
    expect(field(page, "NIB")).to_have_value("91203")
    expect(field(page, "Nama usaha")).to_have_value(IKM)
    expect(field(page, "NIK pemilik")).to_have_value("6303044508860002")
    expect(field(page, "Desa atau kelurahan").locator("option:checked")).to_have_text(VILLAGE)
    fill(page, {"NIB": "9120304517263"})
    press(page, "Simpan dulu")
    expect(page.locator(".messages")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d"))
    check_page(page)


def leave_and_come_back(page):
    draft = page.url
    page.goto("/")
    page.goto("/mulai/")
    expect(page).to_have_url(re.compile("/usaha-saya/"))
    page.goto(draft)
    expect(field(page, "Nama usaha")).to_have_value(IKM)
    expect(field(page, "NIB")).to_have_value("9120304517263")
    expect(field(page, "NIK pemilik")).to_have_value("")
    expect(field(page, "Kecamatan").locator("option:checked")).to_have_text(DISTRICT)
    expect(field(page, "Desa atau kelurahan").locator("option:checked")).to_have_text(VILLAGE)
    press(page, "Simpan dan lanjut")


def fill_in_figures(page, check_page):
    expect(page).to_have_url(re.compile("/angka/"))
    check_page(page)
    fill(
        page,
        {
            "Tenaga kerja laki-laki": "1",
            "Tenaga kerja perempuan": "3",
            "Nilai investasi tanpa tanah dan bangunan (Rp)": "Rp 35.000.000",
            "Penjualan setahun (Rp)": "120.000.000",
        },
    )
    press(page, "Simpan dan lanjut")


def add_product(page, check_page):
    expect(page).to_have_url(re.compile(r"/usaha/\d+/produk/$"))
    check_page(page)
    press(page, "Tambah produk")
    check_page(page)
    fill(
        page,
        {
            "Nama produk": PRODUCT,
            "Cerita singkat produk": "Kerupuk ikan haruan, digoreng dengan pasir sungai.",
            "Harga jual (Rp)": "18.000",
            "Bisa dibuat dalam sebulan": "600",
            "Isi bersih": "200",
            "Tahan berapa hari": "120",
        },
    )
    field(page, "Kategori").select_option(label="Kerupuk, amplang, dan keripik")
    field(page, "Satuan jual").select_option(label="bungkus")
    field(page, "Satuan isi bersih").select_option(label="gram")
    field(page, "Penyimpanan").select_option(label="Suhu ruang")
    field(page, "Tempat membuat").select_option(label="Di rumah")
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/foto/"))


def add_photo(page, check_page):
    check_page(page)
    field(page, "Foto apa ini?").select_option(label="Tampak depan")
    gallery = page.get_by_label("Pilih dari galeri")
    gallery.set_input_files(html_named_jpeg())
    expect(page.locator("#photo-queue > li")).to_contain_text("Berkas ini bukan foto.")
    check_page(page)
    page.locator("#photo-queue").get_by_role("button", name=re.compile("Batal")).click()
    gallery.set_input_files(jpeg("depan"))
    expect(page.locator("#photo-list > li")).to_have_count(1)
    expect(page.get_by_role("img", name="Tampak depan")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Lanjut ke sertifikat").click()


def add_certificates(page, check_page):
    expect(page).to_have_url(re.compile(r"/produk/\d+/sertifikat/$"))
    check_page(page)
    overview = page.url
    add_certificate(page, check_page, overview, "halal", "ID63110009876540326", "halal")
    add_certificate(page, check_page, overview, "licence", "P-IRT 2066303010177-30", "pirt")
    page.goto(f"{overview}nutrition/")
    page.get_by_role("radio", name="Ada", exact=True).check()
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/gizi/"))
    check_page(page)
    page.get_by_role("radio", name="tabel komposisi pangan").check()
    fill(
        page,
        {
            "Sumber angka": "Tabel contoh, halaman 12",
            "Takaran saji (g/ml)": "25",
            "Isi kemasan (g/ml)": "200",
            "Lemak total (gram)": "22,5",
            "Lemak jenuh (gram)": "9",
            "Protein (gram)": "8",
            "Karbohidrat total (gram)": "60",
            "Gula (gram)": "2",
            "Garam/natrium (miligram)": "640",
        },
    )
    field(page, "Foto label").set_input_files(jpeg("label"))
    press(page, "Simpan dan hitung tabel")
    said(page, re.compile("Tabel gizi tersimpan"))
    check_page(page)


def add_certificate(page, check_page, overview, axis, number, kind):
    page.goto(f"{overview}{axis}/")
    check_page(page)
    page.get_by_role("radio", name="Ada", exact=True).check()
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile(f"/{axis}/baru/"))
    check_page(page)
    field(page, "Jenis").select_option(kind)
    fill(page, {"Nomor": number})
    field(page, "Berkas sertifikat").set_input_files(jpeg(axis))
    press(page, "Simpan sertifikat")
    expect(page).to_have_url(overview)
    expect(page.get_by_role("link", name="Lihat berkas").first).to_be_visible()
    check_page(page)


def agree_and_submit(page, check_page):
    page.goto(re.sub(r"produk/\d+/sertifikat/$", "sertifikat/", page.url))
    check_page(page)
    page.get_by_role("link", name="Lanjut ke persetujuan").click()
    check_page(page)
    page.get_by_role("checkbox", name=re.compile("Daftarkan ke BBI")).check()
    page.get_by_role("checkbox", name=re.compile("tampil di katalog umum")).check()
    press(page, "Simpan dan lanjut")
    said(page, re.compile("Untuk masuk BBI, data usaha perlu diserahkan"))
    check_page(page)
    expect(page.get_by_role("checkbox", name=re.compile("tampil di katalog umum"))).to_be_checked()
    page.get_by_role("checkbox", name=re.compile("diserahkan Dinas Perindustrian")).check()
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/periksa/"))
    check_page(page)
    press(page, "Ajukan")
    said(page, "Terkirim. Petugas kabupaten/kota akan memeriksanya.")
    expect(page).to_have_url(re.compile("/usaha-saya/"))
    expect(page.get_by_role("heading", name=IKM)).to_be_visible()
    check_page(page)


def find_in_queue(page, check_page):
    expect(page).to_have_url(re.compile("/antrean/"))
    check_page(page)
    row = page.get_by_role("row").filter(has_text=IKM)
    row.get_by_role("link", name=re.compile("^Periksa")).click()
    expect(page.get_by_role("heading", level=1, name=IKM)).to_be_visible()
    check_page(page)
    return page.url.split("#")[0]


def foreign_officer_sees_nothing(page, dossier):
    sign_in(page, FOREIGN_OFFICER)
    expect(page).to_have_url(re.compile("/antrean/"))
    page.goto("/antrean/?q=Lok+Baintan")
    expect(page.get_by_text(IKM)).to_have_count(0)
    assert page.goto(dossier).status == 404


def return_with_note(page, check_page, dossier):
    page.get_by_role("link", name="Kembalikan", exact=True).first.click()
    check_page(page)
    field(page, "Bagian yang dicatat").first.select_option(label="Alamat")
    field(page, "Apa yang harus diperbaiki").first.fill(NOTE)
    press(page, "Kembalikan berkas")
    expect(page).to_have_url(dossier)
    said(page, "Berkas dikembalikan kepada pemilik dengan catatan Anda.")
    check_page(page)


def repair_and_resubmit(page, check_page):
    page.goto("/akun/kabar/")
    check_page(page)
    page.goto("/usaha-saya/")
    said(page, NOTE)
    check_page(page)
    page.get_by_role("listitem").filter(has_text=NOTE).get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/profil/"))
    said(page, NOTE)
    check_page(page)
    fill(page, {"Alamat": "Jl. Martapura Lama No. 17 RT 02"})
    press(page, "Simpan dan lanjut")
    expect(page).to_have_url(re.compile("/angka/"))
    page.goto(re.sub(r"/angka/.*", "/periksa/", page.url))
    press(page, "Ajukan")
    said(page, "Terkirim. Petugas kabupaten/kota akan memeriksanya.")


def verify_everything(page, check_page, dossier):
    page.goto(dossier)
    said(page, "Jl. Martapura Lama No. 17 RT 02")
    page.get_by_role("button", name=re.compile("^Verifikasi semua")).click()
    said(page, re.compile(r"\d bagian diverifikasi"))
    expect(page.get_by_role("button", name=re.compile("^Verifikasi semua"))).to_have_count(0)
    check_page(page)
    page.get_by_role("link", name="Perubahan isian").click()
    said(page, "Jl. Martapura Lama No. 17 RT 02")
    check_page(page)


def approve(page, check_page, dossier):
    page.goto(dossier)
    check_page(page)
    for axis in ("Halal", "Gizi", "Izin edar"):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=axis, exact=True)).first
        expect(row.get_by_text("Ada", exact=True).first).to_be_visible()
    page.goto("/antrean/?q=haruan")
    check_page(page)
    page.get_by_role("checkbox", name=f"Pilih {PRODUCT}").check()
    press(page, "Nyatakan layak yang dicentang")
    check_page(page)
    press(page, "Nyatakan layak")
    said(page, re.compile("1 produk dinyatakan layak diusulkan"))


def propose_and_lock(page, check_page):
    page.goto("/dasbor/")
    check_page(page)
    page.get_by_role("checkbox", name=PRODUCT).check()
    press(page, "Usulkan ke BBI")
    expect(page).to_have_url(re.compile(r"/usulan/\d+/"))
    check_page(page)
    batch = page.url
    press(page, "Kunci usulan")
    said(page, "Tersimpan: Kunci usulan.")
    said(page, re.compile("Utuh: isi sama"))
    check_page(page)
    return batch


def sign(page, check_page, batch):
    sign_in(page, HEAD)
    page.goto("/usulan/")
    check_page(page)
    page.goto(batch)
    check_page(page)
    press(page, "Tanda tangani")
    said(page, "Tersimpan: Tanda tangani.")


def send(page, check_page, batch):
    page.goto(batch)
    today = timezone.localdate()
    fill(page, {"Nomor surat": "tanpa nomor", "Tanggal surat": today.isoformat()})
    press(page, "Catat sudah dikirim")
    said(page, re.compile("Nomor surat ditulis seperti"))
    check_page(page)
    fill(page, {"Nomor surat": f"500.9/321/DISPERIN/{today.year}"})
    press(page, "Catat sudah dikirim")
    said(page, re.compile("Usulan dicatat sudah dikirim"))
    assert downloaded(page, "Unduh surat (PDF)")[:5] == b"%PDF-"
    assert downloaded(page, "Unduh daftar (xlsx)")[:4] == b"PK\x03\x04"


def record_answer(page, check_page, batch):
    page.goto(batch)
    check_page(page)
    page.get_by_role("row").filter(has_text=PRODUCT).locator('a[href*="/jawaban/"]').click()
    check_page(page)
    field(page, "Jawaban BBI").select_option(label="Diterima")
    press(page, "Simpan jawaban")
    said(page, f"Jawaban untuk {PRODUCT} tercatat.")


def find_in_catalogue(page, check_page):
    page.goto("/")
    check_page(page)
    page.get_by_role("searchbox", name="Cari produk").fill("kerupuk haruan")
    page.locator("main").get_by_role("button", name="Cari", exact=True).click()
    check_page(page)
    page.get_by_role("link", name=re.compile(PRODUCT)).first.click()
    expect(page.get_by_role("heading", level=1, name=PRODUCT)).to_be_visible()
    said(page, IKM)
    check_page(page)


def look_after_users(page):
    sign_in(page, ADMIN)
    page.goto("/admin/")
    page.locator("#content-main").get_by_role("link", name="Pengguna", exact=True).click()
    page.get_by_role("link", name=re.compile("petugas.banjar@contoh.id|Zainal Abidin")).first.click()
    expect(page.get_by_role("button", name="Simpan", exact=True)).to_be_visible()
