"""Which batches a person may see: the province's staff see those of their province."""

from django.db.models import Q, QuerySet

from accounts.enums import PROVINCE_LENGTH, Role
from proposals.enums import OPEN_STATES


class BatchQuerySet(QuerySet):
    def visible_to(self, user):
        if (
            user.is_authenticated
            and user.role in (Role.REVIEWER, Role.HEAD)
            and user.region_id
            and len(user.region_id) == PROVINCE_LENGTH
        ):
            return self.filter(province_id=user.region_id)
        return self.none()

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def for_list(self):
        return self.select_related("created_by", "signed_by").order_by("-created_at", "-pk")


class BatchItemQuerySet(QuerySet):
    def in_open_batch(self):
        return self.filter(Q(batch__state__in=OPEN_STATES) & Q(dropped_at=None))
