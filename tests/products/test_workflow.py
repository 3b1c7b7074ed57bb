"""The product's transitions: the matrix and the guards."""

import pytest

from core.models import Touch
from core.touches import touch
from core.workflow import TransitionRefused, perform
from ikm.enums import IkmState
from products.enums import ProductState
from products.workflow import PRODUCT
from tests.factories import make_ikm, make_product, make_user
from tests.matrix import KINDS, allowed, people, tie, verbs

pytestmark = pytest.mark.django_db

KEEPS = "owner officer_who_typed facilitator reviewer_who_owns"
ALLOWED = allowed(
    {
        "submit": ("draft returned returned_by_bbi", KEEPS),
        "withdraw": ("submitted", KEEPS),
        "amend": ("verified eligible accepted rejected_by_bbi", KEEPS),
        "discontinue": (
            "draft submitted returned verified eligible accepted returned_by_bbi rejected_by_bbi", KEEPS,
        ),
        "resume": ("discontinued", KEEPS),
        "verify": ("submitted", "officer reviewer"),
        "return": [
            ("submitted", "officer officer_who_typed officer_after_claim reviewer"),
            ("verified eligible", "reviewer"),
        ],
        "approve": ("verified", "reviewer"),
        "reconsider": ("rejected_by_bbi", "reviewer"),
        "propose": ("eligible", "reviewer"),
        "accept": ("proposed", "reviewer"),
        "bbi_return": ("proposed", "reviewer"),
        "bbi_reject": ("proposed", "reviewer"),
    }
)  # fmt: skip


def test_matrix_of_states_verbs_and_people():
    persons = people()
    found = set()
    for kind in KINDS:
        ikm = make_ikm(state=IkmState.VERIFIED)
        tie(ikm, kind, persons[kind])
        for state in ProductState.values:
            product = make_product(ikm, state=state)
            tie(ikm, kind, persons[kind], product)
            found |= {(state, verb, kind) for verb in verbs(PRODUCT, product, persons[kind])}
    assert found == ALLOWED


def test_product_of_an_unverified_ikm_is_not_verified():
    product = make_product(make_ikm())
    with pytest.raises(TransitionRefused, match="Verifikasi dahulu IKM"):
        perform(PRODUCT, product, "verify", by=make_user("officer"))


def test_missing_mandatory_certificate_blocks_approval():
    product = make_product(state=ProductState.VERIFIED, category="kerupuk")
    with pytest.raises(TransitionRefused, match="Belum bisa dinyatakan layak: Halal, Gizi, Izin edar"):
        perform(PRODUCT, product, "approve", by=make_user("reviewer"))


def test_product_without_duties_is_approved():
    product = perform(PRODUCT, make_product(state=ProductState.VERIFIED), "approve", by=make_user("reviewer"))
    assert product.state == ProductState.ELIGIBLE


def test_province_return_comes_straight_back_when_nothing_checked_has_changed():
    owner, officer, reviewer = make_user(), make_user("officer"), make_user("reviewer")
    product = make_product(make_ikm(state=IkmState.VERIFIED, owner=owner))
    perform(PRODUCT, product, "verify", by=officer)
    perform(PRODUCT, product, "return", by=reviewer, note="Foto kurang jelas.")
    assert perform(PRODUCT, product, "submit", by=owner).state == ProductState.VERIFIED
    perform(PRODUCT, product, "return", by=reviewer, note="Nama tidak sama dengan label.")
    touch(product, Touch.Reason.CHANGED, by=owner)
    assert perform(PRODUCT, product, "submit", by=owner).state == ProductState.SUBMITTED
