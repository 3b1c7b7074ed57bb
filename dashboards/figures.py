"""Numbers across apps, pre-computed per kabupaten/kota by a few set-based queries and read in one.

Keys: `ikm.<state>`, `ikm.registered`, `product.<state>`, `axis.<axis>.<word>` (registered products by the four
words), `one_left.<axis>` (one mandatory proof missing: this one), `certificate.claimed`. `refresh` replaces all of
them in one transaction; the clock calls it when something has changed (normally under 60 seconds old).
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from certification.enums import CertificateState
from certification.models import Certificate, Readiness
from certification.readiness import word_of
from core.changes import register
from core.jobs import job, on_tick
from core.models import ClockMark
from dashboards.models import Figure
from ikm.enums import REGISTERED_STATES, IkmState
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product
from reference.enums import Axis

CLOCK = "figures"
REFRESH_ANYWAY = timedelta(minutes=10)


def refresh():
    """Recompute every figure; returns how many rows stand afterwards."""
    now = timezone.now()
    numbers = Counter()
    for regency, state, count in _by(Ikm.objects.exclude(state=IkmState.DRAFT), "regency", "state"):
        numbers[regency, f"ikm.{state}"] += count
        if state in REGISTERED_STATES:
            numbers[regency, "ikm.registered"] += count
    for regency, state, count in _by(Product.objects.exclude(state=ProductState.DRAFT), "regency", "state"):
        numbers[regency, f"product.{state}"] += count
    live = Product.objects.exclude(state__in=[ProductState.DRAFT, ProductState.DISCONTINUED])
    for axis in Axis.values:
        rows = _by(live, "regency", f"readiness__{axis}_obligation", f"readiness__{axis}_status")
        for regency, obligation, status, count in rows:
            if status is not None:
                numbers[regency, f"axis.{axis}.{word_of(obligation, status)}"] += count
    for regency, axis, count in _by(Readiness.objects.exclude(last_axis=""), "regency", "last_axis"):
        numbers[regency, f"one_left.{axis}"] += count
    papers = Certificate.objects.filter(state=CertificateState.CLAIMED).exclude(
        ikm__state__in=[IkmState.DRAFT, IkmState.MERGED]
    )
    for regency, count in _by(papers, "ikm__regency"):
        numbers[regency, "certificate.claimed"] += count
    with transaction.atomic():
        # One at a time: the row of the clock is the lock.
        mark, _created = ClockMark.objects.select_for_update().get_or_create(name=CLOCK)
        Figure.objects.all().delete()
        Figure.objects.bulk_create(
            [
                Figure(regency_id=regency, key=key, value=value, computed_at=now)
                for (regency, key), value in sorted(numbers.items(), key=str)
                if regency
            ],
            batch_size=1000,
        )
        mark.at = now
        mark.save(update_fields=["at"])
    return len(numbers)


@job
def recompute():
    """`refresh` as a job, for a person who does not want to wait for the clock."""
    refresh()


def _by(rows, *fields):
    return rows.order_by().values_list(*fields).annotate(count=Count("pk"))


def figures_for(region_code):
    """({(regency, key): value}, computed_at or None) of the regencies within a region, in one query."""
    within = Q(regency=region_code) | Q(regency__code__startswith=f"{region_code}.")
    rows, computed = {}, None
    for regency, key, value, at in Figure.objects.filter(within).values_list(
        "regency_id", "key", "value", "computed_at"
    ):
        rows[regency, key] = value
        computed = at
    return rows, computed


def total(rows, key):
    """Sum of one key over the regencies."""
    return sum(value for (_, name), value in rows.items() if name == key)


def is_late(computed, now=None):
    """True when something changed and the figures are older than five minutes."""
    mark = ClockMark.objects.filter(name=CLOCK).first()
    now = now or timezone.now()
    waiting = mark is not None and mark.dirty_at is not None and (computed is None or mark.dirty_at > computed)
    return waiting and (computed is None or (now - computed).total_seconds() > 300)


def _mark(pks, by):
    """After the commit, so that a long import never makes every other writer wait for this one row."""
    transaction.on_commit(_mark_now)


def _mark_now():
    ClockMark.objects.update_or_create(name=CLOCK, defaults={"dirty_at": timezone.now()})


@on_tick
def refresh_when_dirty():
    """Refresh when something has changed since, and every ten minutes in any case."""
    mark = ClockMark.objects.filter(name=CLOCK).first()
    overdue = mark is None or mark.at is None or timezone.now() - mark.at > REFRESH_ANYWAY
    if overdue or (mark.dirty_at is not None and mark.dirty_at > mark.at):
        return refresh()
    return 0


for _model in (Ikm, Product, Certificate):
    register(_model._meta.label_lower, _mark)
