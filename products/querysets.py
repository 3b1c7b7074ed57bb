"""Which products a person may see, and the usual narrowings."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Role
from ikm.models import Consent, Purpose
from ikm.querysets import scope_q
from products.enums import ProductState


class ProductQuerySet(QuerySet):
    def visible_to(self, user):
        """As for the IKM: owner all of the own; staff by region and, province, from `submitted` on."""
        if not user.is_authenticated:
            return self.none()
        own = Q(ikm__owner=user)
        seen = ~Q(state=ProductState.DRAFT)
        if user.role == Role.OFFICER:
            return self.filter(own | (scope_q(user) & (seen | Q(created_by=user))))
        if user.role == Role.FACILITATOR:
            return self.filter(
                own | Q(ikm__facilitators=user) | Q(created_by=user, state=ProductState.DRAFT)
            ).distinct()
        if user.role in (Role.REVIEWER, Role.HEAD):
            return self.filter(own | (scope_q(user) & seen))
        return self.filter(own)

    def accepted(self):
        return self.filter(state=ProductState.ACCEPTED)

    def with_consent(self, purpose=Purpose.PUBLISH_PRODUCT):
        consent = Consent.objects.filter(ikm=OuterRef("ikm"), purpose=purpose, withdrawn_at=None)
        return self.filter(Exists(consent))

    def for_list(self):
        return self.select_related("ikm", "category", "regency", "unit").order_by("-state_since", "-pk")
