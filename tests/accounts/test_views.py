"""Account page, notices, language and the public pages."""

import pytest
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(person):
    return person("owner", phone="081234000001", email="rusmiati@contoh.id", name="Rusmiati")


def save(client, owner, **changes):
    data = {"name": owner.name, "phone": owner.phone, "email": owner.email or ""} | changes
    return client.post(reverse("accounts:account"), data)


def test_account_changes_the_name_without_a_password(sign_in, owner):
    response = save(sign_in(owner), owner, name="Hj. Rusmiati")

    assert response["Location"] == reverse("accounts:account")
    owner.refresh_from_db()
    assert (owner.name, owner.phone, owner.email) == ("Hj. Rusmiati", "+6281234000001", "rusmiati@contoh.id")
    assert AuditEvent.objects.get(action="account.changed").detail == {"fields": ["name"]}


@pytest.mark.parametrize("password", ["", "salah-sekali-9"])
def test_account_asks_for_the_password_before_the_login_changes(sign_in, owner, password):
    response = save(sign_in(owner), owner, phone="0812-3400-0009", current_password=password)

    assert response.context["form"].errors == {
        "current_password": ["Untuk mengganti nomor HP atau surel, isi kata sandi Anda sekarang dengan benar."]
    }
    owner.refresh_from_db()
    assert owner.phone == "+6281234000001"


def test_a_new_phone_counts_as_unchecked(sign_in, owner):
    User.objects.filter(pk=owner.pk).update(phone_verified_at="2026-01-01T00:00:00Z")

    save(sign_in(owner), owner, phone="0812-3400-0009", current_password=PASSWORD)

    owner.refresh_from_db()
    assert (owner.phone, owner.phone_verified_at) == ("+6281234000009", None)


def test_the_same_phone_in_another_spelling_is_no_change(sign_in, owner):
    User.objects.filter(pk=owner.pk).update(phone_verified_at="2026-01-01T00:00:00Z")

    save(sign_in(owner), owner, phone="0812-3400-0001")

    owner.refresh_from_db()
    assert owner.phone_verified_at is not None


def test_account_refuses_to_be_left_without_any_login(sign_in, owner):
    response = save(sign_in(owner), owner, phone="", email="", current_password=PASSWORD)

    assert response.context["form"].errors == {"__all__": ["Isi nomor HP atau alamat surel; salah satunya harus ada."]}


def test_language_is_indonesian_whatever_the_browser_prefers(client):
    response = client.get(reverse("accounts:privacy"), headers={"accept-language": "en-US,en"})
    assert response["Content-Language"] == "id"
    assert '<html lang="id">' in response.content.decode()


def test_language_changes_by_choice_and_goes_back_to_the_page(client):
    page = reverse("accounts:privacy")

    response = client.post(reverse("accounts:language"), {"language": "en", "next": page})

    assert response["Location"] == page
    assert response.cookies["bahasa"].value == "en"
    assert client.get(page)["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("data", "target", "cookies"),
    [
        ({"language": "fr", "next": "/akun/privasi/"}, "/akun/privasi/", []),
        ({"language": "en", "next": "https://contoh.com/"}, "/", ["bahasa"]),
    ],
)
def test_language_refuses_other_languages_and_other_sites(client, data, target, cookies):
    response = client.post(reverse("accounts:language"), data)
    assert (response["Location"], list(response.cookies)) == (target, cookies)


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_public_pages_need_no_sign_in(client, name):
    assert client.get(reverse(f"accounts:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "account_email_verification_sent"])
def test_pages_of_allauth_that_are_not_offered_lead_to_the_account(sign_in, owner, name):
    assert sign_in(owner).get(reverse(name))["Location"] == reverse("accounts:account")
