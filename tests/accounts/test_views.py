"""Account page, notices, language and the public pages."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.notices import notices_of, offer_mail
from core.models import AuditEvent, Outbox
from core.outbox import tell
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


def test_mail_of_an_event_can_be_switched_off_and_on(sign_in, owner, mailoutbox):
    offer_mail("product_return", "Produk dikembalikan")
    tell(owner, "product_return", "Produk Sambal Acan dikembalikan")
    tell(owner, "other", "Kabar lain")
    client = sign_in(owner)
    form = client.get(reverse("accounts:account")).context["form"]
    assert form.fields["mail_events"].choices == [
        ("other", "Kabar seperti “Kabar lain”"),
        ("product_return", "Produk dikembalikan"),
    ]
    assert form.initial["mail_events"] == ["other", "product_return"]

    save(client, owner, mail_events=["other"])
    owner.refresh_from_db()
    assert owner.muted_events == ["product_return"]

    save(client, owner, mail_events=["other", "product_return"])
    owner.refresh_from_db()
    assert owner.muted_events == []


def test_notices_show_only_ones_own_and_are_marked_read_together(sign_in, owner, person):
    other = person("officer")
    tell(owner, "a", "Kabar untuk Rusmiati", "Isi kabar")
    tell(other, "a", "Kabar untuk petugas")
    client = sign_in(owner)

    page = client.get(reverse("accounts:notices"))
    assert [notice.subject for notice in page.context["page"]] == ["Kabar untuk Rusmiati"]
    assert page.context["portal"].unread_count == 1

    assert client.post(reverse("accounts:notices_read"))["Location"] == reverse("accounts:notices")
    assert notices_of(owner).get().read_at is not None
    assert notices_of(other).get().read_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_notices_cost_the_same_for_one_and_for_many(sign_in, owner, count, django_assert_num_queries):
    Outbox.objects.bulk_create(Outbox(recipient=owner, event="a", subject=f"Kabar {number}") for number in range(count))
    client = sign_in(owner)
    with django_assert_num_queries(5):
        client.get(reverse("accounts:notices"))


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
