"""Readiness: obligation × status, the four words, the next step, set-based and in step with every change."""

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.enums import Answer, CertificateState
from certification.models import Certificate, CertificateAnswer, NutritionFacts, Readiness, Requirement
from certification.readiness import refresh, refresh_all, refresh_begun, refresh_lapsed, refresh_unjudged, words
from certification.requirements import required
from certification.workflow import CERTIFICATE
from core.changes import announce
from core.workflow import perform
from ikm.enums import BusinessScale
from ikm.models import Ikm
from products.enums import MadeAt, PackagingKind, Process, ProductState, Storage
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis
from reference.models import ProductCategory
from tests.factories import make_certificate, make_ikm, make_nutrition, make_product, make_user

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
    assert (readiness.missing_count, readiness.last_axis, readiness.next_step) == (3, "", "licence.missing.pirt+md")


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
    assert counts == [7, 7]


def test_edited_rule_reaches_the_products_of_its_category(django_capture_on_commit_callbacks):
    product = make_product(category="anyaman")
    rule = Requirement.objects.filter(category="anyaman", axis="halal").order_by("order", "pk").first()
    Requirement.objects.filter(pk=rule.pk).update(
        obligation="mandatory", conditions={}, business_scale="", confidence="H"
    )
    with django_capture_on_commit_callbacks(execute=True):
        announce(Requirement, [rule.pk])
    assert Readiness.objects.get(product=product).missing_count == 1


def test_a_rule_that_begins_today_is_found_by_the_daily_work_and_only_once():
    product = make_product(category="anyaman")
    today = timezone.localdate()
    Readiness.objects.filter(product=product).update(refreshed_at=timezone.now() - datetime.timedelta(days=3))
    Requirement.objects.create(
        category_id="anyaman",
        axis="halal",
        obligation="mandatory",
        begins_on=today,
        sentence="Wajib.",
        order=0,
        confidence="H",
    )
    Requirement.objects.filter(category="anyaman", axis="halal", begins_on=None).update(order=5)
    assert (refresh_begun(), refresh_begun()) == (1, 0)
    assert Readiness.objects.get(product=product).missing_count == 1


def test_a_lapsed_claim_is_found_too_and_a_replaced_paper_is_not():
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    claimed, replaced = make_product(category="kerupuk"), make_product(category="kerupuk")
    make_certificate(claimed, "pirt", state=CertificateState.CLAIMED, valid_until=yesterday)
    make_certificate(replaced, "pirt", state=CertificateState.SUPERSEDED, valid_until=yesterday)
    Readiness.objects.update(refreshed_at=timezone.now() - datetime.timedelta(days=1))
    assert (refresh_lapsed(), refresh_lapsed()) == (1, 0)
    assert Readiness.objects.get(product=claimed).licence_status == "expired"


def test_a_lapse_that_changes_nothing_is_not_found_again():
    product = make_product(category="kerupuk")
    make_certificate(product, "pirt", valid_until=timezone.localdate() - datetime.timedelta(days=1))
    make_certificate(product, "pirt")
    Readiness.objects.update(refreshed_at=timezone.now() - datetime.timedelta(days=1))
    assert (refresh_lapsed(), refresh_lapsed()) == (1, 0)
    assert Readiness.objects.get(product=product).licence_status == "verified"


def halal_only(**rule):
    """A product of a category with one rule about halal and nothing else."""
    Requirement.objects.filter(category="anyaman").delete()
    values = {"obligation": "mandatory", "confidence": "H", "sentence": "Wajib.", "order": 0} | rule
    Requirement.objects.create(category_id="anyaman", axis="halal", **values)
    return make_product(category="anyaman")


def columns(product):
    row = Readiness.objects.get(product=product)
    return row.halal_obligation, row.missing_count, row.last_axis, row.next_step


def test_one_binding_rule_left_names_its_axis():
    assert columns(halal_only()) == ("mandatory", 1, "halal", "halal.missing")


@pytest.mark.parametrize("confidence", ["M", "L"])
def test_a_rule_the_table_is_unsure_of_guides_and_never_counts(confidence):
    product = halal_only(confidence=confidence)
    assert columns(product) == ("advised", 0, "", "halal.missing")
    assert product.readiness.lacking() == []
    assert four(product)["halal"] == "belum"


def test_a_binding_step_comes_before_an_advised_one():
    product = halal_only(confidence="M")
    Requirement.objects.create(
        category_id="anyaman", axis="nutrition", obligation="mandatory", confidence="H", sentence="Wajib.", order=0
    )
    make_nutrition(product, state=CertificateState.CLAIMED)
    assert columns(product) == ("advised", 1, "nutrition", "nutrition.claimed")


@pytest.mark.parametrize("state", [ProductState.DRAFT, ProductState.DISCONTINUED])
def test_drafts_and_discontinued_products_are_on_no_list(state):
    product = halal_only()
    Product.objects.filter(pk=product.pk).update(state=state)
    refresh([product.pk])
    assert columns(product) == ("mandatory", 1, "", "halal.missing")


@pytest.mark.parametrize("state", [CertificateState.RETURNED, CertificateState.REFUSED, CertificateState.REVOKED])
def test_the_step_says_how_the_paper_came_back(state):
    product = make_product(category="kerupuk")
    make_certificate(product, "pirt", state=state)
    assert Readiness.objects.get(product=product).next_step == f"licence.{state}.pirt"


def test_the_regency_follows_the_product():
    product = make_product(ikm=make_ikm(regency="63.03"))
    assert Readiness.objects.get(product=product).regency_id == "63.03"


def test_a_refresh_that_changes_nothing_writes_nothing_and_keeps_the_day():
    product = make_product(category="kerupuk")
    seen_at = Readiness.objects.get(product=product).refreshed_at
    refresh([product.pk])
    assert Readiness.objects.get(product=product).refreshed_at == seen_at
    Readiness.objects.update(refreshed_at=seen_at - datetime.timedelta(days=1))
    refresh([product.pk])
    assert timezone.localdate(Readiness.objects.get(product=product).refreshed_at) == timezone.localdate()


def test_many_rows_are_written_like_one(monkeypatch):
    """PostgreSQL copies from here on; elsewhere both ways are the same."""
    products = [make_product(category=category) for category in ("kerupuk", "anyaman", "kosmetik")]
    one_by_one = stored()
    Readiness.objects.all().delete()
    monkeypatch.setattr("certification.readiness_rows.COPY_FROM", 1)
    refresh([product.pk for product in products])
    assert stored() == one_by_one
    Readiness.objects.update(next_step="", missing_count=9, regency=None)
    refresh([product.pk for product in products])
    assert stored() == one_by_one


def stored():
    return {row.pop("product_id"): row for row in Readiness.objects.values() if row.pop("refreshed_at")}


STATUS_ORDER = ["verified", "claimed", "in_process", "expired", "refused", "missing"]
HOW_ORDER = ["returned", "refused", "revoked"]


def judged_alone(product, on):
    """The same answer worked out for one product, without sets, memory or a shared query."""
    papers = {axis: [] for axis in Axis.values}
    for paper in product.certificates.exclude(state="superseded"):
        if AXIS_OF_KIND.get(paper.kind):
            papers[str(AXIS_OF_KIND[paper.kind])].append((status_alone(paper.state, paper.valid_until, on), paper))
    nutrition = getattr(product, "nutrition", None)
    if nutrition and nutrition.state != "superseded":
        papers["nutrition"].append((status_alone(nutrition.state, None, on), nutrition))
    papers_and_answers = {axis: list(found) for axis, found in papers.items()}
    for answer in product.answers.filter(answer="in_process"):
        papers_and_answers[answer.axis].append(("in_process", None))
    row, lacking, steps = {}, [], {}
    for axis, rule in required(product, on).items():
        found = [
            (STATUS_ORDER.index(status), how_alone(status, paper), getattr(paper, "kind", ""))
            for status, paper in papers_and_answers[axis]
            if not getattr(paper, "kind", "")
            or not rule.accepted_permits
            or paper.kind in rule.accepted_permits
            or rule.confidence == "L"
        ]
        place, how, kind = min(found, default=(5, 9, ""))
        status = STATUS_ORDER[place]
        row |= {f"{axis}_obligation": str(rule.obligation), f"{axis}_status": status}
        if status != "verified" and rule.obligation in ("mandatory", "advised"):
            turn = 0 if place > 2 else 3 - place
            said = HOW_ORDER[how] if status == "refused" else status
            permits = "+".join([kind] if kind else rule.accepted_permits) if axis == "licence" else ""
            code = ".".join(filter(None, (axis, said, permits)))
            axis_place = ["licence", "halal", "nutrition"].index(axis)
            steps[rule.obligation == "advised", turn, axis_place] = code
            if rule.obligation == "mandatory":
                lacking.append(axis)
    is_listed = product.state not in ("draft", "discontinued")
    return row | {
        "missing_count": len(lacking),
        "last_axis": lacking[0] if len(lacking) == 1 and is_listed else "",
        "next_step": steps[min(steps)] if steps else "",
        "regency_id": product.regency_id,
    }


def status_alone(state, valid_until, on):
    if valid_until and valid_until < on:
        return "expired"
    return {"verified": "verified", "claimed": "claimed"}.get(state, "refused")


def how_alone(status, paper):
    return HOW_ORDER.index(paper.state) if status == "refused" else 9


def random_products(dice, count):
    """Products of every kind with random papers, written in a few queries."""
    categories = list(ProductCategory.objects.values_list("pk", flat=True))
    ikms = [
        make_ikm(business_scale=scale, legal_form=form)
        for scale in ("", *BusinessScale.values)
        for form in ("", *(value for value, _label in Ikm._meta.get_field("legal_form").choices))
    ]
    products = Product.objects.bulk_create(
        Product(
            ikm=(ikm := dice.choice(ikms)), regency_id=ikm.regency_id, name=f"Produk {number}",
            category_id=dice.choice(categories), state=dice.choice(["draft", "submitted", "verified", "discontinued"]),
            made_at=dice.choice(["", *MadeAt.values]), storage=dice.choice(["", *Storage.values]),
            process=dice.choice(["", *Process.values]), packaging_kind=dice.choice(["", *PackagingKind.values]),
            shelf_life_days=dice.choice([None, 0, 1, 6, 7, 8, 9, 30, 365]), ready_to_eat=dice.random() < 0.3,
            health_claim=dice.random() < 0.2, animal_material=dice.random() < 0.5,
        )
        for number in range(count)
    )  # fmt: skip
    days = [None, TODAY - datetime.timedelta(days=1), TODAY, TODAY + datetime.timedelta(days=200)]
    states = list(CertificateState.values)
    kinds = ["pirt", "md", "slhs", "tr", "cosmetic", "akd", "pkd", "halal", "halal_mui", "brand"]
    certificates = [
        Certificate(ikm=dice.choice(ikms), kind=dice.choice(kinds), state=dice.choice(states),
                    valid_until=dice.choice(days))
        for _ in range(count)
    ]  # fmt: skip
    Certificate.objects.bulk_create(certificates)
    through = Certificate.products.through
    pairs = {(dice.choice(certificates).pk, dice.choice(products).pk) for _ in range(2 * count)}
    through.objects.bulk_create(through(certificate_id=paper, product_id=product) for paper, product in pairs)
    NutritionFacts.objects.bulk_create(
        NutritionFacts(
            product=product, state=dice.choice(states), basis="table", serving_milli=1, pack_milli=1, fat_mg=0,
            saturated_fat_mg=0, protein_mg=0, carbohydrate_mg=0, sugar_mg=0, sodium_mg=0,
        )
        for product in dice.sample(products, count // 3)
    )  # fmt: skip
    CertificateAnswer.objects.bulk_create(
        CertificateAnswer(product=product, axis=axis, answer=dice.choice(Answer.values))
        for axis in Axis.values
        for product in dice.sample(products, count // 4)
    )
    return [product.pk for product in products]


def test_sets_in_any_cut_say_what_each_product_alone_would():
    dice = random.Random(20261124)
    pks = random_products(dice, 150)
    alone = {product.pk: judged_alone(product, TODAY) for product in Product.objects.select_related("ikm")}
    refresh_all(on=TODAY)
    assert stored() == alone
    for size in (1, 7, 64):
        Readiness.objects.filter(product__in=dice.sample(pks, 60)).update(next_step="", last_axis="", missing_count=0)
        Readiness.objects.filter(product__in=dice.sample(pks, 20)).delete()
        assert refresh_all(on=TODAY, size=size) == len(pks)
        assert stored() == alone
    Readiness.objects.all().delete()
    for start in range(0, len(pks), 40):
        refresh(reversed(pks[start : start + 40]), on=TODAY)
    assert stored() == alone


def test_products_of_an_earlier_version_are_judged_once(reference_data):
    known, old, new = make_product(), make_product(), make_product()
    Readiness.objects.filter(product=old).update(regency=None, missing_count=9)
    Readiness.objects.filter(product=new).delete()
    assert (refresh_unjudged(), refresh_unjudged()) == (2, 0)
    found = Readiness.objects.values_list("product_id", "regency_id", "missing_count")
    assert set(found) == {(product.pk, "63.02", 0) for product in (known, old, new)}
