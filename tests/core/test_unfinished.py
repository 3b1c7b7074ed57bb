"""Typing no record holds yet: kept, shown, thrown away, carried sealed through signing in."""

from datetime import timedelta

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone

from core import unfinished
from core.models import Unfinished
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PATH = "/usaha/1/profil/"


class Sample(forms.Form):
    price = forms.CharField(label="Harga")
    unit = forms.ChoiceField(label="Satuan", choices=[("pcs", "buah"), ("g", "gram")])
    products = forms.MultipleChoiceField(
        label="Produk", choices=[("1", "Amplang"), ("2", "Sirup")], widget=forms.CheckboxSelectMultiple
    )
    fresh = forms.BooleanField(label="Segar")


def posted(text):
    return QueryDict(text)


def test_texts_are_kept_per_person_and_form():
    one, other = make_user(), make_user()
    unfinished.keep(one, PATH, {"price": "25rb", "name": "Amplang"})
    unfinished.keep(one, PATH, {"price": "25 rb"})
    unfinished.keep(other, PATH, {"price": "9"})
    assert unfinished.kept(one, PATH) == {"price": "25 rb", "name": "Amplang"}
    assert unfinished.kept(one, "/usaha/2/profil/") == {}
    unfinished.clear(one, PATH, {"price"})
    assert unfinished.kept(one, PATH) == {"name": "Amplang"}
    unfinished.clear(one, PATH)
    assert (unfinished.kept(one, PATH), unfinished.kept(other, PATH)) == ({}, {"price": "9"})


def test_identity_numbers_passwords_and_buttons_are_never_kept():
    user = make_user()
    typed = posted(
        "nik=6302010101900001&npwp=123&password=a&new_password1=b&lanjut=1&_changed=x&version=3&name=Amplang"
    )
    assert unfinished.typed_texts(typed) == {"name": "Amplang"}
    unfinished.keep(user, PATH, {"nik": "6302010101900001", "npwp": "1", "password": "a", "name": "Amplang"})
    assert unfinished.kept(user, PATH) == {"name": "Amplang"}


def test_what_one_person_keeps_is_bounded(monkeypatch):
    monkeypatch.setattr(unfinished, "MOST_ROWS", 3)
    user = make_user()
    unfinished.keep(user, PATH, {"name": "x" * 9000})
    for number in range(4):
        unfinished.keep(user, f"/{number}/", {"name": str(number)})
    assert unfinished.kept(user, PATH) == {}
    assert Unfinished.objects.filter(user=user).count() == 3
    unfinished.keep(user, "/" + "a" * 300, {"name": "too long an address"})
    assert Unfinished.objects.filter(user=user).count() == 3
    unfinished.keep(user, "/3/", {"name": "x" * 9000})
    assert len(unfinished.kept(user, "/3/")["name"]) == unfinished.MOST_TEXT


def test_kept_texts_come_back_in_words():
    form = Sample(initial={"price": 25000, "unit": "g", "products": ["1"], "fresh": False})
    texts = {"price": "25rb", "unit": "pcs", "products": "1\n2", "fresh": "on", "gone": "x", "nik": "1"}
    assert unfinished.overlay(form, texts) == [
        ("Harga", "25rb", "25000"), ("Satuan", "buah", "gram"), ("Produk", "Amplang, Sirup", "Amplang"),
        ("Segar", "✓", ""),
    ]  # fmt: skip
    assert (form["price"].value(), form["unit"].value(), form["products"].value()) == ("25rb", "pcs", ["1", "2"])
    assert unfinished.overlay(Sample(initial={"price": "25rb"}), {"price": "25rb"}) == []


def test_old_typing_is_forgotten():
    user = make_user()
    unfinished.keep(user, PATH, {"name": "lama"})
    Unfinished.objects.update(at=timezone.now() - timedelta(days=91))
    unfinished.keep(user, PATH, {"brand": "baru"})
    unfinished.forget_old_typing()
    assert unfinished.kept(user, PATH) == {"brand": "baru"}


def test_sealed_typing_opens_only_unaltered_in_time_and_for_its_typist(monkeypatch):
    user, other = make_user(), make_user()
    sealed = unfinished.seal(PATH, posted(f"name=Amplang&nik=6302010101900001&typist={user.pk}"))
    assert "Amplang" not in sealed
    assert unfinished.unseal(sealed)["texts"] == {"name": "Amplang"}
    assert unfinished.unseal(sealed[:-3] + "AAA") is None
    assert unfinished.unseal("rubbish") is None
    assert unfinished.unseal("") is None
    assert (unfinished.take_back(other, sealed), unfinished.kept(other, PATH)) == (False, {})
    assert (unfinished.take_back(user, sealed), unfinished.kept(user, PATH)) == (True, {"name": "Amplang"})
    later = unfinished.time.time() + unfinished.SEALED_FOR + 5
    monkeypatch.setattr(unfinished.time, "time", lambda: later)
    assert unfinished.unseal(sealed) is None


def test_too_much_typing_is_not_sealed():
    assert unfinished.seal(PATH, posted("")) == ""
    assert unfinished.seal(PATH, posted("name=" + "x" * 70_000)) == ""
