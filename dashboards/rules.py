"""Who reads the figures, who may have them counted anew."""

import rules

from accounts.rules import is_admin, is_head, is_officer, is_reviewer

rules.add_perm("dashboards.view_dashboard", is_officer | is_reviewer | is_head | is_admin)
rules.add_perm("dashboards.open_rows", is_officer | is_reviewer | is_head)
rules.add_perm("dashboards.refresh_figures", is_reviewer)
