"""Adding, saving, amending and ending products."""

import pytest
from django.core.exceptions import PermissionDenied

from core.models import Touch
from core.workflow import TransitionRefused
from ikm.enums import IkmState
from products.editing import add_product, amend_product, discontinue, save_product, save_product_figures
from products.enums import ProductState
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user()


def test_an_untouched_product_is_taken_up_again(reference_data, owner):
    ikm = make_ikm(owner=owner)
    first = add_product(ikm, by=owner)
    assert add_product(ikm, by=owner) == first
    save_product(first, {"name": "Amplang"}, by=owner)
    second = add_product(ikm, by=owner)
    assert (second.regency_id, second.created_by, second.pk == first.pk) == (ikm.regency_id, owner, False)
    with pytest.raises(PermissionDenied):
        add_product(ikm, by=make_user())


def test_a_material_change_goes_back_to_checking(reference_data, owner):
    product = make_product(make_ikm(state=IkmState.VERIFIED, owner=owner), state=ProductState.ELIGIBLE)
    assert save_product(product, {"price_min": 9_000}, by=owner).state == ProductState.ELIGIBLE
    with pytest.raises(TransitionRefused, match="Perubahan ini membuat data diperiksa lagi"):
        save_product(product, {"name": "Lain"}, by=owner)
    amended = amend_product(product, {"name": "Lain"}, by=owner)
    assert (amended.state, amended.name, amended.price_min) == (ProductState.SUBMITTED, "Lain", 9_000)
    assert Touch.objects.filter(object_type="products.product", reason="changed").get().user == owner
    with pytest.raises(TransitionRefused, match="Produk ini sedang diperiksa. Tarik kembali dahulu, lalu ubah."):
        amend_product(product, {"name": "Lagi"}, by=owner)


def test_a_returned_product_keeps_its_category(reference_data, owner):
    product = make_product(make_ikm(owner=owner), state=ProductState.RETURNED)
    assert save_product(product, {"description": ""}, by=owner).description == ""
    with pytest.raises(TransitionRefused, match="Pilih kategori produk."):
        save_product(product, {"category": None}, by=owner)


def test_figures_of_a_year_are_written_once(reference_data, owner):
    product = make_product(make_ikm(owner=owner))
    save_product_figures(product, 2025, {"capacity": 100}, by=owner)
    save_product_figures(product, 2025, {"capacity": 120}, by=owner)
    assert list(product.figures.values_list("year", "capacity")) == [(2025, 120)]


def test_ending_production(reference_data, owner):
    product = make_product(make_ikm(owner=owner), state=ProductState.ACCEPTED)
    assert discontinue(product, by=owner).state == ProductState.DISCONTINUED
