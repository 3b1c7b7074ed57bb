"""One address for every verb: 404 for what one can't see, 403 for what one may not, a sentence for what is too late."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import User
from core.models import Outbox
from desk.models import Return
from ikm.enums import IkmState
from products.enums import ProductState
from tests.factories import make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


def press(client, kind, obj, verb, **data):
    return client.post(reverse("desk:act", args=[kind, obj.pk, verb]), data)


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("role", "region", "answer"),
    [
        ("officer", "63.02", 302),
        ("officer", "63.03", 404),
        ("reviewer", "63", 302),
        ("head", "63", 403),
        ("facilitator", "63.02", 404),
        ("admin", None, 404),
        ("", None, 404),
    ],
)
def test_who_may_verify_an_ikm(sign_in, role, region, answer):
    ikm = make_ikm()
    response = press(sign_in(make_user(role, region)), "ikm", ikm, "verify")
    ikm.refresh_from_db()
    assert (response.status_code, ikm.state) == (
        answer,
        IkmState.VERIFIED if answer == 302 else IkmState.SUBMITTED,
    )


@pytest.mark.parametrize(("kind", "verb"), [("ikm", "sulap"), ("usaha", "verify"), ("ikm", "merge"), ("ikm", "submit")])
def test_unknown_verb_is_not_found(sign_in, kind, verb):
    ikm = make_ikm()
    assert press(sign_in(make_user("officer")), kind, ikm, verb).status_code == 404


@pytest.mark.parametrize("verb", ["propose", "accept", "bbi_return", "bbi_reject"])
def test_verbs_of_a_batch_are_not_found(sign_in, verb):
    product = make_product(state=ProductState.ELIGIBLE)
    response = press(sign_in(make_user("reviewer")), "product", product, verb)
    product.refresh_from_db()
    assert (response.status_code, product.state) == (404, ProductState.ELIGIBLE)


def test_get_is_refused(sign_in):
    ikm = make_ikm()
    assert sign_in(make_user("officer")).get(reverse("desk:act", args=["ikm", ikm.pk, "verify"])).status_code == 405


def test_stale_button_gets_a_sentence_and_goes_back(sign_in):
    ikm = make_ikm(name="Sumber Rejeki", state=IkmState.VERIFIED)
    response = press(sign_in(make_user("officer")), "ikm", ikm, "verify", next="/antrean/")
    assert response.url == "/antrean/"
    assert sentences(response) == [
        "Tidak jadi: “Sumber Rejeki” sekarang berstatus Terverifikasi. Mungkin orang lain lebih dahulu memprosesnya."
    ]
    assert ikm.transitions.count() == 0


def test_next_to_another_site_is_ignored(sign_in):
    ikm = make_ikm()
    response = press(sign_in(make_user("officer")), "ikm", ikm, "verify", next="https://contoh.com/")
    assert response.url == reverse("desk:dossier", args=[ikm.pk])


def test_verifying_tells_the_owner(sign_in):
    owner = make_user()
    ikm = make_ikm(name="Sumber Rejeki", owner=owner)
    press(sign_in(make_user("officer")), "ikm", ikm, "verify")
    assert list(Outbox.objects.filter(recipient=owner).values_list("subject", "url")) == [
        ("Data usaha Sumber Rejeki sudah diperiksa dan benar", "/usaha-saya/")
    ]


def test_product_of_an_unverified_ikm_gets_a_sentence(sign_in):
    product = make_product(ikm=make_ikm())
    response = press(sign_in(make_user("officer")), "product", product, "verify")
    assert sentences(response) == ["Verifikasi dahulu IKM pemilik produk ini, baru produknya."]


def test_four_eyes_forbids_the_owner_who_is_an_officer(sign_in):
    officer = make_user("officer")
    ikm = make_ikm(owner=User.objects.get(pk=officer.pk))
    assert press(sign_in(officer), "ikm", ikm, "verify").status_code == 403


def test_return_needs_a_reason_and_leaves_a_return(sign_in):
    client = sign_in(make_user("officer"))
    product = make_product()
    certificate = make_certificate(product, state="claimed")
    silent = press(client, "certificate", certificate, "return", note=" ")
    assert sentences(silent) == ["Tulis sedikitnya satu catatan, supaya pemilik tahu apa yang harus diperbaiki."]
    press(client, "certificate", certificate, "return", note="Foto buram.")
    certificate.refresh_from_db()
    product.refresh_from_db()
    assert (certificate.state, product.state) == ("returned", ProductState.RETURNED)
    assert list(Return.objects.get().notes.values_list("target", "target_id", "field", "text")) == [
        ("certificate", certificate.pk, "", "Foto buram.")
    ]


def test_owner_goes_back_to_the_own_page(sign_in):
    owner = make_user()
    ikm = make_ikm(owner=owner)
    response = press(sign_in(owner), "ikm", ikm, "withdraw")
    ikm.refresh_from_db()
    assert (response.url, ikm.state) == ("/usaha-saya/", IkmState.DRAFT)
