"""The dossier: who opens it, what stands in it, in how many queries, and its one act of checking everything."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from certification.enums import CertificateState
from core.fields import digest
from core.models import AuditEvent, Touch
from core.touches import touch
from ikm.enums import IkmState
from products.enums import ProductState
from reference.numbers import mask
from tests.factories import agree, make_certificate, make_ikm, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db
# With session and user.
QUERIES = 21
NIK = "6302014708900001"
HANDS = "Anda ikut mengisi data ini; minta petugas lain atau provinsi memeriksanya."


def address(ikm, name="dossier"):
    return reverse(f"desk:{name}", args=[ikm.pk])


def full_dossier(products=1, **fields):
    ikm = make_ikm(state=fields.pop("state", IkmState.VERIFIED), **fields)
    for _number in range(products):
        product = make_product(ikm=ikm, category="kerupuk")
        make_certificate(product, state=CertificateState.CLAIMED)
        make_nutrition(product, state=CertificateState.CLAIMED)
    ikm.figures.create(year=2026, workers_male=2, workers_female=3)
    agree(ikm)
    return ikm


def sentences(response):
    return sorted(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(
    ("role", "region", "answer"),
    [
        ("officer", "63.02", 200),
        ("officer", "63.03", 404),
        ("reviewer", "63", 200),
        ("head", "63.02", 200),
        ("head", "63.03", 404),
        ("facilitator", "63.02", 404),
        ("admin", None, 403),
        ("", None, 403),
    ],
)
def test_who_opens_a_dossier(sign_in, role, region, answer):
    ikm = full_dossier()
    assert sign_in(make_user(role, region)).get(address(ikm)).status_code == answer


def test_facilitator_opens_what_is_assigned(sign_in):
    ikm, facilitator = full_dossier(), make_user("facilitator")
    ikm.facilitators.add(facilitator)
    page = sign_in(facilitator).get(address(ikm))
    assert page.status_code == 200
    assert "Verifikasi" not in page.content.decode().split("<main")[1].split("Riwayat")[0]


@pytest.mark.parametrize("products", [1, 3])
@pytest.mark.parametrize("role", ["officer", "reviewer", "facilitator"])
def test_dossier_costs_the_same_for_any_number_of_products(sign_in, django_assert_num_queries, role, products):
    ikm, user = full_dossier(products), make_user(role)
    if role == "facilitator":
        ikm.facilitators.add(user)
    client = sign_in(user)
    client.get(address(ikm))
    with django_assert_num_queries(QUERIES):
        client.get(address(ikm))


def test_identity_number_is_masked_until_asked_for_and_every_look_is_audited(sign_in):
    ikm = full_dossier(nik=NIK, nik_digest=digest(NIK), nik_mask=mask(NIK))
    officer = make_user("officer")
    client = sign_in(officer)
    page = client.get(address(ikm)).content.decode()
    assert (NIK in page, mask(NIK) in page) == (False, True)
    shown = client.post(address(ikm, "dossier_nik"))
    assert NIK in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert list(AuditEvent.objects.filter(action="ikm.nik_revealed").values_list("actor", "object_id", "detail")) == [
        (officer.pk, str(ikm.pk), {"nik": mask(NIK)})
    ]
    assert client.get(address(ikm, "dossier_nik")).status_code == 405


def test_the_facts_that_decide_the_permits_are_shown(sign_in):
    ikm = full_dossier()
    ikm.products.update(health_claim=True, process="fermented", packaging_kind="glass")
    shown = sign_in(make_user("officer")).get(address(ikm)).content.decode()
    assert "Langsung dimakan: tidak · Klaim kesehatan: ya · Bahan dari hewan: tidak" in shown
    assert "<dd>Difermentasi</dd>" in shown
    assert "<dd>Gelas atau botol kaca" in shown


def test_head_may_not_reveal(sign_in):
    ikm = full_dossier(nik=NIK, nik_digest=digest(NIK), nik_mask=mask(NIK))
    assert sign_in(make_user("head")).post(address(ikm, "dossier_nik")).status_code == 403
    assert AuditEvent.objects.filter(action="ikm.nik_revealed").count() == 0


def test_possible_duplicates_stay_in_the_own_region(sign_in):
    same = {"nik": NIK, "nik_digest": digest(NIK), "nik_mask": mask(NIK)}
    ikm = full_dossier(**same)
    make_ikm(name="Kembaran Kotabaru", **same)
    make_ikm(name="Kembaran Banjar", regency="63.03", **same)
    page = sign_in(make_user("officer")).get(address(ikm)).content.decode()
    assert ("Kembaran Kotabaru</a>" in page, "NIK sama" in page, "Kembaran Banjar" in page) == (True, True, False)
    everything = sign_in(make_user("reviewer")).get(address(ikm)).content.decode()
    assert "Kembaran Banjar" in everything


def test_empty_identity_never_matches(sign_in):
    ikm = full_dossier(nib="", phone="")
    make_ikm(name="Juga tanpa NIB", nib="", phone="")
    assert "Juga tanpa NIB" not in sign_in(make_user("officer")).get(address(ikm)).content.decode()


def test_everything_is_verified_in_one_act(sign_in):
    ikm = full_dossier(state=IkmState.SUBMITTED)
    product, certificate = ikm.products.get(), ikm.certificates.get()
    response = sign_in(make_user("officer")).post(address(ikm, "dossier_verify"))
    for obj in (ikm, product, certificate, product.nutrition):
        obj.refresh_from_db()
    assert [ikm.state, product.state, certificate.state, product.nutrition.state] == ["verified"] * 4
    assert sentences(response) == ["4 bagian diverifikasi."]


def test_four_eyes_skips_what_one_typed_and_says_what_to_do(sign_in):
    officer = make_user("officer")
    ikm = full_dossier()
    product = ikm.products.get()
    touch(product, Touch.Reason.CREATED, by=officer)
    client = sign_in(officer)
    page = client.get(address(ikm)).content.decode()
    assert HANDS in page
    response = client.post(address(ikm, "dossier_verify"))
    product.refresh_from_db()
    assert product.state == ProductState.SUBMITTED
    assert sentences(response) == ["2 bagian diverifikasi.", f"{product} dilewati. {HANDS}"]
    colleague = sign_in(make_user("officer")).get(address(ikm)).content.decode()
    assert (HANDS in colleague, "Verifikasi semua (1)" in colleague) == (False, True)


def test_head_reads_and_does_not_act(sign_in):
    ikm = full_dossier()
    head = sign_in(make_user("head"))
    assert "Verifikasi semua" not in head.get(address(ikm)).content.decode()
    assert head.post(address(ikm, "dossier_verify")).status_code == 403
    assert head.get(address(ikm, "dossier_return")).status_code == 403


def test_owner_reads_the_own_page_instead(sign_in):
    owner = make_user()
    assert sign_in(owner).get(address(full_dossier(owner=owner))).status_code == 403


def test_field_history_shows_changes_and_masks(sign_in):
    ikm = full_dossier(name="Nama Lama")
    ikm.name, ikm.nik, ikm.nik_mask, ikm.nik_digest = "Nama Baru", NIK, mask(NIK), digest(NIK)
    ikm.save()
    client = sign_in(make_user("officer"))
    page = client.get(address(ikm, "dossier_history")).content.decode()
    assert ("Nama Lama" in page, "Nama Baru" in page, mask(NIK) in page, NIK in page) == (True, True, True, False)


def test_field_history_of_another_regency_is_not_found(sign_in):
    ikm = full_dossier(regency="63.03")
    assert sign_in(make_user("officer")).get(address(ikm, "dossier_history")).status_code == 404
