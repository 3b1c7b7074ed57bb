import datetime

import pytest
from django.core.files.base import ContentFile

from certification.enums import Answer, AxisStatus, CertificateState
from certification.models import CertificateAnswer, NutritionFacts, Readiness
from certification.papers import (
    add_certificate,
    answer_axis,
    axis_cards,
    change_certificate,
    number_problem,
    replace_certificate,
    save_nutrition,
)
from certification.workflow import CERTIFICATE, NUTRITION
from core.audit import events_of
from core.models import Touch
from core.touches import has_touched
from core.workflow import TransitionRefused, perform
from tests.factories import make_certificate, make_ikm, make_product, make_user

PIRT = "P-IRT 2066302010012-30"
HALAL = "ID63110001234560124"
FACTS = {
    "basis": "table", "per": "100g", "serving_milli": 25_000, "pack_milli": 100_000, "fat_mg": 20_000,
    "saturated_fat_mg": 8_000, "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
}  # fmt: skip


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def product(owner):
    return make_product(make_ikm(owner=owner), category="kerupuk")


@pytest.fixture
def officer(reference_data):
    return make_user("officer")


def status(product, axis):
    return getattr(Readiness.objects.get(product=product), f"{axis}_status")


def touches(paper):
    rows = Touch.objects.filter(object_type=paper._meta.label_lower, object_id=paper.pk).order_by("reason")
    return list(rows.values_list("user", "reason"))


def test_answer_keeps_only_what_belongs_to_it(product, owner):
    said = answer_axis(
        product, "halal", Answer.IN_PROCESS, reason="tidak", application_number=" AB-1 ",
        applied_on=datetime.date(2026, 11, 1), by=owner,
    )  # fmt: skip
    assert (said.reason, said.application_number, said.applied_on, said.by) == (
        "", "AB-1", datetime.date(2026, 11, 1), owner,
    )  # fmt: skip
    assert status(product, "halal") == AxisStatus.IN_PROCESS
    said = answer_axis(product, "halal", Answer.NOT_NEEDED, reason="dijual mentah", application_number="AB-1", by=owner)
    assert (said.reason, said.application_number, said.applied_on) == ("dijual mentah", "", None)
    assert status(product, "halal") == AxisStatus.MISSING
    assert CertificateAnswer.objects.filter(product=product).count() == 1
    assert [row.history_user for row in said.history.all()] == [owner, owner]


def test_added_pirt_is_read_claimed_touched_and_audited(product, owner, officer):
    paper = add_certificate(
        product.ikm, [product], "pirt", PIRT, ContentFile(b"%PDF-1.4", name="dokumen.pdf"), issuer="Dinkes", by=officer
    )
    assert (paper.state, paper.number, paper.number_raw, paper.valid_until) == (
        CertificateState.CLAIMED, "2066302010012-30", PIRT, datetime.date(2030, 12, 31),
    )  # fmt: skip
    assert list(paper.products.all()) == [product]
    assert touches(paper) == [(officer.pk, "created")]
    [event] = events_of(paper)
    assert (event.action, event.actor, event.on_behalf_of, event.detail) == (
        "certificate.document_attached", officer, owner, {"size": 8},
    )  # fmt: skip
    assert CertificateAnswer.objects.get(product=product, axis="licence").answer == Answer.HAVE
    assert status(product, "licence") == AxisStatus.CLAIMED


def test_halal_has_no_end_date(product, owner):
    paper = add_certificate(product.ikm, [product], "halal", HALAL, valid_until=datetime.date(2027, 1, 1), by=owner)
    assert (paper.number, paper.valid_until) == (HALAL, None)


def verified(product, officer, number=PIRT):
    paper = add_certificate(product.ikm, [product], "pirt", number, issuer="Dinkes", by=product.ikm.owner)
    return perform(CERTIFICATE, paper, "verify", by=officer)


def test_changed_number_is_claimed_again(product, owner, officer):
    paper = change_certificate(verified(product, officer), {"number_raw": "2066302010012-31"}, by=owner)
    assert (paper.state, paper.number, paper.valid_until) == (
        CertificateState.CLAIMED, "2066302010012-31", datetime.date(2031, 12, 31),
    )  # fmt: skip
    assert [row.name for row in paper.transitions.all()] == ["verify", "claim"]
    assert touches(paper) == [(owner.pk, "changed"), (owner.pk, "created")]
    assert has_touched(owner, paper)
    assert status(product, "licence") == AxisStatus.CLAIMED


@pytest.mark.parametrize(
    "data",
    [{"issued_on": datetime.date(2025, 5, 5)}, {"document": ContentFile(b"%PDF-1.4", name="dokumen.pdf")}],
    ids=["date", "document"],
)
def test_changed_proof_is_claimed_again(product, owner, officer, data):
    assert change_certificate(verified(product, officer), data, by=owner).state == CertificateState.CLAIMED


def test_another_product_on_a_verified_paper_is_checked_again(product, owner, officer):
    paper = verified(product, officer)
    second = make_product(product.ikm, category="kerupuk")
    paper = change_certificate(paper, {"products": [second]}, by=owner)
    assert (paper.state, list(paper.products.all())) == (CertificateState.CLAIMED, [second])
    assert (status(product, "licence"), status(second, "licence")) == (AxisStatus.MISSING, AxisStatus.CLAIMED)


def test_put_right_issuer_stays_verified(product, owner, officer):
    paper = change_certificate(verified(product, officer), {"issuer": "Dinas Kesehatan", "number_raw": PIRT}, by=owner)
    assert (paper.state, paper.issuer) == (CertificateState.VERIFIED, "Dinas Kesehatan")
    assert touches(paper) == [(owner.pk, "created")]


def test_any_save_claims_a_returned_paper(product, owner, officer):
    paper = perform(CERTIFICATE, verified(product, officer), "return", by=officer, note="Berkas buram.")
    assert change_certificate(paper, {"issuer": "Dinkes"}, by=owner).state == CertificateState.CLAIMED


def test_revoked_paper_cannot_be_changed(product, owner, officer):
    paper = perform(CERTIFICATE, verified(product, officer), "revoke", by=make_user("reviewer"), note="Dicabut.")
    with pytest.raises(TransitionRefused) as refused:
        change_certificate(paper, {"issuer": "Lain"}, by=owner)
    assert str(refused.value) == "Sertifikat ini sudah tidak berlaku. Tambahkan sertifikat yang baru."


def test_replaced_paper_is_superseded_and_keeps_its_products(product, owner, officer):
    old = verified(product, officer)
    new = replace_certificate(old, {"number_raw": "2066302010012-31"}, by=owner)
    old.refresh_from_db()
    assert (old.state, old.superseded_by) == (CertificateState.SUPERSEDED, new)
    assert (new.state, new.kind, list(new.products.all())) == (CertificateState.CLAIMED, "pirt", [product])
    assert status(product, "licence") == AxisStatus.CLAIMED


def test_number_problem_names_nobody(product, owner, officer):
    paper = verified(product, officer)
    elsewhere = make_ikm()
    assert number_problem(product.ikm, "pirt", paper.number, but=paper) == ""
    assert number_problem(product.ikm, "pirt", paper.number) == (
        "Sertifikat dengan nomor ini sudah Anda masukkan. Buka sertifikat itu dan pilih produknya di sana."
    )
    assert number_problem(elsewhere, "pirt", paper.number) == (
        "Nomor ini sudah terverifikasi pada usaha lain. Cocokkan dengan sertifikat Anda; bila benar milik Anda, "
        "hubungi petugas."
    )
    assert number_problem(elsewhere, "pirt", "") == ""
    halal = make_certificate(product, kind="halal", number=HALAL)
    assert number_problem(elsewhere, "halal", halal.number) == ""


def test_nutrition_is_claimed_again_only_when_it_changes(product, owner, officer):
    facts = save_nutrition(product, FACTS, by=owner)
    assert (facts.state, status(product, "nutrition")) == (CertificateState.CLAIMED, AxisStatus.CLAIMED)
    assert CertificateAnswer.objects.get(product=product, axis="nutrition").answer == Answer.HAVE
    perform(NUTRITION, facts, "verify", by=officer)
    assert save_nutrition(product, FACTS, by=owner).state == CertificateState.VERIFIED
    facts = save_nutrition(product, FACTS | {"fat_mg": 21_000}, by=owner)
    assert (facts.state, facts.fat_mg) == (CertificateState.CLAIMED, 21_000)
    assert touches(facts) == [(owner.pk, "changed"), (owner.pk, "created")]
    assert NutritionFacts.objects.filter(product=product).count() == 1


def test_cards_show_rule_answer_papers_and_badge(product, owner, officer):
    paper = verified(product, officer)
    replace_certificate(paper, {"number_raw": "2066302010012-31"}, by=owner)
    answer_axis(product, "halal", Answer.NONE, by=owner)
    halal, nutrition, licence = axis_cards(type(product).objects.get(pk=product.pk), datetime.date(2026, 11, 24))
    assert (halal.label, halal.is_asked, halal.answer.answer, halal.papers) == ("Halal", True, Answer.NONE, [])
    assert (halal.badge["word"], nutrition.badge["word"], licence.badge["word"]) == ("belum", "belum", "ada")
    assert [card.number for card in licence.papers] == ["2066302010012-31"]
    assert nutrition.answer is None
