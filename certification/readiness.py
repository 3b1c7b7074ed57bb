"""Readiness: the derived answer the rest of the portal queries (DESIGN §4), refreshed in sets.

Per product and axis: what the law asks (obligation) × where it stands (status); how many mandatory axes are not
verified; the one next step. People see four words: ada, proses, belum, tidak wajib.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from certification.enums import Answer, AxisStatus, CertificateState, Obligation, Word
from certification.models import Certificate, CertificateAnswer, NutritionFacts, Readiness, Requirement
from certification.requirements import PRODUCT_FACTS, rule_book, rule_for
from core.changes import announce, register
from core.jobs import enqueue, job, on_daily
from ikm.models import Ikm
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis

CHUNK = 2000
# The better paper wins; an axis takes the best status any of its papers gives.
RANK = [
    AxisStatus.VERIFIED,
    AxisStatus.CLAIMED,
    AxisStatus.IN_PROCESS,
    AxisStatus.EXPIRED,
    AxisStatus.REFUSED,
    AxisStatus.MISSING,
]
# An axis the law asks for, for sure or not, is "belum" without its paper.
ASKED = (Obligation.MANDATORY, Obligation.ADVISED, Obligation.UNKNOWN)
STEP_ORDER = (Axis.LICENCE, Axis.HALAL, Axis.NUTRITION)
FIELDS = [
    *(f"{axis}_{part}" for axis in Axis.values for part in ("obligation", "status")),
    "missing_count",
    "next_step",
    "refreshed_at",
]
LETTERS = {Axis.HALAL: "H", Axis.NUTRITION: "G", Axis.LICENCE: "I"}
WORD_KINDS = {
    AxisStatus.VERIFIED: "ok",
    AxisStatus.CLAIMED: "wait",
    AxisStatus.IN_PROCESS: "wait",
    AxisStatus.MISSING: "back",
    AxisStatus.EXPIRED: "back",
    AxisStatus.REFUSED: "back",
}


def refresh(pks, on=None):
    """Recompute readiness of these products. Queries: six per 2,000 products, none per product."""
    on = on or timezone.localdate()
    book = rule_book(on)
    pks = sorted(set(pks))
    for start in range(0, len(pks), CHUNK):
        _refresh_chunk(pks[start : start + CHUNK], book, on)


def refresh_all(on=None):
    """Every product, in chunks that each commit; returns how many."""
    last, count = 0, 0
    on = on or timezone.localdate()
    book = rule_book(on)
    while True:
        pks = list(Product.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])
        if not pks:
            return count
        with transaction.atomic():
            _refresh_chunk(pks, book, on)
        last, count = pks[-1], count + len(pks)


def _refresh_chunk(pks, book, on):
    statuses = _paper_statuses(pks, on)
    now = timezone.now()
    rows = []
    for row in Product.objects.filter(pk__in=pks).values(
        "pk", "category_id", "ikm__business_scale", *PRODUCT_FACTS, legal_form=F("ikm__legal_form")
    ):
        readiness = Readiness(product_id=row["pk"], refreshed_at=now)
        steps = {}
        for axis in Axis.values:
            rule = rule_for(book, row["category_id"], axis, row, row["ikm__business_scale"])
            status = _status_on(axis, rule, statuses.get((row["pk"], axis), ()))
            setattr(readiness, f"{axis}_obligation", rule.obligation)
            setattr(readiness, f"{axis}_status", status)
            if rule.obligation == Obligation.MANDATORY and status != AxisStatus.VERIFIED:
                steps[axis] = status
        readiness.missing_count = len(steps)
        readiness.next_step = _next_step(steps)
        rows.append(readiness)
    Readiness.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["product"], update_fields=FIELDS, batch_size=500
    )


def _paper_statuses(pks, on):
    """{(product, axis): [(status, permit kind or None)]} from certificates, nutrition facts and answers."""
    found = {}
    papers = Certificate.products.through.objects.filter(product_id__in=pks).values_list(
        "product_id", "certificate__kind", "certificate__state", "certificate__valid_until"
    )
    for product, kind, state, valid_until in papers:
        axis = AXIS_OF_KIND.get(kind)
        status = _paper_status(state, valid_until, on)
        if axis and status:
            found.setdefault((product, str(axis)), []).append((status, kind))
    for product, state in NutritionFacts.objects.filter(product_id__in=pks).values_list("product_id", "state"):
        status = _paper_status(state, None, on)
        if status:
            found.setdefault((product, Axis.NUTRITION.value), []).append((status, None))
    answers = CertificateAnswer.objects.filter(product_id__in=pks, answer=Answer.IN_PROCESS)
    for product, axis in answers.values_list("product_id", "axis"):
        found.setdefault((product, axis), []).append((AxisStatus.IN_PROCESS, None))
    return found


def _paper_status(state, valid_until, on):
    if state == CertificateState.SUPERSEDED:
        return None
    if valid_until is not None and valid_until < on:
        return AxisStatus.EXPIRED
    return {
        CertificateState.VERIFIED: AxisStatus.VERIFIED,
        CertificateState.CLAIMED: AxisStatus.CLAIMED,
    }.get(state, AxisStatus.REFUSED)


def _status_on(axis, rule, papers):
    """The best status; a paper of a kind the category does not accept counts only where the rule is doubtful."""
    fitting = [
        status
        for status, kind in papers
        if kind is None or not rule.accepted_permits or kind in rule.accepted_permits or rule.confidence == "L"
    ]
    return min(fitting, key=RANK.index, default=AxisStatus.MISSING)


def _next_step(steps):
    for wanted in (
        (AxisStatus.REFUSED, AxisStatus.EXPIRED, AxisStatus.MISSING),
        (AxisStatus.IN_PROCESS,),
        (AxisStatus.CLAIMED,),
    ):
        for axis in STEP_ORDER:
            if steps.get(axis) in wanted:
                return f"{axis.value}.{steps[axis]}"
    return ""


def word_of(obligation, status):
    """One of the four words for one axis."""
    if status in (AxisStatus.VERIFIED, AxisStatus.CLAIMED):
        return Word.ADA
    if status == AxisStatus.IN_PROCESS:
        return Word.PROSES
    return Word.BELUM if obligation in ASKED else Word.TIDAK_WAJIB


def words(readiness):
    """Per axis a dict for badges and dots: axis, letter, label, word, word_label, kind, status, detail, obligation."""
    if readiness is None:
        return []
    shown = []
    for axis, obligation, status in readiness.axes():
        word = word_of(obligation, status)
        shown.append(
            {
                "axis": axis,
                "letter": LETTERS[Axis(axis)],
                "label": Axis(axis).label,
                "word": word.value,
                "word_label": word.label,
                "kind": "none" if word == Word.TIDAK_WAJIB else WORD_KINDS[status],
                "status": status,
                "detail": "" if word == Word.TIDAK_WAJIB else AxisStatus(status).label,
                "obligation": obligation,
                "obligation_label": Obligation(obligation).label,
            }
        )
    return shown


def _products_changed(pks, by):
    refresh(pks)


def _papers_changed(pks, by):
    products = Certificate.products.through.objects.filter(certificate_id__in=pks).values_list("product_id", flat=True)
    announce(Product, set(products), by=by)


def _nutrition_changed(pks, by):
    announce(Product, NutritionFacts.objects.filter(pk__in=pks).values_list("product_id", flat=True), by=by)


def _ikm_changed(pks, by):
    announce(Product, Product.objects.filter(ikm_id__in=pks).values_list("pk", flat=True), by=by)


def _requirements_changed(pks, by):
    """A changed rule asks something else of every product of its category: many, so a job."""
    categories = Requirement.objects.filter(pk__in=pks).order_by().values_list("category_id", flat=True).distinct()
    enqueue(refresh_categories, list(categories))


@job
def refresh_categories(categories):
    """Readiness, and what follows from it, of every product of these categories, in chunks that each commit."""
    announce_in_chunks(Product.objects.filter(category__in=categories))


def announce_in_chunks(products):
    """Announce every product of the queryset; returns how many."""
    pks = list(products.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(pks), CHUNK):
        with transaction.atomic():
            announce(Product, pks[start : start + CHUNK])
    return len(pks)


register(Product._meta.label_lower, _products_changed)
register(Requirement._meta.label_lower, _requirements_changed)
register(Certificate._meta.label_lower, _papers_changed)
register(NutritionFacts._meta.label_lower, _nutrition_changed)
register(Ikm._meta.label_lower, _ikm_changed)


@on_daily
def refresh_lapsed():
    """Products whose paper has run out since their readiness was computed; announced so that the catalogue follows."""
    today = timezone.localdate()
    lapsed = Product.objects.filter(
        certificates__state=CertificateState.VERIFIED,
        certificates__valid_until__lt=today,
    ).exclude(readiness__refreshed_at__date__gte=today)
    return announce_in_chunks(lapsed)


@on_daily
def refresh_begun():
    """Products last looked at before a rule of their category began or ended; such days stand in the table."""
    today = timezone.localdate()
    turned = {}
    for category, begins_on, ends_on in Requirement.objects.values_list("category_id", "begins_on", "ends_on"):
        for day in (begins_on, ends_on + timedelta(days=1) if ends_on else None):
            if day and day <= today:
                turned[category] = max(day, turned.get(category, day))
    return sum(
        announce_in_chunks(Product.objects.filter(category=category, readiness__refreshed_at__date__lt=day))
        for category, day in sorted(turned.items())
    )
