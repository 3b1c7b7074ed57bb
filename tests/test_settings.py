"""A production start refuses half a configuration; each run reads the settings in a process of its own."""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_SECRET_KEY": "k3" * 30,
    "PORTAL_FIELD_KEYS": "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "PORTAL_DIGEST_KEY": "d4" * 20,
    "PORTAL_HOSTS": "bbi.example.id",
    "PORTAL_DATABASE_URL": "postgresql://portal:rahasia%2Fkuat@db.example.id:5433/portal",
    "PORTAL_EMAIL_HOST": "smtp.example.id",
}


def read(expression, **variables):
    """The value of `expression` under these variables, or the sentence that stopped the start."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    code = (
        "from django.core.exceptions import ImproperlyConfigured\n"
        "try:\n    from bbi_portal import settings\n"
        f"    print(repr({expression}))\n"
        "except ImproperlyConfigured as error:\n    print('refused:', error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environ | variables,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_settings_with_nothing_set_are_a_demonstration_on_sqlite():
    shown = read(
        "(settings.ENVIRONMENT, settings.DEBUG, settings.JOBS, settings.PROVINCE,"
        " settings.STAFF_TOTP_REQUIRED,"
        " settings.DATABASES['default']['NAME'].endswith('/var/portal.sqlite3'), settings.EMAIL_BACKEND)"
    )
    assert shown == (
        "('demo', False, 'immediate', '63', False, True, 'django.core.mail.backends.console.EmailBackend')"
    )


def test_settings_of_production_close_every_door():
    shown = read(
        "(settings.DEBUG, settings.JOBS, settings.STAFF_TOTP_REQUIRED, settings.SECURE_SSL_REDIRECT,"
        " settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.ALLOWED_HOSTS,"
        " settings.PORTAL_URL)",
        **PRODUCTION,
    )
    assert shown == "(False, 'worker', True, True, True, True, ['bbi.example.id'], 'https://bbi.example.id')"


def test_settings_read_the_database_url():
    shown = read(
        "{key: settings.DATABASES['default'][key] for key in ('NAME', 'USER', 'PASSWORD', 'HOST', 'PORT')}",
        **PRODUCTION,
    )
    assert shown == (
        "{'NAME': 'portal', 'USER': 'portal', 'PASSWORD': 'rahasia/kuat', 'HOST': 'db.example.id', 'PORT': '5433'}"
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "PORTAL_SECRET_KEY",
            "PORTAL_SECRET_KEY wajib diisi bila PORTAL_ENV=production. Lihat README, bagian Konfigurasi.",
        ),
        (
            "PORTAL_FIELD_KEYS",
            "PORTAL_FIELD_KEYS wajib diisi bila PORTAL_ENV=production. Lihat README, bagian Konfigurasi.",
        ),
        (
            "PORTAL_DIGEST_KEY",
            "PORTAL_DIGEST_KEY wajib diisi bila PORTAL_ENV=production. Lihat README, bagian Konfigurasi.",
        ),
        (
            "PORTAL_HOSTS",
            "PORTAL_HOSTS wajib diisi bila PORTAL_ENV=production, misalnya bbi.kalselprov.go.id.",
        ),
        ("PORTAL_DATABASE_URL", "PORTAL_DATABASE_URL wajib diisi bila PORTAL_ENV=production."),
        ("PORTAL_EMAIL_HOST", "PORTAL_EMAIL_HOST wajib diisi bila PORTAL_ENV=production."),
    ],
)
def test_production_refuses_to_start_without(name, sentence):
    half = {key: value for key, value in PRODUCTION.items() if key != name}
    assert read("settings.ENVIRONMENT", **half) == f"refused: {sentence}"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORTAL_ENV": "produksi"}, "PORTAL_ENV harus demo, production, atau test."),
        ({"PORTAL_DEBUG": "mungkin"}, "PORTAL_DEBUG harus ya atau tidak (1/0), bukan “mungkin”."),
        ({"PORTAL_EMAIL_PORT": "smtp"}, "PORTAL_EMAIL_PORT harus berupa bilangan bulat, bukan “smtp”."),
        ({"PORTAL_JOBS": "celery"}, "PORTAL_JOBS harus worker atau immediate."),
        (
            {"PORTAL_DATABASE_URL": "mysql://db/portal"},
            "PORTAL_DATABASE_URL harus diawali postgresql:// atau sqlite:///.",
        ),
        (PRODUCTION | {"PORTAL_DEBUG": "1"}, "PORTAL_DEBUG tidak boleh aktif bila PORTAL_ENV=production."),
        (
            PRODUCTION | {"PORTAL_SECRET_KEY": "pendek"},
            "PORTAL_SECRET_KEY terlalu pendek: minimal 50 karakter acak.",
        ),
        (
            PRODUCTION | {"PORTAL_STAFF_TOTP": "0"},
            "PORTAL_STAFF_TOTP tidak boleh dimatikan bila PORTAL_ENV=production.",
        ),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(variables, sentence):
    assert read("settings.ENVIRONMENT", **variables) == f"refused: {sentence}"


def test_readme_lists_every_variable():
    source = (settings.BASE_DIR / "bbi_portal" / "settings.py").read_text()
    readme = (settings.BASE_DIR / "README.md").read_text()
    listed = re.findall(r"^\| `(PORTAL_[A-Z0-9_]+)`", readme, re.M)
    assert sorted(listed) == sorted(set(re.findall(r"PORTAL_[A-Z0-9_]+", source)))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_HOSTS", "*", "PORTAL_HOSTS tidak boleh * bila PORTAL_ENV=production. Tulis nama hostnya."),
        ("PORTAL_DATABASE_URL", "postgresql://a:b@c:x/d", "PORTAL_DATABASE_URL memuat nomor port yang tidak terbaca."),
        ("PORTAL_PROVINCE", "Kalsel", "PORTAL_PROVINCE harus kode provinsi dua angka, misalnya 63."),
    ],
)
def test_start_refuses_a_value_that_cannot_work(name, value, sentence):
    assert read("settings.PROVINCE", **PRODUCTION | {name: value}) == f"refused: {sentence}"


def test_start_refuses_a_field_key_that_cannot_be_read(settings):
    settings.FIELD_KEYS = "k1:pendek"
    with pytest.raises(ImproperlyConfigured, match="PORTAL_FIELD_KEYS harus berbentuk"):
        apps.get_app_config("core").ready()
