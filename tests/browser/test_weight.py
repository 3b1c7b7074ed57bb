"""What an owner's page costs in prepaid data: the first visit with nothing kept, and every visit after it."""

import pytest

from tests.browser.owner_pages import DEMO_OWNERS, PUBLIC_NAMES, owner_pages
from tests.browser.steps import WORKER_STANDS, sign_in, until
from tests.browser.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.device]

MOST_FIRST = 150_000
MOST_AFTER = 30_000
PHOTOS = ["*/katalog/foto/*", "*/pratinjau.jpg*", "*/gizi/*/foto/*"]


@pytest.fixture
def wire(portal):
    line = Wire(portal)
    yield line
    line.close()


def test_every_page_of_an_owner_is_light(open_page, wire):
    """One page of each view in a browser that never saw the portal, then once more: over the wire, photos aside."""
    guest = open_page(360, 740, phone=True)
    found = {name: path for path, name in owner_pages(guest, "/masuk/login/").items() if name in PUBLIC_NAMES}
    pages = dict.fromkeys(found.values(), ())
    for login in DEMO_OWNERS:
        page = open_page(360, 740, phone=True)
        sign_in(page, login)
        cookies = page.context.cookies()
        for path, name in owner_pages(page).items():
            if name not in found:
                found[name] = path
                pages[path] = cookies
        page.context.close()
    weights = {path: weigh(open_page, wire, path, cookies) for path, cookies in pages.items()}
    assert {path: sizes for path, sizes in weights.items() if sizes[0] > MOST_FIRST or sizes[1] > MOST_AFTER} == {}
    assert min(first for first, _after in weights.values()) > 20_000
    assert len(weights) > 25


def weigh(open_page, wire, path, cookies):
    page = open_page(360, 740, phone=True, workers=True, address=wire.address)
    page.context.add_cookies(cookies)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setBlockedURLs", {"urls": PHOTOS})
    sizes = []
    for _visit in range(2):
        before = wire.down
        assert page.goto(path, wait_until="networkidle").status == 200, path
        until(page, WORKER_STANDS)
        page.wait_for_load_state("networkidle")
        sizes.append(wire.down - before)
    page.context.close()
    return sizes


def test_what_may_be_kept_and_what_may_not(phone):
    sign_in(phone, DEMO_OWNERS[0])
    answers = []
    phone.on("response", lambda answer: answers.append(answer))
    phone.goto("/usaha-saya/", wait_until="networkidle")
    kept = {answer.headers["cache-control"] for answer in answers if "/static/" in answer.url}
    pages = {answer.headers["cache-control"] for answer in answers if answer.url.endswith("/usaha-saya/")}
    assert kept == {"max-age=315360000, public, immutable"}
    assert pages == {"private, no-cache"}
