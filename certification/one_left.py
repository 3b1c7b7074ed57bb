"""“Tinggal satu dokumen”: products that lack one binding paper, and papers that would finish several products at once.

Read from readiness by its index (last axis, kabupaten/kota, product); no query here grows with the number of products.
"""

from django.db.models import Count, F, OuterRef, Q, Subquery

from accounts.rules import is_head, is_officer, is_reviewer
from certification.models import Readiness
from certification.readiness import UNLISTED
from ikm.querysets import scope_q
from products.models import Product
from reference.enums import Axis, PermitKind

KEYS = ("last_axis", "regency_id", "pk")
# Papers that one IKM holds for all of its products; the others are per product.
SHARED = {
    Axis.HALAL.value: Q(last_axis=Axis.HALAL),
    Axis.LICENCE.value: Q(last_axis=Axis.LICENCE, next_step__endswith=f".{PermitKind.SLHS}"),
}


def one_left(user):
    """Readiness of the products this person sees that lack one paper.

    Staff of a region see every product there but drafts, and drafts are on no list: the stored regency is enough.
    """
    rows = Readiness.objects.exclude(last_axis="").filter(regency__isnull=False)
    if is_officer(user) or is_reviewer(user) or is_head(user):
        return rows.filter(scope_q(user))
    return rows.filter(product__in=Product.objects.visible_to(user).values("pk"))


def counts(rows):
    """{regency code: {axis: products}} in one grouped query of the index alone."""
    found = {}
    for regency, axis, count in (
        rows.order_by().values_list("regency_id", "last_axis").annotate(count=Count("product_id"))
    ):
        found.setdefault(regency, {})[axis] = count
    return found


def shared_papers(rows, axis):
    """One row per IKM whose products, two or more, lack the same paper while nothing else of the IKM lacks anything.

    The row is that of the IKM's first such product, with `finishes` (how many). The subqueries ask about one IKM each
    and stop at the page's end.
    """
    same = SHARED[axis]
    siblings = Readiness.objects.filter(product__ikm=OuterRef("product__ikm_id")).order_by()
    alike = siblings.filter(same)
    others = siblings.filter(missing_count__gt=0).exclude(same).exclude(product__state__in=UNLISTED)
    return (
        rows.filter(same)
        .annotate(
            first=Subquery(alike.order_by("pk").values("pk")[:1]),
            finishes=Subquery(alike.values("product__ikm").annotate(count=Count("pk")).values("count")),
            other=Subquery(others.values("pk")[:1]),
        )
        .filter(pk=F("first"), finishes__gte=2, other__isnull=True)
    )


def covered_by(rows, axis):
    """{ikm: [product, …]} the shared papers of these rows would finish, in one query."""
    found = {}
    makers = [row.product.ikm_id for row in rows]
    alike = Readiness.objects.filter(SHARED[axis], product__ikm__in=makers).select_related("product").order_by("pk")
    for row in alike:
        found.setdefault(row.product.ikm_id, []).append(row.product)
    return found
