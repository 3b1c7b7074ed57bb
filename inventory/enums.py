"""Kinds of sheet, states of an import, verdicts of a row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SheetKind(TextChoices):
    IKM = "ikm", _("IKM")
    COMBINED = "combined", _("Gabungan (IKM, produk, dan angka)")


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("Diunggah")
    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Selesai diperiksa")
    APPLYING = "applying", _("Sedang dimasukkan")
    APPLIED = "applied", _("Sudah dimasukkan")
    FAILED = "failed", _("Gagal")


class Verdict(TextChoices):
    NEW = "new", _("Baru")
    CHANGED = "changed", _("Mengubah data yang ada")
    SAME = "same", _("Sama")
    DUPLICATE = "duplicate", _("Kemungkinan ganda")
    ERROR = "error", _("Bermasalah")
    IGNORED = "ignored", _("Dilewati")
