"""What the law asks of a product, and which permits cannot be had: pure functions over facts, no query per product.

Source: DOMAIN §4–6 and §13 as loaded into `Requirement` and `PermitExclusion`, both editable with effective dates. The
rows of one category and topic are ordered; the first one in force on the day, meant for the scale, with all conditions
true, is the answer. A rule the table is not sure of (confidence below high) advises and never holds a product back.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certification.enums import Confidence, Obligation, Topic
from certification.models import PermitExclusion, Requirement
from certification.requirement_table import EXCLUSIONS, REQUIREMENTS
from reference.enums import Axis, PermitKind
from reference.loading import register
from reference.models import ProductCategory

# What a rule may ask about: columns of `Product`, and the legal form of its IKM.
PRODUCT_FACTS = (
    "made_at", "storage", "ready_to_eat", "health_claim", "animal_material", "shelf_life_days", "process",
    "packaging_kind",
)  # fmt: skip
IKM_FACTS = ("legal_form",)
LICENCES = (
    PermitKind.PIRT, PermitKind.MD, PermitKind.TR, PermitKind.SD, PermitKind.COSMETIC, PermitKind.AKD, PermitKind.PKD,
    PermitKind.SLHS,
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """The answer on one topic. `obligation` is `advised` where the table says mandatory without being sure of it."""

    obligation: str
    accepted_permits: tuple
    sentence: str
    legal_basis: str
    confidence: str
    begins_on: object = None
    ends_on: object = None

    @property
    def is_binding(self):
        """Whether a product without the paper is held back."""
        return self.obligation == Obligation.MANDATORY


@dataclass(frozen=True)
class PermitOption:
    """One izin edar for one product: an `Obligation` value and the rows that say so, as sentences people read.

    `mandatory`: the rule asks for it (one of several accepted ones is enough); `advised`: the same, unsure;
    `voluntary`: neither asked nor excluded; `impossible`: excluded for sure; `not_applicable`: meant for other goods.
    `cautions` are exclusions the table is not sure of.
    """

    kind: str
    obligation: str
    reasons: tuple = ()
    cautions: tuple = ()


def rule_book(on):
    """{(category, topic): [Requirement, …]} of the rows in force on the day, in order, in one query."""
    book = {}
    for row in Requirement.objects.order_by("category_id", "axis", "order", "pk"):
        if in_force(row, on):
            book.setdefault((row.category_id, row.axis), []).append(row)
    return book


def exclusion_book(on):
    """[PermitExclusion, …] in force on the day, in order, in one query."""
    return [row for row in PermitExclusion.objects.order_by("kind", "order", "pk") if in_force(row, on)]


def in_force(row, on):
    return (row.begins_on is None or row.begins_on <= on) and (row.ends_on is None or on <= row.ends_on)


def rule_for(book, category, topic, facts, scale):
    """The `Rule` of one topic. `facts` is a dict of PRODUCT_FACTS; an unknown fact makes its condition false."""
    for row in book.get((category, topic), ()):
        if row.business_scale in ("", scale) and holds(row.conditions, facts):
            return Rule(
                held(row), tuple(row.accepted_permits), row.sentence, row.legal_basis, row.confidence,
                row.begins_on, row.ends_on,
            )  # fmt: skip
    return Rule(
        Obligation.UNKNOWN, (), _("Belum ada aturan yang cocok. Tanyakan petugas kabupaten/kota."), "", Confidence.LOW
    )


def held(row):
    """The obligation the portal holds a product to."""
    if row.obligation == Obligation.MANDATORY and row.confidence != Confidence.HIGH:
        return Obligation.ADVISED
    return row.obligation


def facts_of(product, ikm=None):
    """{fact: value} of a product with its IKM; `ikm` where the product does not carry it yet."""
    facts = {name: getattr(product, name) for name in PRODUCT_FACTS}
    return facts | {name: getattr(ikm or product.ikm, name) for name in IKM_FACTS}


def required(product, on, book=None):
    """{axis: Rule} for one product on a day."""
    book = rule_book(on) if book is None else book
    facts = facts_of(product)
    return {axis: rule_for(book, product.category_id, axis, facts, product.ikm.business_scale) for axis in Axis.values}


def standard(product, on, book=None):
    """The `Rule` about SNI: it guides, readiness does not follow it."""
    book = rule_book(on) if book is None else book
    return rule_for(book, product.category_id, Topic.SNI.value, facts_of(product), product.ikm.business_scale)


def exclusions_of(exclusions, kind, category, facts):
    """The rows that keep this product from that permit; those of high confidence first."""
    found = [
        row
        for row in exclusions
        if row.kind == kind and (not row.categories or category in row.categories) and holds(row.conditions, facts)
    ]
    return sorted(found, key=lambda row: row.confidence != Confidence.HIGH)


def permit_options(licence, exclusions, category, facts):
    """[PermitOption] for every izin edar, in the order of `LICENCES`; `licence` is the product's licence `Rule`."""
    options = []
    for kind in LICENCES:
        rows = exclusions_of(exclusions, kind, category, facts)
        sure = tuple(row for row in rows if row.confidence == Confidence.HIGH)
        cautions = tuple(row.sentence for row in rows if row.confidence != Confidence.HIGH)
        if kind in licence.accepted_permits:
            options.append(PermitOption(kind.value, licence.obligation, (licence.sentence,), cautions))
        elif sure:
            options.append(
                PermitOption(kind.value, Obligation.IMPOSSIBLE, tuple(row.sentence for row in sure), cautions)
            )
        elif licence.obligation in (Obligation.UNKNOWN, Obligation.VOLUNTARY):
            options.append(PermitOption(kind.value, licence.obligation, (licence.sentence,), cautions))
        else:
            options.append(
                PermitOption(kind.value, Obligation.NOT_APPLICABLE, (_("Izin ini untuk jenis produk lain."),), cautions)
            )
    return options


def holds(conditions, facts):
    """Whether every condition is true of the facts; a condition on something not known is false.

    Keys: a fact name with the wanted value or a list of them; min_shelf_life and max_shelf_life (days, both included).
    """
    return all(_holds(key, wanted, facts) for key, wanted in conditions.items())


def _holds(key, wanted, facts):
    if key in ("min_shelf_life", "max_shelf_life"):
        days = facts.get("shelf_life_days")
        return days is not None and (days >= wanted if key == "min_shelf_life" else days <= wanted)
    value = facts.get(key)
    return value in wanted if isinstance(wanted, list) else value == wanted


@register
def load_requirements(province, stdout):
    """The table of DOMAIN §13 for categories and topics that have no rows yet; what the office has edited stays."""
    known = set(ProductCategory.objects.values_list("code", flat=True))
    done = set(Requirement.objects.values_list("category_id", "axis").distinct())
    rows = [
        Requirement(
            category_id=row["category"],
            order=order,
            **{key: value for key, value in row.items() if key != "category"},
        )
        for order, row in enumerate(REQUIREMENTS)
        if row["category"] in known and (row["category"], row["axis"]) not in done
    ]
    Requirement.objects.bulk_create(rows, batch_size=500)
    excluded = []
    if not PermitExclusion.objects.exists():
        excluded = [PermitExclusion(order=order, **row) for order, row in enumerate(EXCLUSIONS)]
        PermitExclusion.objects.bulk_create(excluded, batch_size=500)
    return {"persyaratan": len(rows), "pengecualian izin": len(excluded)}
