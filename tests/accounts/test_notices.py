import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.notices import is_offered, notices_of, offers_for
from core.models import AuditEvent, Outbox
from core.outbox import tell
from ikm.consent import withdraw
from ikm.enums import Purpose
from tests.accounts.conftest import PASSWORD
from tests.factories import agree, make_ikm

CHOICES = reverse("accounts:notice_choices")


@pytest.fixture
def owner(person):
    return person("owner", phone="0812-3400-0001", phone_verified_at=timezone.now(), email="rusmiati@contoh.id")


@pytest.fixture
def whatsapp(settings):
    settings.SENDER, settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = "whatsapp", "http://127.0.0.1:9/", "x"


def events(user):
    return [found.event for _label, group in offers_for(user) for found in group]


def test_choices_are_there_before_the_first_message(owner, person):
    mine, theirs = events(owner), events(person("officer", email="lain@contoh.id"))
    assert {"dossier_returned", "product.answered", "certificate.expiring", "case.turn"} <= set(mine)
    assert {"dossier_submitted", "batch.signed", "certificate.digest", "case.turn"} <= set(theirs)
    assert "dossier_submitted" not in mine
    assert "dossier_returned" not in theirs


def test_every_message_the_portal_sends_has_a_name():
    unnamed = []
    for path in Path(settings.BASE_DIR).glob("*/**/*.py"):
        if path.relative_to(settings.BASE_DIR).parts[0] in ("tests", ".venv") or "/." in str(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tell", "tell_builder"):
                event = node.args[1]
                if isinstance(event, ast.Constant) and not is_offered(event.value):
                    unnamed.append((path.name, event.value))
    assert unnamed == []


def test_one_choice_per_event_and_channel_is_kept(sign_in, owner, whatsapp):
    client = sign_in(owner)
    form = client.get(CHOICES).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert set(typed.values()) == {"now"}
    typed |= {"certificate-expiring--email": "never", "certificate-expiring--whatsapp": "daily"}

    assert client.post(CHOICES, typed)["Location"] == CHOICES

    owner.refresh_from_db()
    assert owner.notice_choices == {"certificate.expiring": {"email": "never", "whatsapp": "daily"}}
    assert AuditEvent.objects.filter(action="account.notice_choices", actor=owner).count() == 1
    form = client.get(CHOICES).context["form"]
    assert form["certificate-expiring--whatsapp"].value() == "daily"


def test_a_choice_nobody_offers_is_refused(sign_in, owner):
    response = sign_in(owner).post(CHOICES, {"certificate-expiring--email": "kadang"})
    assert "certificate-expiring--email" in response.context["form"].errors
    owner.refresh_from_db()
    assert owner.notice_choices == {}


def test_without_another_channel_the_page_says_how_to_get_one(sign_in, person, whatsapp):
    page = sign_in(person("owner", phone="0812-3400-0002", email=None)).get(CHOICES)
    assert page.context["form"].fields == {}
    text = page.content.decode()
    assert "Ingin kabar lewat surel?" in text
    assert "Buktikan nomor HP Anda" in text


def test_where_nothing_reaches_phones_the_page_says_so(sign_in, owner):
    assert "belum mengirim kabar lewat WhatsApp" in sign_in(owner).get(CHOICES).content.decode()


def test_a_column_only_for_the_channels_one_has(sign_in, owner):
    fields = sign_in(owner).get(CHOICES).context["form"].fields
    assert {name.split("--")[1] for name in fields} == {"email"}


def test_a_choice_of_a_lost_channel_is_kept(sign_in, owner):
    owner.notice_choices = {"certificate.expiring": {"whatsapp": "never"}}
    owner.save()
    client = sign_in(owner)
    form = client.get(CHOICES).context["form"]
    client.post(CHOICES, {name: form[name].value() for name in form.fields})
    owner.refresh_from_db()
    assert owner.notice_choices == {"certificate.expiring": {"whatsapp": "never"}}


def test_safety_is_no_choice_and_always_goes_out(sign_in, owner):
    assert "account.password_changed" not in events(owner)
    client = sign_in(owner)
    address = reverse("account_change_password")
    client.post(address, {"oldpassword": PASSWORD, "password": "banua-hijau-88", "password1": "banua-hijau-88",
                          "password2": "banua-hijau-88"})  # fmt: skip
    rows = owner.notices.filter(event="account.password_changed").order_by("pk")
    assert list(rows.values_list("channel", "subject")) == [
        ("app", "Kata sandi Anda diganti"),
        ("email", "Kata sandi Anda diganti"),
    ]
    assert "account.password_changed" not in events(owner)


def test_an_owner_hears_that_a_consent_was_withdrawn(owner):
    ikm = make_ikm(owner=owner)
    agree(ikm, Purpose.PUBLISH_PRODUCT)
    withdraw(ikm, Purpose.PUBLISH_PRODUCT, by=owner)
    withdraw(ikm, Purpose.PUBLISH_PRODUCT, by=owner)
    assert notices_of(owner).filter(event="consent.withdrawn").count() == 1


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


def test_opening_one_notice_marks_that_one_and_leads_to_the_thing(sign_in, owner, person):
    tell(owner, "a", "Pertama", url="/usaha-saya/")
    tell(owner, "a", "Kedua", url="/usaha-saya/")
    first = notices_of(owner).get(subject="Pertama")
    address = reverse("accounts:notice_open", args=[first.pk])

    assert sign_in(person("officer")).post(address).status_code == 404
    client = sign_in(owner)
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == "/usaha-saya/"
    assert list(notices_of(owner).filter(read_at=None).values_list("subject", flat=True)) == ["Kedua"]


def test_no_notice_yet_says_what_will_come(sign_in, owner):
    assert "Belum ada kabar" in sign_in(owner).get(reverse("accounts:notices")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_notices_cost_the_same_for_one_and_for_many(sign_in, owner, count, django_assert_num_queries):
    Outbox.objects.bulk_create(Outbox(recipient=owner, event="a", subject=f"Kabar {number}") for number in range(count))
    client = sign_in(owner)
    with django_assert_num_queries(5):
        client.get(reverse("accounts:notices"))
