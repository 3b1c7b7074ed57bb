"""Products, their photos and figures, and the kabupaten's flagship picks. DESIGN §4."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import photo_advice
from core.files import public_path
from core.models import TransitionRow
from ikm.models import Ikm
from products.enums import (
    OWNER_LABELS,
    STATE_KINDS,
    MadeAt,
    PackagingKind,
    PhotoKind,
    Process,
    ProductState,
    Storage,
    WeightUnit,
)
from products.querysets import ProductQuerySet
from reference.models import ProductCategory, Region, Unit


class Product(models.Model):
    """One product of one industry. Money in rupiah, net weight in `net_weight_unit`, capacity in `unit` per month."""

    state = models.CharField(_("status"), max_length=20, choices=ProductState.choices, default=ProductState.DRAFT)
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    ikm = models.ForeignKey(Ikm, models.PROTECT, related_name="products", verbose_name=_("IKM"))
    regency = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kabupaten/kota")
    )
    name = models.CharField(_("nama produk"), max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    brand = models.CharField(_("merek dagang"), max_length=120, blank=True)
    category = models.ForeignKey(
        ProductCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("kategori"),
    )
    description = models.TextField(_("keterangan"), max_length=2000, blank=True)
    description_en = models.TextField(_("keterangan bahasa Inggris"), max_length=2000, blank=True)
    price_min = models.BigIntegerField(_("harga (Rp)"), null=True, blank=True, validators=[MinValueValidator(1)])
    price_max = models.BigIntegerField(
        _("harga tertinggi (Rp)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("satuan"))
    monthly_capacity = models.PositiveIntegerField(_("kapasitas sebulan"), null=True, blank=True)
    net_weight = models.PositiveIntegerField(_("isi bersih"), null=True, blank=True)
    net_weight_unit = models.CharField(
        _("satuan isi bersih"), max_length=5, choices=WeightUnit.choices, default=WeightUnit.GRAM, blank=True
    )
    shelf_life_days = models.PositiveIntegerField(_("daya simpan (hari)"), null=True, blank=True)
    storage = models.CharField(_("penyimpanan"), max_length=10, choices=Storage.choices, blank=True)
    made_at = models.CharField(_("tempat membuat"), max_length=10, choices=MadeAt.choices, blank=True)
    ready_to_eat = models.BooleanField(_("langsung dimakan atau diminum"), default=False)
    health_claim = models.BooleanField(_("ada klaim kesehatan"), default=False)
    animal_material = models.BooleanField(_("mengandung bahan dari hewan"), default=False)
    process = models.CharField(_("cara membuat"), max_length=12, choices=Process.choices, blank=True)
    packaging_kind = models.CharField(_("jenis kemasan"), max_length=10, choices=PackagingKind.choices, blank=True)
    packaging = models.CharField(_("kemasan"), max_length=120, blank=True)
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
    eligible_at = models.DateTimeField(_("dinyatakan layak"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("diterima BBI"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    updated_at = models.DateTimeField(_("diubah"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at", "name_key"])
    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("produk")
        verbose_name_plural = _("produk")
        constraints = [
            models.CheckConstraint(
                condition=Q(price_max__isnull=True) | Q(price_min__isnull=True) | Q(price_max__gte=F("price_min")),
                name="product_price_range_ordered",
                violation_error_message=_("Harga tertinggi tidak boleh lebih kecil dari harga terendah."),
            ),
            models.CheckConstraint(
                condition=Q(state=ProductState.DRAFT) | Q(category__isnull=False),
                name="product_submitted_has_category",
                violation_error_message=_("Pilih kategori produk sebelum mengajukan."),
            ),
        ]
        indexes = [
            models.Index(fields=["regency", "state", "-state_since"], name="product_regency_state"),
            models.Index(fields=["state", "-state_since"], name="product_state_since"),
            models.Index(fields=["-state_since", "-id"], name="product_newest"),
            models.Index(fields=["ikm", "state"], name="product_ikm_state"),
        ]

    def __str__(self):
        return self.name or str(_("Produk tanpa nama"))

    def save(self, *args, **kwargs):
        self.name_key = self.name.casefold()[:200]
        self.regency_id = self.ikm.regency_id
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


class ProductTransition(TransitionRow):
    subject = models.ForeignKey(Product, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat status produk")
        verbose_name_plural = _("riwayat status produk")


class ProductFigures(models.Model):
    """One product's production in one year. Values in rupiah."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField(_("tahun"))
    capacity = models.BigIntegerField(_("kapasitas setahun"), null=True, blank=True, validators=[MinValueValidator(0)])
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("satuan"))
    unit_raw = models.CharField(_("satuan seperti tertulis"), max_length=60, blank=True)
    production_value = models.BigIntegerField(
        _("nilai produksi (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    raw_material_value = models.BigIntegerField(
        _("nilai bahan baku (Rp)"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("angka produk")
        verbose_name_plural = _("angka produk")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "year"],
                name="productfigures_one_per_year",
                violation_error_message=_("Angka untuk tahun ini sudah ada."),
            )
        ]

    def __str__(self):
        return f"{self.product} {self.year}"


class Photo(models.Model):
    """One picture. `upload_key` is the sender's name for the upload: sent twice after a lost answer, stored once.
    `advice` holds codes of `core.photo_advice` about a poor picture."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="photos")
    image = models.ImageField(_("foto"), upload_to=public_path)
    thumbnail = models.ImageField(_("foto kecil"), upload_to=public_path, blank=True)
    kind = models.CharField(_("jenis"), max_length=10, choices=PhotoKind.choices, default=PhotoKind.FRONT)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    upload_key = models.CharField(max_length=36, blank=True, editable=False)
    advice = models.JSONField(_("saran"), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("foto")
        verbose_name_plural = _("foto")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "upload_key"], condition=~Q(upload_key=""), name="photo_one_per_upload"
            ),
        ]

    def __str__(self):
        return f"{self.product} {self.get_kind_display()}"

    @property
    def advice_sentences(self):
        return photo_advice.sentences(self.advice)


class FlagshipPick(models.Model):
    """A kabupaten's produk unggulan of one year, with its score by criterion."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="flagship_picks")
    year = models.PositiveSmallIntegerField(_("tahun"))
    score = models.PositiveIntegerField(_("nilai"), default=0)
    criteria = models.JSONField(_("nilai per kriteria"), default=dict, blank=True)
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    picked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("produk unggulan")
        verbose_name_plural = _("produk unggulan")
        constraints = [models.UniqueConstraint(fields=["product", "year"], name="flagshippick_one_per_year")]

    def __str__(self):
        return f"{self.product} {self.year}"
