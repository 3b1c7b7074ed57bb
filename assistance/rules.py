"""Who may do what with a case of assistance.

The office opens and stops, whoever accompanies the IKM works on it, the owner sees it, hands in documents and ticks
the own steps. Nobody works on the case of the own business as staff.
"""

import rules

from accounts.rules import is_admin, is_facilitator, is_head, is_officer, is_reviewer
from assistance.enums import Who
from ikm.rules import is_assigned, is_owner, officer_here, reviewer_here


@rules.predicate
def is_for_owner(user, step):
    return step is not None and step.who == Who.OWNER


@rules.predicate
def uploaded(user, document):
    return document is not None and document.uploaded_by_id == user.pk


office = (officer_here | reviewer_here) & ~is_owner
works = (officer_here | reviewer_here | (is_facilitator & is_assigned)) & ~is_owner

rules.add_perm("assistance.view_cases", is_officer | is_facilitator | is_reviewer | is_head)
# About an IKM, before there is a case.
rules.add_perm("assistance.open_case", office)
rules.add_perm("assistance.work_case", works)
rules.add_perm("assistance.answer_case", works | is_owner)
rules.add_perm("assistance.stop_case", office)
rules.add_perm("assistance.tick_step", works | (is_owner & is_for_owner))
rules.add_perm("assistance.add_document", works | is_owner)
rules.add_perm("assistance.remove_document", works | (is_owner & uploaded))

# Reference data and the look-only admin.
rules.add_perm("assistance", is_admin)
