"""The staff's list of products: whose rows, the axis filters, the download."""

import io

import pytest
from openpyxl import load_workbook

from certification.enums import CertificateState, Word
from certification.models import Readiness
from certification.readiness import word_of
from core.models import AuditEvent
from products.enums import ProductState
from reference.enums import Axis
from tests.factories import make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/produk/", "/produk/unduh/"


def names(response):
    return [str(row["product"]) for row in response.context["rows"]]


def test_list_shows_the_own_region_without_drafts(sign_in):
    make_product(name="Kotabaru")
    make_product(name="Draf", state=ProductState.DRAFT)
    make_product(name="Banjar", ikm=make_ikm(regency="63.03"))
    assert names(sign_in(make_user("officer")).get(LIST)) == ["Kotabaru"]
    assert names(sign_in(make_user("reviewer")).get(LIST)) == ["Banjar", "Kotabaru"]
    assert sign_in(make_user()).get(LIST).status_code == 403


def test_filters(sign_in):
    make_product(ikm=make_ikm(name="Laut Saijaan", regency="63.03"), name="Amplang", category="kerupuk")
    make_product(name="Lampit", state=ProductState.ELIGIBLE)
    client = sign_in(make_user("reviewer"))
    for query, expected in (
        ({"q": "AMPL"}, ["Amplang"]),
        ({"q": "saijaan"}, ["Amplang"]),
        ({"kabupaten": "63.03"}, ["Amplang"]),
        ({"state": "eligible"}, ["Lampit"]),
        ({"category": "kerupuk"}, ["Amplang"]),
        ({"missing": "3"}, ["Amplang"]),
        ({"missing": "0"}, ["Lampit"]),
        ({"licence": "belum"}, ["Amplang"]),
        ({"licence": "tidak_wajib"}, ["Lampit"]),
        ({"licence": "ngawur"}, []),
    ):
        assert (query, names(client.get(LIST, query))) == (query, expected)


@pytest.mark.parametrize("axis", Axis.values)
def test_word_filter_agrees_with_the_words_people_see(sign_in, axis):
    for category in ("kerupuk", "anyaman", "kue-kering"):
        for state in CertificateState.values:
            product = make_product(category=category)
            make_certificate(product, kind="halal", state=state, number=f"ID63{product.pk:08d}")
            make_certificate(product, kind="pirt", state=state)
        make_product(category=category)
    expected = dict.fromkeys(Word.values, 0)
    for readiness in Readiness.objects.all():
        word = word_of(getattr(readiness, f"{axis}_obligation"), getattr(readiness, f"{axis}_status"))
        expected[word] += 1
    client = sign_in(make_user("reviewer"))
    assert {word: int(client.get(LIST, {axis: word}).context["count"]) for word in Word.values} == expected


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(sign_in, django_assert_num_queries, rows):
    for _number in range(rows):
        make_product(category="kerupuk")
    client = sign_in(make_user("officer"))
    client.get(LIST)
    with django_assert_num_queries(6):
        assert len(names(client.get(LIST))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_export(sign_in, django_assert_num_queries, rows):
    make_product(name="Bocor", ikm=make_ikm(regency="63.03"))
    for _number in range(rows):
        make_product(category="kerupuk")
    client = sign_in(make_user("officer"))
    with django_assert_num_queries(5):
        response = client.post(EXPORT)
        content = b"".join(response.streaming_content)
    values = list(load_workbook(io.BytesIO(content))["Produk"].values)
    assert len(values) == rows + 1
    assert values[1][9:12] == ("Belum", "Belum", "Belum")
    assert AuditEvent.objects.get(action="product.exported").detail == {"rows": rows, "filters": {}}


def test_detail_leads_to_its_place_in_the_dossier(sign_in):
    product = make_product()
    response = sign_in(make_user("officer")).get(f"/produk/{product.pk}/")
    assert response.url == f"/berkas/{product.ikm_id}/#produk-{product.pk}"
    assert sign_in(make_user("officer", "63.03")).get(f"/produk/{product.pk}/").status_code == 404
