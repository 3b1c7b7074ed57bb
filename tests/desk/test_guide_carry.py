"""Answers of “Butuh izin apa?” on their way through sign-up into the first product."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from ikm.enums import IkmState
from ikm.models import Ikm
from products.models import Product
from tests.factories import make_ikm, make_user

pytestmark = pytest.mark.django_db

ANSWERS = {
    "produk": "kerupuk", "tempat": "rumah", "cara": "kering", "simpan": "ruang", "tahan": "180", "kemasan": "plastik",
    "siap": "ya", "klaim": "tidak", "hewan": "ya", "haram": "tidak", "skala": "mikro", "bentuk": "cv",
}  # fmt: skip
FILLED = {
    "category_id": "kerupuk", "made_at": "home", "process": "dry", "storage": "room", "shelf_life_days": 180,
    "packaging_kind": "plastic", "ready_to_eat": True, "health_claim": False, "animal_material": True,
}  # fmt: skip
PERSON = {
    "login": "0812-7700-4411", "name": "Rusminah", "password": "galah-jukung-pagi", "consent": "on",
}  # fmt: skip
SENTENCE = "Diisi dari jawaban Anda di “Butuh izin apa?”."


def address(**changes):
    return f"{reverse('desk:start_product')}?{urlencode(ANSWERS | changes)}"


def text(response):
    return " ".join(response.content.decode().split())


def test_sign_up_keeps_the_answers_even_after_mistakes(client):
    page_url = f"{reverse('account_signup')}?{urlencode({'next': address()})}"
    shown = text(client.get(page_url))
    assert "ikut terisi setelah akun dibuat" in shown
    assert "Belum tahu izin produk Anda?" not in shown
    refused = client.post(reverse("account_signup"), PERSON | {"password": "", "next": address()})
    assert "Buat kata sandi untuk akun ini." in text(refused)
    assert address().replace("&", "&amp;") in text(refused)
    answer = client.post(reverse("account_signup"), PERSON | {"next": address()})
    assert answer.url == address()
    assert "Mulai mendaftar" in text(client.get(answer.url))


def test_signing_in_keeps_the_answers(client):
    user = make_user(phone="+6281277004422")
    user.set_password("galah-jukung-pagi")
    user.save()
    page_url = f"{reverse('account_login')}?{urlencode({'next': address()})}"
    shown = text(client.get(page_url))
    assert urlencode({"next": address()}) in shown
    answer = client.post(
        reverse("account_login"), {"login": "0812-7700-4422", "password": "galah-jukung-pagi", "next": address()}
    )
    assert answer.url == address()


def test_a_press_begins_a_draft_with_a_filled_product(sign_in):
    owner = make_user()
    client = sign_in(owner)
    shown = text(client.get(address()))
    assert "<dt>Cara menyimpan</dt><dd>Suhu ruang</dd>" in shown
    assert Ikm.objects.filter(owner=owner).count() == 0
    answer = client.post(address())
    ikm = Ikm.objects.get(owner=owner)
    product = ikm.products.get()
    assert answer.url == reverse("desk:path_product", args=[ikm.pk, product.pk])
    assert (ikm.state, ikm.legal_form) == (IkmState.DRAFT, "cv")
    assert {name: getattr(product, name) for name in FILLED} == FILLED
    shown = client.get(answer.url)
    assert SENTENCE in text(shown)
    form = shown.context["form"]
    assert (form["storage"].value(), form["shelf_life_days"].value()) == ("room", "180")


def test_pressing_twice_gives_the_same_product(sign_in):
    owner = make_user()
    client = sign_in(owner)
    assert client.post(address()).url == client.post(address()).url
    assert Product.objects.filter(ikm__owner=owner).count() == 1
    client.post(address(produk="kopi"))
    assert Product.objects.filter(ikm__owner=owner).count() == 2


def test_the_sentence_goes_once_something_is_saved(sign_in):
    client = sign_in(make_user())
    place = client.post(address()).url
    client.post(place, {"name": "Amplang", "category": "kerupuk", "version": "1"})
    assert SENTENCE not in text(client.get(place))


def test_one_business_gets_the_product_and_keeps_its_form(sign_in):
    owner = make_user()
    ikm = make_ikm(state=IkmState.VERIFIED, owner=owner, legal_form="pt")
    sign_in(owner).post(address())
    ikm.refresh_from_db()
    assert ikm.legal_form == "pt"
    assert ikm.products.get().category_id == "kerupuk"


def test_several_businesses_are_chosen_from(sign_in):
    owner = make_user()
    first, second = make_ikm(owner=owner, name="Dapur Satu"), make_ikm(owner=owner, name="Dapur Dua")
    other = make_ikm(owner=make_user())
    client = sign_in(owner)
    asked = client.post(address())
    assert [ikm.name for ikm in asked.context["businesses"]] == ["Dapur Satu", "Dapur Dua"]
    client.post(address(), {"usaha": other.pk})
    client.post(address(), {"usaha": "x"})
    assert Product.objects.filter(ikm__in=[first, second, other]).count() == 0
    client.post(address(), {"usaha": second.pk})
    assert (first.products.count(), second.products.count()) == (0, 1)


def test_odd_answers_are_left_out(sign_in):
    owner = make_user()
    client = sign_in(owner)
    client.post(address(tahan="999999999999", simpan="<script>", bentuk="raja"))
    product = Product.objects.get(ikm__owner=owner)
    assert (product.storage, product.shelf_life_days, product.made_at) == ("", None, "home")
    assert product.ikm.legal_form == "perorangan"


def test_without_a_product_the_person_lands_at_home(sign_in):
    client = sign_in(make_user())
    assert client.get(address(produk="tidak-ada")).url == reverse("desk:my_ikm")
    assert client.post(reverse("desk:start_product")).url == reverse("desk:my_ikm")


def test_haram_ingredients_choose_their_category(sign_in):
    owner = make_user()
    sign_in(owner).post(address(haram="ya"))
    assert Product.objects.get(ikm__owner=owner).category_id == "pangan-nonhalal"


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(address()).url.startswith("/masuk/login/?next=")
