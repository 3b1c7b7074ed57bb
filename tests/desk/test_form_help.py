"""Help beside the fields of the guided path, and the keyboards a phone opens for them."""

import pytest
from django.urls import reverse

from desk.returning import Note, return_dossier
from ikm.forms import IkmForm, WholeNumberField, YearlyFiguresForm
from ikm.models import Ikm
from products.forms import ProductForm
from products.models import Product
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db


def forms_of_the_path():
    return [IkmForm(instance=Ikm(), on_behalf=True), YearlyFiguresForm(), ProductForm(instance=Product())]


def test_every_field_has_its_label_and_its_longer_help(reference_data):
    for form in forms_of_the_path():
        shown = {name for name, field in form.fields.items() if not field.widget.is_hidden}
        assert set(form.more_help) == {name for name in shown if not name.startswith("link_")}
        assert [name for name in shown if not form.fields[name].label] == []


def test_numbers_open_the_number_keyboard(reference_data):
    for form in forms_of_the_path():
        whole = [field for field in form.fields.values() if isinstance(field, WholeNumberField)]
        assert {field.widget.attrs["inputmode"] for field in whole} == {"numeric"}
    own, theirs = IkmForm(instance=Ikm()), IkmForm(instance=Ikm(), on_behalf=True)
    for name in ("phone", "whatsapp"):
        assert own.fields[name].widget.input_type == "tel"
    names = ("owner_name", "phone")
    hints = [[form.fields[name].widget.attrs["autocomplete"] for name in names] for form in (own, theirs)]
    assert hints == [["name", "tel"], ["off", "off"]]


def test_notes_stand_beside_the_fields_they_mean(reference_data, sign_in):
    owner = make_user()
    ikm = make_ikm(owner=owner)
    product = make_product(ikm)
    notes = [
        Note("ikm", ikm.pk, "address", "Alamat", "Tulis RT/RW."),
        Note("ikm", ikm.pk, "sales", "Penjualan", "Kurang satu nol."),
        Note("product", product.pk, "net_weight", "Isi bersih", "Tulis gramnya."),
        Note("product", product.pk, "photos", "Foto", "Buram."),
    ]
    return_dossier(ikm, notes, by=make_user("officer", name="Nurul"))
    client = sign_in(owner)
    pages = [
        ("path_profile", [ikm.pk], {"address": "Tulis RT/RW."}),
        ("path_figures", [ikm.pk], {"sales": "Kurang satu nol."}),
        ("path_product", [ikm.pk, product.pk], {"net_weight": "Tulis gramnya."}),
        ("path_photos", [ikm.pk, product.pk], {"images": "Buram."}),
    ]
    for name, args, expected in pages:
        found = client.get(reverse(f"desk:{name}", args=args)).context["field_notes"]
        assert {field: rows[0].text for field, rows in found.items()} == expected
        assert {row.by for rows in found.values() for row in rows} == {"Nurul"}
