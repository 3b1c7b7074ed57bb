"""Readiness: obligation × status, the four words, the next step, set-based and in step with every change."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.enums import Answer, CertificateState
from certification.models import CertificateAnswer, Readiness, Requirement
from certification.readiness import refresh, refresh_begun, refresh_lapsed, words
from certification.workflow import CERTIFICATE
from core.changes import announce
from core.workflow import perform
from tests.factories import make_certificate, make_nutrition, make_product, make_user

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 24)


def four(product):
    return {word["axis"]: word["word"] for word in words(Readiness.objects.get(product=product))}


def test_craft_needs_nothing():
    product = make_product(category="anyaman")
    assert four(product) == {"halal": "tidak_wajib", "nutrition": "tidak_wajib", "licence": "tidak_wajib"}
    assert (product.readiness.missing_count, product.readiness.next_step) == (0, "")


def test_home_made_crackers_need_all_three_and_the_permit_comes_first():
    product = make_product(category="kerupuk")
    assert four(product) == {"halal": "belum", "nutrition": "belum", "licence": "belum"}
    readiness = Readiness.objects.get(product=product)
    assert (readiness.missing_count, readiness.next_step) == (3, "licence.missing")


def test_before_the_deadline_halal_of_small_makers_is_voluntary():
    product = make_product(category="kerupuk")
    refresh([product.pk], on=datetime.date(2026, 10, 16))
    assert Readiness.objects.get(product=product).halal_obligation == "voluntary"
    refresh([product.pk], on=datetime.date(2026, 10, 17))
    assert Readiness.objects.get(product=product).halal_obligation == "mandatory"


@pytest.mark.parametrize(
    ("state", "status", "word"),
    [
        (CertificateState.VERIFIED, "verified", "ada"),
        (CertificateState.CLAIMED, "claimed", "ada"),
        (CertificateState.REFUSED, "refused", "belum"),
        (CertificateState.RETURNED, "refused", "belum"),
        (CertificateState.REVOKED, "refused", "belum"),
        (CertificateState.SUPERSEDED, "missing", "belum"),
    ],
)
def test_state_of_the_paper_decides_the_word(state, status, word):
    product = make_product(category="kerupuk")
    make_certificate(product, "pirt", state=state)
    assert (Readiness.objects.get(product=product).licence_status, four(product)["licence"]) == (status, word)


def test_paper_holds_on_its_last_day_and_not_after():
    product = make_product(category="kerupuk")
    make_certificate(product, "pirt", valid_until=TODAY)
    refresh([product.pk], on=TODAY)
    assert Readiness.objects.get(product=product).licence_status == "verified"
    refresh([product.pk], on=TODAY + datetime.timedelta(days=1))
    assert Readiness.objects.get(product=product).licence_status == "expired"


def test_in_process_is_an_answer_until_there_is_a_paper():
    product = make_product(category="kerupuk")
    CertificateAnswer.objects.create(product=product, axis="halal", answer=Answer.IN_PROCESS)
    refresh([product.pk])
    assert four(product)["halal"] == "proses"
    make_certificate(product, "halal", number="ID63110000088320226")
    assert four(product)["halal"] == "ada"


def test_a_permit_of_the_wrong_kind_does_not_count():
    product = make_product(category="kosmetik")
    make_certificate(product, "pirt")
    assert four(product)["licence"] == "belum"


def test_perform_on_a_certificate_refreshes_its_products():
    product = make_product(category="kerupuk")
    certificate = make_certificate(product, "pirt", state=CertificateState.CLAIMED)
    perform(CERTIFICATE, certificate, "verify", by=make_user("officer"))
    assert Readiness.objects.get(product=product).licence_status == "verified"


def test_lapsed_papers_are_found_by_the_daily_work_and_only_once():
    product = make_product(category="kerupuk")
    make_nutrition(product)
    make_certificate(product, "pirt", valid_until=timezone.localdate() - datetime.timedelta(days=1))
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Readiness.objects.filter(product=product).update(licence_status="verified", refreshed_at=yesterday)
    assert refresh_lapsed() == 1
    assert Readiness.objects.get(product=product).licence_status == "expired"
    assert refresh_lapsed() == 0


def test_refresh_asks_the_same_queries_for_one_and_for_three():
    products = [make_product(category="kerupuk") for _ in range(3)]
    counts = []
    for pks in ([products[0].pk], [product.pk for product in products]):
        with CaptureQueriesContext(connection) as captured:
            refresh(pks)
        counts.append(len(captured))
    assert counts == [6, 6]


def test_edited_rule_reaches_the_products_of_its_category(django_capture_on_commit_callbacks):
    product = make_product(category="anyaman")
    rule = Requirement.objects.filter(category="anyaman", axis="halal").order_by("order", "pk").first()
    Requirement.objects.filter(pk=rule.pk).update(obligation="mandatory", conditions={}, business_scale="")
    with django_capture_on_commit_callbacks(execute=True):
        announce(Requirement, [rule.pk])
    assert Readiness.objects.get(product=product).missing_count == 1


def test_a_rule_that_begins_today_is_found_by_the_daily_work_and_only_once():
    product = make_product(category="anyaman")
    today = timezone.localdate()
    Readiness.objects.filter(product=product).update(refreshed_at=timezone.now() - datetime.timedelta(days=3))
    Requirement.objects.create(
        category_id="anyaman", axis="halal", obligation="mandatory", begins_on=today, sentence="Wajib.", order=0
    )
    Requirement.objects.filter(category="anyaman", axis="halal", begins_on=None).update(order=5)
    assert (refresh_begun(), refresh_begun()) == (1, 0)
    assert Readiness.objects.get(product=product).missing_count == 1
