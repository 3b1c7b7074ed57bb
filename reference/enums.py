from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RegionLevel(IntegerChoices):
    PROVINCE = 1, _("Provinsi")
    REGENCY = 2, _("Kabupaten/kota")
    DISTRICT = 3, _("Kecamatan")
    VILLAGE = 4, _("Desa/kelurahan")


class KbliVersion(TextChoices):
    V2020 = "2020", _("KBLI 2020")
    V2025 = "2025", _("KBLI 2025")


class CategoryGroup(TextChoices):
    FOOD = "food", _("Makanan")
    DRINK = "drink", _("Minuman")
    HERBAL = "herbal", _("Jamu dan suplemen")
    COSMETIC = "cosmetic", _("Kosmetik")
    HOUSEHOLD = "household", _("Perbekalan rumah tangga")
    HEALTH = "health", _("Alat kesehatan dan pelindung diri")
    TEXTILE = "textile", _("Kain dan pakaian")
    CRAFT = "craft", _("Kerajinan")
    METAL = "metal", _("Logam dan permata")
    OTHER = "other", _("Lainnya")


class Axis(TextChoices):
    """The three proofs a product is asked for before it may be proposed."""

    HALAL = "halal", _("Halal")
    NUTRITION = "nutrition", _("Gizi")
    LICENCE = "licence", _("Izin edar")


class PermitKind(TextChoices):
    PIRT = "pirt", _("SPP-IRT (P-IRT)")
    MD = "md", _("BPOM MD (pangan dalam negeri)")
    ML = "ml", _("BPOM ML (pangan impor)")
    TR = "tr", _("BPOM TR (obat bahan alam)")
    HT = "ht", _("BPOM HT (obat herbal terstandar)")
    FF = "ff", _("BPOM FF (fitofarmaka)")
    SD = "sd", _("BPOM SD (suplemen kesehatan)")
    COSMETIC = "cosmetic", _("Notifikasi kosmetik BPOM (NA)")
    AKD = "akd", _("Kemenkes AKD (alat kesehatan)")
    PKD = "pkd", _("Kemenkes PKD (perbekalan rumah tangga)")
    SLHS = "slhs", _("Sertifikat Laik Higiene Sanitasi (SLHS)")
    HALAL = "halal", _("Sertifikat halal BPJPH")
    HALAL_MUI = "halal_mui", _("Sertifikat halal MUI (lama)")
    SNI = "sni", _("SPPT SNI")
    BRAND = "brand", _("Merek terdaftar")
    SVLK = "svlk", _("SVLK (legalitas kayu)")
    TKDN = "tkdn", _("Sertifikat TKDN")
    OTHER = "other", _("Izin lain")


AXIS_OF_KIND = {
    PermitKind.PIRT: Axis.LICENCE,
    PermitKind.MD: Axis.LICENCE,
    PermitKind.ML: Axis.LICENCE,
    PermitKind.TR: Axis.LICENCE,
    PermitKind.HT: Axis.LICENCE,
    PermitKind.FF: Axis.LICENCE,
    PermitKind.SD: Axis.LICENCE,
    PermitKind.COSMETIC: Axis.LICENCE,
    PermitKind.AKD: Axis.LICENCE,
    PermitKind.PKD: Axis.LICENCE,
    PermitKind.SLHS: Axis.LICENCE,
    PermitKind.HALAL: Axis.HALAL,
    PermitKind.HALAL_MUI: Axis.HALAL,
}
