import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.middleware import LANGUAGE_COOKIE
from catalog.listing import sync
from catalog.models import Listing
from certification.readiness import refresh_lapsed
from core.changes import announce
from core.workflow import perform
from ikm.enums import IkmState, Purpose
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Photo, Product
from products.workflow import PRODUCT
from tests.factories import (
    BANJAR,
    KOTABARU,
    agree,
    make_certificate,
    make_ikm,
    make_nutrition,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_listed(regency=KOTABARU, ikm=None, consents=(Purpose.PUBLISH_PRODUCT,), **fields):
    """An accepted product of a verified IKM whose owner agrees, already in the catalogue."""
    if ikm is None:
        ikm = make_ikm(state=IkmState.VERIFIED, regency=regency, owner=make_user())
        agree(ikm, *consents)
    product = make_product(ikm=ikm, state=ProductState.ACCEPTED, accepted_at=timezone.now(), **fields)
    announce(Product, [product.pk])
    return product


def picture_file():
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "#0e5a4b").save(written, "JPEG")
    return ContentFile(written.getvalue(), name="foto.jpg")


def add_photo(product):
    return Photo.objects.create(product=product, image=picture_file(), thumbnail=picture_file())


def names(response):
    return [card["name"] for card in response.context["cards"]]


def test_home_shows_listed_products_and_true_counts(client):
    make_listed(name="Tas Purun", category="anyaman")
    make_listed(name="Kain Gigi Haruan", category="sasirangan", regency=BANJAR)
    make_product(name="Belum diterima", state=ProductState.ELIGIBLE)

    response = client.get(reverse("home"))

    assert names(response) == ["Kain Gigi Haruan", "Tas Purun"]
    assert {region.code: count for region, _name, count in response.context["regencies"] if count} == {
        KOTABARU: 1,
        BANJAR: 1,
    }
    assert {group: count for group, _label, count in response.context["tabs"]} == {"craft": 1, "textile": 1}


def test_home_without_products_says_what_to_do(client):
    assert "Produk pertama sedang diperiksa" in client.get(reverse("home")).content.decode()


def test_filters_in_the_address_narrow_the_list(client):
    make_listed(name="Tas Purun", category="anyaman")
    make_listed(name="Topi Purun", category="anyaman", regency=BANJAR)
    make_listed(name="Kain", category="sasirangan", regency=BANJAR)
    address = reverse("catalog:product_list")

    assert names(client.get(address, {"kelompok": "craft"})) == ["Topi Purun", "Tas Purun"]
    assert names(client.get(address, {"kelompok": "craft", "kabupaten": KOTABARU})) == ["Tas Purun"]
    assert names(client.get(address, {"kelompok": "tidak ada", "kabupaten": "99.99"})) == [
        "Kain",
        "Topi Purun",
        "Tas Purun",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_fixed_number_of_queries(client, rows, django_assert_num_queries):
    for _ in range(rows):
        add_photo(make_listed())
    address = reverse("catalog:product_list")
    client.get(address)
    with django_assert_num_queries(4):
        response = client.get(address)
    assert len(names(response)) == rows
    assert response.context["count"] == str(rows)


def test_pages_follow_one_another_without_loss(client):
    products = [make_listed() for _ in range(30)]
    address = reverse("catalog:product_list")
    first = client.get(address)
    second = client.get(address + first.context["page"].next_url)
    assert names(first) + names(second) == [product.name for product in reversed(products)]
    assert second.context["page"].next_url == ""


def test_regency_page_shows_its_own_products(client):
    make_listed(name="Milik Kotabaru")
    make_listed(name="Milik Banjar", regency=BANJAR)
    assert names(client.get(reverse("catalog:regency", args=[BANJAR]))) == ["Milik Banjar"]


@pytest.mark.parametrize("code", ["63", "63.02.01", "99.99"])
def test_only_a_kabupaten_has_a_page(client, code):
    assert client.get(reverse("catalog:regency", args=[code])).status_code == 404


def test_detail_shows_the_product_and_nothing_about_a_person(client):
    ikm = make_ikm(
        state=IkmState.VERIFIED,
        owner=make_user(name="Siti Rahasia"),
        name="Laut Saijaan",
        owner_name="Siti Rahasia",
        address="Gang Rahasia 7",
        phone="+6281234567890",
        email="rahasia@contoh.id",
    )
    agree(ikm, Purpose.PUBLISH_PRODUCT)
    product = make_listed(ikm=ikm, name="Tas Purun", price_min=95_000)

    page = client.get(reverse("catalog:product_detail", args=[product.pk])).content.decode()

    for shown in ("Tas Purun", "Laut Saijaan", "Rp95.000"):
        assert shown in page
    for secret in ("Siti", "Rahasia", "81234567890", "rahasia@", ikm.nib):
        assert secret not in page
    assert "wa.me/62" not in page


def test_whatsapp_button_needs_its_own_consent(client):
    product = make_listed(consents=(Purpose.PUBLISH_PRODUCT, Purpose.PUBLISH_CONTACT))
    Ikm.objects.filter(pk=product.ikm_id).update(phone="+6281234567890")
    link = client.get(reverse("catalog:product_detail", args=[product.pk])).context["whatsapp_url"]
    assert link.startswith("https://wa.me/6281234567890?text=Halo%2C%20saya%20melihat%20")
    assert f"katalog/{product.pk}/" in link


@pytest.mark.parametrize("state", [state for state in ProductState if state != ProductState.ACCEPTED])
def test_detail_of_what_is_not_listed_is_404(client, state):
    ikm = make_ikm(state=IkmState.VERIFIED, owner=make_user())
    agree(ikm)
    product = make_product(ikm=ikm, state=state)
    announce(Product, [product.pk])
    assert client.get(reverse("catalog:product_detail", args=[product.pk])).status_code == 404


def test_detail_names_the_checked_papers_and_the_label(client):
    product = make_listed(category="anyaman")
    make_certificate(product, kind="brand", number="IDM000123456", verified_at=timezone.now())
    make_certificate(product, kind="sni", number="kedaluwarsa", valid_until=timezone.localdate().replace(year=2020))
    make_nutrition(product, verified_at=timezone.now())
    announce(Product, [product.pk])

    response = client.get(reverse("catalog:product_detail", args=[product.pk]))

    assert [(proof["seal"], proof["number"]) for proof in response.context["proofs"]] == [("Merek", "IDM000123456")]
    assert len(response.context["nutrition"]["rows"]) == 7
    assert Listing.objects.get(pk=product.pk).seals == ["Merek", "Gizi"]


def test_english_page_prefers_the_english_description(client):
    product = make_listed(description="Dari purun danau.", description_en="Woven from lake reeds.")
    client.cookies[LANGUAGE_COOKIE] = "en"
    response = client.get(reverse("catalog:product_detail", args=[product.pk]))
    assert response.context["description"] == "Woven from lake reeds."


def test_other_products_of_the_maker_are_shown(client):
    first = make_listed(name="Satu")
    make_listed(name="Dua", ikm=first.ikm)
    make_listed(name="Orang lain")
    assert names(client.get(reverse("catalog:product_detail", args=[first.pk]))) == ["Dua"]


# Coming and going


def is_listed(product):
    return Listing.objects.filter(pk=product.pk).exists()


def test_product_without_consent_is_not_listed():
    product = make_listed(consents=(Purpose.PUBLISH_CONTACT,))
    assert not is_listed(product)


def test_withdrawn_consent_takes_the_product_out():
    product = make_listed()
    assert is_listed(product)
    product.ikm.consents.update(withdrawn_at=timezone.now())
    announce(Ikm, [product.ikm_id])
    assert not is_listed(product)


def test_lapsed_certificate_takes_the_product_out():
    ikm = make_ikm(state=IkmState.VERIFIED, owner=make_user())
    agree(ikm)
    product = make_product(ikm=ikm, state=ProductState.ACCEPTED, category="kerupuk", net_weight=100)
    papers = [make_certificate(product, kind="pirt"), make_certificate(product, kind="halal", number="ID63110000123")]
    make_nutrition(product)
    announce(Product, [product.pk])
    assert is_listed(product)

    papers[0].valid_until = timezone.localdate() - timezone.timedelta(days=1)
    papers[0].save()
    # The last reckoning was before the paper ran out.
    product.readiness.__class__.objects.update(refreshed_at=timezone.now() - timezone.timedelta(days=2))
    refresh_lapsed()

    assert not is_listed(product)


def test_amended_product_leaves_until_it_is_checked_again():
    product = make_listed()
    perform(PRODUCT, product, "amend", by=product.ikm.owner)
    assert not is_listed(product)


def test_sync_takes_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    for rows in (1, 3):
        pks = [make_listed().pk for _ in range(rows)]
        with django_assert_num_queries(4):
            sync(pks)


# Photos


def test_photo_of_a_listed_product_is_public(client):
    photo = add_photo(make_listed())
    response = client.get(reverse("catalog:photo", args=[photo.pk]) + "?kecil")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "max-age=600, public"
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


def test_photo_of_another_product_is_for_those_who_see_it(client, sign_in):
    owner = make_user()
    product = make_product(ikm=make_ikm(state=IkmState.SUBMITTED, owner=owner), state=ProductState.SUBMITTED)
    address = reverse("catalog:photo", args=[add_photo(product).pk])

    assert client.get(address).status_code == 404
    assert sign_in(make_user()).get(address).status_code == 404
    assert sign_in(make_user("officer", BANJAR)).get(address).status_code == 404
    for user in (owner, make_user("officer", KOTABARU), make_user("reviewer")):
        response = sign_in(user).get(address)
        assert response["Cache-Control"] == "max-age=600, private"
        assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"


def test_missing_photo_file_is_404(client):
    photo = Photo.objects.create(product=make_listed(), image="public/tidak/ada.jpg")
    assert client.get(reverse("catalog:photo", args=[photo.pk])).status_code == 404


def test_picture_is_drawn_under_the_same_rule(client):
    listed = make_listed()
    response = client.get(reverse("catalog:picture", args=[listed.pk]))
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    hidden = make_product(state=ProductState.SUBMITTED)
    assert client.get(reverse("catalog:picture", args=[hidden.pk])).status_code == 404
