"""Forms about certification: the answer per axis, a certificate, nutrition facts, and the staff's list filter."""

import re
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import Answer, Basis, CertificateState, Obligation
from certification.models import NutritionFacts
from certification.nutrition import warnings
from certification.papers import NO_END_DATE, NUTRITION_FIELDS, number_problem
from certification.permits import Verdict, read_permit
from core.files import clean_document, clean_image
from products.enums import ProductState, WeightUnit
from products.models import Product
from reference.enums import AXIS_OF_KIND, Axis, PermitKind
from reference.models import Region

PROBLEM_VERDICTS = (Verdict.REFUSED, Verdict.OTHER_LICENCE, Verdict.EMPTY, Verdict.IN_PROCESS)
EXPIRING_WITHIN = timedelta(days=90)
DOCUMENT_TYPES = "application/pdf,image/*"


class DayInput(forms.DateInput):
    """The phone's own calendar; it wants and sends ISO days."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class GramField(forms.Field):
    """Grams with a decimal comma, kept as whole milligrams: "1,5" ↔ 1500."""

    FORM = re.compile(r"^(\d{1,4})(?:[.,](\d{1,3}))?$")

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return f"{(Decimal(value) / 1000).normalize():f}".replace(".", ",")

    def to_python(self, value):
        text = "".join(str(value or "").split())
        if not text:
            return None
        found = self.FORM.match(text)
        if not found:
            raise ValidationError(_t("Tulis angka dalam gram dengan koma, misalnya 1,5."), code="invalid")
        if "." in text and len(found.group(2)) == 3:
            raise ValidationError(
                _t("“%(text)s” dapat dibaca dua cara. Tulis pecahan dengan koma, misalnya 1,5."),
                code="ambiguous",
                params={"text": text},
            )
        return int(found.group(1)) * 1000 + int((found.group(2) or "").ljust(3, "0"))

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


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
        return _not_ahead(self.cleaned_data["applied_on"])

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
        widget=forms.FileInput(attrs={"accept": DOCUMENT_TYPES}),
        help_text=_("PDF atau foto, paling besar 10 MB. Tanpa berkas, petugas belum dapat memeriksanya."),
    )
    products = forms.ModelMultipleChoiceField(
        label=_("Produk yang tercakup"),
        queryset=Product.objects.none(),
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
        if axis == Axis.HALAL:
            self.fields["valid_until"].help_text = _t("Hanya untuk sertifikat MUI lama; halal BPJPH tanpa batas waktu.")
        else:
            self.fields["valid_until"].help_text = _t("P-IRT: dibaca dari dua angka terakhir nomornya.")

    def clean_issued_on(self):
        return _not_ahead(self.cleaned_data["issued_on"])

    def clean_document(self):
        upload = self.cleaned_data["document"]
        return clean_document(upload) if upload else None

    def clean_products(self):
        """Products that cannot be chosen here, such as discontinued ones, stay on their paper."""
        chosen = self.cleaned_data["products"]
        if self.certificate is None:
            return list(chosen)
        offered = self.fields["products"].queryset.values("pk")
        return [*chosen, *self.certificate.products.exclude(pk__in=offered)]

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
        decoded = self.reading.numbers[0].decoded
        data["valid_until"] = (
            None if data["kind"] in NO_END_DATE else decoded.get("valid_until") or data.get("valid_until")
        )

    def warning(self):
        """What to compare with the paper; never blocks."""
        return self.reading.message if self.reading and self.reading.verdict == Verdict.SUSPECT else ""


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


class NutritionForm(forms.Form):
    """Informasi nilai gizi: amounts typed in grams, kept in milligrams."""

    basis = forms.ChoiceField(label=_("Angka berasal dari"), choices=Basis.choices, widget=forms.RadioSelect)
    per = forms.ChoiceField(
        label=_("Angka di bawah dihitung per"),
        choices=NutritionFacts._meta.get_field("per").choices,
        widget=forms.RadioSelect,
        initial="100g",
    )
    serving_size = forms.IntegerField(
        label=_("Takaran saji (g/ml)"),
        min_value=1,
        max_value=5_000,
        help_text=_("Sekali makan atau minum, misalnya 25."),
    )
    pack_size = forms.IntegerField(label=_("Isi kemasan (g/ml)"), min_value=1, max_value=100_000)
    fat_mg = GramField(label=_("Lemak total (gram)"))
    saturated_fat_mg = GramField(label=_("Lemak jenuh (gram)"))
    protein_mg = GramField(label=_("Protein (gram)"))
    carbohydrate_mg = GramField(label=_("Karbohidrat total (gram)"))
    sugar_mg = GramField(label=_("Gula (gram)"))
    sodium_mg = forms.IntegerField(
        label=_("Garam/natrium (miligram)"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    label_photo = forms.FileField(
        label=_("Foto label"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Foto tabel gizi pada kemasan, paling besar 10 MB."),
    )

    def __init__(self, *args, product, **kwargs):
        super().__init__(*args, **kwargs)
        self.product = product

    def clean_label_photo(self):
        upload = self.cleaned_data["label_photo"]
        return clean_image(upload) if upload else None

    def clean(self):
        data = super().clean()
        if any(data.get(name) is None for name in NUTRITION_FIELDS):
            return data
        for field, sentence in warnings(self.facts()):
            # A millilitre of syrup or honey weighs more than a gram.
            if field != "carbohydrate_mg" or self.product.net_weight_unit != WeightUnit.MILLILITRE:
                self.add_error(field, sentence)
        return data

    def facts(self):
        """The unsaved facts of a clean form, for the computed table."""
        return NutritionFacts(product=self.product, **{name: self.cleaned_data[name] for name in NUTRITION_FIELDS})


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


def _not_ahead(day):
    if day and day > timezone.localdate():
        raise ValidationError(_t("Tanggal ini masih di depan. Periksa tanggalnya."), code="future")
    return day
