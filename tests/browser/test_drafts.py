"""Typing is never lost: no signal, a dead server, an expired sign-in, two pages, a closed page, the back button."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.demo import DEMO_PASSWORD
from tests.browser.steps import field, press, said, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.device]
LOGIN = "0812-0000-1001"
FAILING = "Belum tersimpan – mencoba lagi"
OFFLINE = "Tidak ada sinyal – isian disimpan di HP ini"


@pytest.fixture(autouse=True)
def _patience():
    """Saving waits a second by itself; a busy machine adds to it."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


def own_draft(page, login=LOGIN):
    """The profile step of a fresh draft of this owner."""
    sign_in(page, login)
    page.goto("/usaha-saya/")
    address = page.evaluate(
        """async () => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const headers = { "X-CSRFToken": token };
            const answer = await fetch("/usaha-saya/daftar/", { method: "POST", headers });
            return answer.url;
        }"""
    )
    page.goto(address)
    return address


def state(page, words):
    expect(page.locator("#draft-state")).to_contain_text(words)


def saved(page):
    expect(page.locator("#draft-state")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d"))


def is_stored(page, address, label, value):
    """Another device of the same account, with nothing kept on it, shows this value before long."""
    other = page.context.browser.new_context()
    other.add_cookies(page.context.cookies())
    there = other.new_page()
    for _ in range(20):
        there.goto(address)
        if field(there, label).input_value() == value:
            break
        time.sleep(0.5)
    expect(field(there, label)).to_have_value(value)
    other.close()


def drafts_on_phone(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length")


def test_typing_without_a_signal_goes_up_by_itself(phone, check_page):
    address = own_draft(phone)
    field(phone, "Nama usaha").fill("Amplang Awal")
    saved(phone)
    check_page(phone)
    phone.context.set_offline(True)
    field(phone, "Alamat").fill("Jl. Tanpa Sinyal 7")
    state(phone, OFFLINE)
    assert drafts_on_phone(phone) == 1
    press(phone, "Simpan dan lanjut")
    state(phone, "Belum bisa dikirim")
    assert phone.url == address
    phone.context.set_offline(False)
    saved(phone)
    is_stored(phone, address, "Alamat", "Jl. Tanpa Sinyal 7")
    assert drafts_on_phone(phone) == 0


def test_closed_right_after_typing_without_a_signal(phone):
    address = own_draft(phone)
    phone.context.set_offline(True)
    field(phone, "Alamat").fill("Jl. Ditutup 9")
    state(phone, OFFLINE)
    page = phone.context.new_page()
    phone.close()
    page.context.set_offline(False)
    page.goto(address)
    expect(field(page, "Alamat")).to_have_value("Jl. Ditutup 9")
    is_stored(page, address, "Alamat", "Jl. Ditutup 9")
    page.reload()
    assert field(page, "Alamat").input_value() == "Jl. Ditutup 9"
    assert drafts_on_phone(page) == 0


def test_left_right_after_typing(phone):
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Pergi 3")
    phone.goto("/usaha-saya/")
    phone.wait_for_timeout(1500)
    is_stored(phone, address, "Alamat", "Jl. Pergi 3")
    phone.go_back()
    expect(field(phone, "Alamat")).to_have_value("Jl. Pergi 3")


def test_the_back_button_brings_no_stale_values(phone):
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Pertama")
    saved(phone)
    press(phone, "Simpan dulu")
    expect(phone.locator(".messages")).to_contain_text("Tersimpan")
    phone.goto("/usaha-saya/")
    second = phone.context.new_page()
    second.goto(address)
    field(second, "Alamat").fill("Jl. Terbaru")
    saved(second)
    second.close()
    phone.go_back()
    expect(field(phone, "Alamat")).to_have_value("Jl. Terbaru")
    saved(phone)
    is_stored(phone, address, "Alamat", "Jl. Terbaru")


def test_an_expired_sign_in_while_typing_and_at_the_button(phone):
    address = own_draft(phone)
    phone.context.clear_cookies(name="sessionid")
    field(phone, "Alamat").fill("Jl. Habis Waktu 5")
    field(phone, "NIK pemilik").fill("6302014501900001")
    state(phone, "Waktu masuk Anda habis")
    press(phone, "Simpan dan lanjut")
    phone.wait_for_timeout(800)
    assert phone.url == address
    assert field(phone, "NIK pemilik").input_value() == "6302014501900001"
    assert "6302014501900001" not in phone.evaluate("JSON.stringify(localStorage)")
    with phone.context.expect_page() as opened:
        phone.get_by_role("link", name="Masuk lagi").click()
    beside = opened.value
    field(beside, "Nomor HP atau surel").fill(LOGIN)
    field(beside, "Kata sandi").fill(DEMO_PASSWORD)
    beside.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(beside).to_have_url(address)
    expect(field(beside, "Alamat")).to_have_value("Jl. Habis Waktu 5")
    beside.close()
    phone.bring_to_front()
    press(phone, "Simpan dan lanjut")
    expect(phone).to_have_url(re.compile("/angka/"))
    phone.goto(address)
    said(phone, "Tersimpan: 6302")
    assert field(phone, "Alamat").input_value() == "Jl. Habis Waktu 5"


def test_two_devices_are_asked_with_both_values(phone, open_page, check_page):
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Mula")
    saved(phone)
    other = open_page(360, 740, phone=True)
    sign_in(other, LOGIN)
    other.goto(address)
    field(other, "Alamat").fill("Jl. HP Kedua")
    field(other, "Nama pemilik").fill("Nama HP Kedua")
    saved(other)
    field(phone, "Alamat").fill("Jl. HP Pertama")
    box = phone.locator("#draft-clash")
    expect(box).to_contain_text("Jl. HP Kedua")
    expect(box).to_contain_text("Jl. HP Pertama")
    expect(field(phone, "Nama pemilik")).to_have_value("Nama HP Kedua")
    check_page(phone)
    press(phone, "Simpan dan lanjut")
    phone.wait_for_timeout(600)
    assert phone.url == address
    is_stored(phone, address, "Alamat", "Jl. HP Kedua")
    press(phone, "Pakai tulisan saya")
    saved(phone)
    is_stored(phone, address, "Alamat", "Jl. HP Pertama")
    field(other, "Alamat").fill("Jl. HP Kedua Lagi")
    press(other, "Pakai yang tersimpan")
    expect(field(other, "Alamat")).to_have_value("Jl. HP Pertama")
    saved(other)


def test_two_tabs_of_one_browser_follow_each_other(phone):
    address = own_draft(phone)
    second = phone.context.new_page()
    second.goto(address)
    field(phone, "Alamat").fill("Jl. Tab Satu")
    saved(phone)
    expect(field(second, "Alamat")).to_have_value("Jl. Tab Satu")
    field(second, "Nama usaha").fill("Tab Dua")
    saved(second)
    expect(field(phone, "Nama usaha")).to_have_value("Tab Dua")
    press(phone, "Simpan dan lanjut")
    expect(phone).to_have_url(re.compile("/angka/"))
    is_stored(phone, address, "Nama usaha", "Tab Dua")


def test_a_slow_network_still_saves(phone):
    address = own_draft(phone)
    network = phone.context.new_cdp_session(phone)
    slow = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    network.send("Network.emulateNetworkConditions", slow)
    field(phone, "Alamat").fill("Jl. Lambat 2")
    state(phone, "Menyimpan…")
    saved(phone)
    is_stored(phone, address, "Alamat", "Jl. Lambat 2")


def test_a_region_chosen_step_by_step_is_kept(phone):
    address = own_draft(phone)
    field(phone, "Kabupaten/kota").select_option("63.02")
    expect(field(phone, "Kecamatan").locator("option")).not_to_have_count(1)
    phone.wait_for_timeout(400)  # htmx takes up the new lists a moment after they appear
    district = field(phone, "Kecamatan").locator("option").nth(1).get_attribute("value")
    field(phone, "Kecamatan").select_option(district)
    expect(field(phone, "Desa atau kelurahan").locator("option")).not_to_have_count(1)
    village = field(phone, "Desa atau kelurahan").locator("option").nth(1).get_attribute("value")
    field(phone, "Desa atau kelurahan").select_option(village)
    phone.wait_for_timeout(2500)
    saved(phone)
    is_stored(phone, address, "Desa atau kelurahan", village)


def test_half_a_number_waits_with_its_sentence(phone):
    address = own_draft(phone, "0812-0000-1002")
    field(phone, "NIB").fill("9120")
    field(phone, "Nama usaha").click()
    state(phone, "Ada isian yang perlu dibetulkan")
    is_stored(phone, address, "NIB", "9120")


def test_signing_out_asks_before_unsent_typing_goes(phone):
    own_draft(phone)
    phone.context.set_offline(True)
    field(phone, "Alamat").fill("Jl. Belum Terkirim")
    state(phone, OFFLINE)
    asked = []
    phone.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    phone.locator("details.menu > summary").click()
    phone.get_by_role("button", name="Keluar", exact=True).click()
    phone.wait_for_timeout(500)
    assert asked == ["Ada isian di HP ini yang belum terkirim. Keluar dan hapus isian itu?"]
    assert drafts_on_phone(phone) == 1
    phone.context.set_offline(False)
    saved(phone)
    phone.get_by_role("button", name="Keluar", exact=True).click()
    expect(phone).not_to_have_url(re.compile("/usaha/"))


def test_without_javascript_an_expired_sign_in_loses_nothing(open_page, phone):
    address = own_draft(phone)
    page = open_page(360, 740, phone=True, javascript=False)
    page.context.add_cookies(phone.context.cookies())
    page.goto(address)
    field(page, "Alamat").fill("Jl. Tanpa Skrip 1")
    page.context.clear_cookies(name="sessionid")
    press(page, "Simpan dan lanjut")
    field(page, "Nomor HP atau surel").fill(LOGIN)
    field(page, "Kata sandi").fill(DEMO_PASSWORD)
    page.locator("main").get_by_role("button", name="Masuk", exact=True).click()
    expect(page).to_have_url(address)
    expect(field(page, "Alamat")).to_have_value("Jl. Tanpa Skrip 1")
    said(page, "Ketikan Anda kami simpan")
    press(page, "Simpan dulu")
    expect(page.get_by_text("Ketikan Anda kami simpan")).to_have_count(0)
    assert field(page, "Alamat").input_value() == "Jl. Tanpa Skrip 1"


@pytest.fixture
def second_server(portal, database_url, tmp_path):
    """A portal of its own on the same data that can be ended and started again at the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {
        "DJANGO_SETTINGS_MODULE": "bbi_portal.settings",
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_MEDIA_ROOT": str(tmp_path / "media"),
        "PORTAL_JOBS": "immediate",
        "PORTAL_URL": address,
    }
    running = []

    def start():
        command = [sys.executable, "-m", "gunicorn", "bbi_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers", "1", "--threads", "4", "--log-level", "warning"]
        running.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environ, start_new_session=True))
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/sehat/", timeout=5)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.2)
        pytest.fail("the second server does not answer")

    def stop():
        server = running.pop()
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=20)

    start()
    yield address, stop, start
    while running:
        stop()


def test_a_server_that_dies_between_two_saves(chromium, second_server):
    address, stop, start = second_server
    context = chromium.new_context(base_url=address, viewport={"width": 360, "height": 740}, locale="id-ID")
    page = context.new_page()
    own_draft(page)
    field(page, "Alamat").fill("Jl. Sebelum Mati")
    saved(page)
    stop()
    field(page, "Alamat").fill("Jl. Saat Mati")
    state(page, FAILING)
    press(page, "Simpan dan lanjut")
    state(page, "Belum bisa dikirim")
    assert field(page, "Alamat").input_value() == "Jl. Saat Mati"
    start()
    expect(page.locator("#draft-state")).to_contain_text(re.compile(r"Tersimpan \d\d\.\d\d"), timeout=40000)
    page.reload()
    assert field(page, "Alamat").input_value() == "Jl. Saat Mati"
    context.close()


def test_an_answer_that_never_came_is_no_conflict(phone):
    """The server has saved, the answer is lost, the person types on: both texts are the same person's."""
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Mula Lagi")
    saved(phone)

    def lose(route):
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.route("**/profil/", lose)
    field(phone, "Alamat").fill("Jl. Jawaban")
    state(phone, FAILING)
    phone.unroute("**/profil/")
    field(phone, "Alamat").fill("Jl. Jawaban Hilang")
    saved(phone)
    assert phone.locator("#draft-clash").count() == 0
    is_stored(phone, address, "Alamat", "Jl. Jawaban Hilang")


def test_two_drafts_of_one_phone_are_met_again_with_both_values(phone, open_page):
    """Typed without a signal and closed; meanwhile changed elsewhere: nothing is sent before the person has chosen."""
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Awal Mula")
    saved(phone)
    phone.context.set_offline(True)
    field(phone, "Alamat").fill("Jl. Di HP")
    state(phone, OFFLINE)
    page = phone.context.new_page()
    phone.close()
    other = open_page(360, 740, phone=True)
    sign_in(other, LOGIN)
    other.goto(address)
    field(other, "Alamat").fill("Jl. Di Kantor")
    saved(other)
    page.context.set_offline(False)
    page.goto(address)
    box = page.locator("#draft-clash")
    expect(box).to_contain_text("Jl. Di HP")
    expect(box).to_contain_text("Jl. Di Kantor")
    is_stored(page, address, "Alamat", "Jl. Di Kantor")
    press(page, "Pakai tulisan saya")
    saved(page)
    is_stored(page, address, "Alamat", "Jl. Di HP")


def test_a_double_press_saves_once(phone):
    address = own_draft(phone)
    field(phone, "Alamat").fill("Jl. Dua Kali")
    phone.get_by_role("button", name="Simpan dan lanjut", exact=True).dblclick()
    expect(phone).to_have_url(re.compile("/angka/"))
    expect(phone.get_by_text(re.compile("^Tersimpan"))).to_have_count(1)
    is_stored(phone, address, "Alamat", "Jl. Dua Kali")


def test_a_paper_is_kept_with_its_file_still_to_choose(phone):
    own_draft(phone)
    phone.goto(phone.url.replace("/profil/", "/produk/"))
    press(phone, "Tambah produk")
    field(phone, "Nama produk").fill("Amplang Kering")
    field(phone, "Harga jual (Rp)").fill("25.000")
    saved(phone)
    paper = phone.url + "sertifikat/halal/baru/"
    phone.goto(paper)
    field(phone, "Nomor").fill("ID63110000")
    state(phone, "Ketikan tersimpan")
    is_stored(phone, paper, "Nomor", "ID63110000")
    phone.goto(phone.url.replace("sertifikat/halal/baru/", "gizi/"))
    field(phone, "Lemak total (gram)").fill("1,")
    state(phone, "Ketikan tersimpan")
    is_stored(phone, phone.url, "Lemak total (gram)", "1,")
