"""Returns: one act on a dossier, with notes on any field of the IKM, its products and certificates. DESIGN §5."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ikm.models import Ikm
from reference.models import Region


class Return(models.Model):
    """Sent back to the owner; the repaired file goes to `by` again. Open while `answered_at` is empty."""

    class Level(models.TextChoices):
        REGENCY = "regency", _("kabupaten/kota")
        PROVINCE = "province", _("provinsi")

    ikm = models.ForeignKey(Ikm, models.CASCADE, related_name="returns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("oleh"))
    level = models.CharField(_("tingkat"), max_length=10, choices=Level.choices, default=Level.REGENCY)
    message = models.TextField(_("pesan"), blank=True)
    at = models.DateTimeField(_("waktu"), default=timezone.now)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)

    class Meta:
        verbose_name = _("pengembalian")
        verbose_name_plural = _("pengembalian")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.ikm} {self.at:%Y-%m-%d}"


class ReturnNote(models.Model):
    """One sentence beside one field."""

    class Target(models.TextChoices):
        IKM = "ikm", _("profil usaha")
        PRODUCT = "product", _("produk")
        CERTIFICATE = "certificate", _("sertifikat")
        NUTRITION = "nutrition", _("gizi")

    returned = models.ForeignKey(Return, models.CASCADE, related_name="notes")
    target = models.CharField(_("bagian"), max_length=12, choices=Target.choices)
    target_id = models.PositiveBigIntegerField()
    field = models.CharField(_("isian"), max_length=60, blank=True)
    field_label = models.CharField(_("nama isian"), max_length=120, blank=True)
    text = models.TextField(_("catatan"))
    resolved_at = models.DateTimeField(_("diperbaiki"), null=True, blank=True)

    class Meta:
        verbose_name = _("catatan")
        verbose_name_plural = _("catatan")
        indexes = [models.Index(fields=["target", "target_id"], name="returnnote_target")]

    def __str__(self):
        return f"{self.field_label}: {self.text}"


class Waiting(models.Model):
    """Read model of the work list: an IKM that waits for an officer, since the oldest thing that waits in it.

    Derived in sets by desk.waiting from every announced change, never edited; the queue pages read it by index.
    """

    ikm = models.OneToOneField(Ikm, models.CASCADE, primary_key=True, related_name="waiting")
    regency = models.ForeignKey(Region, models.CASCADE, related_name="+")
    since = models.DateTimeField(_("menunggu sejak"))

    class Meta:
        verbose_name = _("menunggu diperiksa")
        verbose_name_plural = _("menunggu diperiksa")
        indexes = [
            models.Index(fields=["regency", "since"], name="waiting_regency_since"),
            models.Index(fields=["since"], name="waiting_since"),
        ]

    def __str__(self):
        return f"{self.ikm_id} {self.since:%Y-%m-%d}"


class RepairLink(models.Model):
    """A signed address that opens only the fields a return speaks of, after the last digits of the phone number."""

    returned = models.ForeignKey(Return, models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dibuat oleh")
    )
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    tries = models.PositiveSmallIntegerField(_("percobaan salah"), default=0)
    opened_at = models.DateTimeField(_("dibuka"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)

    class Meta:
        verbose_name = _("tautan perbaikan")
        verbose_name_plural = _("tautan perbaikan")

    def __str__(self):
        return f"{self.returned_id} {self.created_at:%Y-%m-%d}"


class ErasureRequest(models.Model):
    """A person asks to be forgotten (UU 27/2022 art. 8); an admin answers before `due_on`."""

    class State(models.TextChoices):
        ASKED = "asked", _("menunggu")
        CANCELLED = "cancelled", _("dibatalkan")
        REFUSED = "refused", _("ditolak")
        DONE = "done", _("dikerjakan")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="erasure_requests")
    status = models.CharField(_("keadaan"), max_length=10, choices=State.choices, default=State.ASKED)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("diminta"), default=timezone.now)
    due_on = models.DateField(_("harus dijawab sampai"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dijawab oleh"),
    )
    handled_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answer = models.TextField(_("jawaban"), blank=True)

    class Meta:
        verbose_name = _("permintaan penghapusan")
        verbose_name_plural = _("permintaan penghapusan")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(status="asked"), name="erasurerequest_one_open_per_person"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"
