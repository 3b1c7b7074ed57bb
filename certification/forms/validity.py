"""Forms about the life of papers: the yearly answer, and what narrows the staff's list."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.rules import serves_province
from certification.expiring import OVER
from certification.validity import ASKED_KINDS
from reference.enums import PermitKind
from reference.models import Region


class ChangeForm(forms.Form):
    """Has anything changed; what, when it has."""

    UNCHANGED, CHANGED = "tidak", "ya"

    answer = forms.ChoiceField(
        label=_("Apakah bahan atau cara membuatnya berubah sejak sertifikat terbit?"),
        choices=[(UNCHANGED, _("Tidak berubah")), (CHANGED, _("Ya, ada yang berubah"))],
        error_messages={"required": _("Pilih salah satu jawaban.")},
    )
    note = forms.CharField(
        label=_("Apa yang berubah?"),
        required=False,
        max_length=300,
        help_text=_("Misalnya: ganti merek minyak, tambah rasa, pindah tempat produksi."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        data = super().clean()
        if data.get("answer") == self.CHANGED and not data.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", ValidationError(_t("Tuliskan apa yang berubah."), code="required"))
        return data


class ExpiringFilterForm(forms.Form):
    """How soon, which kind, where; every part stays in the address."""

    STEPS = [
        (7, _("Habis dalam 7 hari")),
        (30, _("Habis dalam 30 hari")),
        (90, _("Habis dalam 90 hari")),
        (180, _("Habis dalam 180 hari")),
        (OVER, _("Sudah habis")),
    ]

    step = forms.TypedChoiceField(
        label=_("Kapan"),
        required=False,
        choices=[("", _("Semua sampai 180 hari")), *STEPS],
        coerce=lambda step: step if step == OVER else int(step),
        empty_value=None,
    )
    kind = forms.ChoiceField(
        label=_("Jenis"),
        required=False,
        choices=[("", _("Semua jenis")), *(choice for choice in PermitKind.choices if choice[0] not in ASKED_KINDS)],
    )
    regency = forms.ModelChoiceField(
        label=_("Kabupaten/kota"),
        required=False,
        queryset=Region.objects.none(),
        empty_label=_("Semua kabupaten/kota"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if serves_province(user):
            self.fields["regency"].queryset = Region.objects.regencies().within(user.region_id).order_by("code")
        else:
            del self.fields["regency"]

    def chosen(self):
        """What was understood; the rest narrows nothing and shows its sentence."""
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
