"""Keeps the work list's read model in step: which IKM wait for an officer, and since when.

A handler of core.changes: set-based, in the transaction of every write to an IKM, a product or a paper.
"""

import datetime

from django.db.models import Case, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from certification.enums import CertificateState
from certification.models import Certificate, NutritionFacts
from core.changes import register
from desk.models import Waiting
from ikm.enums import IkmState
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product

CHUNK = 2000
FAR_FUTURE = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
# A draft's papers are claimed from the first day on; they wait for nobody before the dossier is submitted.
OPEN_STATES = (IkmState.SUBMITTED, IkmState.VERIFIED)


def sync(pks):
    """Make the rows of these IKM right. Four queries per 2,000 IKM."""
    pks = sorted(set(pks))
    for start in range(0, len(pks), CHUNK):
        _sync_chunk(pks[start : start + CHUNK])


def _sync_chunk(pks):
    found = dict(
        Ikm.objects.filter(pk__in=pks).annotate(since=_since()).filter(since__lt=FAR_FUTURE).values_list("pk", "since")
    )
    Waiting.objects.filter(ikm__in=[pk for pk in pks if pk not in found]).delete()
    regencies = dict(Ikm.objects.filter(pk__in=found).values_list("pk", "regency_id"))
    Waiting.objects.bulk_create(
        [Waiting(ikm_id=pk, regency_id=regencies[pk], since=since) for pk, since in found.items()],
        update_conflicts=True,
        unique_fields=["ikm"],
        update_fields=["regency", "since"],
        batch_size=500,
    )


def _since():
    """The oldest of: the submission, a submitted product, a claimed certificate, claimed nutrition facts."""
    own = Case(When(state=IkmState.SUBMITTED, then=F("state_since")), default=Value(FAR_FUTURE))
    facts = NutritionFacts.objects.filter(state=CertificateState.CLAIMED).exclude(product__state=ProductState.DRAFT)
    return Least(
        own,
        _oldest(Product.objects.filter(state=ProductState.SUBMITTED), "ikm"),
        _if_open(_oldest(Certificate.objects.filter(state=CertificateState.CLAIMED), "ikm")),
        _if_open(_oldest(facts, "product__ikm")),
    )


def _if_open(moment):
    return Case(When(Q(state__in=OPEN_STATES), then=moment), default=Value(FAR_FUTURE))


def _oldest(queryset, path):
    first = (
        queryset.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(first=Min("state_since"))
        .values("first")
    )
    return Coalesce(Subquery(first), Value(FAR_FUTURE))


def _ikm_changed(pks, by):
    sync(pks)


def _products_changed(pks, by):
    sync(Product.objects.filter(pk__in=pks).values_list("ikm", flat=True))


def _papers_changed(pks, by):
    sync(Certificate.objects.filter(pk__in=pks).values_list("ikm", flat=True))


def _nutrition_changed(pks, by):
    sync(NutritionFacts.objects.filter(pk__in=pks).values_list("product__ikm", flat=True))


register(Ikm._meta.label_lower, _ikm_changed)
register(Product._meta.label_lower, _products_changed)
register(Certificate._meta.label_lower, _papers_changed)
register(NutritionFacts._meta.label_lower, _nutrition_changed)
