"""Pages by key: the address names the last row seen, so page 3,800 costs what page 1 costs."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q

NEXT, PREVIOUS = "lanjut", "balik"


@dataclass(frozen=True)
class Page:
    rows: list
    next_url: str
    prev_url: str


def page(queryset, request, keys=("-state_since", "-pk"), size=25):
    """One page of `queryset`, in one query of `size` + 1 rows.

    `keys` are the sort keys, never null, "-" for descending, the last one unique; annotations may be keys.
    `?lanjut=` and `?balik=` carry the row to start after or before; one that cannot be read means the first page.
    """
    back, position = _position(queryset, request, keys)
    order = [_flip(key) for key in keys] if back else list(keys)
    if position is not None:
        queryset = queryset.filter(_beyond(order, position))
    rows = list(queryset.order_by(*order)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    has_next = back or more
    has_previous = more if back else position is not None
    return Page(
        rows,
        _address(request, NEXT, rows[-1], keys) if rows and has_next else "",
        _address(request, PREVIOUS, rows[0], keys) if rows and has_previous else "",
    )


def _position(queryset, request, keys):
    for name in (PREVIOUS, NEXT):
        if cursor := request.GET.get(name):
            return name == PREVIOUS, _decoded(queryset, cursor, keys)
    return False, None


def _beyond(order, position):
    """Rows after `position`; the first key alone bounds the scan, so an index on it is used."""
    name, sign = _split(order[0])
    bound = Q(**{f"{name}__{sign}e": position[0]})
    after = Q(pk__in=[])
    for depth, key in enumerate(order):
        same = {_split(earlier)[0]: value for earlier, value in zip(order[:depth], position, strict=False)}
        name, sign = _split(key)
        after |= Q(**same) & Q(**{f"{name}__{sign}": position[depth]})
    return bound & after


def _split(key):
    return (key[1:], "lt") if key.startswith("-") else (key, "gt")


def _flip(key):
    return key[1:] if key.startswith("-") else f"-{key}"


def _address(request, name, row, keys):
    query = request.GET.copy()
    query.pop(NEXT, None)
    query.pop(PREVIOUS, None)
    query[name] = _encoded([getattr(row, _split(key)[0]) for key in keys])
    return f"?{query.urlencode()}"


def _encoded(values):
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _decoded(queryset, cursor, keys):
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(keys) or None in values:
            return None
        return [_read(_field(queryset, _split(key)[0]), value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError, FieldDoesNotExist):
        return None


def _read(field, value):
    value = field.to_python(value)
    if isinstance(value, str) and "\0" in value:
        raise ValueError
    # A day at the very edge of the calendar has no moment in UTC.
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _field(queryset, name):
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    return queryset.model._meta.pk if name == "pk" else queryset.model._meta.get_field(name)
