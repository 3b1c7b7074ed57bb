import datetime

import pytest
import time_machine
from django.utils import timezone

from core.changes import announce
from core.models import ClockMark
from dashboards import figures
from dashboards.models import Figure
from ikm.enums import IkmState
from ikm.models import Ikm
from products.enums import ProductState
from tests.factories import BANJAR, KOTABARU, make_certificate, make_ikm, make_product

pytestmark = pytest.mark.django_db


def stored(regency):
    return dict(Figure.objects.filter(regency=regency).values_list("key", "value"))


@pytest.fixture
def world():
    """Kotabaru: two registered IKM with products; Banjar: one, which must not leak; drafts count nowhere."""
    verified = make_ikm(state=IkmState.VERIFIED)
    make_ikm(state=IkmState.SUBMITTED)
    make_ikm(state=IkmState.INACTIVE)
    draft = make_ikm(state=IkmState.DRAFT)
    make_product(ikm=verified, state=ProductState.ELIGIBLE)
    make_product(ikm=verified, state=ProductState.DRAFT)
    make_product(ikm=verified, state=ProductState.DISCONTINUED)
    crackers = make_product(ikm=verified, state=ProductState.SUBMITTED, category="kerupuk", net_weight=30)
    make_certificate(crackers, kind="halal", number="ID63110000001")
    make_certificate(crackers, kind="pirt", state="claimed")
    make_certificate(make_product(ikm=draft, state=ProductState.DRAFT), state="claimed")
    make_product(ikm=make_ikm(state=IkmState.VERIFIED, regency=BANJAR), state=ProductState.ACCEPTED)
    return crackers


def test_refresh_counts_each_kabupaten_exactly(world):
    world.refresh_from_db()
    figures.refresh()
    crackers_axis = dict.fromkeys(("axis.halal.ada", "axis.licence.ada"), 1)
    assert stored(KOTABARU) == {
        "ikm.verified": 1,
        "ikm.submitted": 1,
        "ikm.inactive": 1,
        "ikm.registered": 2,
        "product.eligible": 1,
        "product.discontinued": 1,
        "product.submitted": 1,
        **crackers_axis,
        "axis.halal.tidak_wajib": 1,
        "axis.licence.tidak_wajib": 1,
        **nutrition_of(world),
        "certificate.claimed": 1,
    }
    assert stored(BANJAR) == {
        "ikm.verified": 1,
        "ikm.registered": 1,
        "product.accepted": 1,
        "axis.halal.tidak_wajib": 1,
        "axis.nutrition.tidak_wajib": 1,
        "axis.licence.tidak_wajib": 1,
    }


def nutrition_of(crackers):
    """Without nutrition facts: missing where the law asks for them, and then two proofs lack; else one, the licence."""
    if crackers.readiness.nutrition_obligation == "mandatory":
        return {"axis.nutrition.belum": 1, "axis.nutrition.tidak_wajib": 1}
    return {"axis.nutrition.tidak_wajib": 2, "one_left.licence": 1}


def test_refresh_again_replaces_everything(world):
    figures.refresh()
    before = stored(KOTABARU)
    figures.refresh()
    assert stored(KOTABARU) == before


def test_figures_for_a_region_hold_only_its_kabupaten(world):
    figures.refresh()
    rows, computed_at = figures.figures_for(KOTABARU)
    assert {regency for regency, _key in rows} == {KOTABARU}
    assert computed_at == ClockMark.objects.get(name=figures.CLOCK).at
    assert {regency for regency, _key in figures.figures_for("63")[0]} == {KOTABARU, BANJAR}
    assert figures.figures_for("6")[0] == {}
    assert figures.total(figures.figures_for("63")[0], "ikm.registered") == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_refresh_takes_the_same_queries(rows, django_assert_num_queries):
    for _ in range(rows):
        make_product()
    with django_assert_num_queries(16):
        figures.refresh()


def test_figures_are_late_five_minutes_after_a_change_they_lack(django_capture_on_commit_callbacks):
    start = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as clock:
        figures.refresh()
        clock.shift(60)
        with django_capture_on_commit_callbacks(execute=True):
            announce(Ikm, [make_ikm().pk])
        _rows, computed_at = figures.figures_for("63")
        clock.shift(180)
        assert not figures.is_late(computed_at or start, timezone.now())
        clock.shift(120)
        assert figures.is_late(computed_at or start, timezone.now())
        assert figures.refresh_when_dirty() > 0
        assert not figures.is_late(figures.figures_for("63")[1], timezone.now())
        assert figures.refresh_when_dirty() == 0
