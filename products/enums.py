"""Fixed choices of a product and its states, named once for staff and once for the owner."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProductState(TextChoices):
    DRAFT = "draft", _("Draf")
    SUBMITTED = "submitted", _("Diajukan")
    RETURNED = "returned", _("Dikembalikan")
    VERIFIED = "verified", _("Terverifikasi kab/kota")
    ELIGIBLE = "eligible", _("Layak diusulkan")
    PROPOSED = "proposed", _("Diusulkan ke BBI")
    ACCEPTED = "accepted", _("Diterima BBI")
    RETURNED_BY_BBI = "returned_by_bbi", _("Dikembalikan BBI")
    REJECTED_BY_BBI = "rejected_by_bbi", _("Ditolak BBI")
    DISCONTINUED = "discontinued", _("Tidak diproduksi")


OWNER_LABELS = {
    ProductState.DRAFT: _("Belum diajukan"),
    ProductState.SUBMITTED: _("Sedang diperiksa kabupaten/kota"),
    ProductState.RETURNED: _("Perlu diperbaiki"),
    ProductState.VERIFIED: _("Menunggu persetujuan provinsi"),
    ProductState.ELIGIBLE: _("Siap diusulkan ke BBI"),
    ProductState.PROPOSED: _("Menunggu jawaban BBI"),
    ProductState.ACCEPTED: _("Diterima BBI"),
    ProductState.RETURNED_BY_BBI: _("BBI minta perbaikan"),
    ProductState.REJECTED_BY_BBI: _("Belum diterima BBI"),
    ProductState.DISCONTINUED: _("Tidak diproduksi lagi"),
}
STATE_KINDS = {
    ProductState.DRAFT: "none",
    ProductState.SUBMITTED: "wait",
    ProductState.RETURNED: "back",
    ProductState.VERIFIED: "wait",
    ProductState.ELIGIBLE: "ok",
    ProductState.PROPOSED: "sent",
    ProductState.ACCEPTED: "ok",
    ProductState.RETURNED_BY_BBI: "back",
    ProductState.REJECTED_BY_BBI: "back",
    ProductState.DISCONTINUED: "none",
}
EDITABLE_STATES = (ProductState.DRAFT, ProductState.RETURNED, ProductState.RETURNED_BY_BBI)
REVIEWING_STATES = (ProductState.SUBMITTED, ProductState.VERIFIED, ProductState.ELIGIBLE)
LIVE_STATES = tuple(s for s in ProductState if s not in (ProductState.DRAFT, ProductState.DISCONTINUED))


class Storage(TextChoices):
    ROOM = "room", _("Suhu ruang")
    CHILLED = "chilled", _("Dingin (kulkas)")
    FROZEN = "frozen", _("Beku")


class MadeAt(TextChoices):
    HOME = "home", _("Di rumah")
    SEPARATE = "separate", _("Tempat produksi terpisah")


class Process(TextChoices):
    """How the product is finished; what keeps a food out of P-IRT is named on its own."""

    DRY = "dry", _("Dikeringkan, digoreng, dipanggang, atau disangrai")
    COOKED = "cooked", _("Direbus atau dikukus, tidak dikeringkan")
    FERMENTED = "fermented", _("Difermentasi")
    PASTEURISED = "pasteurised", _("Dipasteurisasi")
    STERILISED = "sterilised", _("Disterilkan dalam kaleng, botol, atau retort")
    REPACKED = "repacked", _("Dikemas ulang dari produk pihak lain")
    HANDMADE = "handmade", _("Dikerjakan dengan tangan atau alat, bukan pangan")
    OTHER = "other", _("Cara lain")


class PackagingKind(TextChoices):
    """As the first digit of a P-IRT number tells them apart (PerBPOM 22/2018), and none at all."""

    GLASS = "glass", _("Gelas atau botol kaca")
    PLASTIC = "plastic", _("Plastik")
    PAPER = "paper", _("Kertas atau karton")
    CAN = "can", _("Kaleng")
    FOIL = "foil", _("Aluminium foil")
    COMPOSITE = "composite", _("Gabungan beberapa bahan dalam satu lapis")
    DOUBLE = "double", _("Ganda, misalnya plastik di dalam karton")
    OTHER = "other", _("Daun atau lainnya")
    NONE = "none", _("Tanpa kemasan berlabel")


class WeightUnit(TextChoices):
    GRAM = "g", _("gram")
    MILLILITRE = "ml", _("mililiter")
    PIECE = "pcs", _("buah")


class PhotoKind(TextChoices):
    FRONT = "front", _("Tampak depan")
    LABEL = "label", _("Label")
    IN_USE = "in_use", _("Sedang dipakai atau disajikan")
    OTHER = "other", _("Lainnya")


# DESIGN §5, editing later: every editable field stands in exactly one of the two sets.
FREE_FIELDS = frozenset(
    {
        "description", "description_en", "price_min", "price_max", "unit", "monthly_capacity", "packaging", "brand",
    }
)  # fmt: skip
MATERIAL_FIELDS = frozenset(
    {
        "name", "category", "net_weight", "net_weight_unit", "shelf_life_days", "storage", "made_at", "ready_to_eat",
        "health_claim", "animal_material", "process", "packaging_kind",
    }
)  # fmt: skip
