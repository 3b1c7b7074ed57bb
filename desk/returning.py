"""Return: one act on a dossier, with notes on any field of it; and the notes' end when the owner has repaired."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.rules import serves_province
from certification.enums import CertificateState
from certification.models import Certificate, NutritionFacts
from certification.workflow import CERTIFICATE, NUTRITION
from core.workflow import TransitionRefused, perform
from desk.models import Return, ReturnNote
from desk.notifications import tell_owner_returned, tell_returner_repaired
from desk.repairs import ANSWERED, address_for_messages, close_links
from ikm.enums import IkmState
from ikm.workflow import IKM
from products.enums import EDITABLE_STATES, REVIEWING_STATES
from products.models import Product
from products.workflow import PRODUCT

Target = ReturnNote.Target
RETURNABLE_PAPERS = (CertificateState.CLAIMED, CertificateState.VERIFIED)
# The owner is already at work on these: a note is added, no state changes.
PAPERS_AT_OWNER = (CertificateState.RETURNED, CertificateState.REFUSED)


@dataclass(frozen=True)
class Note:
    """A sentence beside one field; `field` empty means the whole record."""

    target: str
    target_id: int
    field: str
    field_label: str
    text: str


def return_dossier(ikm, notes, message="", *, by):
    """Send the dossier back with `notes` (list of Note) and return the `Return`.

    The IKM returns when it has a note; a product when it, its nutrition facts or a certificate of it has one.
    One transaction: all of it or a TransitionRefused sentence, or PermissionDenied.
    """
    if not by.has_perm("desk.return_dossier", ikm):
        raise PermissionDenied
    notes = [note for note in notes if note.text.strip()]
    if not notes:
        raise TransitionRefused(_("Tulis sedikitnya satu catatan, supaya pemilik tahu apa yang harus diperbaiki."))
    with transaction.atomic():
        _return_ikm(ikm, notes, message, by)
        for product, text in _products_of(ikm, notes, by).items():
            perform(PRODUCT, product, "return", by=by, note=text or message)
        _return_papers(ikm, notes, by)
        level = Return.Level.PROVINCE if serves_province(by) else Return.Level.REGENCY
        returned = Return.objects.create(ikm=ikm, by=by, level=level, message=message.strip())
        rows = [ReturnNote(returned=returned, **{**vars(note), "text": note.text.strip()}) for note in notes]
        ReturnNote.objects.bulk_create(rows)
        tell_owner_returned(returned, rows, address_for_messages(returned, by=by))
    return returned


def _return_ikm(ikm, notes, message, by):
    own = [note for note in notes if note.target == Target.IKM]
    if any(note.target_id != ikm.pk for note in own):
        raise PermissionDenied
    if own and ikm.state != IkmState.RETURNED:
        perform(IKM, ikm, "return", by=by, note=_joined(own))


def _products_of(ikm, notes, by):
    """{product: note text} of the products that go back; a product named itself must be able to."""
    grouped = _grouped(notes, Target.PRODUCT)
    named = {product: grouped[product.pk] for product in _found(ikm.products.all(), grouped)}
    goes = {product: _joined(own) for product, own in named.items() if product.state not in EDITABLE_STATES}
    by_nutrition = _grouped(notes, Target.NUTRITION)
    by_certificate = _grouped(notes, Target.CERTIFICATE)
    behind = Product.objects.filter(
        Q(nutrition__in=by_nutrition) | Q(certificates__in=by_certificate), ikm=ikm, state__in=REVIEWING_STATES
    ).distinct()
    papers = _joined([note for own in (by_nutrition, by_certificate) for rows in own.values() for note in rows])
    for product in behind:
        if product not in named and by.has_perm("products.return_product", product):
            goes[product] = papers
    return goes


def _return_papers(ikm, notes, by):
    for target, model, table, owned in (
        (Target.CERTIFICATE, Certificate, CERTIFICATE, Q(ikm=ikm)),
        (Target.NUTRITION, NutritionFacts, NUTRITION, Q(product__ikm=ikm)),
    ):
        grouped = _grouped(notes, target)
        for paper in _found(model.objects.filter(owned), grouped):
            if paper.state not in PAPERS_AT_OWNER:
                perform(table, paper, "return", by=by, note=_joined(grouped[paper.pk]))


def _grouped(notes, target):
    grouped = defaultdict(list)
    for note in notes:
        if note.target == target:
            grouped[note.target_id].append(note)
    return dict(grouped)


def _found(queryset, wanted):
    """The records notes speak of; one of another dossier is a forged id."""
    rows = list(queryset.filter(pk__in=wanted))
    if len(rows) != len(wanted):
        raise PermissionDenied
    return rows


def _joined(notes):
    return "\n".join(f"{note.field_label}: {note.text.strip()}" for note in notes)


def resolve_notes(obj, *, by):
    """After the owner has sent `obj` (IKM, product or paper) again: its notes are done; a return whose notes are
    all done is answered, and whoever returned it is told. A product takes its nutrition facts' and certificates'
    notes with it."""
    wanted = Q(target=_target(obj), target_id=obj.pk)
    if isinstance(obj, Product):
        papers = obj.certificates.exclude(state=CertificateState.RETURNED).values("pk")
        wanted |= Q(target=Target.CERTIFICATE, target_id__in=papers)
        facts = NutritionFacts.objects.filter(product=obj).exclude(state=CertificateState.RETURNED).values("pk")
        wanted |= Q(target=Target.NUTRITION, target_id__in=facts)
    ikm = getattr(obj, "ikm", obj)
    now = timezone.now()
    with transaction.atomic():
        open_notes = ReturnNote.objects.filter(returned__ikm=ikm, resolved_at=None)
        if not open_notes.filter(wanted).update(resolved_at=now):
            return
        unfinished = open_notes.values("returned")
        for returned in (
            Return.objects.filter(ikm=ikm, answered_at=None).exclude(pk__in=unfinished).select_related("by")
        ):
            returned.answered_at = now
            returned.save(update_fields=["answered_at"])
            close_links(returned, ANSWERED, by=by)
            tell_returner_repaired(returned)


def _target(obj):
    return {"ikm": Target.IKM, "product": Target.PRODUCT, "certificate": Target.CERTIFICATE}.get(
        obj._meta.model_name, Target.NUTRITION
    )
