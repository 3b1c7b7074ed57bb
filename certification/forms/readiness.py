"""Filter of “tinggal satu dokumen”; every part stays in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.region_filter import RegionFilterForm
from reference.enums import Axis


class OneLeftForm(RegionFilterForm):
    field_order = ("axis",)
    axis = forms.ChoiceField(label=_("Yang kurang"), required=False, choices=[("", _("Semua dokumen")), *Axis.choices])

    def __init__(self, *args, user, axes=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if axes:
            self.fields["axis"].choices = axes

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
