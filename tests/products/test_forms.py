"""What people type about a product."""

import pytest

from products.enums import FREE_FIELDS, MATERIAL_FIELDS
from products.forms import ProductForm, grouped_categories
from products.models import Product

pytestmark = pytest.mark.django_db


def test_every_field_is_free_or_material_exactly_once():
    assert not FREE_FIELDS & MATERIAL_FIELDS
    assert set(ProductForm.Meta.fields) == FREE_FIELDS | MATERIAL_FIELDS
    assert len(ProductForm.Meta.fields) == len(set(ProductForm.Meta.fields))


def test_an_empty_product_is_valid(reference_data):
    assert ProductForm({}, instance=Product()).errors == {}


def test_prices_as_people_write_them(reference_data):
    form = ProductForm({"price_min": "Rp 25.000", "price_max": "30.000"}, instance=Product())
    assert form.is_valid()
    assert (form.product_data()["price_min"], form.product_data()["price_max"]) == (25_000, 30_000)


def test_absurd_values_get_sentences(reference_data):
    form = ProductForm(
        {"price_min": "25.000", "price_max": "10.000", "shelf_life_days": "99999", "category": "tidak-ada"},
        instance=Product(),
    )
    assert form.errors["price_max"] == ["Harga tertinggi tidak boleh lebih kecil dari harga jual."]
    assert form.errors["shelf_life_days"] == [
        "Angka ini terlalu besar (paling banyak 36.500). Periksa lagi jumlah nolnya."
    ]
    assert list(form.errors["category"])
    assert set(form.errors) == {"price_max", "shelf_life_days", "category"}


def test_categories_stand_under_their_groups(reference_data):
    headings = [str(label) for label, _members in grouped_categories()]
    assert headings[:3] == ["", "Makanan", "Minuman"]
