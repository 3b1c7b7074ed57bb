"""Who sees which IKM: every state × kind of person, always beside rows that could leak."""

import pytest

from ikm.enums import IkmState
from ikm.models import Ikm
from products.models import Product
from tests.factories import BANJAR, KOTABARU, make_ikm, make_product, make_user

pytestmark = pytest.mark.django_db

SEEN = {"submitted", "returned", "verified", "inactive"}


def states_seen(user, regency=KOTABARU):
    return set(Ikm.objects.visible_to(user).filter(regency=regency).values_list("state", flat=True))


@pytest.fixture
def world(db):
    """Every state in two kabupaten, owned by strangers."""
    for regency in (KOTABARU, BANJAR):
        for state in IkmState.values:
            make_ikm(state=state, regency=regency, owner=make_user())


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("role", "region", "here", "elsewhere"),
    [
        ("officer", KOTABARU, SEEN, set()),
        ("reviewer", "63", SEEN, SEEN),
        ("head", "63", SEEN, SEEN),
        ("head", KOTABARU, SEEN, set()),
        ("facilitator", KOTABARU, set(), set()),
        ("admin", None, set(), set()),
        ("", None, set(), set()),
    ],
)
def test_by_role(role, region, here, elsewhere):
    user = make_user(role, region)
    assert (states_seen(user), states_seen(user, BANJAR)) == (here, elsewhere)


@pytest.mark.usefixtures("world")
def test_owner_sees_all_of_the_own_and_nothing_else():
    owner = make_user()
    own = {make_ikm(state=state, owner=owner, regency=BANJAR).pk for state in ("draft", "verified")}
    assert set(Ikm.objects.visible_to(owner).values_list("pk", flat=True)) == own


@pytest.mark.usefixtures("world")
def test_officer_sees_the_drafts_the_officer_typed_but_not_those_of_owners():
    officer = make_user("officer")
    draft = make_ikm(state="draft", created_by=officer)
    assert list(Ikm.objects.visible_to(officer).filter(state="draft")) == [draft]


def test_a_neighbouring_code_does_not_leak():
    """63.7 is no prefix of 63.71 for an officer of 63.7x; scope compares whole codes."""
    inside, outside = make_ikm(regency="63.71"), make_ikm(regency="63.72")
    assert list(Ikm.objects.visible_to(make_user("officer", "63.71"))) == [inside]
    assert outside not in Ikm.objects.visible_to(make_user("officer", "63.71"))


def test_products_follow_the_same_rule():
    here, elsewhere = make_product(), make_product(make_ikm(state="verified", regency=BANJAR))
    draft = make_product(state="draft")
    officer = make_user("officer")
    assert list(Product.objects.visible_to(officer)) == [here]
    assert set(Product.objects.visible_to(make_user("reviewer"))) == {here, elsewhere}
    assert draft not in Product.objects.visible_to(make_user("reviewer"))


def test_assigned_facilitator_sees_the_ikm_and_its_products():
    facilitator = make_user("facilitator")
    product = make_product()
    make_product()
    product.ikm.facilitators.add(facilitator)
    assert list(Product.objects.visible_to(facilitator)) == [product]
    assert list(Ikm.objects.visible_to(facilitator)) == [product.ikm]
