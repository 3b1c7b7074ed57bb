"""The public pages are complete in English."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.middleware import LANGUAGE_COOKIE
from tests.catalog.test_views import make_listed

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "locale"
# “Butuh izin apa?” speaks Indonesian whatever the language (docs/decisions.md).
INDONESIAN_ONLY = ("guide_", "_guide_")
PUBLIC = sorted(
    path
    for path in [*(ROOT / "templates" / "catalog").glob("*.html"), ROOT / "templates" / "base.html"]
    if not path.name.startswith(INDONESIAN_ONLY)
)
TEXT = re.compile(r"""{% *translate +(?:"([^"]+)"|'([^']+)')|_\("([^"]+)"\)""")


@pytest.fixture(scope="module")
def english():
    """{msgid: text} as compiled."""
    return gettext.translation("django", LOCALE, ["en"])._catalog


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_every_text_of_a_public_template_has_its_english(path, english):
    found = {next(filter(None, texts)) for texts in TEXT.findall(path.read_text(encoding="utf-8"))}
    assert found - english.keys() == set()


def test_compiled_file_follows_its_source(english):
    source = (LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    written = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.M)
    assert {(key, english.get(key)) for key, _text in written} == {
        (key.replace('\\"', '"'), text.replace('\\"', '"')) for key, text in written
    }


@pytest.mark.django_db
def test_pages_speak_english(client):
    product = make_listed(category="anyaman")
    client.cookies[LANGUAGE_COOKIE] = "en"
    home = client.get(reverse("home")).content.decode()
    detail = client.get(reverse("catalog:product_detail", args=[product.pk])).content.decode()
    listed = client.get(reverse("catalog:product_list"), {"q": "produk"}).content.decode()
    assert "Made in South Kalimantan, ready for Indonesia." in home
    assert "1 product with permits, halal status and nutrition checked" in home
    assert "About the product" in detail
    assert "90 days" in detail
    assert "Results for “produk”" in listed
