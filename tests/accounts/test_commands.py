"""Example accounts, staff accounts from the command line, and the production check."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts.checks import no_open_accounts
from accounts.demo import DEMO_PASSWORD, ensure_demo_users
from accounts.models import User
from core.models import AuditEvent

pytestmark = pytest.mark.django_db


def run(command, *args):
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def test_example_people_are_created_once():
    first = ensure_demo_users()
    assert ensure_demo_users() == first
    assert len(first) == User.objects.filter(is_example=True).count() == 17
    officer = first["officer_kotabaru_2"]
    assert (officer.role, officer.region_id, officer.email) == ("officer", "63.02", "petugas2.kotabaru@contoh.id")
    assert officer.check_password(DEMO_PASSWORD)
    assert (first["owner_1"].phone, first["owner_1"].role) == ("+6281200001001", "")


def test_example_people_are_refused_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="tidak boleh dibuat di produksi"):
        ensure_demo_users()
    assert User.objects.count() == 0


def test_demo_accounts_prints_how_to_sign_in():
    assert run("demo_accounts") == "Belum ada akun contoh.\n"
    ensure_demo_users()
    lines = run("demo_accounts").splitlines()
    assert lines[0].split() == ["Pemilik", "usaha", "Rusmiati", "0812-0000-1001", DEMO_PASSWORD]
    assert len(lines) == 17


def test_create_staff_prints_a_password_that_works():
    text = run("create_staff", "--role=officer", "--region=63.06", "--phone=0812 3400 0005", "--name=Petugas")

    user = User.objects.get()
    assert (user.phone, user.role, user.region_id) == ("+6281234000005", "officer", "63.06")
    assert user.check_password(text.split()[-1])
    assert AuditEvent.objects.get().detail == {"role": "officer", "region": "63.06"}


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--role=officer", "--email=a@contoh.id"], "Petugas harus punya wilayah tugas."),
        (["--role=admin"], "Isi nomor HP atau alamat surel; salah satunya harus ada."),
        (["--role=admin", "--phone=0511335"], "Nomor HP diawali 08 atau +628."),
    ],
)
def test_create_staff_refuses_with_a_sentence(args, sentence):
    with pytest.raises(CommandError) as refused:
        run("create_staff", "--name=Petugas", *args)
    assert sentence in str(refused.value)
    assert User.objects.count() == 0


def test_production_refuses_superusers_and_example_accounts(settings):
    ensure_demo_users()
    User.objects.create_superuser(email="super@contoh.id", name="Super", is_superuser=True)
    assert no_open_accounts(None) == []

    settings.ENVIRONMENT = "production"
    assert [error.id for error in no_open_accounts(None)] == ["accounts.E001", "accounts.E002"]
    found = run_checks(tags=["security"], include_deployment_checks=True)
    assert {"accounts.E001", "accounts.E002"} <= {error.id for error in found}
