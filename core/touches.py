"""Four eyes: who has had a hand in a record since it was last verified."""

from django.db.models import Q
from django.utils import timezone

from core.models import Touch


def touch(obj, reason, *, by, at=None):
    """Remember that `by` created, changed, imported … this record."""
    if by is None or not by.is_authenticated:
        return
    Touch.objects.update_or_create(
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        user=by,
        reason=reason,
        defaults={"at": at or timezone.now()},
    )


def touch_many(model, pks, reason, *, by):
    """Set-based `touch` for an import."""
    Touch.objects.bulk_create(
        [Touch(object_type=model._meta.label_lower, object_id=pk, user=by, reason=reason) for pk in pks],
        update_conflicts=True,
        unique_fields=["object_type", "object_id", "user", "reason"],
        update_fields=["at"],
        batch_size=1000,
    )


def has_touched(user, obj):
    """True when `user` created or imported the record, or changed it since its last verification.

    A record its owner has confirmed afterwards (claim card) no longer counts as created or imported
    by the officer: DESIGN §5, four eyes.
    """
    counting = Q(reason=Touch.Reason.CHANGED)
    since = getattr(obj, "verified_at", None)
    if since:
        counting &= Q(at__gt=since)
    confirmed = getattr(obj, "owner_confirmed_at", None)
    made = Q(reason__in=[Touch.Reason.CREATED, Touch.Reason.IMPORTED])
    if confirmed:
        made &= Q(at__gt=confirmed)
    code = Q(reason=Touch.Reason.SIGN_IN_CODE, at__gt=timezone.now() - timezone.timedelta(days=30))
    return Touch.objects.filter(
        counting | made | code, object_type=obj._meta.label_lower, object_id=obj.pk, user=user
    ).exists()
