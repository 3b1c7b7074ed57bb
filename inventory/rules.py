"""Who may bring sheets in: officers into their own region; province reviewers look on."""

import rules

from accounts.rules import in_region, is_admin, is_officer, serves_regency

rules.add_perm("inventory.add_importbatch", is_officer & serves_regency)
rules.add_perm("inventory.apply_importbatch", is_officer & in_region)
rules.add_perm("inventory", is_admin)
