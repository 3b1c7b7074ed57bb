from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from reference.enums import CategoryGroup, KbliVersion, RegionLevel
from reference.querysets import CategoryQuerySet, OfficeQuerySet, RegionQuerySet

REGENCY_LENGTH = len("63.06")


class Region(models.Model):
    """A unit of the Kemendagri tree; its code spells out its ancestors: 63.06.01.2001."""

    code = models.CharField(_("kode"), max_length=13, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    level = models.PositiveSmallIntegerField(_("tingkat"), choices=RegionLevel)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("induk"),
    )
    postcode = models.CharField(_("kode pos"), max_length=5, blank=True)
    name_key = models.CharField(_("kunci nama"), max_length=120, db_index=True, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        ordering = ["code"]
        constraints = [
            CheckConstraint(
                name="region_level_known",
                condition=Q(level__in=[1, 2, 3, 4]),
                violation_error_message=_("Tingkat wilayah harus provinsi, kabupaten/kota, kecamatan, atau desa."),
            ),
            CheckConstraint(
                name="region_province_alone_is_root",
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                violation_error_message=_("Selain provinsi, setiap wilayah harus mempunyai induk."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = self.key_of(self.name)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(name):
        return " ".join(name.lower().split())

    @property
    def regency_code(self):
        """Code of the kabupaten/kota it lies in; empty for a province."""
        return self.code[:REGENCY_LENGTH] if self.level >= RegionLevel.REGENCY else ""

    @property
    def path_codes(self):
        """Codes from the regency down to this region."""
        parts = self.code.split(".")
        return [".".join(parts[:count]) for count in range(2, len(parts) + 1)]

    @property
    def path_names(self):
        """Names from this region up to its regency: “Desa, Kecamatan, Kabupaten”."""
        names = dict(Region.objects.filter(code__in=self.path_codes).values_list("code", "name"))
        return ", ".join(names[code] for code in reversed(self.path_codes) if code in names)


class Office(models.Model):
    """The office of a region and its head, as valid from a day on; letters keep their old head."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices", verbose_name=_("wilayah"))
    name = models.CharField(_("nama dinas"), max_length=200)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=40, blank=True)
    whatsapp = models.CharField(
        _("nomor WhatsApp"), max_length=20, blank=True, help_text=_("Nomor HP layanan yang dijawab petugas.")
    )
    hours = models.CharField(_("jam layanan"), max_length=120, blank=True)
    head_name = models.CharField(_("nama kepala"), max_length=120, blank=True)
    head_title = models.CharField(_("jabatan kepala"), max_length=200, blank=True)
    head_nip = models.CharField(_("NIP kepala"), max_length=18, blank=True)
    letter_code = models.CharField(_("kode surat"), max_length=40, blank=True)
    valid_from = models.DateField(_("berlaku sejak"))

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kantor dinas")
        verbose_name_plural = _("kantor dinas")
        ordering = ["region_id", "-valid_from"]
        constraints = [
            UniqueConstraint(
                fields=["region", "valid_from"],
                name="office_one_per_region_and_day",
                violation_error_message=_("Sudah ada data kantor wilayah ini yang berlaku sejak tanggal itu."),
            )
        ]

    def __str__(self):
        return self.name


class Kbli(models.Model):
    """A five-digit code, which means something only together with its version."""

    version = models.CharField(_("versi"), max_length=4, choices=KbliVersion)
    code = models.CharField(
        _("kode"), max_length=5, validators=[RegexValidator(r"^\d{5}$", _("Kode KBLI harus 5 angka."))]
    )
    title = models.CharField(_("judul"), max_length=300)

    class Meta:
        verbose_name = _("KBLI")
        verbose_name_plural = _("KBLI")
        ordering = ["version", "code"]
        constraints = [
            UniqueConstraint(
                fields=["version", "code"],
                name="kbli_unique_in_version",
                violation_error_message=_("Kode KBLI ini sudah ada pada versi itu."),
            ),
            CheckConstraint(
                name="kbli_version_known",
                condition=Q(version__in=KbliVersion.values),
                violation_error_message=_("Versi KBLI harus 2020 atau 2025."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class ProductCategory(models.Model):
    code = models.SlugField(_("kode"), max_length=40, primary_key=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120)
    group = models.CharField(_("kelompok"), max_length=12, choices=CategoryGroup, db_index=True)
    kbli_2020 = models.CharField(_("KBLI 2020 bawaan"), max_length=60, blank=True)
    kbli_2025 = models.CharField(_("KBLI 2025 bawaan"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("dipakai"), default=True)
    color = models.CharField(
        _("warna"),
        max_length=7,
        default="#2f6b4f",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("Warna ditulis seperti #2f6b4f."))],
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("kategori produk")
        verbose_name_plural = _("kategori produk")
        ordering = ["order", "code"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """A unit of sale or capacity, with the ways people spell it (lower case)."""

    code = models.SlugField(_("kode"), max_length=20, primary_key=True)
    name = models.CharField(_("nama"), max_length=60)
    spellings = models.JSONField(_("cara menulis"), default=list, blank=True)

    class Meta:
        verbose_name = _("satuan")
        verbose_name_plural = _("satuan")
        ordering = ["name", "code"]

    def __str__(self):
        return self.name


class Estimate(models.Model):
    """How many IKM someone says a region has; is_example marks a figure invented for the demonstration."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="estimates", verbose_name=_("wilayah"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    value = models.PositiveIntegerField(_("jumlah IKM"))
    source = models.CharField(_("sumber"), max_length=300)
    is_example = models.BooleanField(_("angka contoh"), default=False)

    class Meta:
        verbose_name = _("perkiraan jumlah IKM")
        verbose_name_plural = _("perkiraan jumlah IKM")
        ordering = ["region_id", "-year"]
        constraints = [
            UniqueConstraint(
                fields=["region", "year"],
                name="estimate_one_per_region_and_year",
                violation_error_message=_("Perkiraan untuk wilayah dan tahun ini sudah ada."),
            )
        ]

    def __str__(self):
        return f"{self.region_id} {self.year}: {self.value}"


class Holiday(models.Model):
    date = models.DateField(_("tanggal"), primary_key=True)
    name = models.CharField(_("nama"), max_length=160)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.name}"
