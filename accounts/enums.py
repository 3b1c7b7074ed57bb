"""Staff roles. An owner has none: ownership is a relation (`Ikm.owner`)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OFFICER = "officer", _("Petugas kabupaten/kota")
    FACILITATOR = "facilitator", _("Pendamping")
    REVIEWER = "reviewer", _("Peninjau provinsi")
    HEAD = "head", _("Kepala dinas")
    ADMIN = "admin", _("Admin")


ROLE_WORDS = {
    "": _("Pemilik usaha"),
    Role.OFFICER: _("Petugas"),
    Role.FACILITATOR: _("Pendamping"),
    Role.REVIEWER: _("Peninjau"),
    Role.HEAD: _("Kepala dinas"),
    Role.ADMIN: _("Admin"),
}


class NoticeWhen(TextChoices):
    NOW = "now", _("Segera")
    DAILY = "daily", _("Sekali sehari")
    NEVER = "never", _("Tidak")


class NoticeGroup(TextChoices):
    DATA = "data", _("Usaha, produk, dan pemeriksaan")
    PAPERS = "papers", _("Sertifikat dan izin")
    BBI = "bbi", _("Usulan ke BBI")
    CASES = "cases", _("Pendampingan")
    SAFETY = "safety", _("Keamanan akun dan data pribadi")


PROVINCE_LENGTH = 2

# Version of the privacy text a person agrees to at sign-up; change it together with accounts/privacy.html.
TERMS_VERSION = "2026-11"
