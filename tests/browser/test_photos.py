"""Photos from a phone: shrunk, one by one, through a cut line and a reload, once each; and without a script."""

import io
import re
from uuid import uuid4

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from accounts.demo import DEMO_PASSWORD
from tests.browser.steps import fill, jpeg, press, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.device]

OWNER = "0812-0000-1002"


@pytest.fixture
def photo_page(phone):
    return open_photos(phone)


def open_photos(page):
    """The photo page of a product of its own, so that no test sees another's photos."""
    sign_in(page, OWNER)
    page.goto("/usaha-saya/")
    ikm = re.search(r"/usaha/(\d+)/", page.content()).group(1)
    page.goto(f"/usaha/{ikm}/produk/")
    press(page, "Tambah produk")
    expect(page).to_have_url(re.compile(r"/produk/\d+/"))
    fill(page, {"Nama produk": f"Amplang {uuid4().hex[:6]}"})  # a product without a name would be offered again
    press(page, "Simpan dulu")
    expect(page.locator(".messages")).to_contain_text("Tersimpan")
    page.goto(re.sub(r"(/produk/\d+/).*", r"\1foto/", page.url))
    return page


def large(name, dark=False):
    """What a phone takes: 12 megapixels with grain, sideways, with the place in it."""
    picture = Image.new("RGB", (4000, 3000), "#e8dfce")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((1200, 400, 2800, 2700), 90, fill="#c98a2b")
    for line in range(12):
        draw.text((1350, 700 + line * 140), "Amplang ikan tenggiri", fill="#222222", font_size=110)
    picture = Image.blend(picture, Image.effect_noise((4000, 3000), 30).convert("RGB"), 0.08)
    if dark:
        picture = picture.point(lambda value: value // 5)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, exif=exif)
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def gallery(page):
    return page.get_by_label("Pilih dari galeri")


def stored(page):
    return page.locator("#photo-list > li")


def test_three_photos_through_a_cut_line_and_a_reload(photo_page, check_page):
    page = photo_page
    sizes = []

    def note(route):
        if route.request.method == "POST":
            sizes.append(len(route.request.post_data_buffer))
        route.continue_()

    page.route(lambda url: url.endswith("/foto/"), note)
    check_page(page)
    photo = large("satu")
    assert len(photo["buffer"]) > 2_000_000
    gallery(page).set_input_files([photo])
    expect(stored(page)).to_have_count(1, timeout=30000)
    expect(page.locator("#photo-said")).to_have_text("Semua foto tersimpan.")
    assert 20_000 < sizes[0] < 600_000
    assert (
        stored(page)
        .locator("img")
        .evaluate("(image) => image.decode().then(() => image.naturalHeight > image.naturalWidth)")
    )

    page.context.set_offline(True)
    gallery(page).set_input_files([jpeg("dua"), large("gelap", dark=True)])
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada sinyal. Foto disimpan di HP ini")
    expect(page.locator("#photo-queue > li")).to_have_count(2)
    check_page(page)
    page.context.set_offline(False)
    page.reload()
    expect(stored(page)).to_have_count(3, timeout=30000)
    expect(page.locator("#photo-queue > li")).to_have_count(0)
    expect(stored(page).nth(2)).to_contain_text("Foto agak gelap. Coba foto di dekat jendela.")
    assert max(sizes) < 600_000
    check_page(page)
    page.reload()
    expect(stored(page)).to_have_count(3)
    expect(page.locator("#photo-queue > li")).to_have_count(0)


def test_a_lost_answer_stores_the_photo_once(photo_page):
    page = photo_page
    keys = []

    def lose_the_first(route):
        if route.request.method != "POST":
            return route.continue_()
        keys.append(re.search(rb'name="upload_key"\r\n\r\n([^\r]+)', route.request.post_data_buffer).group(1))
        if len(keys) > 1:
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    page.route(lambda url: url.endswith("/foto/"), lose_the_first)
    gallery(page).set_input_files([jpeg("hilang")])
    expect(page.get_by_role("alert")).to_have_text("Belum terkirim – mencoba lagi sendiri.")
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("#photo-queue > li")).to_have_count(0)
    page.reload()
    expect(stored(page)).to_have_count(1)
    assert keys == [keys[0]] * 2


def test_wrong_files_are_said_and_cancelled_and_removed(photo_page):
    page = photo_page
    gallery(page).set_input_files(
        [
            {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"},
            {"name": "kue.jpg", "mimeType": "image/jpeg", "buffer": b"<html>halo</html>"},
            jpeg("baik"),
        ]
    )
    expect(stored(page)).to_have_count(1)
    waiting = page.locator("#photo-queue > li")
    expect(waiting.nth(0)).to_contain_text("Ini berkas PDF, bukan foto. PDF sertifikat diunggah di halaman sertifikat.")
    expect(waiting.nth(1)).to_contain_text("Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC.")
    page.get_by_role("button", name="Batal surat.pdf").click()
    page.get_by_role("button", name="Batal kue.jpg").click()
    expect(waiting).to_have_count(0)
    stored(page).get_by_text("Ubah").click()
    stored(page).get_by_role("button", name="Hapus").click()
    expect(stored(page)).to_have_count(0)
    expect(page.locator("#photo-said")).to_have_text("Foto dihapus.")


def test_an_expired_sign_in_keeps_the_photo(photo_page):
    page = photo_page
    address = page.url
    page.context.clear_cookies()
    gallery(page).set_input_files([jpeg("nanti")])
    expect(page.get_by_role("alert")).to_contain_text("Anda perlu masuk lagi.")
    page.get_by_role("link", name="Masuk lagi").click()
    fill(page, {"Nomor HP atau surel": OWNER, "Kata sandi": DEMO_PASSWORD})
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(address)
    expect(stored(page)).to_have_count(1)


def test_without_a_script(phone, open_page):
    address = open_photos(phone).url
    page = open_page(360, 740, phone=True, javascript=False)
    page.context.add_cookies(phone.context.cookies())
    page.goto(address)
    gallery(page).set_input_files([jpeg("satu"), jpeg("dua")])
    press(page, "Unggah foto")
    expect(stored(page)).to_have_count(2)
    expect(stored(page).nth(0)).to_contain_text("Foto utama")
    stored(page).nth(1).get_by_text("Ubah").click()
    stored(page).nth(1).get_by_label("Foto apa ini?").select_option("Label")
    stored(page).nth(1).get_by_role("button", name="Simpan jenis").click()
    stored(page).nth(1).get_by_text("Ubah").click()
    stored(page).nth(1).get_by_role("button", name="Jadikan foto utama").click()
    expect(stored(page).nth(0)).to_contain_text("Label")
