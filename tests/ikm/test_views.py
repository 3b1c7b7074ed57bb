"""The list of IKM: whose rows, which filters, what a download holds."""

import io

import pytest
from openpyxl import load_workbook

from core.fields import digest
from core.models import AuditEvent
from ikm.enums import IkmState
from reference.numbers import mask
from tests.factories import make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/ikm/", "/ikm/unduh/"
NIK = "6302014708900001"


def names(response):
    return [str(row["ikm"]) for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("role", "region", "expected"),
    [
        ("officer", "63.02", ["Kotabaru"]),
        ("officer", "63.03", ["Banjar"]),
        ("reviewer", "63", ["Banjar", "Kotabaru"]),
        ("head", "63.02", ["Kotabaru"]),
        ("facilitator", "63.02", []),
    ],
)
def test_list_shows_the_own_region(sign_in, role, region, expected):
    make_ikm(name="Kotabaru")
    make_ikm(name="Banjar", regency="63.03")
    make_ikm(name="Draf", state=IkmState.DRAFT)
    assert names(sign_in(make_user(role, region)).get(LIST)) == expected


@pytest.mark.parametrize("role", ["admin", ""])
def test_list_is_for_the_office(sign_in, role):
    client = sign_in(make_user(role))
    assert (client.get(LIST).status_code, client.post(EXPORT).status_code) == (403, 403)


def test_filters(sign_in):
    make_product(ikm=make_ikm(name="Laut Saijaan", nib="1234567890123"), name="Amplang")
    make_ikm(name="Hutan", regency="63.03", state=IkmState.VERIFIED, source="import")
    client = sign_in(make_user("reviewer"))
    for query, expected in (
        ({"q": "SAIJ"}, ["Laut Saijaan"]),
        ({"q": "amplang"}, ["Laut Saijaan"]),
        ({"q": "1234567890123"}, ["Laut Saijaan"]),
        ({"kabupaten": "63.03"}, ["Hutan"]),
        ({"state": "verified"}, ["Hutan"]),
        ({"source": "import"}, ["Hutan"]),
        ({"state": "bukan"}, []),
        ({}, ["Hutan", "Laut Saijaan"]),
    ):
        assert (query, names(client.get(LIST, query))) == (query, expected)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(sign_in, django_assert_num_queries, rows):
    for _number in range(rows):
        make_ikm()
    client = sign_in(make_user("officer"))
    client.get(LIST)
    with django_assert_num_queries(5):
        assert len(names(client.get(LIST))) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_export_is_masked_audited_and_scoped(sign_in, django_assert_num_queries, rows):
    make_ikm(name="Bocor", regency="63.03")
    for _number in range(rows):
        make_ikm(nik=NIK, nik_digest=digest(NIK), nik_mask=mask(NIK))
    officer = make_user("officer")
    client = sign_in(officer)
    with django_assert_num_queries(5):
        response = client.post(f"{EXPORT}?state=submitted")
        content = b"".join(response.streaming_content)
    book = load_workbook(io.BytesIO(content))
    values = list(book["IKM"].values)
    assert (len(values), {row[3] for row in values[1:]}) == (rows + 1, {mask(NIK)})
    assert book["Keterangan"]["B2"].value == f"{officer} ({officer.login})"
    assert list(AuditEvent.objects.filter(action="ikm.exported").values_list("actor", "detail")) == [
        (officer.pk, {"rows": rows, "filters": {"state": "submitted"}})
    ]


def test_download_is_a_post(sign_in):
    assert sign_in(make_user("officer")).get(EXPORT).status_code == 405


def test_detail_leads_to_the_dossier(sign_in):
    ikm = make_ikm()
    assert sign_in(make_user("officer")).get(f"/ikm/{ikm.pk}/").url == f"/berkas/{ikm.pk}/"
    assert sign_in(make_user("officer", "63.03")).get(f"/ikm/{ikm.pk}/").status_code == 404
