"""Which rule of the requirement table holds for a product: pure functions over facts, no queries per product.

Source: DOMAIN §4–6 and §13 as loaded into `Requirement`; rows of one category and axis are ordered, the first one
in force on the day, meant for the scale, with all conditions true, is the answer.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.enums import Obligation
from certification.models import Requirement
from certification.requirement_table import REQUIREMENTS
from reference.enums import Axis
from reference.loading import register
from reference.models import ProductCategory

PRODUCT_FACTS = ("made_at", "storage", "ready_to_eat", "health_claim", "animal_material", "shelf_life_days")


@dataclass(frozen=True)
class Rule:
    obligation: str
    accepted_permits: tuple
    sentence: str
    legal_basis: str
    confidence: str


def rule_book(on):
    """{(category, axis): [Requirement, …]} of the rows in force on the day, in order, in one query."""
    book = {}
    for row in Requirement.objects.order_by("category_id", "axis", "order", "pk"):
        if (row.begins_on is None or row.begins_on <= on) and (row.ends_on is None or on <= row.ends_on):
            book.setdefault((row.category_id, row.axis), []).append(row)
    return book


def rule_for(book, category, axis, facts, scale):
    """The `Rule` of one axis. `facts` is a dict of PRODUCT_FACTS; an unknown fact makes its condition false."""
    for row in book.get((category, axis), ()):
        if row.business_scale in ("", scale) and all(
            _holds(key, value, facts) for key, value in row.conditions.items()
        ):
            return Rule(row.obligation, tuple(row.accepted_permits), row.sentence, row.legal_basis, row.confidence)
    return Rule(Obligation.UNKNOWN, (), _("Belum ada aturan yang cocok. Tanyakan petugas kabupaten/kota."), "", "L")


def required(product, on, book=None):
    """{axis: Rule} for one product on a day."""
    book = rule_book(on) if book is None else book
    facts = {name: getattr(product, name) for name in PRODUCT_FACTS}
    return {axis: rule_for(book, product.category_id, axis, facts, product.ikm.business_scale) for axis in Axis.values}


def _holds(key, wanted, facts):
    if key == "min_shelf_life":
        return facts["shelf_life_days"] is not None and facts["shelf_life_days"] >= wanted
    if key == "max_shelf_life":
        return facts["shelf_life_days"] is not None and facts["shelf_life_days"] <= wanted
    return facts[key] == wanted


@register
def load_requirements(province, stdout):
    """The table of DOMAIN §13 for categories that have no rows yet; what the office has edited stays."""
    known = set(ProductCategory.objects.values_list("code", flat=True))
    done = set(Requirement.objects.values_list("category_id", flat=True))
    rows = [
        Requirement(
            category_id=row["category"],
            order=order,
            **{key: value for key, value in row.items() if key != "category"},
        )
        for order, row in enumerate(REQUIREMENTS)
        if row["category"] in known - done
    ]
    Requirement.objects.bulk_create(rows, batch_size=500)
    return {"persyaratan": len(rows)}
