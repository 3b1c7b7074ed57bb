"""What narrows the catalogue, all of it in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.search import search
from reference.enums import CategoryGroup
from reference.models import Region


class CatalogFilterForm(forms.Form):
    q = forms.CharField(label=_("Cari produk"), required=False, max_length=120, strip=True)
    kelompok = forms.ChoiceField(
        label=_("Kelompok"), required=False, choices=[("", _("Semua kelompok")), *CategoryGroup.choices]
    )
    kabupaten = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), required=False, queryset=None, empty_label=_("Semua kabupaten/kota")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kabupaten"].queryset = Region.objects.regencies()
        self.fields["kabupaten"].widget.attrs["class"] = "form-select"

    def value(self, name):
        """The value when it makes sense; an address somebody has bent narrows nothing."""
        return self.cleaned_data.get(name) if self.is_valid() or name in self.cleaned_data else None

    def apply(self, listings):
        """(listings, whether the search found near matches only)."""
        if group := self.value("kelompok"):
            listings = listings.filter(group=group)
        if regency := self.value("kabupaten"):
            listings = listings.filter(regency=regency)
        return search(listings, self.value("q") or "")
