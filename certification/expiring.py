"""The staff's view of papers that run out: how many where, which ones, and the words to send to the owner."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.given import needed, remindable
from certification.notifications import short_name
from certification.validity import ASKED_KINDS
from reference.numbers import wa_link

SPANS = (7, 30, 90, 180)
OVER = "over"


def dated(certificates):
    """Papers in force or waiting for the check that have a last day."""
    return remindable(certificates).exclude(kind__in=ASKED_KINDS).exclude(valid_until=None)


def in_span(papers, span, today):
    """`span`: days ahead, or OVER for those that have run out."""
    if span == OVER:
        return papers.filter(valid_until__lt=today)
    return papers.filter(valid_until__gte=today, valid_until__lte=today + timedelta(days=span))


def regency_counts(papers, today):
    """[{code, name, over, within: [for 7, 30, 90, 180 days]}] per kabupaten/kota that has any, in one query."""
    counts = {f"within_{span}": Count("pk", filter=_ahead(span, today)) for span in SPANS}
    rows = (
        papers.filter(valid_until__lte=today + timedelta(days=max(SPANS)))
        .order_by()
        .values("ikm__regency", "ikm__regency__name")
        .annotate(over=Count("pk", filter=Q(valid_until__lt=today)), **counts)
        .order_by("ikm__regency")
    )
    return [
        {
            "code": row["ikm__regency"],
            "name": row["ikm__regency__name"],
            "over": row["over"],
            "within": [row[f"within_{span}"] for span in SPANS],
        }
        for row in rows
    ]


def totals(rows):
    """The same for all rows together: {OVER: n, 7: n, …}."""
    found = {OVER: sum(row["over"] for row in rows)}
    return found | {span: sum(row["within"][place] for row in rows) for place, span in enumerate(SPANS)}


def shown_rows(papers, today, sender):
    """[{certificate, days, is_replaced, whatsapp}] of one page; `sender` is who writes to the owner."""
    kept = {paper.pk for paper in needed(papers)}
    return [
        {
            "certificate": paper,
            "name": short_name(paper),
            "days": (paper.valid_until - today).days,
            "is_replaced": paper.pk not in kept,
            "whatsapp": _whatsapp(paper, today, sender),
        }
        for paper in papers
    ]


def _ahead(span, today):
    return Q(valid_until__gte=today, valid_until__lte=today + timedelta(days=span))


def _whatsapp(paper, today, sender):
    """Address of a chat with the owner, a polite text typed in; "" without a number that can be used."""
    is_over = paper.valid_until < today
    text = (
        _("Yth. %(owner)s, kami dari %(sender)s mengingatkan bahwa %(certificate)s milik %(ikm)s sudah habis pada "
          "%(day)s. Mohon segera diurus. Bila perlu bantuan, silakan balas pesan ini. Terima kasih.")
        if is_over
        else _("Yth. %(owner)s, kami dari %(sender)s mengingatkan bahwa %(certificate)s milik %(ikm)s habis pada "
               "%(day)s. Mohon diurus sebelum hari itu. Bila perlu bantuan, silakan balas pesan ini. Terima kasih.")
    ) % {
        "owner": paper.ikm.owner_name or _("Bapak/Ibu"),
        "sender": sender,
        "certificate": short_name(paper),
        "ikm": paper.ikm,
        "day": date_format(paper.valid_until, "j F Y"),
    }  # fmt: skip
    try:
        return wa_link(paper.ikm.whatsapp or paper.ikm.phone, text)
    except ValidationError:
        return ""
