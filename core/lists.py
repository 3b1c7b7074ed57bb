"""What every list says about its size, and how long lists are read without holding them."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def honest_count(queryset, limit=1000):
    """The number of rows as people read it: exact up to `limit`, “lebih dari 1.000” above; one bounded query."""
    found = queryset.order_by().values("pk")[: limit + 1].count()
    if found > limit:
        return _("lebih dari %(limit)s") % {"limit": number_format(limit, force_grouping=True)}
    return number_format(found, force_grouping=True)


def in_chunks(queryset, size=1000):
    """Every row in order of its key, `size` at a time: works behind PgBouncer and keeps one chunk in memory."""
    last = 0
    while rows := list(queryset.order_by("pk").filter(pk__gt=last)[:size]):
        yield from rows
        last = rows[-1].pk
