"""Readiness: the derived answer the rest of the portal queries (DESIGN §4), refreshed in sets.

Per product and axis: what the law asks (obligation) × where it stands (status); how many mandatory axes are not
verified, which one when it is the last; the one next step. People see four words: ada, proses, belum, tidak wajib.
`advised` guides and is never counted.
"""

from bisect import bisect_right
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from certification.enums import AxisStatus, CertificateState, Confidence, Obligation, Word
from certification.models import Certificate, NutritionFacts, Readiness, Requirement
from certification.readiness_rows import FACTS, Paper, day_begins, papers_of, products_in, standing, write
from certification.requirements import rule_book, rule_for
from core.changes import announce, register
from core.jobs import enqueue, job, on_daily
from ikm.models import Ikm
from products.enums import ProductState
from products.models import Product
from reference.enums import Axis

CHUNK = 2000
RANGE = 10_000
# The better paper wins; an axis takes the best status any of its papers gives.
RANK = [
    AxisStatus.VERIFIED,
    AxisStatus.CLAIMED,
    AxisStatus.IN_PROCESS,
    AxisStatus.EXPIRED,
    AxisStatus.REFUSED,
    AxisStatus.MISSING,
]
# Of papers that do not count, the one its holder can mend speaks first.
MENDABLE = (CertificateState.RETURNED, CertificateState.REFUSED, CertificateState.REVOKED)
# An axis the law asks for, for sure or not, is "belum" without its paper.
ASKED = (Obligation.MANDATORY, Obligation.ADVISED, Obligation.UNKNOWN)
STEP_ORDER = (Axis.LICENCE.value, Axis.HALAL.value, Axis.NUTRITION.value)
STEP_TURNS = (
    (Obligation.MANDATORY, (AxisStatus.REFUSED, AxisStatus.EXPIRED, AxisStatus.MISSING)),
    (Obligation.MANDATORY, (AxisStatus.IN_PROCESS,)),
    (Obligation.MANDATORY, (AxisStatus.CLAIMED,)),
    (Obligation.ADVISED, (AxisStatus.REFUSED, AxisStatus.EXPIRED, AxisStatus.MISSING)),
    (Obligation.ADVISED, (AxisStatus.IN_PROCESS,)),
    (Obligation.ADVISED, (AxisStatus.CLAIMED,)),
)
STEP_LENGTH = Readiness._meta.get_field("next_step").max_length
# On nobody's list of "tinggal satu dokumen": not handed in yet, or no longer made.
UNLISTED = (ProductState.DRAFT, ProductState.DISCONTINUED)
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
    """Recompute readiness of these products. Queries: at most ten per 2,000 products, none per product."""
    now = timezone.now()
    on = on or timezone.localdate(now)
    judge = Judge(rule_book(on))
    pks = sorted(set(pks))
    for start in range(0, len(pks), CHUNK):
        _refresh_chunk(pks[start : start + CHUNK], judge, on, now)


def refresh_all(on=None, size=RANGE):
    """Every product, in ranges of keys that each commit; returns how many."""
    now = timezone.now()
    on = on or timezone.localdate(now)
    judge = Judge(rule_book(on))
    last, count = 0, 0
    while pks := list(Product.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        with transaction.atomic():
            _refresh_chunk(range(pks[0], pks[-1] + 1), judge, on, now)
        last, count = pks[-1], count + len(pks)
    return count


def _refresh_chunk(pks, judge, on, now):
    papers, rows = papers_of(pks, on), standing(pks)
    today = day_begins(now)
    changed, unchanged = [], []
    for pk, category, state, regency, scale, facts in products_in(pks):
        answer = judge.answer(category, scale, facts, papers.get(pk, ()), state not in UNLISTED)
        columns = (*answer, regency)
        refreshed_at, before = rows.get(pk, (None, None))
        if columns != before:
            changed.append((pk, *columns))
        elif refreshed_at < today:
            unchanged.append(pk)
    write(changed, unchanged, now)


class Judge:
    """Columns of readiness from facts and papers. Products that are alike in all a rule may ask are judged once."""

    def __init__(self, book):
        self.book = book
        self.shelf_turns = sorted(_shelf_turns(book))
        self.rules = {}
        self.answers = {}

    def answer(self, category, scale, facts, papers, is_listed):
        """Values of `COLUMNS` without the regency."""
        alike = (category, scale, *map(self._alike, FACTS, facts))
        key = (alike, frozenset(papers), is_listed)
        if key not in self.answers:
            if alike not in self.rules:
                self.rules[alike] = {
                    axis: rule_for(self.book, category, axis, dict(zip(FACTS, facts, strict=True)), scale)
                    for axis in Axis.values
                }
            self.answers[key] = _answer(self.rules[alike], papers, is_listed)
        return self.answers[key]

    def _alike(self, fact, value):
        """Days of shelf life count as the stretch between two limits of the rules; other facts as they are."""
        if fact != "shelf_life_days" or value is None:
            return value
        return bisect_right(self.shelf_turns, value)


def _shelf_turns(book):
    """The numbers of days at which a rule may begin to say something else."""
    for rows in book.values():
        for row in rows:
            for key, wanted in row.conditions.items():
                if key == "min_shelf_life":
                    yield wanted
                elif key == "max_shelf_life":
                    yield wanted + 1
                elif key == "shelf_life_days":
                    for days in wanted if isinstance(wanted, list) else [wanted]:
                        if days is not None:
                            yield from (days, days + 1)


def _answer(rules, papers, is_listed):
    best = {axis: _best(axis, rule, papers) for axis, rule in rules.items()}
    lacking = [
        axis
        for axis, rule in rules.items()
        if rule.obligation == Obligation.MANDATORY and best[axis].status != AxisStatus.VERIFIED
    ]
    columns = []
    for axis in Axis.values:
        columns += [str(rules[axis].obligation), str(best[axis].status)]
    last_axis = lacking[0] if len(lacking) == 1 and is_listed else ""
    return (*columns, len(lacking), last_axis, _next_step(rules, best))


def _best(axis, rule, papers):
    """The best paper; one of a kind the category does not accept counts only where the rule is doubtful."""
    fitting = [
        paper
        for paper in papers
        if paper.axis == axis
        and (
            not paper.kind
            or not rule.accepted_permits
            or paper.kind in rule.accepted_permits
            or rule.confidence == Confidence.LOW
        )
    ]
    return min(fitting, key=_worth, default=Paper(axis, AxisStatus.MISSING.value))


def _worth(paper):
    mendable = MENDABLE.index(paper.state) if paper.state in MENDABLE else len(MENDABLE)
    return RANK.index(paper.status), mendable, paper.kind


def _next_step(rules, best):
    """“axis.how.permits” as `next_steps` reads it: `how` is the status, or the state of a paper that was sent back."""
    for obligation, wanted in STEP_TURNS:
        for axis in STEP_ORDER:
            paper = best[axis]
            if rules[axis].obligation == obligation and paper.status in wanted:
                how = paper.state if paper.status == AxisStatus.REFUSED else paper.status
                return _step_code(axis, how, [paper.kind] if paper.kind else rules[axis].accepted_permits)
    return ""


def _step_code(axis, how, permits):
    code = f"{axis}.{how}"
    if axis != Axis.LICENCE or not permits:
        return code
    permits = list(permits)
    while len(code) + len("+".join(permits)) >= STEP_LENGTH:
        permits.pop()
    return f"{code}.{'+'.join(permits)}" if permits else code


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
    """Products whose paper still held when readiness was last computed and holds no more; announced, so that the
    catalogue follows. A refresh gives every row its day, also where nothing changed, so none is found twice."""
    lapsed = Product.objects.filter(
        certificates__in=Certificate.objects.exclude(state=CertificateState.SUPERSEDED).filter(
            valid_until__lt=timezone.localdate()
        ),
        readiness__refreshed_at__date__lte=F("certificates__valid_until"),
    )
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


@on_daily
def refresh_unjudged():
    """Products without readiness, or with one that an earlier version of the portal computed (no kabupaten yet)."""
    return announce_in_chunks(
        Product.objects.filter(Q(readiness__isnull=True) | Q(readiness__regency__isnull=True, regency__isnull=False))
    )
