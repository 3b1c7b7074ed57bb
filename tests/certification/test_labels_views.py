import io

import pypdfium2
import pytest
from django.urls import reverse

from certification.models import FoodLabel
from products.enums import ProductState
from tests.factories import BANJAR, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db
TYPED = {
    "trade_name": "Saijaan", "ingredients": "ikan, garam", "allergens": "ikan", "origin": "", "best_before": "12 2027",
    "production_code": "A1", "storage_note": "", "usage_note": "", "has_sweetener": "on",
}  # fmt: skip


def food(owner=None, **fields):
    ikm = make_ikm(state="verified", owner=owner or make_user(), name="Laut Saijaan")
    return make_product(ikm, category="kerupuk", packaging_kind="plastic", name="Amplang ikan", **fields)


def urls(product):
    return [reverse(f"certification:label_{name}", args=[product.pk]) for name in ("check", "edit", "draft")]


def test_owner_sees_what_is_there_and_what_is_missing(sign_in):
    product = food()
    make_certificate(product, number="2156302010001-30")
    page = sign_in(product.ikm.owner).get(urls(product)[0])
    text = page.content.decode()
    assert (page.context["present"], page.context["asked"]) == (4, 12)
    assert "4 dari 12 sudah ada" in text
    assert "P-IRT 2156302010001-30" in text
    assert f'{urls(product)[1]}#id_ingredients"' in text
    assert "Isi bagian yang kurang" in text
    assert [
        (panel, len(asked), [row["item"].key for row in spare]) for panel, asked, spare in page.context["panels"]
    ] == [
        ("Bagian depan", 7, ["trade_name"]),
        ("Bagian belakang", 5, ["origin", "storage", "usage"]),
        ("Kata-kata", 1, []),
    ]


def test_owner_fills_the_label(sign_in):
    product = food()
    client = sign_in(product.ikm.owner)
    check, edit, _draft = urls(product)
    assert client.post(edit, TYPED).headers["Location"] == check
    assert client.post(edit, {**TYPED, "production_code": "A2"}).headers["Location"] == check
    label = FoodLabel.objects.get()
    assert {name: getattr(label, name) for name in TYPED} == {**TYPED, "production_code": "A2", "has_sweetener": True}
    assert label.updated_by == product.ikm.owner
    assert list(label.history.order_by("history_id").values_list("production_code", "history_user")) == [
        ("A1", product.ikm.owner_id),
        ("A2", product.ikm.owner_id),
    ]


def test_typed_text_stays_after_an_error(sign_in):
    product = food()
    page = sign_in(product.ikm.owner).post(urls(product)[1], {**TYPED, "ingredients": "b" * 2001})
    assert page.status_code == 200
    assert page.context["form"]["ingredients"].value() == "b" * 2001
    assert page.context["form"]["trade_name"].value() == "Saijaan"
    assert list(page.context["form"].errors) == ["ingredients"]
    assert not FoodLabel.objects.exists()


def answers(client, product):
    return [client.get(url).status_code for url in urls(product)]


def test_who_sees_and_who_fills(sign_in):
    product = food()
    facilitator = make_user("facilitator")
    product.ikm.facilitators.add(facilitator)
    assert {
        "owner": answers(sign_in(product.ikm.owner), product),
        "assigned facilitator": answers(sign_in(facilitator), product),
        "officer here": answers(sign_in(make_user("officer")), product),
        "reviewer": answers(sign_in(make_user("reviewer")), product),
        "another facilitator": answers(sign_in(make_user("facilitator")), product),
        "officer elsewhere": answers(sign_in(make_user("officer", BANJAR)), product),
        "stranger": answers(sign_in(make_user()), product),
    } == {
        "owner": [200, 200, 200],
        "assigned facilitator": [200, 200, 200],
        "officer here": [200, 403, 200],
        "reviewer": [200, 403, 200],
        "another facilitator": [404, 404, 404],
        "officer elsewhere": [404, 404, 404],
        "stranger": [404, 404, 404],
    }


def test_officer_reads_without_repair_links_and_cannot_write(sign_in):
    product = food()
    client = sign_in(make_user("officer"))
    check, edit, _draft = urls(product)
    text = client.get(check).content.decode()
    assert edit not in text
    assert "Isi label diubah oleh pemilik usaha atau pendampingnya." in text
    assert client.post(edit, TYPED).status_code == 403
    assert not FoodLabel.objects.exists()


def test_draft_is_the_pdf_of_the_chosen_size(sign_in):
    product = food()
    make_certificate(product, number="2156302010001-30")
    response = sign_in(product.ikm.owner).get(urls(product)[2], {"ukuran": "besar"})
    text = pypdfium2.PdfDocument(io.BytesIO(response.content))[0].get_textpage().get_text_range()
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="rancangan-label-{product.pk}-besar.pdf"'
    assert "P-IRT 2156302010001-30" in text
    assert "BELUM ADA: daftar bahan" in text
    assert "150 mm" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"category": "sasirangan"}, "Pakaian dan kain yang dijual umumnya diminta berlabel bahasa Indonesia"),
        ({"category": "kerupuk", "packaging_kind": "none"}, "tidak memerlukan label"),
        ({"category": None, "state": ProductState.DRAFT}, "Pilih dulu kategori produk"),
    ],
)
def test_where_the_food_label_rule_does_not_hold(sign_in, fields, sentence):
    product = make_product(make_ikm(owner=make_user()), **fields)
    client = sign_in(product.ikm.owner)
    check, edit, draft = urls(product)
    assert sentence in " ".join(client.get(check).content.decode().split())
    assert [client.get(url).headers["Location"] for url in (edit, draft)] == [check, check]


@pytest.mark.parametrize("papers", [1, 3])
def test_page_asks_a_constant_number_of_queries(sign_in, django_assert_num_queries, papers):
    product = food()
    make_nutrition(product)
    FoodLabel.objects.create(product=product, ingredients="ikan")
    for _number in range(papers):
        make_certificate(product)
        product.ikm.facilitators.add(make_user("facilitator"))
    client = sign_in(product.ikm.owner)
    with django_assert_num_queries(7):
        client.get(urls(product)[0])
