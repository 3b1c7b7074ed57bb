"""Officers and facilitators start a draft for an owner who has no account yet."""

import pytest
from django.urls import reverse

from core.models import Touch
from ikm.models import Ikm
from tests.factories import make_ikm, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/atas-nama/"
TYPED = {"owner_name": "Siti Contoh", "phone": "0812 5000 1111", "mandate": "surat kuasa 3 Mei 2026"}


def test_officer_starts_a_draft_in_the_own_regency(sign_in):
    officer = make_user("officer")
    response = sign_in(officer).post(ADDRESS, TYPED)
    ikm = Ikm.objects.get()
    assert response.url == reverse("desk:path_profile", args=[ikm.pk])
    assert ikm.created_by == officer
    assert (ikm.owner, ikm.owner_name, ikm.phone, ikm.mandate, ikm.regency_id, ikm.source, ikm.state) == (
        None, "Siti Contoh", "+6281250001111", "surat kuasa 3 Mei 2026", "63.02", "officer", "draft",
    )  # fmt: skip
    assert Touch.objects.filter(user=officer, object_id=ikm.pk, reason="created").exists()


def test_own_drafts_are_listed_and_those_of_others_are_not(sign_in):
    officer = make_user("officer")
    make_ikm(name="Punya saya", state="draft", created_by=officer)
    make_ikm(name="Punya rekan", state="draft", created_by=make_user("officer"))
    page = sign_in(officer).get(ADDRESS).content.decode()
    assert ("Punya saya" in page, "Punya rekan" in page) == (True, False)


def test_a_wrong_phone_gets_a_sentence_and_nothing_is_started(sign_in):
    page = sign_in(make_user("officer")).post(ADDRESS, TYPED | {"phone": "0511 330000"})
    assert page.context["form"].errors == {
        "phone": ["Nomor HP diawali 08 atau +628. Nomor telepon rumah atau kantor tidak dapat dipakai."]
    }
    assert ("Siti Contoh" in page.content.decode(), Ikm.objects.count()) == (True, 0)


@pytest.mark.parametrize("role", ["reviewer", "head", "admin", ""])
def test_who_may_not(sign_in, role):
    client = sign_in(make_user(role))
    assert (client.get(ADDRESS).status_code, client.post(ADDRESS, TYPED).status_code) == (403, 403)
    assert Ikm.objects.count() == 0
