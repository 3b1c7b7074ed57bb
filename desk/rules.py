"""Who may use the pages where a person works on several apps at once."""

import rules

from accounts.rules import is_facilitator, is_head, is_officer, is_reviewer
from ikm.rules import is_owner, officer_here, reviewer_here

rules.add_perm("desk.use_queue", is_officer | is_reviewer | is_facilitator)
rules.add_perm("desk.view_dossier", is_officer | is_reviewer | is_head | is_facilitator)
rules.add_perm("desk.return_dossier", (officer_here | reviewer_here) & ~is_owner)
