"""Fixed choices of the industry's record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IkmState(TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    RETURNED = "returned", _("Dikembalikan")
    VERIFIED = "verified", _("Terverifikasi")
    INACTIVE = "inactive", _("Tidak aktif")
    MERGED = "merged", _("Digabung")


OWNER_LABELS = {
    IkmState.DRAFT: _("Belum diajukan"),
    IkmState.SUBMITTED: _("Sedang diperiksa"),
    IkmState.RETURNED: _("Perlu diperbaiki"),
    IkmState.VERIFIED: _("Sudah diperiksa"),
    IkmState.INACTIVE: _("Tidak aktif"),
    IkmState.MERGED: _("Digabung"),
}
STATE_KINDS = {
    IkmState.DRAFT: "none",
    IkmState.SUBMITTED: "wait",
    IkmState.RETURNED: "back",
    IkmState.VERIFIED: "ok",
    IkmState.INACTIVE: "none",
    IkmState.MERGED: "none",
}
REGISTERED_STATES = (IkmState.SUBMITTED, IkmState.RETURNED, IkmState.VERIFIED)
CLOSED_STATES = (IkmState.INACTIVE, IkmState.MERGED)
EDITABLE_STATES = (IkmState.DRAFT, IkmState.RETURNED)


class LegalForm(TextChoices):
    PERORANGAN = "perorangan", _("Perorangan")
    PT = "pt", _("PT")
    PT_PERORANGAN = "pt_perorangan", _("PT Perorangan")
    CV = "cv", _("CV")
    FIRMA = "firma", _("Firma")
    UD = "ud", _("UD")
    KOPERASI = "koperasi", _("Koperasi")
    KUB = "kub", _("Kelompok usaha bersama")
    OTHER = "other", _("Lainnya")


class Source(TextChoices):
    SELF = "self", _("mendaftar sendiri")
    OFFICER = "officer", _("didaftarkan petugas")
    IMPORT = "import", _("impor lembar kerja")


class IndustryScale(TextChoices):
    SMALL = "small", _("Industri kecil")
    MEDIUM = "medium", _("Industri menengah")
    LARGE = "large", _("Industri besar")
    UNKNOWN = "unknown", _("Belum diketahui")


class BusinessScale(TextChoices):
    MICRO = "micro", _("Usaha mikro")
    SMALL = "small", _("Usaha kecil")
    MEDIUM = "medium", _("Usaha menengah")
    LARGE = "large", _("Usaha besar")
    UNKNOWN = "unknown", _("Belum diketahui")


class Purpose(TextChoices):
    PUBLISH_PRODUCT = "publish_product", _("menampilkan produk di katalog umum")
    PUBLISH_CONTACT = "publish_contact", _("menampilkan nomor kontak di katalog umum")
    PROPOSE_BBI = "propose_bbi", _("mengusulkan produk ke Bangga Buatan Indonesia")
    SURVEY = "survey", _("dihubungi untuk survei dan pendampingan")


CONSENT_VERSION = "2026-11"
CONSENT_TEXTS = {
    Purpose.PUBLISH_PRODUCT: _("Saya setuju nama, foto, dan keterangan produk saya tampil di katalog umum portal ini."),
    Purpose.PUBLISH_CONTACT: _("Saya setuju nomor WhatsApp usaha saya tampil supaya pembeli dapat menghubungi saya."),
    Purpose.PROPOSE_BBI: _(
        "Saya setuju data usaha dan produk saya diserahkan Dinas Perindustrian ke program Bangga Buatan Indonesia."
    ),
    Purpose.SURVEY: _("Saya bersedia dihubungi Dinas untuk survei, bimbingan teknis, dan pendampingan."),
}
SHOP_KINDS = {
    "website": _("Situs web"),
    "instagram": _("Instagram"),
    "tokopedia": _("Tokopedia"),
    "shopee": _("Shopee"),
    "facebook": _("Facebook"),
}

# DESIGN §5, editing later: every editable field stands in exactly one of the two sets.
FREE_FIELDS = frozenset(
    {
        "address", "latitude", "longitude", "phone", "whatsapp", "email", "shop_links", "established_year", "wants_bbi",
    }
)  # fmt: skip
MATERIAL_FIELDS = frozenset(
    {
        "name", "legal_form", "owner_name", "nib", "unit_number", "nik", "npwp", "kbli_version", "kbli", "regency",
        "region",
    }
)  # fmt: skip
