"""Forms of the cases: open, filter, finish, step, hand over, document."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.region_filter import RegionFilterForm
from assistance.enums import CaseKind, Outcome, Who
from assistance.models import CaseStep
from certification.enums import CertificateState
from certification.forms.fields import DOCUMENT_TYPES, DayInput
from certification.models import Certificate
from core.files import clean_document
from products.enums import ProductState
from products.models import Product

A_YEAR = timedelta(days=366)


class PersonField(forms.ModelChoiceField):
    """Somebody of the staff, with the role in one word."""

    def label_from_instance(self, user):
        return f"{user} ({user.role_word})"


def near(day):
    """A day within a year of today; typing errors in the year are the usual ones."""
    if day and abs(day - timezone.localdate()) > A_YEAR:
        raise forms.ValidationError(_t("Tanggal ini lebih dari setahun dari hari ini. Periksa tahunnya."))
    return day


class OpenForm(forms.Form):
    products = forms.ModelMultipleChoiceField(
        label=_("Untuk produk"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosongkan bila untuk usahanya, bukan satu produk."),
    )
    summary = forms.CharField(
        label=_("Keterangan"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dibaca pemilik: apa yang dibantu."),
    )
    responsible = PersonField(
        label=_("Penanggung jawab"),
        queryset=User.objects.none(),
        help_text=_("Petugas wilayah ini, provinsi, atau pendamping yang sudah ditugaskan pada usaha ini."),
    )
    start = forms.DateField(label=_("Mulai"), widget=DayInput())

    def __init__(self, *args, ikm, kind, user, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["products"].queryset = (
            Product.objects.visible_to(user).filter(ikm=ikm).exclude(state=ProductState.DISCONTINUED).order_by("pk")
        )
        self.fields["responsible"].queryset = people
        self.fields["responsible"].initial = user.pk
        self.fields["start"].initial = timezone.localdate

    def clean_start(self):
        return near(self.cleaned_data["start"])

    def clean(self):
        data = super().clean()
        if self.kind == CaseKind.OTHER and not data.get("summary", "").strip():
            self.add_error("summary", _t("Tuliskan apa yang dibantu, supaya pemilik tahu."))
        return data

    @property
    def start_day(self):
        """The day the shown plan counts from: what was typed when it is a good day, else today."""
        if self.is_bound:
            self.is_valid()
            return self.cleaned_data.get("start") or timezone.localdate()
        return timezone.localdate()


class CaseFilterForm(RegionFilterForm):
    field_order = ("q", "kind")
    q = forms.CharField(label=_("Cari nama usaha"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *CaseKind.choices])

    def apply(self, queryset):
        """Cases that meet every choice; an invalid one finds nothing rather than everything."""
        if not self.is_valid():
            return queryset.none()
        data = self.cleaned_data
        if text := data["q"].strip().casefold():
            queryset = queryset.filter(ikm__name_key__contains=text)
        if data["kind"]:
            queryset = queryset.filter(kind=data["kind"])
        if region := data.get("kabupaten"):
            queryset = queryset.filter(ikm__regency=region)
        return queryset


class FinishForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Hasil"), choices=Outcome.choices, widget=forms.RadioSelect)
    certificate = forms.ModelChoiceField(
        label=_("Sertifikat yang terbit"),
        queryset=Certificate.objects.none(),
        required=False,
        empty_label=_("Tidak ada atau belum tercatat"),
        help_text=_("Hanya sertifikat usaha ini yang sudah diperiksa."),
    )
    note = forms.CharField(
        label=_("Catatan"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca pemilik. Wajib bila masih ada langkah yang belum selesai."),
    )

    def __init__(self, *args, case, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["certificate"].queryset = (
            Certificate.objects.visible_to(user)
            .filter(ikm=case.ikm_id, state=CertificateState.VERIFIED)
            .order_by("-pk")
        )


class StepForm(forms.ModelForm):
    """Who does a step and by when; with `is_new` also what it is."""

    responsible = PersonField(
        label=_("Orangnya"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Penanggung jawab pendampingan"),
    )

    class Meta:
        model = CaseStep
        fields = ["title", "explanation", "who", "responsible", "due_on", "note"]
        widgets = {"due_on": DayInput(), "explanation": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("Kalimat pendek, misalnya: Ambil sampel ke laboratorium."),
            "explanation": _("Dibaca pemilik: apa yang dilakukan dan mengapa."),
        }

    def __init__(self, *args, people, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people
        for name in ("note",) if is_new else ("title", "explanation"):
            del self.fields[name]
        self.fields["who"].choices = Who.choices
        if is_new:
            self.fields["who"].initial = Who.OFFICE

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        return day if day == self.initial.get("due_on") else near(day)


class HandOverForm(forms.Form):
    responsible = PersonField(
        label=_("Penanggung jawab"),
        queryset=User.objects.none(),
        help_text=_("Petugas wilayah ini, provinsi, atau pendamping yang sudah ditugaskan pada usaha ini."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = people


class DocumentForm(forms.Form):
    name = forms.CharField(
        label=_("Nama berkas"),
        max_length=150,
        help_text=_("Misalnya: Daftar bahan, KTP, rancangan label."),
        error_messages={"required": _("Tulis nama berkasnya.")},
    )
    step = forms.ModelChoiceField(
        label=_("Untuk langkah"), queryset=CaseStep.objects.none(), required=False, empty_label=_("Umum")
    )
    file = forms.FileField(
        label=_("Berkas"),
        widget=forms.FileInput(attrs={"accept": DOCUMENT_TYPES}),
        help_text=_("PDF atau foto, paling besar 10 MB."),
        error_messages={"required": _("Pilih berkasnya: PDF atau foto.")},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = case.steps.all()

    def clean_file(self):
        return clean_document(self.cleaned_data["file"])
