"""What the law asks, what people say, what papers prove: the words of certification."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    """What a requirement is about: the three axes of readiness (`reference.enums.Axis`) and SNI, which guides."""

    HALAL = "halal", _("Halal")
    NUTRITION = "nutrition", _("Gizi")
    LICENCE = "licence", _("Izin edar")
    SNI = "sni", _("SNI")


class Confidence(TextChoices):
    """How sure the table is of a row; only HIGH may hold a product back."""

    HIGH = "H", _("tinggi")
    MEDIUM = "M", _("sedang")
    LOW = "L", _("rendah")


class Obligation(TextChoices):
    MANDATORY = "mandatory", _("Wajib")
    ADVISED = "advised", _("Wajib menurut keterangan yang belum pasti")
    VOLUNTARY = "voluntary", _("Sukarela")
    EXEMPT = "exempt", _("Dikecualikan")
    IMPOSSIBLE = "impossible", _("Tidak mungkin")
    NOT_APPLICABLE = "not_applicable", _("Tidak berlaku")
    UNKNOWN = "unknown", _("Tanyakan petugas")


class AxisStatus(TextChoices):
    VERIFIED = "verified", _("Diperiksa")
    CLAIMED = "claimed", _("Menunggu diperiksa")
    IN_PROCESS = "in_process", _("Sedang diurus")
    MISSING = "missing", _("Belum ada")
    EXPIRED = "expired", _("Kedaluwarsa")
    REFUSED = "refused", _("Ditolak")


class Word(TextChoices):
    """The four words people see."""

    ADA = "ada", _("Ada")
    PROSES = "proses", _("Proses")
    BELUM = "belum", _("Belum")
    TIDAK_WAJIB = "tidak_wajib", _("Tidak wajib")


class Answer(TextChoices):
    HAVE = "have", _("Ada")
    IN_PROCESS = "in_process", _("Sedang diurus")
    NONE = "none", _("Belum ada")
    NOT_NEEDED = "not_needed", _("Tidak wajib")


class CertificateState(TextChoices):
    CLAIMED = "claimed", _("Menunggu diperiksa")
    VERIFIED = "verified", _("Diperiksa")
    RETURNED = "returned", _("Perlu diperbaiki")
    REFUSED = "refused", _("Ditolak")
    REVOKED = "revoked", _("Dicabut")
    SUPERSEDED = "superseded", _("Diganti yang baru")


STATE_KINDS = {
    CertificateState.CLAIMED: "wait",
    CertificateState.VERIFIED: "ok",
    CertificateState.RETURNED: "back",
    CertificateState.REFUSED: "back",
    CertificateState.REVOKED: "back",
    CertificateState.SUPERSEDED: "none",
}


class Basis(TextChoices):
    LAB = "lab", _("hasil uji laboratorium")
    TABLE = "table", _("tabel komposisi pangan")
    CALCULATION = "calculation", _("perhitungan")


class LabelLayout(TextChoices):
    """The three forms of the nutrition table (PerBPOM 26/2021); linear is for small packs."""

    VERTICAL = "vertical", _("Tegak")
    HORIZONTAL = "horizontal", _("Mendatar")
    LINEAR = "linear", _("Satu baris, untuk kemasan kecil")


class Audience(TextChoices):
    OWNER = "owner", _("pemilik")
    OFFICER = "officer", _("petugas kabupaten/kota")
    REVIEWER = "reviewer", _("provinsi")
