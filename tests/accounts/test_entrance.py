"""Sign-up and sign-in through the browser's forms."""

import re

import pytest
from django.urls import reverse

from accounts.enums import TERMS_VERSION
from accounts.models import User
from core.models import AuditEvent

PASSWORD = "sasirangan-biru-7"
FORM = {"login": "0812-3400-0001", "name": "Rusmiati", "password": PASSWORD, "consent": "on"}
TAKEN = "Nomor atau surel ini tidak dapat dipakai. Bila Anda pernah mendaftar, silakan masuk."
MISMATCH = "Nomor HP, surel, atau kata sandi tidak cocok. Periksa lagi, lalu coba sekali lagi."

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db):
    return User.objects.create_user(phone="081234000001", name="Rusmiati", password=PASSWORD)


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), FORM | changes)


def sign_in_by_form(client, login, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": login, "password": password} | extra)


def test_sign_up_by_phone_signs_in_and_records_consent(client):
    response = sign_up(client)

    user = User.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/mulai/")
    assert (user.phone, user.email, user.name, user.role) == ("+6281234000001", None, "Rusmiati", "")
    assert user.phone_verified_at is None
    assert user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)
    consent = AuditEvent.objects.get(action="consent.terms")
    assert (consent.actor, consent.object_id, consent.detail) == (
        user,
        str(user.pk),
        {"text_version": TERMS_VERSION},
    )


def test_sign_up_by_email_keeps_it_in_lower_case(client):
    sign_up(client, login="Rusmiati@Contoh.id")

    user = User.objects.get()
    assert (user.phone, user.email) == (None, "rusmiati@contoh.id")


@pytest.mark.parametrize("login", ["+62 812 3400 0001", "6281234000001", "RUSMIATI@contoh.id"])
def test_sign_up_with_a_used_login_answers_neutrally(client, owner, login):
    User.objects.filter(pk=owner.pk).update(email="rusmiati@contoh.id")

    form = sign_up(client, login=login, name="Orang Lain").context["form"]

    assert form.errors == {"login": [TAKEN]}
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"login": "0511-335-9999"},
            {"login": ["Nomor HP diawali 08 atau +628. Nomor telepon rumah atau kantor tidak dapat dipakai."]},
        ),
        ({"login": "rusmiati"}, {"login": ["Tulis nomor HP (misalnya 081234567890) atau alamat surel."]}),
        ({"login": "rusmiati@"}, {"login": ["Alamat surel ini belum lengkap. Contoh: nama@gmail.com."]}),
        ({"consent": ""}, {"consent": ["Beri tanda setuju agar kami boleh menyimpan data Anda."]}),
    ],
)
def test_sign_up_refusal_says_what_to_do_and_keeps_what_was_typed(client, changes, errors):
    response = sign_up(client, **changes)

    assert response.context["form"].errors == errors
    typed = FORM | changes
    assert f'value="{typed["login"]}"' in response.content.decode()
    assert 'value="Rusmiati"' in response.content.decode()
    assert User.objects.count() == 0


def test_sign_up_refuses_a_common_password(client):
    assert list(sign_up(client, password="password123").context["form"].errors) == ["password"]


@pytest.mark.parametrize("login", ["081234000001", "0812-3400-0001", "+62 812 3400 0001", "6281234000001"])
def test_sign_in_understands_every_spelling_of_a_phone(client, owner, login):
    response = sign_in_by_form(client, login)

    assert (response.status_code, response["Location"]) == (302, "/mulai/")
    assert client.session["_auth_user_id"] == str(owner.pk)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.object_id) == ("session.signed_in", owner, str(owner.pk))


def test_sign_in_by_email_ignores_case(client):
    user = User.objects.create_user(email="petugas@contoh.id", name="Petugas", password=PASSWORD)
    sign_in_by_form(client, "Petugas@Contoh.ID ")
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("login", ["081234000001", "081234000002", "lain@contoh.id"])
def test_sign_in_refusal_is_the_same_whether_the_login_exists_or_not(client, owner, login):
    response = sign_in_by_form(client, login, password="salah-sekali-9")

    assert response.context["form"].errors == {"__all__": [MISMATCH]}
    assert "_auth_user_id" not in client.session


def test_sign_in_is_closed_for_a_while_after_five_failures_in_any_spelling(client, owner):
    for login in ["081234000001", "+6281234000001", "0812 3400 0001", "6281234000001", "081234000001"]:
        sign_in_by_form(client, login, password="salah-sekali-9")

    response = sign_in_by_form(client, "0812-3400-0001")

    assert response.context["form"].errors == {"__all__": ["Terlalu banyak percobaan. Tunggu 5 menit, lalu coba lagi."]}


def test_inactive_account_cannot_sign_in(client, owner):
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert sign_in_by_form(client, owner.phone).context["form"].errors == {"__all__": [MISMATCH]}


def test_expired_sign_in_returns_to_the_same_page(client, owner):
    page = reverse("accounts:notices") + "?halaman=2"
    asked = client.get(page)
    entrance = client.get(asked["Location"])

    response = sign_in_by_form(client, owner.phone, next=page)

    assert asked["Location"] == f"{reverse('account_login')}?next=/akun/kabar/%3Fhalaman%3D2"
    assert 'name="next" value="/akun/kabar/?halaman=2"' in entrance.content.decode()
    assert response["Location"] == page


def test_sign_in_never_leads_to_another_site(client, owner):
    assert sign_in_by_form(client, owner.phone, next="https://contoh.com/")["Location"] == "/mulai/"


def test_forgotten_password_is_reset_by_email(client, mailoutbox):
    user = User.objects.create_user(email="rusmiati@contoh.id", name="Rusmiati", password=PASSWORD)

    client.post(reverse("account_reset_password"), {"email": "Rusmiati@contoh.id"})
    link = re.search(r"https?://[^/]+(/\S+)", mailoutbox[0].body)[1]
    form_page = client.get(link, follow=True)
    client.post(form_page.redirect_chain[-1][0], {"password1": "hiris-pudak-12", "password2": "hiris-pudak-12"})

    user.refresh_from_db()
    assert user.check_password("hiris-pudak-12")
    assert AuditEvent.objects.filter(action="account.password_changed", actor=user).count() == 1


def test_forgotten_password_tells_nobody_which_addresses_are_known(client, owner):
    known = client.post(reverse("account_reset_password"), {"email": "rusmiati@contoh.id"})
    unknown = client.post(reverse("account_reset_password"), {"email": "lain@contoh.id"})
    assert known["Location"] == unknown["Location"] == reverse("account_reset_password_done")


def test_password_change_is_audited_and_keeps_the_session(client, owner):
    sign_in_by_form(client, owner.phone)
    data = {"oldpassword": PASSWORD, "password1": "hiris-pudak-12", "password2": "hiris-pudak-12"}

    client.post(reverse("account_change_password"), data)

    owner.refresh_from_db()
    assert owner.check_password("hiris-pudak-12")
    assert client.get(reverse("accounts:notices")).status_code == 200
    assert AuditEvent.objects.filter(action="account.password_changed", actor=owner).count() == 1


def test_too_many_sign_ups_from_one_place_are_held_back(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/h/ip"}
    sign_up(client, consent="")

    response = sign_up(client, consent="")

    assert response.status_code == 429
    assert "Coba lagi beberapa menit lagi." in response.content.decode()
    assert User.objects.count() == 0


def test_sign_in_page_says_where_staff_need_no_second_factor(client, settings):
    sentence = "Hanya dalam peragaan ini petugas masuk dengan kata sandi saja"
    assert sentence in client.get(reverse("account_login")).content.decode()
    settings.STAFF_TOTP_REQUIRED = True
    assert sentence not in client.get(reverse("account_login")).content.decode()
