"""Which cases a person may see: those of the IKM they see; and the heaps of the list."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from assistance.enums import CLOSED_STATES, OPEN_STATES, STAFF
from ikm.models import Ikm


class CaseQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(ikm__in=Ikm.objects.visible_to(user).values("pk"))

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def closed(self):
        return self.filter(state__in=CLOSED_STATES)

    def overdue(self, now=None):
        return self.open().filter(next_due_at__lt=now or timezone.now())

    def turn_of(self, user):
        """What this member of staff has to do now: their own step, or a late one in a case they answer for."""
        late = Q(responsible=user, next_due_at__lt=timezone.now())
        return self.open().filter(Q(turn_user=user, turn__in=STAFF) | late)

    def for_list(self):
        rows = self.select_related("ikm__regency", "responsible", "turn_user").defer("ikm__nik", "ikm__npwp")
        return rows.prefetch_related("steps__responsible", "products")


class CaseStepQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(case__ikm__in=Ikm.objects.visible_to(user).values("pk"))


class CaseDocumentQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(case__ikm__in=Ikm.objects.visible_to(user).values("pk"))
