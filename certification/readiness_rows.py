"""How readiness is read and written in sets: one reading per fact for thousands of products, only changed rows written.

What only PostgreSQL can do (COPY) stands behind `_put` with the plain fallback beside it.
"""

import csv
import io
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from certification.enums import Answer, AxisStatus, CertificateState
from certification.models import Certificate, CertificateAnswer, NutritionFacts, Readiness
from certification.requirements import IKM_FACTS, PRODUCT_FACTS
from ikm.models import Ikm
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis

COLUMNS = (
    *(f"{axis}_{part}" for axis in Axis.values for part in ("obligation", "status")),
    "missing_count",
    "last_axis",
    "next_step",
    "regency_id",
)
FACTS = (*PRODUCT_FACTS, *IKM_FACTS)
# Below this a temporary table costs more than it saves.
COPY_FROM = 500


@dataclass(frozen=True, order=True)
class Paper:
    """What one paper or answer says about one axis; `kind` and `state` are empty where there is none."""

    axis: str
    status: str
    kind: str = ""
    state: str = ""


def products_in(pks):
    """[(pk, category, state, regency, scale, facts)] of products, in order of key, in two queries.

    `pks` is a list or a range. No query here joins: over a range a join would read the other table whole every time.
    """
    products = Product.objects.filter(_among("pk", pks)).order_by("pk")
    rows = list(products.values_list("pk", "category_id", "state", "regency_id", "ikm_id", *PRODUCT_FACTS))
    makers = {
        pk: (scale, facts)
        for pk, scale, *facts in Ikm.objects.filter(pk__in={row[4] for row in rows}).values_list(
            "pk", "business_scale", *IKM_FACTS
        )
    }
    for pk, category, state, regency, maker, *facts in rows:
        scale, more = makers[maker]
        yield pk, category, state, regency, scale, (*facts, *more)


def standing(pks):
    """{product: (refreshed_at, columns)} of the rows as they stand."""
    rows = Readiness.objects.filter(_among("product_id", pks)).values_list("product_id", "refreshed_at", *COLUMNS)
    return {pk: (refreshed_at, tuple(columns)) for pk, refreshed_at, *columns in rows}


def papers_of(pks, on):
    """{product: {Paper, …}} from certificates, nutrition facts and answers, in four queries."""
    found = {}
    through = Certificate.products.through.objects.filter(_among("product_id", pks))
    pairs = list(through.values_list("product_id", "certificate_id"))
    papers = {}
    certificates = Certificate.objects.filter(pk__in={certificate for _product, certificate in pairs})
    for pk, kind, state, valid_until in certificates.values_list("pk", "kind", "state", "valid_until"):
        axis = AXIS_OF_KIND.get(kind)
        status = paper_status(state, valid_until, on)
        if axis and status:
            papers[pk] = Paper(str(axis), str(status), kind, state)
    for product, certificate in pairs:
        if certificate in papers:
            found.setdefault(product, set()).add(papers[certificate])
    nutrition = NutritionFacts.objects.filter(_among("product_id", pks)).values_list("product_id", "state")
    for product, state in nutrition:
        status = paper_status(state, None, on)
        if status:
            found.setdefault(product, set()).add(Paper(Axis.NUTRITION.value, str(status), "", state))
    answers = CertificateAnswer.objects.filter(_among("product_id", pks), answer=Answer.IN_PROCESS)
    for product, axis in answers.values_list("product_id", "axis"):
        found.setdefault(product, set()).add(Paper(axis, AxisStatus.IN_PROCESS.value))
    return found


def paper_status(state, valid_until, on):
    """An `AxisStatus`, or None for a paper a newer one has replaced."""
    if state == CertificateState.SUPERSEDED:
        return None
    if valid_until is not None and valid_until < on:
        return AxisStatus.EXPIRED
    return {
        CertificateState.VERIFIED: AxisStatus.VERIFIED,
        CertificateState.CLAIMED: AxisStatus.CLAIMED,
    }.get(state, AxisStatus.REFUSED)


def write(changed, unchanged, now):
    """Put the changed rows, (pk, *COLUMNS) each; rows that stand as they are only take the new day."""
    with transaction.atomic(savepoint=False):
        if changed:
            _put(changed, now)
        if unchanged:
            Readiness.objects.filter(product__in=unchanged).update(refreshed_at=now)


def day_begins(now):
    """The moment the local day of `now` began."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _among(name, pks):
    if isinstance(pks, range):
        return Q(**{f"{name}__gte": pks.start, f"{name}__lt": pks.stop})
    return Q(**{f"{name}__in": pks})


def _put(rows, now):
    if connection.vendor == "postgresql" and len(rows) >= COPY_FROM:
        _copy(rows, now)
    else:
        _insert(rows, now)


def _insert(rows, now):
    names = [name.removesuffix("_id") for name in COLUMNS]
    Readiness.objects.bulk_create(
        [
            Readiness(product_id=pk, refreshed_at=now, **dict(zip(COLUMNS, columns, strict=True)))
            for pk, *columns in rows
        ],
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=[*names, "refreshed_at"],
        batch_size=500,
    )


def _copy(rows, now):
    names = ["product_id", *COLUMNS, "refreshed_at"]
    text = io.StringIO()
    moment = now.isoformat()
    csv.writer(text, lineterminator="\n").writerows((*row, moment) for row in rows)
    text.seek(0)
    table = connection.ops.quote_name(Readiness._meta.db_table)
    columns = ", ".join(names)
    filled = ", ".join(name for name in names if name != "regency_id")
    taken = ", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS readiness_rows (LIKE {table}) ON COMMIT DROP")
        cursor.execute("TRUNCATE readiness_rows")
        cursor.copy_expert(
            f"COPY readiness_rows ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({filled}))", text
        )
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM readiness_rows ORDER BY product_id"
            f" ON CONFLICT (product_id) DO UPDATE SET {taken}"
        )
