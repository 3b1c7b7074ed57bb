"""A real Chromium against a server as `make run` starts it: gunicorn, compressed static files, demo data.

Nothing here touches the database of the test process: a journey sees the portal only through its pages.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import psycopg2
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

WANTED_ERRORS = re.compile(
    r"status of 4\d\d|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_|EMPTY_RESPONSE|FAILED|ABORTED)"
)
AXE_RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def database_url(tmp_path_factory):
    """A database of its own: a file, or a fresh one on the PostgreSQL of PORTAL_DATABASE_URL."""
    base = os.environ.get("PORTAL_DATABASE_URL", "")
    if not base.startswith("postgres"):
        yield f"sqlite://{tmp_path_factory.mktemp('browser') / 'portal.sqlite3'}"
        return
    name = f"browser_{os.getpid()}"
    parts = urlsplit(base)
    connection = psycopg2.connect(parts._replace(path="/postgres").geturl())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield parts._replace(path=f"/{name}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture(scope="session")
def portal(database_url, tmp_path_factory):
    """Address of a running portal with reference and demo data; PORTAL_TEST_ADDRESS names one that runs already."""
    if running := os.environ.get("PORTAL_TEST_ADDRESS"):
        yield running
        return
    scratch = tmp_path_factory.mktemp("portal")
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {
        "DJANGO_SETTINGS_MODULE": "bbi_portal.settings",
        "PORTAL_DATABASE_URL": database_url,
        "PORTAL_MEDIA_ROOT": str(scratch / "media"),
        "PORTAL_JOBS": "immediate",
        "PORTAL_URL": address,
    }
    for command in (
        ["migrate", "--noinput"],
        ["createcachetable"],
        ["load_reference"],
        ["load_demo"],
        ["collectstatic", "--noinput"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            env=environ,
            check=True,
        )
    with open(scratch / "server.log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "bbi_portal.wsgi", "--bind", f"127.0.0.1:{port}"]
            + ["--workers", "2", "--threads", "4", "--log-level", "warning"],
            cwd=settings.BASE_DIR,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(address, server, scratch / "server.log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)
            print((scratch / "server.log").read_text()[-8000:])


def _wait_until_it_answers(address, server, log):
    for _ in range(150):
        if server.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()[-3000:]}")
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server does not answer: {log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def demo_accounts():
    """What `manage.py demo_accounts` prints: how each demo person signs in."""
    done = subprocess.run(
        [sys.executable, "manage.py", "demo_accounts"],
        cwd=settings.BASE_DIR,
        env={name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        | {"DJANGO_SETTINGS_MODULE": "bbi_portal.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="session")
def chromium():
    arguments = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("PORTAL_TEST_BROWSER") or None, args=arguments
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, portal):
    """`open_page(width, height, phone=)` gives a page in a fresh profile; console errors fail the test.

    Service workers stay out unless `workers=True`, so that a journey sees the network as the page does; `address`
    is another way to the same portal.
    """
    contexts, problems = [], []

    def _open(width, height, phone=False, javascript=True, workers=False, address=portal):
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            is_mobile=phone,
            has_touch=phone,
            locale="id-ID",
            timezone_id="Asia/Makassar",
            java_script_enabled=javascript,
            service_workers="allow" if workers else "block",
        )
        context.set_default_timeout(15000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(page, message, problems))
        return page

    yield _open
    for context in contexts:
        context.close()
    assert problems == []


def _note(page, message, problems):
    """Chromium logs as errors what a journey may want: a refused page (403, 404, 422), a cut or killed network."""
    if message.type == "error" and not WANTED_ERRORS.search(message.text):
        problems.append(f"{page.url}: {message.text}")


@pytest.fixture
def phone(open_page):
    """A page at phone size: what an owner holds."""
    return open_page(360, 740, phone=True)


@pytest.fixture
def desktop(open_page):
    """A page at desktop size: what staff sit at."""
    return open_page(1280, 900)


@pytest.fixture
def check_page():
    """`check_page(page)`: axe finds nothing against WCAG 2.1 AA, and nothing needs scrolling sideways."""

    def _check(page):
        found = Axe().run(page, options=AXE_RULES).response["violations"]
        shown = [f"{item['id']}: {item['help']} — {node['html'][:200]}" for item in found for node in item["nodes"][:3]]
        assert shown == [], f"{page.url}: {shown}"
        wide = page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]
        assert wide <= 0, f"{page.url} is {wide} px wider than the screen"

    return _check
