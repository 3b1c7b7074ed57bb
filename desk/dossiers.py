"""The dossier: one IKM with everything that is decided about it, read in a fixed number of queries."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import CharField, Prefetch, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from assistance.progress import open_lines
from certification.fit import fit_of_certificates
from certification.models import Certificate, CertificateTransition, NutritionFacts, NutritionTransition
from certification.nutrition import label_rows
from certification.papers import axis_cards
from certification.requirements import rule_book
from certification.workflow import CERTIFICATE, NUTRITION
from core.touches import has_touched, preload
from core.workflow import available, perform_many
from ikm.enums import Purpose
from ikm.models import Ikm, IkmTransition
from ikm.workflow import IKM
from products.models import Product, ProductTransition
from products.workflow import PRODUCT

TABLES = {"ikm": IKM, "product": PRODUCT, "certificate": CERTIFICATE, "nutrition": NUTRITION}
# Verbs with pages of their own: “Ajukan” is one act, a merge names the survivor, BBI's answers belong to a batch.
ELSEWHERE = {
    "ikm": {"merge", "submit"},
    "product": {"submit", "propose", "accept", "bbi_return", "bbi_reject"},
    "certificate": {"supersede"},
    "nutrition": {"supersede"},
}
CHECKING = ("verify", "approve", "reconsider")
HISTORY_ROWS = 60


@dataclass(frozen=True)
class Button:
    """One verb on one record: who may not press it because of four eyes reads `reason` instead."""

    kind: str
    pk: int
    verb: str
    label: str
    look: str
    needs_note: bool
    takes_note: bool
    reason: str = ""


@dataclass(frozen=True)
class Actions:
    main: list
    more: list
    blocked: list


@dataclass(frozen=True)
class ProductPart:
    product: Product
    cards: list
    actions: Actions
    nutrition: NutritionFacts | None
    nutrition_rows: list
    nutrition_actions: Actions | None


@dataclass(frozen=True)
class CertificatePart:
    certificate: Certificate
    covers: str
    actions: Actions
    fit: list


@dataclass(frozen=True)
class Dossier:
    ikm: Ikm
    actions: Actions
    products: list
    certificates: list
    figures: list
    consents: list
    history: list
    duplicates: list
    returns: list
    cases: list
    verifiable: int = field(default=0)


def visible_ikm(user):
    """IKM a dossier may be opened for; identity numbers stay encrypted until somebody asks for one."""
    return (
        Ikm.objects.visible_to(user)
        .defer("nik", "npwp")
        .select_related("owner", "regency", "region", "region__parent", "created_by", "verified_by", "assigned_to")
        .prefetch_related("facilitators")
    )


def open_dossier(ikm, user):
    """Everything a page about `ikm` shows to `user`; at most 20 queries whatever the number of products."""
    products = _products(ikm, user)
    certificates = _certificates(ikm, user)
    facts = [product.nutrition for product in products if hasattr(product, "nutrition")]
    preload(user, [ikm, *products, *certificates, *facts])
    today = timezone.localdate()
    book = rule_book(today)
    fit = fit_of_certificates(certificates, today, book)
    covering = _covering(certificates)
    return Dossier(
        ikm=ikm,
        actions=actions("ikm", ikm, user),
        products=[_product_part(product, user, today, book, covering) for product in products],
        certificates=[_certificate_part(certificate, user, fit) for certificate in certificates],
        figures=list(ikm.figures.order_by("-year")),
        consents=_consents(ikm),
        history=_history(ikm, products, certificates, facts),
        duplicates=_duplicates(ikm, user),
        cases=open_lines([ikm], user).get(ikm.pk, []),
        returns=list(ikm.returns.select_related("by").prefetch_related("notes")[:10]),
        verifiable=sum(
            any(name == "verify" for name, _t in available(TABLES[kind], obj, user))
            for kind, objs in _parts(ikm, products, certificates, facts)
            for obj in objs
        ),
    )


def verify_dossier(ikm, *, by):
    """Verify the IKM, its claimed papers and its submitted products; (done, skipped [(obj, sentence)]).

    One transaction; whoever had a hand in a record finds it among the skipped.
    """
    if not by.has_perm("desk.return_dossier", ikm):
        raise PermissionDenied
    products = list(Product.objects.visible_to(by).filter(ikm=ikm))
    certificates = list(Certificate.objects.visible_to(by).filter(ikm=ikm))
    facts = list(NutritionFacts.objects.filter(product__in=products))
    done, skipped = [], []
    with transaction.atomic():
        for kind, objs in _parts(ikm, products, certificates, facts):
            waiting = [obj for obj in objs if obj.state in TABLES[kind].transitions["verify"].sources]
            finished, left = perform_many(TABLES[kind], waiting, "verify", by=by)
            done += finished
            skipped += [(obj, hands_on(by, obj) or sentence) for obj, sentence in left]
    return done, skipped


def _parts(ikm, products, certificates, facts):
    """In the order of verification: a product needs its IKM, and is ready when its papers are."""
    return (("ikm", [ikm]), ("certificate", certificates), ("nutrition", facts), ("product", products))


def actions(kind, obj, user):
    """What `user` may do with `obj` now, split as a page shows it; returning has a page of its own."""
    table = TABLES[kind]
    main, more = [], []
    for verb, transition in available(table, obj, user):
        if verb in ELSEWHERE[kind] or verb == "return":
            continue
        (main if transition.kind != "quiet" or verb in CHECKING else more).append(_button(kind, obj, verb, transition))
    may = {button.verb for button in main}
    return Actions(main, more, _blocked(kind, obj, user, may))


def _button(kind, obj, verb, transition, reason=""):
    takes_note = transition.needs_note or (kind == "product" and verb in ("approve", "reconsider"))
    return Button(kind, obj.pk, verb, transition.label, transition.kind, transition.needs_note, takes_note, reason)


def _blocked(kind, obj, user, may):
    """Verbs that only the four-eyes rule takes away, with the sentence that says what to do instead."""
    table = TABLES[kind]
    return [
        _button(kind, obj, verb, transition, hands_on(user, obj))
        for verb, transition in table.transitions.items()
        if verb in CHECKING
        and verb not in may
        and obj.state in transition.sources
        and user.has_perm(table.transitions["return"].perm, obj)
        and hands_on(user, obj)
    ]


def hands_on(user, obj):
    """The sentence for somebody who had a hand in `obj`, or ""."""
    if getattr(obj, "ikm", obj).owner_id == user.pk:
        return _("Ini usaha Anda sendiri; minta petugas lain atau provinsi memeriksanya.")
    if has_touched(user, obj):
        return _("Anda ikut mengisi data ini; minta petugas lain atau provinsi memeriksanya.")
    return ""


def _products(ikm, user):
    products = list(
        Product.objects.visible_to(user)
        .filter(ikm=ikm)
        .select_related("category", "unit", "readiness", "nutrition")
        .prefetch_related("photos", "answers")
        .order_by("pk")
    )
    for product in products:
        product.ikm = ikm
    return products


def _certificates(ikm, user):
    certificates = list(
        Certificate.objects.visible_to(user)
        .filter(ikm=ikm)
        .prefetch_related(Prefetch("products", Product.objects.visible_to(user).select_related("category")))
        .order_by("-pk")
    )
    for certificate in certificates:
        certificate.ikm = ikm
    return certificates


def _covering(certificates):
    """{product pk: [certificate, …]} in the order they were entered."""
    covering = {}
    for certificate in reversed(certificates):
        for product in certificate.products.all():
            covering.setdefault(product.pk, []).append(certificate)
    return covering


def _product_part(product, user, today, book, covering):
    facts = getattr(product, "nutrition", None)
    return ProductPart(
        product=product,
        cards=axis_cards(product, today, book, covering.get(product.pk, [])),
        actions=actions("product", product, user),
        nutrition=facts,
        nutrition_rows=label_rows(facts) if facts else [],
        nutrition_actions=actions("nutrition", facts, user) if facts else None,
    )


def _certificate_part(certificate, user, fit):
    covers = ", ".join(str(product) for product in certificate.products.all())
    return CertificatePart(certificate, covers, actions("certificate", certificate, user), fit.get(certificate.pk, []))


def _consents(ikm):
    """[(purpose label, consent in force or None)] for every purpose."""
    given = {row.purpose: row for row in ikm.consents.filter(withdrawn_at=None).select_related("by")}
    return [(Purpose(purpose).label, given.get(purpose)) for purpose in Purpose.values]


def _history(ikm, products, certificates, facts):
    """State changes of the whole dossier, newest first, in one query."""
    things = {(kind, obj.pk): obj for kind, objs in _parts(ikm, products, certificates, facts) for obj in objs}
    logs = (
        ("ikm", IkmTransition, [ikm]),
        ("product", ProductTransition, products),
        ("certificate", CertificateTransition, certificates),
        ("nutrition", NutritionTransition, facts),
    )
    first, *others = [
        log.objects.filter(subject__in=[obj.pk for obj in objs] or [0])
        .annotate(kind=Value(kind, CharField()))
        .order_by()
        .values_list("kind", "subject_id", "name", "to_state", "by__name", "note", "at")
        for kind, log, objs in logs
    ]
    rows = first.union(*others, all=True).order_by("-at")[:HISTORY_ROWS]
    return [
        {
            "thing": things[kind, pk],
            "verb": TABLES[kind].transitions[verb].label if verb in TABLES[kind].transitions else verb,
            "state": dict(TABLES[kind].model._meta.get_field("state").flatchoices).get(to_state, to_state),
            "by": by,
            "note": note,
            "at": at,
        }
        for kind, pk, verb, to_state, by, note, at in rows
    ]


def _duplicates(ikm, user):
    """[(other IKM, why)] among what the user may see anyway: same NIK, NIB or phone."""
    same = Q(pk__in=[])
    for name in ("nik_digest", "nib", "phone"):
        if value := getattr(ikm, name):
            same |= Q(**{name: value})
    if not same:
        return []
    others = Ikm.objects.visible_to(user).filter(same).exclude(pk=ikm.pk).defer("nik", "npwp").select_related("regency")
    labels = {"nik_digest": _("NIK sama"), "nib": _("NIB sama"), "phone": _("nomor HP sama")}
    return [
        (
            other,
            ", ".join(
                label
                for name, label in labels.items()
                if getattr(ikm, name) and getattr(other, name) == getattr(ikm, name)
            ),
        )
        for other in others.order_by("pk")[:5]
    ]
