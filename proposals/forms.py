"""Forms of the proposals pages."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.enums import BbiAnswer
from proposals.models import Batch
from proposals.workflow import LETTER_NUMBER

DEFAULT_ADDRESSEE = _("Direktur Jenderal Industri Kecil, Menengah, dan Aneka, Kementerian Perindustrian")
DEFAULT_PLACE = _("Jakarta")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class BatchForm(forms.ModelForm):
    class Meta:
        model = Batch
        fields = ["title"]
        help_texts = {"title": _("Misalnya: Usulan BBI November 2026.")}


class LetterForm(forms.Form):
    """What the office writes in its letter register before the batch is marked sent."""

    letter_number = forms.CharField(
        label=_("Nomor surat"),
        max_length=60,
        help_text=_("Seperti tertulis di surat, misalnya 500.9/123/DISPERIN/2026."),
    )
    letter_date = forms.DateField(label=_("Tanggal surat"), widget=DayInput())
    addressee = forms.CharField(label=_("Kepada Yth."), max_length=200, initial=DEFAULT_ADDRESSEE)
    addressee_place = forms.CharField(label=_("Di"), max_length=100, initial=DEFAULT_PLACE)

    def clean_letter_number(self):
        number = self.cleaned_data["letter_number"].strip().upper()
        if not LETTER_NUMBER.match(number):
            raise forms.ValidationError(
                _("Nomor surat ditulis seperti 500.9/123/DISPERIN/2026: kode, nomor urut, kode kantor, tahun.")
            )
        return number

    def clean_letter_date(self):
        date = self.cleaned_data["letter_date"]
        if date > timezone.localdate():
            raise forms.ValidationError(_("Tanggal surat tidak boleh di masa depan."))
        return date


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Jawaban BBI"), choices=[choice for choice in BbiAnswer.choices if choice[0] != BbiAnswer.WAITING]
    )
    answered_on = forms.DateField(label=_("Tanggal jawaban"), widget=DayInput())
    reason = forms.CharField(
        label=_("Alasan BBI"), max_length=300, required=False, help_text=_("Wajib bila dikembalikan atau ditolak.")
    )

    def __init__(self, *args, sent_on=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.sent_on = sent_on
        self.fields["answered_on"].initial = timezone.localdate

    def clean_answered_on(self):
        date = self.cleaned_data["answered_on"]
        if date > timezone.localdate():
            raise forms.ValidationError(_("Tanggal jawaban tidak boleh di masa depan."))
        if self.sent_on and date < self.sent_on:
            raise forms.ValidationError(_("Tanggal jawaban tidak boleh sebelum tanggal surat."))
        return date

    def clean(self):
        data = super().clean()
        if data.get("answer") in (BbiAnswer.RETURNED, BbiAnswer.REJECTED) and not data.get("reason", "").strip():
            self.add_error("reason", _("Tuliskan alasan BBI, supaya pemilik tahu apa yang harus diperbaiki."))
        return data
