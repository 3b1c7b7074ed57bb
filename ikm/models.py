"""The industry: profile, yearly figures, impact reports, consent, claims. DESIGN §4."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import EncryptedTextField
from core.models import TransitionRow
from ikm.enums import (
    CONSENT_VERSION,
    OWNER_LABELS,
    REGISTERED_STATES,
    STATE_KINDS,
    BusinessScale,
    IkmState,
    IndustryScale,
    LegalForm,
    Purpose,
    Source,
)
from ikm.querysets import IkmQuerySet
from reference.models import Region


class Ikm(models.Model):
    """One industry. NIB and NIK are matching keys, not unique alone; identity numbers are encrypted at rest."""

    state = models.CharField(_("status"), max_length=20, choices=IkmState.choices, default=IkmState.DRAFT)
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ikm",
        verbose_name=_("akun pemilik"),
    )
    name = models.CharField(_("nama usaha"), max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    legal_form = models.CharField(
        _("bentuk usaha"), max_length=20, choices=LegalForm.choices, default=LegalForm.PERORANGAN
    )
    owner_name = models.CharField(_("nama pemilik"), max_length=150, blank=True)
    established_year = models.PositiveSmallIntegerField(_("tahun berdiri"), null=True, blank=True)
    nib = models.CharField(_("NIB"), max_length=13, blank=True)
    unit_number = models.PositiveSmallIntegerField(_("unit usaha ke-"), default=1)
    nik = EncryptedTextField(_("NIK pemilik"), blank=True, default="")
    nik_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    nik_mask = models.CharField(max_length=20, blank=True, editable=False)
    npwp = EncryptedTextField(_("NPWP"), blank=True, default="")
    npwp_digest = models.CharField(max_length=64, blank=True, editable=False)
    npwp_mask = models.CharField(max_length=24, blank=True, editable=False)
    kbli_version = models.CharField(
        _("versi KBLI"), max_length=4, choices=[("2020", "KBLI 2020"), ("2025", "KBLI 2025")], blank=True
    )
    kbli = models.CharField(_("KBLI"), max_length=5, blank=True)
    is_kbli_known = models.BooleanField(_("KBLI ada dalam daftar"), default=True, editable=False)
    regency = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("desa/kelurahan")
    )
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    latitude = models.FloatField(
        _("lintang"), null=True, blank=True, validators=[MinValueValidator(-11), MaxValueValidator(6)]
    )
    longitude = models.FloatField(
        _("bujur"), null=True, blank=True, validators=[MinValueValidator(95), MaxValueValidator(141)]
    )
    phone = models.CharField(_("nomor HP usaha"), max_length=20, blank=True, db_index=True)
    whatsapp = models.CharField(_("nomor WhatsApp"), max_length=20, blank=True)
    email = models.EmailField(_("surel usaha"), blank=True)
    shop_links = models.JSONField(_("tautan toko"), default=dict, blank=True)
    source = models.CharField(_("asal data"), max_length=10, choices=Source.choices, default=Source.SELF)
    mandate = models.CharField(
        _("dasar mengisi atas nama pemilik"),
        max_length=200,
        blank=True,
        help_text=_("Misalnya: surat kuasa 3 Mei 2026."),
    )
    wants_bbi = models.BooleanField(_("ingin masuk Bangga Buatan Indonesia"), default=False)
    industry_scale = models.CharField(
        _("skala industri"), max_length=10, choices=IndustryScale.choices, default=IndustryScale.UNKNOWN
    )
    business_scale = models.CharField(
        _("skala usaha"), max_length=10, choices=BusinessScale.choices, default=BusinessScale.UNKNOWN
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dibuat oleh"),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ditangani"),
    )
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="assisted_ikm", verbose_name=_("pendamping")
    )
    owner_confirmed_at = models.DateTimeField(_("dikonfirmasi pemilik"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("diajukan"), null=True, blank=True)
    verified_at = models.DateTimeField(_("diverifikasi"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diverifikasi oleh"),
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    updated_at = models.DateTimeField(_("diubah"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["nik", "npwp", "updated_at", "name_key"])
    objects = IkmQuerySet.as_manager()

    class Meta:
        verbose_name = _("IKM")
        verbose_name_plural = _("IKM")
        constraints = [
            models.UniqueConstraint(
                fields=["nib", "unit_number"],
                condition=Q(state__in=REGISTERED_STATES) & ~Q(nib=""),
                name="ikm_nib_unit_unique_when_registered",
                violation_error_message=_(
                    "NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau isi nomor unit bila ini cabang."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=IkmState.VERIFIED) | Q(verified_at__isnull=False),
                name="ikm_verified_has_date",
                violation_error_message=_("IKM terverifikasi harus punya tanggal verifikasi."),
            ),
            models.CheckConstraint(
                condition=Q(state=IkmState.DRAFT) | Q(regency__isnull=False),
                name="ikm_submitted_has_regency",
                violation_error_message=_("Pilih kabupaten/kota sebelum mengajukan."),
            ),
        ]
        indexes = [
            models.Index(fields=["regency", "state", "-state_since"], name="ikm_regency_state"),
            models.Index(fields=["state", "-state_since"], name="ikm_state_since"),
            models.Index(fields=["-state_since", "-id"], name="ikm_newest"),
            models.Index(fields=["name_key"], name="ikm_name_key"),
            models.Index(fields=["nib"], name="ikm_nib"),
            models.Index(
                fields=["regency", "-state_since", "-id"], condition=Q(owner=None), name="ikm_unclaimed_newest"
            ),
        ]

    def __str__(self):
        return self.name or str(_("IKM tanpa nama"))

    def save(self, *args, **kwargs):
        self.name_key = self.name.casefold()[:200]
        super().save(*args, **kwargs)

    @property
    def state_label(self):
        return self.get_state_display()

    @property
    def owner_state_label(self):
        return OWNER_LABELS[self.state]

    @property
    def state_kind(self):
        return STATE_KINDS[self.state]


class IkmTransition(TransitionRow):
    subject = models.ForeignKey(Ikm, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat status IKM")
        verbose_name_plural = _("riwayat status IKM")


class YearlyFigures(models.Model):
    """What SIINas asks of a small industry each year. Money in rupiah."""

    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField(_("tahun"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    workers_male = models.PositiveIntegerField(_("tenaga kerja laki-laki"), null=True, blank=True)
    workers_female = models.PositiveIntegerField(_("tenaga kerja perempuan"), null=True, blank=True)
    workers_total = models.PositiveIntegerField(
        _("tenaga kerja seluruhnya"),
        null=True,
        blank=True,
        help_text=_("Dari lembar yang tidak memisahkan laki-laki dan perempuan."),
    )
    investment = models.BigIntegerField(
        _("nilai investasi tanpa tanah dan bangunan (Rp)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    capital = models.BigIntegerField(
        _("modal usaha tanpa tanah dan bangunan (Rp)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    sales = models.BigIntegerField(
        _("penjualan setahun (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    export_value = models.BigIntegerField(_("ekspor (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)])
    raw_material_value = models.BigIntegerField(
        _("nilai bahan baku (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    electricity_kwh = models.PositiveIntegerField(_("listrik (kWh)"), null=True, blank=True)
    water_m3 = models.PositiveIntegerField(_("air (m³)"), null=True, blank=True)
    fuel_litre = models.PositiveIntegerField(_("bahan bakar (liter)"), null=True, blank=True)
    machines_value = models.BigIntegerField(
        _("nilai mesin dan peralatan (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("angka tahunan")
        verbose_name_plural = _("angka tahunan")
        constraints = [
            models.UniqueConstraint(
                fields=["ikm", "year"],
                name="yearlyfigures_one_per_year",
                violation_error_message=_("Angka untuk tahun ini sudah ada."),
            )
        ]

    def __str__(self):
        return f"{self.ikm} {self.year}"

    @property
    def workers(self):
        """Men and women together; the undivided total of a sheet where neither is known; else None."""
        if self.workers_male is None and self.workers_female is None:
            return self.workers_total
        return (self.workers_male or 0) + (self.workers_female or 0)


class ImpactReport(models.Model):
    """Effect of the pandemic at one day; a dated series, never overwritten."""

    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="impact_reports")
    reported_on = models.DateField(_("keadaan pada"))
    workers_before = models.PositiveIntegerField(_("pekerja sebelum pandemi"), null=True, blank=True)
    workers_laid_off = models.PositiveIntegerField(_("pekerja dirumahkan"), null=True, blank=True)
    workers_rehired = models.PositiveIntegerField(_("pekerja kembali"), null=True, blank=True)
    turnover_change_percent = models.SmallIntegerField(_("perubahan omzet (%)"), null=True, blank=True)
    note = models.TextField(_("catatan"), blank=True)

    class Meta:
        verbose_name = _("laporan dampak")
        verbose_name_plural = _("laporan dampak")
        constraints = [models.UniqueConstraint(fields=["ikm", "reported_on"], name="impactreport_one_per_day")]

    def __str__(self):
        return f"{self.ikm} {self.reported_on}"


class ConsentQuerySet(models.QuerySet):
    def in_force(self, purpose):
        return self.filter(purpose=purpose, withdrawn_at=None)


class Consent(models.Model):
    """Consent per purpose (UU 27/2022 art. 20–24); withdrawn rows stay."""

    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("tujuan"), max_length=20, choices=Purpose.choices)
    text_version = models.CharField(_("versi teks"), max_length=20, default=CONSENT_VERSION)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    on_paper = models.BooleanField(_("di atas kertas"), default=False)
    scan = models.FileField(_("pindaian"), upload_to="private/consent/", blank=True)
    given_at = models.DateTimeField(_("diberikan"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("ditarik"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        constraints = [
            models.UniqueConstraint(
                fields=["ikm", "purpose"],
                condition=Q(withdrawn_at=None),
                name="consent_one_in_force_per_purpose",
            )
        ]

    def __str__(self):
        return f"{self.ikm}: {self.get_purpose_display()}"


class ClaimCode(models.Model):
    """A card's one-time code, stored hashed; whoever enters it with the check digits becomes the owner."""

    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="claim_codes")
    code_digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("kode klaim")
        verbose_name_plural = _("kode klaim")
        constraints = [
            models.UniqueConstraint(
                fields=["ikm"],
                condition=Q(used_at=None, revoked_at=None),
                name="claimcode_one_open_per_ikm",
            )
        ]

    def __str__(self):
        return f"{self.ikm} {self.issued_at:%Y-%m-%d}"


class IkmAlias(models.Model):
    """A merged id stays alive and leads to the record that took it in."""

    old_id = models.PositiveBigIntegerField(primary_key=True)
    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="aliases")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("id lama")
        verbose_name_plural = _("id lama")

    def __str__(self):
        return f"{self.old_id} → {self.ikm_id}"
