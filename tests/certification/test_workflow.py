"""Certificates and nutrition facts: who may do what in which state."""

import pytest

from certification.enums import CertificateState
from certification.workflow import CERTIFICATE, NUTRITION
from core.workflow import TransitionRefused, perform
from ikm.enums import IkmState
from tests.factories import make_certificate, make_ikm, make_nutrition, make_product, make_user
from tests.matrix import KINDS, allowed, people, tie, verbs

pytestmark = pytest.mark.django_db

KEEPS = "owner officer_who_typed facilitator reviewer_who_owns"
COMMON = {
    "verify": ("claimed", "officer reviewer"),
    "refuse": ("claimed", "officer reviewer"),
    "return": ("claimed verified", "officer officer_who_typed officer_after_claim reviewer"),
    "revoke": ("verified", "reviewer"),
    "supersede": ("claimed verified returned refused", KEEPS),
}


@pytest.mark.parametrize(
    ("table", "make", "claimable"),
    [
        (CERTIFICATE, make_certificate, "returned refused verified"),
        (NUTRITION, make_nutrition, "returned refused verified revoked"),
    ],
)
def test_matrix_of_states_verbs_and_people(table, make, claimable):
    persons = people()
    found = set()
    for kind in KINDS:
        ikm = make_ikm(state=IkmState.VERIFIED)
        tie(ikm, kind, persons[kind])
        for state in CertificateState.values:
            paper = make(make_product(ikm), state=state)
            tie(ikm, kind, persons[kind], paper)
            found |= {(state, verb, kind) for verb in verbs(table, paper, persons[kind])}
    assert found == allowed(COMMON | {"claim": (claimable, KEEPS)})


def test_a_number_verified_elsewhere_is_not_verified_twice():
    officer = make_user("officer")
    first = make_certificate(make_product(category="kerupuk"))
    second = make_certificate(make_product(category="kerupuk"), state=CertificateState.CLAIMED, number=first.number)
    with pytest.raises(TransitionRefused, match="sudah terverifikasi pada usaha lain"):
        perform(CERTIFICATE, second, "verify", by=officer)


def test_one_halal_certificate_number_may_stand_twice():
    officer = make_user("officer")
    number = "ID63110000088320226"
    make_certificate(make_product(category="kerupuk"), "halal", number=number)
    second = make_certificate(make_product(category="kerupuk"), "halal", state=CertificateState.CLAIMED, number=number)
    assert perform(CERTIFICATE, second, "verify", by=officer).state == CertificateState.VERIFIED
