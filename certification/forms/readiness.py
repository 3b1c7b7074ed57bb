"""Filter of “tinggal satu dokumen”; every part stays in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules import serves_province
from reference.enums import Axis
from reference.models import Region


class OneLeftForm(forms.Form):
    axis = forms.ChoiceField(label=_("Yang kurang"), required=False, choices=[("", _("Semua dokumen")), *Axis.choices])
    kabupaten = forms.ModelChoiceField(
        Region.objects.none(), label=_("Kabupaten/kota"), required=False, empty_label=_("Semua kabupaten/kota")
    )

    def __init__(self, *args, user, axes=None, **kwargs):
        super().__init__(*args, **kwargs)
        if axes:
            self.fields["axis"].choices = axes
        if serves_province(user):
            self.fields["kabupaten"].queryset = Region.objects.regencies().within(user.region_id).order_by("code")
        else:
            del self.fields["kabupaten"]

    @property
    def is_filtered(self):
        return any(self.data.get(name) for name in self.fields)

    @property
    def chosen_axis(self):
        """The chosen axis, else the first one the list offers."""
        chosen = self.cleaned_data.get("axis") if self.is_valid() else ""
        return chosen or self.fields["axis"].choices[0][0]

    def apply(self, rows):
        """Rows that meet every valid choice; an invalid one finds nothing rather than everything."""
        if not self.is_valid():
            return rows.none()
        if axis := self.chosen_axis:
            rows = rows.filter(last_axis=axis)
        if regency := self.cleaned_data.get("kabupaten"):
            rows = rows.filter(regency=regency)
        return rows
