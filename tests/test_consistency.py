"""Rules that hold on the whole code base."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import URLPattern, get_resolver

from core import changes
from tests.client import WRITING_GETS, page_problems

ROOT = Path(settings.BASE_DIR)
APPS = sorted(Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == ROOT)
SOURCES = sorted(
    path
    for app in [*APPS, ROOT / "bbi_portal"]
    for path in app.rglob("*.py")
    if "migrations" not in path.relative_to(app).parts
)
TEMPLATE_ROOT = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(TEMPLATE_ROOT).as_posix() for path in TEMPLATE_ROOT.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]

PUBLIC_VIEWS = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "accounts:accessibility",
    "accounts:code",
    "accounts:code_enter",
    "accounts:forgotten",
    "accounts:language",
    "accounts:privacy",
    "admin:login",
    "catalog:photo",
    "catalog:picture",
    "catalog:product_detail",
    "catalog:product_list",
    "catalog:regency",
    "desk:claim",
    "desk:claim_review",
    "desk:repair",
    "desk:repair_fill",
    "desk:repair_photo",
    "guide",
    "health",
    "home",
    "manifest",
    "mfa_authenticate",
    "offline",
    "reference:kbli_options",
    "reference:region_options",
    "service_worker",
}

# `state` of an existing row is written by the workflow engine, and by one effect: a product that the province
# returned goes straight back to it.
STATE_WRITERS = {"core/workflow.py", "products/workflow.py"}

# Words in templates that are the same in every language.
SAME_IN_EVERY_LANGUAGE = {
    "Portal BBI",
    "Portal BBI Kalsel",
    "BBI",
    "NIB",
    "NIK",
    "NPWP",
    "KBLI",
    "IKM",
    "Rp",
    "WITA",
    "% AKG",
}


def _views(patterns=None, namespace=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern)), pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _views(pattern.url_patterns, namespace + inner)


def _is_public(view):
    return not getattr(view, "login_required", True)


def test_public_views_are_exactly_these():
    assert {name for name, view in _views() if _is_public(view)} == PUBLIC_VIEWS


def test_writing_gets_are_views_that_exist():
    assert WRITING_GETS - {name for name, _ in _views()} == set()


def test_change_handlers_are_those_of_the_docs():
    table = (ROOT / "docs" / "changes.md").read_text(encoding="utf-8")
    listed = {}
    for label, handler in re.findall(r"^\| `([\w.]+)` \| `([\w.]+)` \|", table, re.M):
        listed.setdefault(label, []).append(handler)
    assert listed == changes.handlers()


def _state_writes(tree):
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
            yield node.lineno
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        constants = [leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)]
        if (
            (name == "update" and any(keyword.arg == "state" for keyword in node.keywords))
            or (name == "bulk_update" and "state" in constants)
            or (name == "setattr" and "state" in constants)
        ):
            yield node.lineno


def test_state_is_written_only_by_the_workflow_engine():
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if list(_state_writes(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert writers - STATE_WRITERS == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    assert get_template(name).template.name == name


def test_every_template_is_used():
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    texts += [(TEMPLATE_ROOT / name).read_text(encoding="utf-8") for name in TEMPLATES]
    mentioned = set(re.findall(r"""["']([\w/.-]+\.(?:html|txt|xml|svg|typ))(?:#\w+)?["']""", "\n".join(texts)))
    replaces_another = {
        name
        for name in TEMPLATES
        for folder in get_app_template_dirs("templates")
        if folder.parent.parent != ROOT and (folder / name).exists()
    }
    shown_by_django = {"400.html", "403.html", "404.html", "500.html"}
    assert set(TEMPLATES) - mentioned - replaces_another - shown_by_django == set()


def _without_template_syntax(text):
    text = re.sub(r"{% *comment.*?endcomment *%}", "", text, flags=re.S)
    text = re.sub(r"{% *block \w*class\w* *%}.*?{% *endblock\b.*?%}", "", text, flags=re.S)
    text = re.sub(r"{% *blocktrans.*?endblocktrans(?:late)? *%}", "", text, flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text, flags=re.S)


class _Words(HTMLParser):
    """Collects the texts a person would read."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def handle_starttag(self, tag, attrs):
        self.texts += [
            value for name, value in attrs if name in {"alt", "aria-label", "placeholder", "title"} and value
        ]

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("name", PAGES)
def test_template_obeys_the_content_security_policy(name):
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", (TEMPLATE_ROOT / name).read_text(encoding="utf-8"), flags=re.S)
    assert page_problems(text) == []


@pytest.mark.parametrize("name", PAGES)
def test_template_has_no_text_without_translation(name):
    words = _Words()
    words.feed(_without_template_syntax((TEMPLATE_ROOT / name).read_text(encoding="utf-8")))
    texts = {" ".join(text.split()).strip(" ·:,.()/–—|") for text in words.texts}
    assert {text for text in texts if re.search(r"[^\W\d_]{2}", text)} - SAME_IN_EVERY_LANGUAGE == set()


def _bare_texts(tree):
    """Texts for people written as plain literals: messages, field labels, validation errors."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = getattr(getattr(node.func, "value", None), "id", "")
        shown = [
            keyword.value
            for keyword in node.keywords
            if keyword.arg in {"label", "help_text", "verbose_name", "verbose_name_plural", "violation_error_message"}
        ]
        if owner == "messages" and name in {"success", "error", "warning", "info"}:
            shown += node.args[1:2]
        if name == "ValidationError":
            shown += node.args[:1]
        for value in shown:
            parts = value.values if isinstance(value, ast.JoinedStr) else [value]
            words = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if any(re.search(r"[^\W\d_]", word) for word in words):
                yield node.lineno


def test_texts_in_code_are_marked_for_translation():
    bare = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in SOURCES
        for line in _bare_texts(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
