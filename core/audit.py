"""Write audit events. Details hold ids, digests and masks, never an identity number in clear."""

from core.middleware import current_request_id
from core.models import AuditEvent


def record(action, obj=None, *, by=None, on_behalf_of=None, **detail):
    """One event in the current transaction. `detail` must be JSON; `obj` may be a model instance or None."""
    return AuditEvent.objects.create(
        action=action,
        actor=by if by is not None and by.is_authenticated else None,
        on_behalf_of=on_behalf_of,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        detail=detail,
        request_id=current_request_id(),
    )


def record_many(action, model, details, *, by=None):
    """The same event of many records at once, by a person or by nobody: `details` is a list of (pk, detail)."""
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                action=action,
                actor=by,
                object_type=model._meta.label_lower,
                object_id=str(pk),
                detail=detail,
                request_id=current_request_id(),
            )
            for pk, detail in details
        ],
        batch_size=1000,
    )


def events_of(obj):
    """Events of one record, newest first."""
    return AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).select_related("actor")
