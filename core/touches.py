"""Four eyes: who has had a hand in a record since it was last verified."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from core.models import Touch

# How long a sign-in code keeps whoever issued it from checking (DESIGN §5, four eyes).
CODE_COUNTS = timedelta(days=30)


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


def inherit_codes(obj, parent):
    """Whoever issued a sign-in code for the owner of `parent` lately has had a hand in what came into it since."""
    codes = Touch.objects.filter(
        object_type=parent._meta.label_lower,
        object_id=parent.pk,
        reason=Touch.Reason.SIGN_IN_CODE,
        at__gt=timezone.now() - CODE_COUNTS,
    )
    Touch.objects.bulk_create(
        [
            Touch(
                object_type=obj._meta.label_lower,
                object_id=obj.pk,
                user_id=user,
                reason=Touch.Reason.SIGN_IN_CODE,
                at=at,
            )
            for user, at in codes.values_list("user_id", "at")
        ],
        ignore_conflicts=True,
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
    rows = getattr(obj, "_touches", {}).get(user.pk)
    if rows is None:
        rows = Touch.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk, user=user).values_list(
            "reason", "at"
        )
    return any(_counts(obj, reason, at) for reason, at in rows)


def preload(user, objs):
    """One query for a page that asks `has_touched` of many records; the answers stay on these objects only."""
    of = {(obj._meta.label_lower, obj.pk): obj for obj in objs}
    wanted = Q(pk__in=[])
    for label in {label for label, _pk in of}:
        wanted |= Q(object_type=label, object_id__in=[pk for kind, pk in of if kind == label])
    for obj in of.values():
        obj._touches = {user.pk: []}
    found = Touch.objects.filter(wanted, user=user).values_list("object_type", "object_id", "reason", "at")
    for label, pk, reason, at in found if of else ():
        of[label, pk]._touches[user.pk].append((reason, at))


def _counts(obj, reason, at):
    if reason == Touch.Reason.SIGN_IN_CODE:
        return at > timezone.now() - CODE_COUNTS
    changed = reason == Touch.Reason.CHANGED
    since = getattr(obj, "verified_at" if changed else "owner_confirmed_at", None)
    return since is None or at > since
