"""Who may do what with an IKM."""

import rules

from accounts.rules import in_region, is_admin, is_facilitator, is_officer, is_reviewer
from core.touches import has_touched as touched
from ikm.enums import CLOSED_STATES, EDITABLE_STATES


@rules.predicate
def is_owner(user, obj):
    """Works for an IKM and for anything that carries `ikm`."""
    ikm = getattr(obj, "ikm", obj)
    return ikm is not None and ikm.owner_id is not None and ikm.owner_id == user.pk


@rules.predicate
def has_touched(user, obj):
    return obj is not None and touched(user, obj)


@rules.predicate
def is_editable(user, obj):
    return obj.state in EDITABLE_STATES


@rules.predicate
def is_assigned(user, obj):
    ikm = getattr(obj, "ikm", obj)
    return any(facilitator.pk == user.pk for facilitator in ikm.facilitators.all())


@rules.predicate
def is_unclaimed(user, obj):
    ikm = getattr(obj, "ikm", obj)
    return ikm.owner_id is None


@rules.predicate
def is_claimable(user, obj):
    """Neither closed nor taken into another record."""
    return obj.state not in CLOSED_STATES


@rules.predicate
def created(user, obj):
    return obj is not None and obj.created_by_id == user.pk


officer_here = is_officer & in_region
reviewer_here = is_reviewer & in_region
# Fills in for an owner: the officer of the region while nobody has claimed the record, or an assigned facilitator.
fills_in = ((officer_here | (is_officer & created)) & is_unclaimed) | (
    is_facilitator & (is_assigned | (created & is_unclaimed))
)
keeps = is_owner | fills_in
# A withdrawn record is a draft, which an office sees only when it was typed there: nobody else may hide it.
entered = is_owner | (is_officer & created & is_unclaimed) | (is_facilitator & (is_assigned | (created & is_unclaimed)))
four_eyes = ~is_owner & ~has_touched

rules.add_perm("ikm.add_ikm_on_behalf", is_officer | is_facilitator)
rules.add_perm("ikm.edit_ikm", keeps & is_editable)
rules.add_perm("ikm.edit_free_ikm", keeps)
rules.add_perm("ikm.submit_ikm", keeps)
rules.add_perm("ikm.withdraw_ikm", entered)
rules.add_perm("ikm.amend_ikm", keeps)
rules.add_perm("ikm.verify_ikm", (officer_here | reviewer_here) & four_eyes)
rules.add_perm("ikm.return_ikm", (officer_here | reviewer_here) & ~is_owner)
rules.add_perm("ikm.deactivate_ikm", (officer_here | reviewer_here) & ~is_owner)
rules.add_perm("ikm.assign_facilitator", (officer_here | reviewer_here) & ~is_owner)
rules.add_perm("ikm.merge_ikm", officer_here & ~is_owner)
rules.add_perm("ikm.reveal_ikm", is_owner | officer_here | reviewer_here)
rules.add_perm("ikm.give_consent", keeps)
rules.add_perm("ikm.issue_claim_card", officer_here & is_unclaimed & is_claimable)
rules.add_perm("ikm.claim_ikm", is_unclaimed & is_claimable & ~created & ~is_assigned)
rules.add_perm("ikm.confirm_ikm", is_owner)

for _name in ("ikm", "ikm.view_ikm", "ikm.view_consent"):
    rules.add_perm(_name, is_admin)
