"""The public pages are complete in English."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import templatize

from accounts.middleware import LANGUAGE_COOKIE
from tests.catalog.test_views import make_listed

ROOT = Path(settings.BASE_DIR)
LOCALE = ROOT / "locale"
# “Butuh izin apa?” speaks Indonesian whatever the language (docs/decisions.md).
INDONESIAN_ONLY = ("guide_", "_guide_")
PUBLIC = (
    "4*.html",
    "500.html",
    "account/*.html",
    "accounts/accessibility.html",
    "accounts/privacy.html",
    "base.html",
    "catalog/*.html",
    "components/empty_state.html",
    "components/error_summary.html",
    "components/field*.html",
    "components/form_actions.html",
    "components/page_head.html",
    "core/*.html",
    "desk/_draft_state.html",
    "desk/_path_conflict.html",
    "desk/claim.html",
    "desk/claim_account.html",
    "desk/claim_review.html",
    "desk/repair.html",
    "desk/repair_ended.html",
    "desk/repair_fill.html",
)
TEMPLATES = sorted(
    path
    for pattern in PUBLIC
    for path in (ROOT / "templates").glob(pattern)
    if not path.name.startswith(INDONESIAN_ONLY)
)
# Modules whose every sentence a visitor may read.
MODULES = (
    "accounts/adapter.py",
    "accounts/code_pages.py",
    "accounts/code_views.py",
    "accounts/codes.py",
    "accounts/forms.py",
    "accounts/logins.py",
    "core/views.py",
    "desk/repair_forms.py",
    "desk/views/claim.py",
    "ikm/claims.py",
)
# Calls in what Django makes of a template for xgettext: {% translate %}, {% blocktranslate %} and _("…").
CALL = re.compile(r"""\b(?:n?gettext|_)\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


@pytest.fixture(scope="module")
def english():
    """{msgid: text} as compiled."""
    return gettext.translation("django", LOCALE, ["en"])._catalog


@pytest.fixture(scope="module")
def known(english):
    """Every msgid with an English text; a plural counts by its singular."""
    return {key[0] if isinstance(key, tuple) else key for key, text in english.items() if text}


def _named(path):
    return str(path.relative_to(ROOT / "templates"))


def test_every_public_template_is_found():
    assert [pattern for pattern in PUBLIC if not [*(ROOT / "templates").glob(pattern)]] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_every_text_of_a_public_template_has_its_english(path, known):
    found = {ast.literal_eval(text) for text in CALL.findall(templatize(path.read_text(encoding="utf-8")))}
    assert found - known == set()


@pytest.mark.parametrize("name", MODULES)
def test_every_sentence_of_a_public_module_has_its_english(name, known):
    calls = [
        node for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    found = {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") == "_" and isinstance(call.args[0], ast.Constant)
    }
    assert found
    assert found - known == set()


def test_compiled_file_follows_its_source(english):
    source = (LOCALE / "en" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.M)
    written = {key.replace('\\"', '"'): text.replace('\\"', '"') for key, text in pairs}
    assert {key: english.get(key) for key in written} == written


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


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("account_login", "Sign in with a code"),
        ("accounts:code", "Already have a code from an officer?"),
        ("accounts:forgotten", "the original identity card (KTP) of the account"),
        ("desk:claim", "Ten letters and digits. Capitals, small letters and the hyphen make no difference."),
        ("manifest", "Register South Kalimantan's small and medium industries"),
        ("offline", "Entries waiting for a signal"),
    ],
)
def test_entrances_speak_english(client, name, sentence):
    client.cookies[LANGUAGE_COOKIE] = "en"
    assert sentence in client.get(reverse(name)).content.decode()
