"""Who may do what with a BBI batch: reviewers build, the head signs, never the one who built it."""

import rules

from accounts.rules import covers, is_admin, is_head, is_reviewer, serves_province


@rules.predicate
def in_province(user, batch):
    return batch is None or covers(user.region_id, batch.province_id)


@rules.predicate
def built(user, batch):
    return batch is not None and user.pk in (batch.created_by_id, batch.locked_by_id)


builder = is_reviewer & serves_province & in_province

rules.add_perm("proposals.view_batches", (is_reviewer | is_head) & serves_province)
rules.add_perm("proposals.add_batch", is_reviewer & serves_province)
rules.add_perm("proposals.build_batch", builder)
rules.add_perm("proposals.sign_batch", is_head & serves_province & in_province & ~built)
rules.add_perm("proposals.send_batch", builder)
rules.add_perm("proposals", is_admin)
