"""Sheets that come in: the batch, its rows as they were, and the mapping an office uses. DESIGN §4."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from core.fields import EncryptedTextField
from core.files import private_path
from ikm.models import Ikm
from ikm.querysets import scope_q
from inventory.enums import ImportState, SheetKind, Verdict
from products.models import Product
from reference.models import Region


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Officers and the province's reviewers see the imports of their region."""
        if user.is_authenticated and user.role in (Role.OFFICER, Role.REVIEWER):
            return self.filter(scope_q(user) | models.Q(regency_id=user.region_id))
        return self.none()

    def move(self, target, *sources, **fields):
        """Compare-and-set of the progress: how many rows stood in one of `sources` and moved to `target`."""
        return self.filter(state__in=sources).update(**{**fields, "state": target, "state_since": timezone.now()})


class ImportBatch(models.Model):
    state = models.CharField(_("status"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    state_since = models.DateTimeField(_("status sejak"), default=timezone.now)
    kind = models.CharField(_("jenis lembar"), max_length=10, choices=SheetKind.choices, default=SheetKind.IKM)
    regency = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("kabupaten/kota"))
    year = models.PositiveSmallIntegerField(_("tahun angka"), null=True, blank=True)
    in_thousands = models.BooleanField(
        _("nilai rupiah ditulis dalam ribuan"), null=True, blank=True, help_text=_("Kosong: menurut judul kolom.")
    )
    file = models.FileField(_("berkas"), upload_to=private_path)
    file_name = models.CharField(_("nama berkas"), max_length=200)
    sheet = models.CharField(_("lembar"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("baris judul"), null=True, blank=True)
    headers = models.JSONField(_("judul kolom"), default=list, blank=True)
    mapping = models.JSONField(_("pemetaan kolom"), default=dict, blank=True)
    counts = models.JSONField(_("jumlah"), default=dict, blank=True)
    progress = models.PositiveIntegerField(_("baris dikerjakan"), default=0)
    total = models.PositiveIntegerField(_("baris seluruhnya"), default=0)
    message = models.CharField(_("pesan"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("diunggah oleh")
    )
    created_at = models.DateTimeField(_("diunggah"), default=timezone.now)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("dimasukkan"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name

    @property
    def state_label(self):
        return self.get_state_display()

    @property
    def state_kind(self):
        return {"applied": "ok", "failed": "back", "checked": "wait", "checking": "sent", "applying": "sent"}.get(
            self.state, "none"
        )


class ImportRow(models.Model):
    """One row of the sheet, kept as it stood; encrypted as a whole since it may hold identity numbers."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("baris"))
    raw = EncryptedTextField(_("isi baris"), default="")
    verdict = models.CharField(_("hasil"), max_length=10, choices=Verdict.choices)
    problems = models.JSONField(_("masalah"), default=list, blank=True)
    repairs = models.JSONField(_("perbaikan"), default=list, blank=True)
    changes = models.JSONField(_("perubahan"), default=list, blank=True)
    ikm = models.ForeignKey(Ikm, models.SET_NULL, null=True, blank=True, related_name="+")
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("baris impor")
        verbose_name_plural = _("baris impor")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="importrow_one_per_number")]
        indexes = [models.Index(fields=["batch", "verdict", "number"], name="importrow_verdict")]

    def __str__(self):
        return f"{self.batch_id}:{self.number}"


class ColumnMapping(models.Model):
    """What an office decided a heading means; proposed again next time."""

    regency = models.ForeignKey(Region, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SheetKind.choices)
    header_key = models.CharField(max_length=120)
    field = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("pemetaan kolom")
        verbose_name_plural = _("pemetaan kolom")
        constraints = [
            models.UniqueConstraint(fields=["regency", "kind", "header_key"], name="columnmapping_one_per_header")
        ]

    def __str__(self):
        return f"{self.header_key} → {self.field}"
