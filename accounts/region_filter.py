"""The kabupaten/kota of a list's filter: offered to whoever serves the province, absent for everybody else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules import serves_province
from reference.models import Region


class RegionFilterForm(forms.Form):
    kabupaten = forms.ModelChoiceField(
        Region.objects.none(), label=_("Kabupaten/kota"), required=False, empty_label=_("Semua")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if serves_province(user):
            self.fields["kabupaten"].queryset = Region.objects.regencies().within(user.region_id).order_by("code")
        else:
            del self.fields["kabupaten"]

    @property
    def is_filtered(self):
        return any(self.data.get(name) for name in self.fields)
