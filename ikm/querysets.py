"""Which IKM a person may see, and the usual narrowings."""

from django.db.models import Q, QuerySet

from accounts.enums import Role
from ikm.enums import REGISTERED_STATES, IkmState


def scope_q(user, prefix=""):
    """Rows whose stored regency lies in the user's region; `prefix` leads from the row to the IKM or product."""
    code = user.region_id or ""
    if len(code) > 2:
        return Q(**{f"{prefix}regency_id": code})
    return Q(**{f"{prefix}regency__code__startswith": f"{code}."}) if code else Q(pk__in=[])


class IkmQuerySet(QuerySet):
    def visible_to(self, user):
        """Owner: own records. Officer: own region without drafts owners type (own entries included).
        Facilitator: assigned. Reviewer, head: own region from `submitted` on. Everyone: what they own."""
        if not user.is_authenticated:
            return self.none()
        own = Q(owner=user)
        seen = ~Q(state__in=[IkmState.DRAFT, IkmState.MERGED])
        if user.role == Role.OFFICER:
            return self.filter(own | (scope_q(user) & (seen | Q(state=IkmState.DRAFT, created_by=user))))
        if user.role == Role.FACILITATOR:
            return self.filter(own | Q(facilitators=user) | Q(state=IkmState.DRAFT, created_by=user)).distinct()
        if user.role in (Role.REVIEWER, Role.HEAD):
            return self.filter(own | (scope_q(user) & seen))
        return self.filter(own)

    def registered(self):
        return self.filter(state__in=REGISTERED_STATES)

    def for_list(self):
        """Rows for a table: what a row shows, newest first, page-stable on both databases."""
        return self.select_related("regency", "region", "region__parent").order_by("-state_since", "-pk")
