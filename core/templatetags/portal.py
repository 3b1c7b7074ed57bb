"""Filters and tags every template may use without loading them. None of them asks the database."""

from decimal import Decimal, InvalidOperation
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from core import svg

register = template.Library()

WITA = ZoneInfo("Asia/Makassar")
NOTHING = "–"


def local(value):
    """An aware moment as it reads in Kalimantan Selatan; dates and naive values as they are."""
    if hasattr(value, "hour") and timezone.is_aware(value):
        return value.astimezone(WITA)
    return value


@register.filter
def rupiah(value):
    """1500000 → Rp1.500.000, whatever the language of the page."""
    if value in (None, ""):
        return NOTHING
    amount = int(value)
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


@register.filter
def number(value, decimals=None):
    """1500000 → 1.500.000 (the page's language decides the separators)."""
    if value in (None, ""):
        return NOTHING
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def percent(value, decimals=0):
    """43.6 → 44%; the value is already in hundredths."""
    if value in (None, ""):
        return NOTHING
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return NOTHING
    return number_format(round(exact, decimals), decimal_pos=decimals, use_l10n=True) + "%"


@register.filter
def tanggal(value):
    """Senin, 16 November 2026"""
    return date_format(local(value), "l, j F Y") if value else NOTHING


@register.filter
def tanggal_pendek(value):
    """16 Nov 2026"""
    return date_format(local(value), "j M Y") if value else NOTHING


@register.filter
def waktu(value):
    """10.42 WITA"""
    return date_format(local(value), "H.i") + " WITA" if value else NOTHING


@register.filter
def mask_id(value):
    """6371012345678901 → 6371**********01; a short value is hidden whole."""
    text = str(value or "")
    if len(text) < 10:
        return "*" * len(text)
    return text[:4] + "*" * (len(text) - 6) + text[-2:]


@register.filter
def wa_link(phone, text=""):
    """The wa.me address for an Indonesian number, with a message ready; empty when there is no number."""
    digits = "".join(character for character in str(phone or "") if character.isdigit())
    if not digits:
        return ""
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif not digits.startswith("62"):
        digits = "62" + digits
    return f"https://wa.me/{digits}" + (f"?text={quote(str(text))}" if text else "")


@register.simple_tag
def icon(name, label=""):
    """One picture of the sprite; hidden from screen readers unless it has a label of its own."""
    address = f"{static('img/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.simple_tag(takes_context=True)
def query_string(context, **changes):
    """The page's own query with some parameters changed; None or "" takes one away."""
    request = context.get("request")
    query = request.GET.copy() if request else {}
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.inclusion_tag("components/state_badge.html")
def state_badge(subject, audience=""):
    """Word, colour and shape of a state; audience="owner" takes the plain words for owners."""
    label = getattr(subject, "owner_state_label", None) if audience == "owner" else None
    return {"label": label or subject.state_label, "kind": subject.state_kind}


@register.simple_tag
def placeholder_picture(seed, color=""):
    return mark_safe(svg.placeholder_picture(seed, color))


@register.simple_tag
def tile_map(tiles, title="", description=""):
    return mark_safe(svg.tile_map(tiles, title=title, description=description))


@register.simple_tag
def funnel(rows, title="", description=""):
    return mark_safe(svg.funnel(rows, title=title, description=description))


@register.simple_tag
def stacked_bar(parts, title="", description=""):
    return mark_safe(svg.stacked_bar(parts, title=title, description=description))


@register.simple_tag
def trend(points, title="", description=""):
    return mark_safe(svg.trend(points, title=title, description=description))


@register.simple_tag
def share_bar(share, title=""):
    return mark_safe(svg.share_bar(share, title=title))


@register.inclusion_tag("components/field.html", takes_context=True)
def field(context, bound):
    """A form field of the guided path: label, short help, longer help behind a “?”, and the officer's notes on it.

    The form may carry `more_help` {field: sentences}; the page may carry `field_notes` {field: [note]}.
    """
    return {
        "field": bound,
        "more": getattr(bound.form, "more_help", {}).get(bound.name, ""),
        "notes": context.get("field_notes", {}).get(bound.name, []),
    }
