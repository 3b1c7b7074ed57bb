"""Numbers as an Indonesian label writes them, whatever the language of the page."""

from decimal import ROUND_HALF_UP, Decimal


def figure(value):
    """1250 → "1.250", Decimal("2.50") → "2,5": exact, a decimal comma, thousands by point, no trailing zeros."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def short_figure(value):
    """At most three decimals, for sentences: 116.0000003 → "116"."""
    return figure(Decimal(value).quantize(Decimal("0.001"), ROUND_HALF_UP))
