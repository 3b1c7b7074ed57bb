"""A second factor for staff where it is required."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def current_code(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in_by_form(client, user, **extra):
    return client.post(reverse("account_login"), {"login": user.login, "password": PASSWORD} | extra)


def test_staff_must_set_up_a_second_factor_where_it_is_required(settings, client, person):
    settings.STAFF_TOTP_REQUIRED = True
    sign_in_by_form(client, person("officer"))

    assert client.get(reverse("accounts:notices"))["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("accounts:privacy")).status_code == 200
    assert client.post(reverse("account_logout"))["Location"] == "/"


def test_the_django_admin_is_closed_too_without_a_second_factor(settings, sign_in, person):
    settings.STAFF_TOTP_REQUIRED = True
    boss = person("admin")
    assert sign_in(boss).get("/admin/")["Location"] == reverse("mfa_activate_totp")
    settings.STAFF_TOTP_REQUIRED = False
    assert sign_in(boss).get("/admin/").status_code == 200


def test_staff_enter_by_password_where_it_is_not_required(settings, sign_in, person):
    settings.STAFF_TOTP_REQUIRED = False
    assert sign_in(person("officer")).get(reverse("accounts:notices")).status_code == 200


def test_owners_are_never_asked_for_a_second_factor(settings, sign_in, person):
    settings.STAFF_TOTP_REQUIRED = True
    assert sign_in(person("owner")).get(reverse("accounts:notices")).status_code == 200


def test_setting_up_by_a_staff_member_without_an_email_opens_the_portal(settings, client, person):
    settings.STAFF_TOTP_REQUIRED = True
    officer = person("officer", email=None, phone="081234000007")
    sign_in_by_form(client, officer)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})

    assert client.get(reverse("accounts:notices")).status_code == 200


def test_sign_in_with_a_second_factor_keeps_the_page(settings, client, person):
    settings.STAFF_TOTP_REQUIRED = True
    officer = person("officer")
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    RecoveryCodes.activate(officer)
    page = reverse("accounts:notices")

    asked = sign_in_by_form(client, officer, next=page)
    assert asked["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session

    assert client.post(asked["Location"], {"code": current_code(secret)})["Location"] == page
    assert client.get(page).status_code == 200


def test_old_sessions_confirm_the_password_first(settings, sign_in, person):
    settings.STAFF_TOTP_REQUIRED = True
    client = sign_in(person("officer", email=None, phone="081234000007"))

    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))

    confirmed = client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(confirmed["Location"]).status_code == 200
