"""Filters of the staff's lists; every number elsewhere opens its rows by these addresses."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.region_filter import RegionFilterForm
from certification.enums import AxisStatus, Obligation, Word
from ikm.enums import REGISTERED_STATES, IkmState, Source
from products.enums import LIVE_STATES, ProductState
from products.models import Product
from reference.enums import Axis
from reference.models import ProductCategory

EVERYTHING = [("", _("Semua"))]
# States the dashboard counts together, chosen like one.
REGISTERED, LIVE = "registered", "live"
STATES_OF = {REGISTERED: REGISTERED_STATES, LIVE: LIVE_STATES}
ASKED = (Obligation.MANDATORY, Obligation.ADVISED, Obligation.UNKNOWN)
HELD = (AxisStatus.VERIFIED, AxisStatus.CLAIMED)


def word_q(axis, word):
    """Products whose axis reads as one of the four words; the reverse of certification.readiness.word_of."""
    status, obligation = f"readiness__{axis}_status", f"readiness__{axis}_obligation"
    if word == Word.ADA:
        return Q(**{f"{status}__in": HELD})
    if word == Word.PROSES:
        return Q(**{status: AxisStatus.IN_PROCESS})
    lacking = Q(readiness__isnull=False) & ~Q(**{f"{status}__in": (*HELD, AxisStatus.IN_PROCESS)})
    asked = Q(**{f"{obligation}__in": ASKED})
    return lacking & (asked if word == Word.BELUM else ~asked)


class _ListFilterForm(RegionFilterForm):
    field_order = ("q",)
    q = forms.CharField(required=False, max_length=100)

    @property
    def chosen(self):
        """The valid choices as an audit event keeps them."""
        data = self.cleaned_data if self.is_valid() else {}
        return {name: str(getattr(value, "pk", value)) for name, value in data.items() if value}

    def apply(self, queryset):
        """Rows that meet every valid choice; an invalid one finds nothing rather than everything."""
        if not self.is_valid():
            return queryset.none()
        for name, value in self.cleaned_data.items():
            if value:
                queryset = getattr(self, f"by_{name}")(queryset, value)
        return queryset

    def by_kabupaten(self, queryset, region):
        return queryset.filter(regency=region)

    def by_state(self, queryset, state):
        return queryset.filter(state__in=STATES_OF.get(state, (state,)))


class IkmFilterForm(_ListFilterForm):
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            *EVERYTHING,
            (REGISTERED, _("Terdaftar")),
            *[c for c in IkmState.choices if c[0] != IkmState.MERGED],
        ],
    )
    source = forms.ChoiceField(label=_("Asal data"), required=False, choices=[*EVERYTHING, *Source.choices])

    def by_q(self, queryset, text):
        text = text.strip()
        digits = "".join(text.split())
        found = Q(name_key__contains=text.casefold()) | Q(pk__in=_makers_of(text.casefold()))
        return queryset.filter(found | Q(nib=digits) if digits.isdecimal() else found)

    def by_source(self, queryset, source):
        return queryset.filter(source=source)


def _makers_of(text):
    return Product.objects.filter(name_key__contains=text).values("ikm")


class ProductFilterForm(_ListFilterForm):
    state = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[*EVERYTHING, (LIVE, _("Semua yang berjalan")), *ProductState.choices],
    )
    category = forms.ModelChoiceField(
        ProductCategory.objects.active(), label=_("Kategori"), required=False, empty_label=_("Semua")
    )
    halal = forms.ChoiceField(label=Axis.HALAL.label, required=False, choices=[*EVERYTHING, *Word.choices])
    nutrition = forms.ChoiceField(label=Axis.NUTRITION.label, required=False, choices=[*EVERYTHING, *Word.choices])
    licence = forms.ChoiceField(label=Axis.LICENCE.label, required=False, choices=[*EVERYTHING, *Word.choices])
    missing = forms.ChoiceField(
        label=_("Syarat wajib"),
        required=False,
        choices=[
            *EVERYTHING,
            ("0", _("Lengkap")),
            ("1", _("Kurang satu")),
            ("2", _("Kurang dua")),
            ("3", _("Kurang tiga")),
        ],
    )

    def by_q(self, queryset, text):
        text = text.strip().casefold()
        return queryset.filter(Q(name_key__contains=text) | Q(ikm__name_key__contains=text))

    def by_category(self, queryset, category):
        return queryset.filter(category=category)

    def by_halal(self, queryset, word):
        return queryset.filter(word_q(Axis.HALAL, word))

    def by_nutrition(self, queryset, word):
        return queryset.filter(word_q(Axis.NUTRITION, word))

    def by_licence(self, queryset, word):
        return queryset.filter(word_q(Axis.LICENCE, word))

    def by_missing(self, queryset, count):
        return queryset.filter(readiness__missing_count=int(count))
