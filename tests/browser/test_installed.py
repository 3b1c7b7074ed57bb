"""The portal on the home screen: what it keeps on the phone, and what it shows without a signal."""

import json
import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.steps import WORKER_CONTROLS, WORKER_STANDS, field, said, sign_in, until

pytestmark = [pytest.mark.browser, pytest.mark.device]

OWNER = "0812-0000-1006"
ALL_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const isText = /text|json|svg|javascript/.test(answer.headers.get("content-type"));
      found.push([new URL(request.url).pathname, isText ? await answer.text() : ""]);
    }
  }
  return found;
}"""
DRAFT = {
    "title": "Profil usaha",
    "at": "2026-11-16T02:42:00Z",
    "fields": {"name": ["Nama usaha", "Madu <b>Meratus</b>"], "address": ["Alamat", "Jl. Contoh 3"]},
}


@pytest.fixture
def installed(open_page):
    """A phone of an owner with the service worker at work."""
    page = open_page(360, 740, phone=True, workers=True)
    sign_in(page, OWNER)
    page.goto("/usaha-saya/")
    ready(page)
    page.reload(wait_until="networkidle")
    return page


def ready(page):
    until(page, WORKER_STANDS)
    until(page, WORKER_CONTROLS)


def profile_path(page):
    return page.locator('main a[href$="/profil/"]').first.get_attribute("href")


def test_chromium_finds_the_manifest_whole(phone):
    phone.goto("/masuk/login/")
    session = phone.context.new_cdp_session(phone)
    found = session.send("Page.getAppManifest")
    content = json.loads(found["data"])
    assert found["errors"] == []
    assert found["url"].endswith("/manifest.webmanifest")
    assert (content["start_url"], content["scope"], content["display"]) == ("/mulai/", "/", "standalone")
    answers = [phone.request.get(icon["src"]) for icon in content["icons"]]
    assert [(answer.status, answer.headers["content-type"]) for answer in answers] == [
        (200, icon["type"]) for icon in content["icons"]
    ]


def test_nothing_of_a_person_is_kept(installed):
    page = installed
    profile = profile_path(page)
    for path in (profile, "/akun/", "/akun/kabar/", "/luring/"):
        page.goto(path, wait_until="networkidle")
    kept = page.evaluate(ALL_KEPT)
    paths = {path for path, _text in kept}
    assert {path for path in paths if not path.startswith("/static/")} == {"/luring/"}
    assert {path for path in paths if path.startswith("/static/") and not re.search(r"\.[0-9a-f]{12}\.", path)} == set()
    texts = " ".join(text for _path, text in kept)
    assert [word for word in ("Yuliana", "Madu Meratus", 'name="csrfmiddlewaretoken"') if word in texts] == []


def test_without_a_signal_the_page_lists_the_drafts_of_this_phone(installed, check_page):
    page = installed
    profile = profile_path(page)
    user = page.evaluate("document.body.dataset.user")
    store = "([key, draft]) => localStorage.setItem(key, draft)"
    page.evaluate(store, [f"draft:{user}:{profile}", json.dumps(DRAFT)])
    page.evaluate(store, [f"draft:{user}://contoh.id/", "{}"])
    page.evaluate(store, [f"draft:{user}:/rusak/", "bukan JSON"])
    page.evaluate(store, ["draft:0:/usaha/99/profil/", json.dumps(DRAFT)])
    page.context.set_offline(True)
    page.goto("/akun/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada sinyal")
    said(page, "2 isian menunggu")
    said(page, "Senin, 16 November 2026 pukul 10.42")
    page.get_by_text("Lihat isiannya").click()
    said(page, "Madu <b>Meratus</b>")
    expect(page.get_by_role("article")).to_have_count(1)
    link = page.get_by_role("link", name="Lanjutkan saat ada sinyal")
    expect(link).to_have_attribute("href", profile)
    check_page(page)
    link.click()
    expect(page).to_have_url(re.compile(profile))
    said(page, "Tidak ada sinyal")
    page.context.set_offline(False)
    expect(field(page, "Nama usaha")).to_be_visible()
    expect(page).to_have_url(re.compile(profile))


PHOTO = """() => new Promise((resolve) => {
  const opening = indexedDB.open("photos:1", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("queue", { keyPath: "key" });
  opening.onsuccess = () => {
    const writing = opening.result.transaction("queue", "readwrite");
    writing.objectStore("queue").put({ key: "a" });
    writing.oncomplete = () => { opening.result.close(); resolve(true); };
  };
})"""


def test_photos_that_wait_are_counted(installed):
    page = installed
    assert page.evaluate(PHOTO)
    page.goto("/luring/")
    said(page, "1 foto menunggu sinyal.")
    expect(page.get_by_text("Tidak ada isian yang menunggu")).to_be_hidden()


def test_pressing_again_without_and_with_a_signal(installed):
    page = installed
    page.context.set_offline(True)
    page.goto("/akun/")
    page.get_by_role("button", name="Coba lagi").click()
    said(page, "Tidak ada sinyal")
    said(page, "Tidak ada isian yang menunggu di HP ini.")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Tidak ada sinyal")


def test_a_form_sent_without_a_signal_leads_back_to_its_page(installed):
    page = installed
    profile = profile_path(page)
    page.goto(profile, wait_until="networkidle")
    page.context.set_offline(True)
    page.get_by_role("contentinfo").get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/luring/\?ke="))
    said(page, "Tidak ada sinyal")
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile(f"{profile}$"))
    expect(field(page, "Nama usaha")).to_be_visible()


def test_online_the_page_is_a_list_of_drafts(installed):
    page = installed
    for elsewhere in ("//contoh.id/", "/%09/contoh.id/", "/%5Ccontoh.id/", "https://contoh.id/"):
        page.goto(f"/luring/?ke={elsewhere}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Draf di HP ini")
    page.goto("/luring/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Draf di HP ini")
    expect(page).to_have_title(re.compile("Draf di HP ini"))
    page.get_by_role("link", name="Ke halaman utama").click()
    expect(page).to_have_url(re.compile("/usaha-saya/"))


def test_old_caches_go_when_a_new_worker_comes(installed):
    page = installed
    page.evaluate("caches.open('portal-lama').then((cache) => cache.add('/luring/'))")
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.unregister())")
    page.reload(wait_until="networkidle")
    ready(page)
    for _ in range(50):
        names = page.evaluate("caches.keys()")
        if "portal-lama" not in names:
            break
        time.sleep(0.1)
    assert len(names) == 1
    assert re.fullmatch("portal-[0-9a-f]{12}", names[0])
