"""Who may bring sheets in: officers into their own region; province reviewers look on."""

import rules

from accounts.rules import in_region, is_admin, is_officer, is_reviewer, serves_regency

rules.add_perm("inventory.add_importbatch", is_officer & serves_regency)
rules.add_perm("inventory.apply_importbatch", is_officer & in_region)
rules.add_perm("inventory.view_importbatch", is_officer | is_reviewer | is_admin)
# At a terminal the province may bring in a sheet of all its kabupaten/kota.
rules.add_perm("inventory.import_at_terminal", (is_officer | is_reviewer) & in_region)
rules.add_perm("inventory", is_admin)
