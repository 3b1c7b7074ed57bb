"""The work list: whose rows, in which order, how long they wait, what may be approved at once."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from certification.enums import CertificateState
from core.models import Touch
from core.touches import touch
from desk.queues import WaitingDays, overdue_before
from ikm.enums import IkmState
from products.enums import ProductState
from reference.models import Holiday
from tests.factories import make_certificate, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/antrean/"


def names(response):
    return [str(row["subject"]) for row in response.context["rows"]]


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_officer_sees_what_waits_in_the_own_regency_oldest_first(sign_in):
    make_ikm(name="Baru")
    make_ikm(name="Lama", state_since=ago(30))
    make_ikm(name="Kabupaten lain", regency="63.03", state_since=ago(40))
    make_ikm(name="Selesai", state=IkmState.VERIFIED)
    make_ikm(name="Draf", state=IkmState.DRAFT)
    verified = make_ikm(name="Produk menunggu", state=IkmState.VERIFIED)
    make_product(ikm=verified, name="Amplang", state_since=ago(20))
    paper = make_product(ikm=make_ikm(name="Sertifikat menunggu", state=IkmState.VERIFIED), state=ProductState.VERIFIED)
    make_certificate(paper, state=CertificateState.CLAIMED, state_since=ago(10))
    page = sign_in(make_user("officer")).get(QUEUE)
    assert [str(row["ikm"]) for row in page.context["rows"]] == [
        "Lama",
        "Produk menunggu",
        "Sertifikat menunggu",
        "Baru",
    ]
    assert page.context["count"] == "4"


def test_what_comes_back_to_me_stands_first(sign_in):
    officer, colleague = make_user("officer"), make_user("officer")
    make_ikm(name="Lama", state_since=ago(30), assigned_to=colleague)
    make_ikm(name="Kembali", assigned_to=officer)
    assert names(sign_in(officer).get(QUEUE)) == ["Kembali", "Lama"]


def test_tabs_of_an_officer(sign_in):
    make_ikm(name="Dikembalikan", state=IkmState.RETURNED)
    make_ikm(name="Terlambat", state_since=ago(30))
    client = sign_in(make_user("officer"))
    assert names(client.get(QUEUE, {"tab": "menunggu-ikm"})) == ["Dikembalikan"]
    assert names(client.get(QUEUE, {"tab": "lewat-batas"})) == ["Terlambat"]
    assert names(client.get(QUEUE, {"tab": "bukan-tab"})) == ["Terlambat"]


def test_reviewer_sees_verified_products_of_the_province(sign_in):
    make_product(name="Menunggu provinsi", state=ProductState.VERIFIED)
    make_product(name="Menunggu kabupaten", ikm=make_ikm(name="Usaha Banjar", regency="63.03"))
    client = sign_in(make_user("reviewer"))
    assert names(client.get(QUEUE)) == ["Menunggu provinsi"]
    assert [str(row["ikm"]) for row in client.get(QUEUE, {"tab": "kabupaten"}).context["rows"]] == ["Usaha Banjar"]


def test_facilitator_sees_assigned_ikm_only(sign_in):
    facilitator = make_user("facilitator")
    make_ikm(name="Orang lain", state=IkmState.RETURNED)
    make_ikm(name="Dampingan", state=IkmState.RETURNED).facilitators.add(facilitator)
    make_ikm(name="Sedang diperiksa").facilitators.add(facilitator)
    client = sign_in(facilitator)
    assert names(client.get(QUEUE)) == ["Dampingan"]
    assert names(client.get(QUEUE, {"tab": "diperiksa"})) == ["Sedang diperiksa"]


@pytest.mark.parametrize(
    ("role", "answer"),
    [("officer", 200), ("reviewer", 200), ("facilitator", 200), ("head", 403), ("admin", 403), ("", 403)],
)
def test_who_has_a_queue(sign_in, role, answer):
    assert sign_in(make_user(role)).get(QUEUE).status_code == answer


def test_filters(sign_in):
    make_product(ikm=make_ikm(name="Laut Saijaan"), name="Amplang")
    make_ikm(name="Hutan Meratus", regency="63.03")
    client = sign_in(make_user("reviewer"))
    tab = {"tab": "kabupaten"}
    assert client.get(QUEUE, tab | {"q": "AMPL"}).context["count"] == "1"
    assert [str(row["ikm"]) for row in client.get(QUEUE, tab | {"kabupaten": "63.03"}).context["rows"]] == [
        "Hutan Meratus"
    ]
    assert client.get(QUEUE, tab | {"q": "tidak ada"}).context["count"] == "0"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [("officer", 10), ("reviewer", 10), ("facilitator", 9)])
def test_queue_costs_the_same_for_any_number_of_rows(sign_in, django_assert_num_queries, role, queries, rows):
    user = make_user(role)
    for _number in range(rows):
        state = IkmState.RETURNED if role == "facilitator" else IkmState.VERIFIED
        ikm = make_ikm(state=state)
        ikm.facilitators.add(user)
        product = make_product(ikm=ikm, state=ProductState.VERIFIED if role == "reviewer" else ProductState.SUBMITTED)
        make_certificate(product, state=CertificateState.CLAIMED)
    client = sign_in(user)
    client.get(QUEUE)
    with django_assert_num_queries(queries):
        assert len(client.get(QUEUE).context["rows"]) == rows


def test_working_days_skip_weekends_and_holidays():
    monday = datetime.date(2026, 11, 23)
    Holiday.objects.update_or_create(date=datetime.date(2026, 11, 20), defaults={"name": "Libur contoh"})
    days = WaitingDays(monday)
    noon = timezone.make_aware(datetime.datetime(2026, 11, 18, 12))
    assert [days.since(noon + datetime.timedelta(days=step)) for step in range(6)] == [2, 1, 1, 1, 1, 0]
    assert overdue_before(monday) == timezone.make_aware(datetime.datetime(2026, 11, 17))
    assert days.since(overdue_before(monday) - datetime.timedelta(minutes=1)) == 4
    assert days.since(overdue_before(monday)) == 3


def test_approving_many_first_says_who_qualifies(sign_in):
    reviewer = make_user("reviewer")
    good = make_product(name="Lampit", state=ProductState.VERIFIED)
    typed = make_product(name="Ketikan sendiri", state=ProductState.VERIFIED)
    touch(typed, Touch.Reason.CREATED, by=reviewer)
    lacking = make_product(name="Kerupuk", category="kerupuk", state=ProductState.VERIFIED)
    late = make_product(name="Belum", state=ProductState.SUBMITTED)
    address, client = reverse("desk:queue_approve"), sign_in(reviewer)
    picked = {"p": [good.pk, typed.pk, lacking.pk, late.pk, "x"]}
    page = client.get(address, picked)
    assert [str(product) for product in page.context["ready"]] == ["Lampit"]
    assert [str(product) for product, _why in page.context["skipped"]] == ["Ketikan sendiri", "Kerupuk", "Belum"]
    good.refresh_from_db()
    assert good.state == ProductState.VERIFIED
    response = client.post(address, picked)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said[0] == "1 produk dinyatakan layak diusulkan."
    assert said[1].startswith("Ketikan sendiri dilewati. Anda ikut mengisi data ini")
    for product in (good, typed, lacking, late):
        product.refresh_from_db()
    assert [good.state, typed.state, lacking.state, late.state] == ["eligible", "verified", "verified", "submitted"]


def test_only_a_reviewer_approves(sign_in):
    product = make_product(state=ProductState.VERIFIED)
    client = sign_in(make_user("officer"))
    assert client.get(reverse("desk:queue_approve"), {"p": product.pk}).status_code == 403
    assert client.post(reverse("desk:queue_approve"), {"p": product.pk}).status_code == 403
