"""Forms about papers: the answer per axis, a certificate, and the staff's list filter."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import Answer, CertificateState, Obligation
from certification.forms.fields import DOCUMENT_TYPES, DayInput, not_ahead, of_our_time
from certification.papers import number_problem
from certification.permits import Verdict, read_permit
from certification.validity import end_to_store, number_end, typed_end
from core.files import clean_document
from products.enums import ProductState
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis, PermitKind
from reference.models import Region

PROBLEM_VERDICTS = (Verdict.REFUSED, Verdict.OTHER_LICENCE, Verdict.EMPTY, Verdict.IN_PROCESS)
# From so many products on, one box chooses all of them.
ALL_FROM = 3
EXPIRING_WITHIN = timedelta(days=90)


class AnswerForm(forms.Form):
    """What a person says about one axis of one product."""

    answer = forms.ChoiceField(label=_("Jawaban Anda"), choices=Answer.choices, widget=forms.RadioSelect)
    application_number = forms.CharField(
        label=_("Nomor permohonan"),
        required=False,
        max_length=60,
        help_text=_("Boleh dikosongkan bila belum ada."),
    )
    applied_on = forms.DateField(label=_("Diajukan tanggal"), required=False, widget=DayInput())
    reason = forms.CharField(
        label=_("Alasan tidak wajib"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule

    def clean_applied_on(self):
        return not_ahead(self.cleaned_data["applied_on"])

    def clean(self):
        data = super().clean()
        if data.get("answer") != Answer.NOT_NEEDED or data.get("reason", "").strip():
            return data
        if self.rule.obligation == Obligation.MANDATORY:
            message = _t("Menurut aturan ini wajib. Tuliskan mengapa tidak wajib untuk produk Anda.")
            self.add_error("reason", ValidationError(message, code="required"))
        return data


class CertificateForm(forms.Form):
    """One certificate of an IKM; `reading` holds what its number says once the form is clean."""

    kind = forms.ChoiceField(label=_("Jenis"))
    number_raw = forms.CharField(
        label=_("Nomor"),
        max_length=120,
        help_text=_("Salin seperti tercetak pada sertifikat."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    issuer = forms.CharField(label=_("Penerbit"), required=False, max_length=120)
    issued_on = forms.DateField(label=_("Terbit tanggal"), required=False, widget=DayInput())
    valid_until = forms.DateField(label=_("Berlaku sampai"), required=False, widget=DayInput())
    document = forms.FileField(
        label=_("Berkas sertifikat"),
        required=False,
        widget=forms.FileInput(attrs={"accept": DOCUMENT_TYPES, "data-shrink": ""}),
        help_text=_("PDF atau foto, paling besar 10 MB. Tanpa berkas, petugas belum dapat memeriksanya."),
    )
    all_products = forms.BooleanField(label=_("Semua produk di bawah ini"), required=False)
    products = forms.ModelMultipleChoiceField(
        label=_("Produk yang tercakup"),
        queryset=Product.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu produk yang tercantum pada sertifikat.")},
    )

    def __init__(self, *args, ikm, axis, rule=None, certificate=None, products=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.ikm, self.certificate, self.reading = ikm, certificate, None
        accepted = [kind for kind in (rule.accepted_permits if rule else ()) if AXIS_OF_KIND.get(kind) == axis]
        others = [kind for kind, of in AXIS_OF_KIND.items() if of == axis and kind not in accepted]
        if axis is None and certificate:
            others = [certificate.kind]
        self.fields["kind"].choices = [(kind, PermitKind(kind).label) for kind in [*accepted, *others]]
        self.fields["products"].queryset = products if products is not None else ikm.products.all()
        if len(self.fields["products"].choices) < ALL_FROM:
            del self.fields["all_products"]
        if axis == Axis.HALAL:
            self.fields["valid_until"].help_text = _t("Hanya untuk sertifikat MUI lama; halal BPJPH tanpa batas waktu.")
        else:
            self.fields["valid_until"].help_text = _t("P-IRT: bila kosong, dibaca dari dua angka terakhir nomornya.")

    def clean_issued_on(self):
        return not_ahead(self.cleaned_data["issued_on"])

    def clean_valid_until(self):
        return of_our_time(self.cleaned_data["valid_until"])

    def clean_document(self):
        upload = self.cleaned_data["document"]
        return clean_document(upload) if upload else None

    def clean_products(self):
        """Products that cannot be chosen here, such as discontinued ones, stay on their paper."""
        offered = self.fields["products"].queryset
        chosen = offered if self.cleaned_data.pop("all_products", False) else self.cleaned_data["products"]
        if not chosen:
            raise ValidationError(self.fields["products"].error_messages["required"], code="required")
        if self.certificate is None:
            return list(chosen)
        return [*chosen, *self.certificate.products.exclude(pk__in=offered.values("pk"))]

    def clean(self):
        data = super().clean()
        if data.get("kind") and data.get("number_raw"):
            self._check_number(data)
        begin, end = data.get("issued_on"), data.get("valid_until")
        if begin and end and end <= begin:
            self.add_error("valid_until", _t("Tanggal berakhir harus sesudah tanggal terbit."))
        return data

    def _check_number(self, data):
        self.reading = read_permit(data["number_raw"], data["kind"])
        if self.reading.verdict in PROBLEM_VERDICTS:
            self.add_error("number_raw", ValidationError(self.reading.message, code=self.reading.verdict))
            return
        if len(self.reading.numbers) > 1:
            message = _t("Isi satu nomor saja. Nomor lain dimasukkan sebagai sertifikat tersendiri.")
            self.add_error("number_raw", ValidationError(message, code="several"))
            return
        problem = number_problem(self.ikm, data["kind"], self.reading.number, but=self.certificate)
        if problem:
            self.add_error("number_raw", ValidationError(problem, code="taken"))
            return
        typed = data.get("valid_until")
        if self.certificate:
            typed = typed_end(self.certificate, typed)
        data["valid_until"] = end_to_store(data["kind"], data["number_raw"], data.get("issued_on"), typed)

    def warning(self):
        """What to compare with the paper; never blocks."""
        suspect = self.reading.message if self.reading and self.reading.verdict == Verdict.SUSPECT else ""
        return " ".join(filter(None, [suspect, self._year_warning()]))

    def _year_warning(self):
        end = number_end(self.cleaned_data.get("kind"), self.cleaned_data.get("number_raw", ""))
        until = self.cleaned_data.get("valid_until")
        if not end or not until or end.year == until.year:
            return ""
        return _t("Nomornya menyebut tahun %(number)s, tanggalnya tahun %(date)s. Cocokkan dengan sertifikat.") % {
            "number": end.year,
            "date": until.year,
        }


def certificate_initial(certificate):
    """Initial values of a `CertificateForm` about an existing certificate."""
    names = ("kind", "issuer", "issued_on", "valid_until")
    initial = {name: getattr(certificate, name) for name in names}
    initial["number_raw"] = certificate.number_raw or certificate.number
    initial["products"] = [product.pk for product in certificate.products.all()]
    return initial


def coverable_products(ikm, user):
    """Products of the IKM a certificate may be put on."""
    return Product.objects.visible_to(user).filter(ikm=ikm).exclude(state=ProductState.DISCONTINUED).order_by("pk")


class CertificateFilterForm(forms.Form):
    """Narrows the staff's list; every part stays in the address."""

    q = forms.CharField(label=_("Cari nomor atau nama usaha"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *PermitKind.choices])
    state = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Semua status")), *CertificateState.choices]
    )
    regency = forms.ModelChoiceField(
        label=_("Kabupaten/kota"),
        required=False,
        queryset=Region.objects.regencies().order_by("code"),
        empty_label=_("Semua kabupaten/kota"),
    )
    expiring = forms.BooleanField(label=_("Habis dalam 90 hari"), required=False)

    def apply(self, queryset):
        """Parts that are not understood narrow nothing and show their sentence."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if data.get("q"):
            queryset = queryset.filter(
                Q(number__icontains=data["q"]) | Q(number_raw__icontains=data["q"]) | Q(ikm__name__icontains=data["q"])
            )
        for name, lookup in (("kind", "kind"), ("state", "state"), ("regency", "ikm__regency")):
            if data.get(name):
                queryset = queryset.filter(**{lookup: data[name]})
        if data.get("expiring"):
            today = timezone.localdate()
            queryset = queryset.filter(valid_until__gte=today, valid_until__lte=today + EXPIRING_WITHIN)
        return queryset
