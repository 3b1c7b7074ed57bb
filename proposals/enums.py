"""States of a BBI batch and BBI's answers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    DRAFTING = "drafting", _("Disusun")
    LOCKED = "locked", _("Dikunci, menunggu tanda tangan")
    SIGNED = "signed", _("Ditandatangani")
    SENT = "sent", _("Dikirim ke BBI")
    CLOSED = "closed", _("Selesai dijawab")
    CANCELLED = "cancelled", _("Dibatalkan")


STATE_KINDS = {
    BatchState.DRAFTING: "none",
    BatchState.LOCKED: "wait",
    BatchState.SIGNED: "ok",
    BatchState.SENT: "sent",
    BatchState.CLOSED: "ok",
    BatchState.CANCELLED: "none",
}
OPEN_STATES = (BatchState.DRAFTING, BatchState.LOCKED, BatchState.SIGNED, BatchState.SENT)
FROZEN_STATES = (BatchState.LOCKED, BatchState.SIGNED, BatchState.SENT)


class BbiAnswer(TextChoices):
    WAITING = "waiting", _("Menunggu jawaban")
    ACCEPTED = "accepted", _("Diterima")
    RETURNED = "returned", _("Dikembalikan")
    REJECTED = "rejected", _("Ditolak")
