"""Who accompanies an IKM: facilitators are assigned by the office, never by themselves."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core.audit import record


def candidates(ikm):
    """Active facilitators whose region covers the IKM's kabupaten/kota."""
    code = ikm.regency_id or ""
    return User.objects.filter(role=Role.FACILITATOR, is_active=True, region__in=[code, code[:2]]).order_by(
        "name", "pk"
    )


def assign(ikm, people, *, by):
    """Make `people` the facilitators of the IKM; each change is an audit event. Returns (added, removed)."""
    if not by.has_perm("ikm.assign_facilitator", ikm):
        raise PermissionDenied
    with transaction.atomic():
        before = set(ikm.facilitators.all())
        wanted = set(candidates(ikm).filter(pk__in=[person.pk for person in people]))
        ikm.facilitators.set(wanted)
        added, removed = wanted - before, before - wanted
        if added or removed:
            record(
                "ikm.facilitators_changed",
                ikm,
                by=by,
                added=sorted(person.pk for person in added),
                removed=sorted(person.pk for person in removed),
            )
    return added, removed
