"""Requirements (law), answers (a person), certificates and nutrition facts (proof), readiness (derived)."""

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
    AxisStatus,
    Basis,
    CertificateState,
    Obligation,
)
from certification.querysets import CertificateQuerySet, NutritionFactsQuerySet
from core.files import private_path
from core.models import TransitionRow
from ikm.enums import BusinessScale
from ikm.models import Ikm
from products.models import Product
from reference.enums import Axis, PermitKind
from reference.models import ProductCategory


class Requirement(models.Model):
    """What the law says about a category on one axis, from a date, under conditions. Editable reference data."""

    category = models.ForeignKey(
        ProductCategory, models.CASCADE, related_name="requirements", verbose_name=_("kategori")
    )
    axis = models.CharField(_("poros"), max_length=12, choices=Axis.choices)
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
        choices=[("H", _("tinggi")), ("M", _("sedang")), ("L", _("rendah"))],
        default="M",
    )
    sentence = models.CharField(_("kalimat untuk orang"), max_length=300)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("persyaratan")
        verbose_name_plural = _("persyaratan")
        ordering = ["category", "axis", "order", "pk"]

    def __str__(self):
        return f"{self.category_id} {self.axis} {self.obligation}"


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


class NutritionFacts(models.Model):
    """Informasi nilai gizi of one product, per serving basis of 100 g/ml; exact integers in milligrams.

    Source: PerBPOM 26/2021. It has no number and its own verification.
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
    serving_size = models.PositiveIntegerField(_("takaran saji (g/ml)"), validators=[MinValueValidator(1)])
    pack_size = models.PositiveIntegerField(_("isi kemasan (g/ml)"), validators=[MinValueValidator(1)])
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


class Readiness(models.Model):
    """Read model: per product and axis what is asked and where it stands; refreshed set-based, never edited."""

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="readiness")
    halal_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    halal_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    nutrition_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    nutrition_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    licence_obligation = models.CharField(max_length=16, choices=Obligation.choices, default=Obligation.UNKNOWN)
    licence_status = models.CharField(max_length=12, choices=AxisStatus.choices, default=AxisStatus.MISSING)
    missing_count = models.PositiveSmallIntegerField(_("syarat wajib yang belum diperiksa"), default=0)
    next_step = models.CharField(_("langkah berikut"), max_length=60, blank=True)
    refreshed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kesiapan")
        verbose_name_plural = _("kesiapan")
        indexes = [models.Index(fields=["missing_count"], name="readiness_missing_count")]

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
