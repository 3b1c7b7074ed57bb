"""What makes the portal installable: manifest, service worker, offline page; and how pages travel."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from core.shell import KEPT
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_manifest_names_the_portal_and_icons_that_exist(client):
    response = client.get("/manifest.webmanifest")
    content = response.json()
    icons = content.pop("icons")
    assert response["Content-Type"] == "application/manifest+json"
    assert response["Cache-Control"] == "max-age=86400"
    assert content == {
        "id": "/mulai/",
        "name": "Portal BBI Kalsel",
        "short_name": "BBI Kalsel",
        "description": "Daftarkan usaha dan produk IKM Kalimantan Selatan untuk Bangga Buatan Indonesia.",
        "lang": "id",
        "dir": "ltr",
        "start_url": "/mulai/",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0e5a4b",
        "background_color": "#fbf6ec",
    }
    assert [(icon["src"], icon["sizes"], icon["purpose"]) for icon in icons] == [
        ("/static/img/icon.svg", "any", "any"),
        ("/static/img/icon-192.png", "192x192", "any"),
        ("/static/img/icon-512.png", "512x512", "any"),
        ("/static/img/icon-maskable-512.png", "512x512", "maskable"),
    ]


@pytest.mark.parametrize(
    ("name", "side"),
    [("icon-192", 192), ("icon-512", 512), ("icon-maskable-512", 512), ("apple-touch-icon", 180)],
)
def test_icons_are_small_and_of_their_size(name, side):
    path = Path(finders.find(f"img/{name}.png"))
    with Image.open(path) as picture:
        assert picture.size == (side, side)
    assert path.stat().st_size < 15_000


def shell_of(response):
    return json.loads(re.match(r"self\.SHELL = (\{.*\});\n", response.content.decode())[1])


def test_worker_keeps_only_static_files_and_the_offline_page(client):
    response = client.get("/sw.js")
    shell = shell_of(response)
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"
    assert response.content.decode().endswith('importScripts("/static/js/worker.js");\n')
    assert re.fullmatch("[0-9a-f]{12}", shell.pop("version"))
    assert shell == {"offline": "/luring/", "static": "/static/", "files": [f"/static/{name}" for name in KEPT]}
    assert [name for name in KEPT if not finders.find(name)] == []


def test_worker_costs_next_to_nothing_while_nothing_changed(client):
    etag = client.get("/sw.js")["ETag"]
    response = client.get("/sw.js", headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")


def test_offline_page_is_the_same_for_everybody(client, sign_in):
    page = client.get("/luring/").content
    assert sign_in(make_user(name="Siti Rahmah")).get("/luring/").content == page
    assert b"csrf" not in page.lower()


def test_pages_know_who_typed_a_draft(client, sign_in):
    user = make_user()
    assert f'<body data-user="{user.pk}"' in sign_in(user).get("/mulai/", follow=True).content.decode()
    assert "data-user" not in client.get("/masuk/login/").content.decode()


def test_pages_are_compressed_and_not_kept(sign_in):
    user = make_user()
    plain = sign_in(user).get("/akun/")
    phone = Client()
    phone.force_login(user)
    packed = phone.get("/akun/", headers={"accept-encoding": "gzip"})
    assert plain["Cache-Control"] == packed["Cache-Control"] == "private, no-cache"
    assert packed["Content-Encoding"] == "gzip"
    assert b"<h1" in gzip.decompress(packed.content)
    assert len(packed.content) < len(plain.content) / 2


def test_data_and_files_are_not_compressed_again(client):
    response = client.get("/manifest.webmanifest", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response
