"""Consent per purpose (UU 27/2022): given with its text version, withdrawn at once, never deleted."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core import audit
from core.changes import announce
from ikm.editing import lock
from ikm.enums import CONSENT_VERSION
from ikm.models import Consent, Ikm
from ikm.notifications import tell_consent_withdrawn


def in_force(ikm):
    """Set of the purposes agreed to now."""
    return set(ikm.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))


def give(ikm, purposes, *, by, on_paper=False):
    """Agree to purposes; one already in force stays as it is. Answers the purposes newly agreed to."""
    with transaction.atomic():
        _check(ikm, by)
        already = in_force(ikm)
        new = [purpose for purpose in purposes if purpose not in already]
        for purpose in new:
            Consent.objects.create(ikm=ikm, purpose=purpose, text_version=CONSENT_VERSION, by=by, on_paper=on_paper)
        if new:
            audit.record("consent_given", ikm, by=by, purposes=new, text_version=CONSENT_VERSION)
            announce(Ikm, [ikm.pk], by=by)
    return new


def withdraw(ikm, purpose, *, by):
    """Take one consent back, in force from this moment. True when there was one."""
    with transaction.atomic():
        _check(ikm, by)
        withdrawn = ikm.consents.in_force(purpose).update(withdrawn_at=timezone.now())
        if withdrawn:
            audit.record("consent_withdrawn", ikm, by=by, purpose=purpose)
            announce(Ikm, [ikm.pk], by=by)
            tell_consent_withdrawn(ikm, purpose, by=by)
    return bool(withdrawn)


def _check(ikm, by):
    lock(Ikm, ikm.pk)
    if not by.has_perm("ikm.give_consent", ikm):
        raise PermissionDenied
