"""Nominations of a kabupaten, BBI batches of the province, and BBI's answer per product. DESIGN §4–5."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TransitionRow
from products.models import Product
from proposals.enums import STATE_KINDS, BatchState, BbiAnswer
from proposals.querysets import BatchItemQuerySet, BatchQuerySet
from reference.models import Region


class Nomination(models.Model):
    """A kabupaten's list of flagship products for the province, with its letter."""

    regency = models.ForeignKey(Region, models.PROTECT, related_name="nominations", verbose_name=_("kabupaten/kota"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    letter_number = models.CharField(_("nomor surat"), max_length=60, blank=True)
    letter_date = models.DateField(_("tanggal surat"), null=True, blank=True)
    products = models.ManyToManyField(Product, related_name="nominations", blank=True, verbose_name=_("produk"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("ditandatangani"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("nominasi kabupaten/kota")
        verbose_name_plural = _("nominasi kabupaten/kota")

    def __str__(self):
        return f"{self.regency} {self.year}"


class Batch(models.Model):
    """A proposal to BBI. Locked: a frozen copy per item and one SHA-256 over all of them."""

    state = models.CharField(_("status"), max_length=12, choices=BatchState.choices, default=BatchState.DRAFTING)
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    province = models.ForeignKey(Region, models.PROTECT, related_name="batches", verbose_name=_("provinsi"))
    title = models.CharField(_("judul usulan"), max_length=150)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("disusun oleh")
    )
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    locked_at = models.DateTimeField(_("dikunci"), null=True, blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(_("sidik SHA-256"), max_length=64, blank=True)
    signed_at = models.DateTimeField(_("ditandatangani"), null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.JSONField(_("penanda tangan"), default=dict, blank=True)
    letter_number = models.CharField(_("nomor surat"), max_length=60, blank=True)
    letter_date = models.DateField(_("tanggal surat"), null=True, blank=True)
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    addressee = models.CharField(_("kepada"), max_length=200, blank=True)
    addressee_place = models.CharField(_("di"), max_length=100, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan BBI")
        verbose_name_plural = _("usulan BBI")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[BatchState.DRAFTING, BatchState.CANCELLED]) | ~Q(sha256=""),
                name="batch_locked_has_hash",
                violation_error_message=_("Usulan yang dikunci harus punya sidik SHA-256."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BatchState.SENT, BatchState.CLOSED])
                | (~Q(letter_number="") & Q(letter_date__isnull=False)),
                name="batch_sent_has_letter",
                violation_error_message=_("Usulan yang dikirim harus punya nomor dan tanggal surat."),
            ),
        ]
        indexes = [models.Index(fields=["province", "state", "-created_at"], name="batch_province_state")]

    def __str__(self):
        return self.title

    @property
    def state_label(self):
        return self.get_state_display()

    @property
    def state_kind(self):
        return STATE_KINDS[self.state]


class BatchTransition(TransitionRow):
    subject = models.ForeignKey(Batch, models.PROTECT, related_name="transitions")

    class Meta(TransitionRow.Meta):
        verbose_name = _("riwayat usulan")
        verbose_name_plural = _("riwayat usulan")


class BatchItem(models.Model):
    """One product in one batch; `is_open` mirrors whether the batch is open so one product sits in one open batch."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    product = models.ForeignKey(Product, models.PROTECT, related_name="batch_items", verbose_name=_("produk"))
    position = models.PositiveIntegerField(_("urutan"), default=0)
    is_open = models.BooleanField(default=True)
    frozen = models.JSONField(_("salinan beku"), default=dict, blank=True)
    answer = models.CharField(_("jawaban BBI"), max_length=10, choices=BbiAnswer.choices, default=BbiAnswer.WAITING)
    answer_reason = models.CharField(_("alasan BBI"), max_length=300, blank=True)
    answered_on = models.DateField(_("dijawab tanggal"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("produk dalam usulan")
        verbose_name_plural = _("produk dalam usulan")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(is_open=True),
                name="batchitem_product_in_one_open_batch",
                violation_error_message=_("Produk ini sudah ada dalam usulan lain yang belum selesai."),
            ),
            models.UniqueConstraint(fields=["batch", "product"], name="batchitem_once_per_batch"),
        ]

    def __str__(self):
        return f"{self.batch}: {self.product}"
