"""Registering for an owner who is not at the keyboard: officers and facilitators start a draft here."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.rules import serves_province
from core.paging import page
from desk.on_behalf import note_started
from ikm.editing import save_profile, start_draft
from ikm.enums import IkmState, Source
from ikm.models import Ikm
from reference.models import Region
from reference.numbers import check_phone


class BehalfForm(forms.Form):
    owner_name = forms.CharField(label=_("Nama pemilik"), max_length=150, help_text=_("Seperti di KTP."))
    phone = forms.CharField(
        label=_("Nomor HP pemilik"),
        max_length=20,
        help_text=_("Pemilik memakainya untuk mengambil alih data ini kelak."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    mandate = forms.CharField(
        label=_("Dasar mengisi atas nama pemilik"),
        max_length=200,
        help_text=_("Misalnya: surat kuasa 3 Mei 2026, atau pendataan di rumah produksi 4 Mei 2026."),
    )
    regency = forms.ModelChoiceField(
        Region.objects.none(), label=_("Kabupaten/kota"), empty_label=_("– pilih –"), required=True
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if serves_province(user):
            self.fields["regency"].queryset = Region.objects.regencies().within(user.region_id)
        else:
            del self.fields["regency"]

    def clean_phone(self):
        try:
            return check_phone(self.cleaned_data["phone"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error


@permission_required("ikm.add_ikm_on_behalf", raise_exception=True)
def behalf(request):
    form = BehalfForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        ikm = start_on_behalf(form.cleaned_data, by=request.user)
        return redirect("desk:path_profile", ikm.pk)
    drafts = Ikm.objects.visible_to(request.user).filter(state=IkmState.DRAFT, created_by=request.user)
    listed = page(drafts.defer("nik", "npwp").select_related("regency"), request)
    return render(request, "desk/behalf.html", {"form": form, "page": listed})


def start_on_behalf(data, *, by):
    """A draft for an owner without an account, with the mandate that allows it; the guided path goes on from here."""
    with transaction.atomic():
        ikm = start_draft(by=by, owner=None, source=Source.OFFICER)
        ikm = save_profile(ikm, data, by=by) or ikm
        note_started(ikm, by=by)
    return ikm
