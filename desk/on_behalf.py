"""What others filled in for an owner: both names and the mandate, for the audit, the dossier and the owner."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup
from accounts.notices import OWNER, offer
from core import audit
from core.outbox import tell
from ikm.claims import why_no_card
from ikm.enums import Source
from ikm.models import ClaimCode

FILLED_IN = "ikm.filled_in_for_me"
offer(FILLED_IN, gettext_lazy("Orang lain mengisi dan mengajukan data saya"), group=NoticeGroup.DATA, to=[OWNER])


@dataclass(frozen=True)
class OnBehalf:
    """Who typed, on what ground, and whether the owner has said that it is right."""

    typist: str
    mandate: str
    helpers: list
    confirmed_at: datetime | None
    has_account: bool
    card: ClaimCode | None
    can_print: bool
    why_not: str


def on_behalf_of(ikm, user):
    """The section of a dossier, or None where the owner typed everything alone."""
    helpers = [helper.name for helper in ikm.facilitators.all()]
    if ikm.source == Source.SELF and ikm.owner_id and not helpers:
        return None
    may = user.has_perm("ikm.issue_claim_card", ikm)
    why_not = why_no_card(ikm, user) if may else ""
    return OnBehalf(
        typist=f"{ikm.created_by} ({ikm.created_by.role_word})" if ikm.created_by else "",
        mandate=ikm.mandate,
        helpers=helpers,
        confirmed_at=ikm.owner_confirmed_at,
        has_account=ikm.owner_id is not None,
        card=ikm.claim_codes.filter(revoked_at=None).select_related("issued_by").order_by("-pk").first(),
        can_print=may and not why_not,
        why_not=why_not,
    )


def note_started(ikm, *, by):
    """A draft begun for somebody else: who, for whom, on what ground."""
    audit.record("ikm.started_on_behalf", ikm, by=by, owner_name=ikm.owner_name, mandate=ikm.mandate)


def note_submitted(ikm, *, by):
    """Submitted by somebody else: both names and the mandate in the audit; an owner with an account is told."""
    if ikm.owner_id == by.pk:
        return
    audit.record(
        "ikm.submitted_on_behalf", ikm, by=by, on_behalf_of=ikm.owner, owner_name=ikm.owner_name, mandate=ikm.mandate
    )
    if ikm.owner is not None and ikm.owner.is_active:
        tell(
            ikm.owner,
            FILLED_IN,
            str(_("%(who)s mengajukan data %(ikm)s atas nama Anda") % {"who": by, "ikm": ikm})[:200],
            str(_("Buka Usaha saya, periksa isinya, lalu konfirmasi bila benar.")),
            reverse("desk:my_ikm"),
        )
