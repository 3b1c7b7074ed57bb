"""Fields shared by the forms of certification."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t

from products.enums import WeightUnit

DOCUMENT_TYPES = "application/pdf,image/*"
OLDEST_YEAR, MOST_YEARS_AHEAD = 1950, 50


class DayInput(forms.DateInput):
    """The phone's own calendar; it wants and sends ISO days."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class GramField(forms.Field):
    """Grams or millilitres with a decimal comma, kept as whole thousandths: "1,5" ↔ 1500."""

    FORM = re.compile(r"^(\d{1,6})(?:[.,](\d{1,3}))?$")

    def __init__(self, *, is_positive=False, unit=WeightUnit.GRAM, **kwargs):
        self.is_positive, self.unit = is_positive, unit
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{(Decimal(value) / 1000).normalize():f}".replace(".", ",")

    def to_python(self, value):
        text = "".join(str(value or "").split())
        if not text:
            return None
        found = self.FORM.match(text)
        if not found:
            raise ValidationError(self._how(), code="invalid")
        if "." in text and len(found.group(2)) == 3:
            raise ValidationError(
                _t("“%(text)s” dapat dibaca dua cara. Tulis pecahan dengan koma, misalnya 1,5."),
                code="ambiguous",
                params={"text": text},
            )
        thousandths = int(found.group(1)) * 1000 + int((found.group(2) or "").ljust(3, "0"))
        if self.is_positive and not thousandths:
            raise ValidationError(_t("Harus lebih dari nol."), code="zero")
        return thousandths

    def _how(self):
        if self.unit == WeightUnit.MILLILITRE:
            return _t("Tulis angka dalam mililiter dengan koma, misalnya 2,5.")
        return _t("Tulis angka dalam gram dengan koma, misalnya 1,5.")

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


def of_our_time(day):
    """The day itself, or a sentence when its year is a slip: no paper is older or lasts longer."""
    if day and not OLDEST_YEAR <= day.year <= timezone.localdate().year + MOST_YEARS_AHEAD:
        raise ValidationError(_t("Tahun %(year)s tidak mungkin. Periksa tahunnya."), "year", {"year": day.year})
    return day


def not_ahead(day):
    """The day itself, or a sentence when it lies in the future or too long ago."""
    if day and day > timezone.localdate():
        raise ValidationError(_t("Tanggal ini masih di depan. Periksa tanggalnya."), code="future")
    return of_our_time(day)
