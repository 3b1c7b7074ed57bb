"""Who may use the pages where a person works on several apps at once."""

import rules

from accounts.rules import has_no_office, is_admin, is_facilitator, is_head, is_officer, is_reviewer
from ikm.rules import is_owner, officer_here, reviewer_here

rules.add_perm("desk.use_queue", is_officer | is_reviewer | is_facilitator)
rules.add_perm("desk.view_dossier", is_officer | is_reviewer | is_head | is_facilitator)
rules.add_perm("desk.return_dossier", (officer_here | reviewer_here) & ~is_owner)


@rules.predicate
def has_reachable_owner(user, ikm):
    """The account behind the IKM is an owner's alone, in use, and not the person's own."""
    owner = ikm.owner
    return owner is not None and owner.pk != user.pk and owner.is_active and not owner.role and not owner.is_superuser


rules.add_perm("desk.issue_sign_in_code", officer_here & has_reachable_owner)


@rules.predicate
def is_no_superuser(user):
    return not user.is_superuser


rules.add_perm("desk.ask_erasure", has_no_office & is_no_superuser)
rules.add_perm("desk.handle_erasure", is_admin)
rules.add_perm("desk.print_claim_cards", is_officer)
