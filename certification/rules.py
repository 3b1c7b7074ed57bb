"""Who may do what with certificates and nutrition facts."""

import rules

from accounts.rules import is_admin, is_facilitator, is_head, is_office, is_officer, is_reviewer
from ikm.rules import four_eyes, is_owner, keeps, officer_here, reviewer_here

checks = (officer_here | reviewer_here) & four_eyes

for _model in ("certificate", "nutritionfacts"):
    rules.add_perm(f"certification.edit_{_model}", keeps)
    rules.add_perm(f"certification.verify_{_model}", checks)
    rules.add_perm(f"certification.return_{_model}", (officer_here | reviewer_here) & ~is_owner)
    rules.add_perm(f"certification.revoke_{_model}", reviewer_here & ~is_owner)

rules.add_perm("certification.list_expiring", is_office)
# Lists of products that lack one paper, and the words to their owners.
rules.add_perm("certification.view_one_left", is_officer | is_facilitator | is_reviewer | is_head)
rules.add_perm("certification.write_owner", is_officer | is_facilitator | is_reviewer)

rules.add_perm("certification", is_admin)
rules.add_perm("certification.load_foodtable", is_admin)
