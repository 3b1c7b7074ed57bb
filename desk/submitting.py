"""“Ajukan” as one act: the profile, every finished product and every repaired paper go together, or nothing does."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from certification.enums import CertificateState
from certification.models import Certificate, NutritionFacts
from certification.workflow import CERTIFICATE, NUTRITION
from core.outbox import tell
from core.workflow import TransitionRefused, perform
from desk.on_behalf import note_submitted
from desk.returning import resolve_notes
from desk.steps import lacking, products_of
from ikm.editing import lock
from ikm.enums import EDITABLE_STATES as IKM_EDITABLE
from ikm.enums import IkmState, Purpose
from ikm.models import Ikm
from ikm.workflow import IKM
from products.enums import EDITABLE_STATES, ProductState
from products.workflow import PRODUCT


@dataclass
class Submitted:
    """What went along and what stays a draft."""

    ikm: Ikm
    products: list = field(default_factory=list)
    papers: list = field(default_factory=list)
    left: list = field(default_factory=list)


def submit_everything(ikm, *, by):
    """Submit the IKM (draft or returned), its complete products and its returned papers; unfinished drafts stay.

    One transaction. Raises TransitionRefused with a sentence, or PermissionDenied.
    """
    with transaction.atomic():
        fresh = lock(Ikm, ikm.pk)
        if fresh is None:
            raise TransitionRefused(_("Data ini sudah tidak ada."))
        if not by.has_perm("ikm.submit_ikm", fresh):
            raise PermissionDenied
        _refuse_closed(fresh)
        told = fresh.returns.filter(answered_at=None, by__is_active=True).exists()
        moved = []
        if fresh.state in IKM_EDITABLE:
            fresh = perform(IKM, fresh, "submit", by=by)
            moved.append(fresh)
        done = Submitted(fresh)
        done.papers = _claim_papers(fresh, by)
        _submit_products(done, by)
        if not moved and not done.products and not done.papers:
            raise TransitionRefused(_("Tidak ada yang perlu diajukan: semuanya sudah diajukan atau belum lengkap."))
        for thing in [*moved, *done.papers, *done.products]:
            resolve_notes(thing, by=by)
        note_submitted(fresh, by=by)
        if not told:
            _tell_officers(done, by)
    return done


def _refuse_closed(ikm):
    if ikm.state in (IkmState.INACTIVE, IkmState.MERGED):
        raise TransitionRefused(
            _("Usaha ini berstatus %(state)s. Hubungi petugas kabupaten/kota Anda.") % {"state": ikm.owner_state_label}
        )
    if ikm.wants_bbi and not ikm.consents.in_force(Purpose.PROPOSE_BBI).exists():
        raise TransitionRefused(
            _("Untuk masuk BBI, setujui dahulu penyerahan data ke program BBI pada langkah Persetujuan.")
        )


def _claim_papers(ikm, by):
    claimed = []
    for table, papers in (
        (CERTIFICATE, Certificate.objects.filter(ikm=ikm, state=CertificateState.RETURNED)),
        (NUTRITION, NutritionFacts.objects.filter(product__ikm=ikm, state=CertificateState.RETURNED)),
    ):
        claimed += [perform(table, paper, "claim", by=by) for paper in papers.order_by("pk")]
    return claimed


def _submit_products(done, by):
    """Finished products go along; an unfinished draft stays, a returned one stops the act with its sentence."""
    for product in products_of(done.ikm, by):
        if product.state not in EDITABLE_STATES:
            continue
        found = lacking(product)
        if not found:
            done.products.append(perform(PRODUCT, product, "submit", by=by))
        elif product.state == ProductState.DRAFT:
            done.left.append(product)
        else:
            raise TransitionRefused(f"{product}: {found[0][0]}")


def _tell_officers(done, by):
    """The officer at work on it, else every officer of the kabupaten; who returned it is told by resolve_notes."""
    officers = User.objects.filter(role=Role.OFFICER, region=done.ikm.regency_id, is_active=True)
    if done.ikm.assigned_to_id and done.ikm.assigned_to.is_active:
        officers = [done.ikm.assigned_to]
    names = ", ".join(str(product) for product in done.products)
    for officer in officers:
        if officer.pk != by.pk:
            tell(
                officer,
                "dossier_submitted",
                str(_("%(ikm)s mengajukan data untuk diperiksa") % {"ikm": done.ikm})[:200],
                names,
                reverse("desk:dossier", args=[done.ikm.pk]),
            )
