"""Requirements (law), answers (a person), certificates and nutrition facts (proof), readiness (derived)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.enums import (
    STATE_KINDS,
    Answer,
    Audience,
    AxisStatus,
    Basis,
    CertificateState,
    Confidence,
    LabelLayout,
    Obligation,
    Topic,
)
from certification.querysets import CertificateQuerySet, NutritionFactsQuerySet
from core.files import private_path
from core.models import AppendOnly, TransitionRow
from ikm.enums import BusinessScale
from ikm.models import Ikm
from products.enums import WeightUnit
from products.models import Product
from reference.enums import Axis, PermitKind
from reference.models import ProductCategory, Region


class Requirement(models.Model):
    """What the law says about a category on one axis, from a date, under conditions. Editable reference data."""

    category = models.ForeignKey(
        ProductCategory, models.CASCADE, related_name="requirements", verbose_name=_("kategori")
    )
    axis = models.CharField(_("perihal"), max_length=12, choices=Topic.choices)
    obligation = models.CharField(_("kewajiban"), max_length=16, choices=Obligation.choices)
    accepted_permits = models.JSONField(_("izin yang diterima"), default=list, blank=True)
    conditions = models.JSONField(_("syarat"), default=dict, blank=True)
    business_scale = models.CharField(_("skala usaha"), max_length=10, choices=BusinessScale.choices, blank=True)
    begins_on = models.DateField(_("berlaku sejak"), null=True, blank=True)
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)
    confidence = models.CharField(
        _("keyakinan"),
        max_length=1,
        choices=Confidence.choices,
        default=Confidence.MEDIUM,
    )
    sentence = models.CharField(_("kalimat untuk orang"), max_length=300)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("persyaratan")
        verbose_name_plural = _("persyaratan")
        ordering = ["category", "axis", "order", "pk"]

    def __str__(self):
        return f"{self.category_id} {self.axis} {self.obligation}"


class PermitExclusion(models.Model):
    """Why a permit cannot be had for a product: editable reference data beside `Requirement`.

    Empty `categories` means every category. A row whose conditions all hold excludes the permit; rows of medium or low
    confidence warn and never block.
    """

    kind = models.CharField(_("izin"), max_length=12, choices=PermitKind.choices)
    categories = models.JSONField(_("kategori"), default=list, blank=True)
    conditions = models.JSONField(_("syarat"), default=dict, blank=True)
    begins_on = models.DateField(_("berlaku sejak"), null=True, blank=True)
    ends_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    legal_basis = models.CharField(_("dasar hukum"), max_length=200, blank=True)
    confidence = models.CharField(_("keyakinan"), max_length=1, choices=Confidence.choices, default=Confidence.MEDIUM)
    sentence = models.CharField(_("kalimat untuk orang"), max_length=300)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("pengecualian izin")
        verbose_name_plural = _("pengecualian izin")
        ordering = ["kind", "order", "pk"]

    def __str__(self):
        return f"{self.kind}: {self.sentence}"


class CertificateAnswer(models.Model):
    """What a person says about one axis of one product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="answers")
    axis = models.CharField(_("poros"), max_length=12, choices=Axis.choices)
    answer = models.CharField(_("jawaban"), max_length=12, choices=Answer.choices)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    application_number = models.CharField(_("nomor permohonan"), max_length=60, blank=True)
    applied_on = models.DateField(_("diajukan tanggal"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = _("jawaban sertifikasi")
        verbose_name_plural = _("jawaban sertifikasi")
        constraints = [models.UniqueConstraint(fields=["product", "axis"], name="certificateanswer_one_per_axis")]

    def __str__(self):
        return f"{self.product} {self.axis}: {self.answer}"


class Certificate(models.Model):
    """A paper of an IKM; one may cover many products. `valid_until` empty means no end date (halal since 2022)."""

    state = models.CharField(
        _("status"), max_length=20, choices=CertificateState.choices, default=CertificateState.CLAIMED
    )
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="certificates")
    products = models.ManyToManyField(Product, blank=True, related_name="certificates", verbose_name=_("produk"))
    kind = models.CharField(_("jenis"), max_length=12, choices=PermitKind.choices)
    number = models.CharField(_("nomor"), max_length=60, blank=True)
    number_raw = models.CharField(_("nomor seperti tertulis"), max_length=120, blank=True)
    issuer = models.CharField(_("penerbit"), max_length=120, blank=True)
    issued_on = models.DateField(_("terbit"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    document = models.FileField(_("berkas"), upload_to=private_path, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    unchanged_on = models.DateField(_("dinyatakan tidak berubah"), null=True, blank=True)
    changed_on = models.DateField(_("dinyatakan berubah"), null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])
    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sertifikat")
        verbose_name_plural = _("sertifikat")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=Q(state=CertificateState.VERIFIED)
                & ~Q(number="")
                & ~Q(kind__in=["halal", "halal_mui", "slhs"]),
                name="certificate_number_unique_when_verified",
                violation_error_message=_("Nomor ini sudah tercatat dan terverifikasi pada usaha lain."),
            )
        ]
        indexes = [
            models.Index(fields=["ikm", "state"], name="certificate_ikm_state"),
            models.Index(fields=["kind", "number"], name="certificate_kind_number"),
            models.Index(fields=["state", "valid_until"], name="certificate_valid_until"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number or self.number_raw}".strip()

    @property
    def regency_id(self):
        return self.ikm.regency_id

    @property
    def state_label(self):
        return self.get_state_display()

    owner_state_label = state_label

    @property
    def state_kind(self):
        return STATE_KINDS[self.state]


class CertificateTransition(TransitionRow):
    subject = models.ForeignKey(Certificate, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat sertifikat")
        verbose_name_plural = _("riwayat sertifikat")


class ChangeAnswer(AppendOnly):
    """The yearly answer to "apakah bahan atau proses berubah?" of a halal certificate (UU 33/2014 Pasal 42)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="change_answers")
    has_changed = models.BooleanField(_("berubah"))
    note = models.CharField(_("apa yang berubah"), max_length=300, blank=True)
    answered_on = models.DateField(_("dijawab"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("jawaban perubahan")
        verbose_name_plural = _("jawaban perubahan")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.certificate_id} {self.answered_on}"


class Reminder(AppendOnly):
    """One reminder that was given: never twice for the same paper, due day, step and audience."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="reminders")
    due_on = models.DateField(_("jatuh tempo"))
    days_before = models.SmallIntegerField(_("hari sebelumnya"))
    audience = models.CharField(_("kepada"), max_length=10, choices=Audience.choices)
    recipients = models.PositiveIntegerField(_("banyak penerima"), default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pengingat")
        verbose_name_plural = _("pengingat")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "due_on", "days_before", "audience"], name="reminder_given_once"
            )
        ]

    def __str__(self):
        return f"{self.certificate_id} {self.due_on} -{self.days_before} {self.audience}"


class NutritionFacts(models.Model):
    """Informasi nilai gizi of one product, per 100 g/ml or per serving; exact integers in milligrams.

    Serving and pack are thousandths of `unit`, so that a serving of 2.5 ml stays exact. Source: PerBPOM 26/2021. It has
    no number and its own verification.
    """

    state = models.CharField(
        _("status"), max_length=20, choices=CertificateState.choices, default=CertificateState.CLAIMED
    )
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    product = models.OneToOneField(Product, models.CASCADE, related_name="nutrition")
    basis = models.CharField(_("dasar nilai"), max_length=12, choices=Basis.choices)
    per = models.CharField(
        _("nilai per"),
        max_length=8,
        choices=[("100g", _("100 g/ml")), ("serving", _("takaran saji"))],
        default="100g",
    )
    source = models.CharField(_("asal angka"), max_length=200, blank=True)
    unit = models.CharField(
        _("satuan"),
        max_length=2,
        choices=[(WeightUnit.GRAM.value, _("gram")), (WeightUnit.MILLILITRE.value, _("mililiter"))],
        default=WeightUnit.GRAM.value,
    )
    layout = models.CharField(
        _("bentuk tabel"), max_length=12, choices=LabelLayout.choices, default=LabelLayout.VERTICAL
    )
    serving_milli = models.PositiveIntegerField(_("takaran saji (seperseribu)"), validators=[MinValueValidator(1)])
    pack_milli = models.PositiveIntegerField(_("isi kemasan (seperseribu)"), validators=[MinValueValidator(1)])
    stated_energy_kcal = models.PositiveIntegerField(_("energi menurut sumber (kkal)"), null=True, blank=True)
    fat_mg = models.PositiveIntegerField(_("lemak total (mg)"))
    saturated_fat_mg = models.PositiveIntegerField(_("lemak jenuh (mg)"))
    protein_mg = models.PositiveIntegerField(_("protein (mg)"))
    carbohydrate_mg = models.PositiveIntegerField(_("karbohidrat total (mg)"))
    sugar_mg = models.PositiveIntegerField(_("gula (mg)"))
    sodium_mg = models.PositiveIntegerField(_("garam/natrium (mg)"))
    label_photo = models.ImageField(_("foto label"), upload_to=private_path, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(_("diperiksa"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])
    objects = NutritionFactsQuerySet.as_manager()

    class Meta:
        verbose_name = _("informasi nilai gizi")
        verbose_name_plural = _("informasi nilai gizi")

    def __str__(self):
        return str(_("Gizi %(product)s") % {"product": self.product})

    @property
    def serving(self):
        """In grams or millilitres, exact."""
        return Decimal(self.serving_milli) / 1000

    @property
    def pack(self):
        return Decimal(self.pack_milli) / 1000

    @property
    def ikm(self):
        return self.product.ikm

    @property
    def regency_id(self):
        return self.product.regency_id

    @property
    def state_label(self):
        return self.get_state_display()

    owner_state_label = state_label

    @property
    def state_kind(self):
        return STATE_KINDS[self.state]


class NutritionTransition(TransitionRow):
    subject = models.ForeignKey(NutritionFacts, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat gizi")
        verbose_name_plural = _("riwayat gizi")


class FoodTable(models.Model):
    """A published food-composition table the office has loaded: where each value can be looked up."""

    name = models.CharField(_("nama tabel"), max_length=200, unique=True)
    publisher = models.CharField(_("penerbit"), max_length=200)
    year = models.PositiveSmallIntegerField(_("tahun"))
    is_active = models.BooleanField(_("dipakai"), default=True)
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tabel komposisi pangan")
        verbose_name_plural = _("tabel komposisi pangan")
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} ({self.publisher}, {self.year})"


class Food(models.Model):
    """One food of a table, per 100 g of the edible part; an empty value is not in the table, never zero."""

    table = models.ForeignKey(FoodTable, models.CASCADE, related_name="foods", verbose_name=_("tabel"))
    code = models.CharField(_("kode"), max_length=40)
    name = models.CharField(_("nama bahan"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False, db_index=True)
    page = models.CharField(_("halaman"), max_length=40)
    energy_kcal = models.PositiveIntegerField(_("energi (kkal)"), null=True, blank=True)
    fat_mg = models.PositiveIntegerField(_("lemak total (mg)"), null=True, blank=True)
    saturated_fat_mg = models.PositiveIntegerField(_("lemak jenuh (mg)"), null=True, blank=True)
    protein_mg = models.PositiveIntegerField(_("protein (mg)"), null=True, blank=True)
    carbohydrate_mg = models.PositiveIntegerField(_("karbohidrat total (mg)"), null=True, blank=True)
    sugar_mg = models.PositiveIntegerField(_("gula (mg)"), null=True, blank=True)
    sodium_mg = models.PositiveIntegerField(_("natrium (mg)"), null=True, blank=True)

    class Meta:
        verbose_name = _("bahan pangan")
        verbose_name_plural = _("bahan pangan")
        ordering = ["name_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["table", "code"], name="food_code_once_per_table")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = self.name.casefold()[:200]
        super().save(*args, **kwargs)


class Recipe(models.Model):
    """What goes into one batch of a product and how much comes out: the source of a calculated nutrition table."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="recipe")
    yield_milli = models.PositiveBigIntegerField(_("hasil jadi (seperseribu g/ml)"), validators=[MinValueValidator(1)])
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("resep")
        verbose_name_plural = _("resep")

    def __str__(self):
        return str(_("Resep %(product)s") % {"product": self.product})

    @property
    def ikm(self):
        return self.product.ikm


class RecipeIngredient(models.Model):
    recipe = models.ForeignKey(Recipe, models.CASCADE, related_name="ingredients")
    food = models.ForeignKey(Food, models.PROTECT, related_name="+", verbose_name=_("bahan"))
    amount_mg = models.PositiveBigIntegerField(_("banyaknya (mg)"), validators=[MinValueValidator(1)])
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("bahan resep")
        verbose_name_plural = _("bahan resep")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.food} {self.amount_mg}"


class FoodLabel(models.Model):
    """What the portal does not know elsewhere of a packaged food's label (PerBPOM 31/2018 jo. 20/2021)."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="food_label")
    trade_name = models.CharField(_("nama dagang di label"), max_length=120, blank=True)
    ingredients = models.TextField(_("daftar bahan"), max_length=2000, blank=True)
    allergens = models.CharField(_("alergen"), max_length=300, blank=True)
    origin = models.CharField(_("asal-usul bahan tertentu"), max_length=300, blank=True)
    has_sweetener = models.BooleanField(_("memakai pemanis buatan"), default=False)
    shares_with_pork = models.BooleanField(_("dibuat di tempat yang juga mengolah babi"), default=False)
    production_code = models.CharField(_("kode produksi"), max_length=60, blank=True)
    best_before = models.CharField(_("kedaluwarsa"), max_length=60, blank=True)
    storage_note = models.CharField(_("cara menyimpan"), max_length=200, blank=True)
    usage_note = models.CharField(_("cara menyajikan"), max_length=300, blank=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = _("label pangan")
        verbose_name_plural = _("label pangan")

    def __str__(self):
        return str(_("Label %(product)s") % {"product": self.product})

    @property
    def ikm(self):
        return self.product.ikm


class Readiness(models.Model):
    """Read model: per product and axis what is asked and where it stands; refreshed set-based, never edited."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="readiness")
    halal_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    halal_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    nutrition_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    nutrition_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    licence_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    licence_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    regency = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota")
    )
    missing_count = models.PositiveSmallIntegerField(_("syarat wajib yang belum diperiksa"), default=0)
    last_axis = models.CharField(_("syarat terakhir"), max_length=12, blank=True)
    next_step = models.CharField(_("langkah berikut"), max_length=60, blank=True)
    refreshed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kesiapan")
        verbose_name_plural = _("kesiapan")
        indexes = [
            models.Index(fields=["missing_count"], name="readiness_missing_count"),
            models.Index(
                fields=["last_axis", "regency", "product"], name="readiness_last_axis", condition=~Q(last_axis="")
            ),
        ]

    def __str__(self):
        return f"{self.product_id}: {self.missing_count}"

    def axes(self):
        """[(axis, obligation, status)] in the order people read them: halal, gizi, izin edar."""
        return [(axis, getattr(self, f"{axis}_obligation"), getattr(self, f"{axis}_status")) for axis in Axis.values]

    def lacking(self):
        """[(axis label, status)] of the mandatory axes that are not verified."""
        return [
            (Axis(axis).label, status)
            for axis, obligation, status in self.axes()
            if obligation == Obligation.MANDATORY and status != AxisStatus.VERIFIED
        ]
