"""What help is about, where a case stands, whose turn a step is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from reference.enums import PermitKind


class CaseKind(TextChoices):
    NIB = "nib", _("NIB")
    HALAL_SELF_DECLARE = "halal_self", _("Halal self-declare")
    HALAL_REGULAR = "halal_regular", _("Halal reguler")
    PIRT = "pirt", _("P-IRT")
    MD = "md", _("BPOM MD")
    SLHS = "slhs", _("Laik higiene sanitasi (SLHS)")
    NUTRITION = "nutrition", _("Informasi nilai gizi")
    BPOM_TR = "bpom_tr", _("BPOM TR (obat bahan alam)")
    COSMETIC = "cosmetic", _("Notifikasi kosmetik")
    PKD = "pkd", _("Kemenkes PKD (perbekalan rumah tangga)")
    AKD = "akd", _("Kemenkes AKD (alat kesehatan)")
    BRAND = "brand", _("Merek")
    SNI = "sni", _("SNI")
    OTHER = "other", _("Lainnya")


# The papers that may come out of a case.
PERMITS_OF = {
    CaseKind.HALAL_SELF_DECLARE: (PermitKind.HALAL,),
    CaseKind.HALAL_REGULAR: (PermitKind.HALAL,),
    CaseKind.PIRT: (PermitKind.PIRT,),
    CaseKind.MD: (PermitKind.MD,),
    CaseKind.SLHS: (PermitKind.SLHS,),
    CaseKind.BPOM_TR: (PermitKind.TR, PermitKind.HT, PermitKind.FF),
    CaseKind.COSMETIC: (PermitKind.COSMETIC,),
    CaseKind.PKD: (PermitKind.PKD,),
    CaseKind.AKD: (PermitKind.AKD,),
    CaseKind.BRAND: (PermitKind.BRAND,),
    CaseKind.SNI: (PermitKind.SNI,),
}


class CaseState(TextChoices):
    OPEN = "open", _("Berjalan")
    WAITING_OWNER = "waiting_owner", _("Menunggu pemilik")
    DONE = "done", _("Selesai")
    STOPPED = "stopped", _("Dihentikan")


OWNER_LABELS = {
    CaseState.OPEN: _("Sedang didampingi"),
    CaseState.WAITING_OWNER: _("Menunggu Anda"),
    CaseState.DONE: _("Selesai"),
    CaseState.STOPPED: _("Dihentikan"),
}
STATE_KINDS = {
    CaseState.OPEN: "sent",
    CaseState.WAITING_OWNER: "wait",
    CaseState.DONE: "ok",
    CaseState.STOPPED: "none",
}
OPEN_STATES = (CaseState.OPEN, CaseState.WAITING_OWNER)
CLOSED_STATES = (CaseState.DONE, CaseState.STOPPED)


class Outcome(TextChoices):
    ISSUED = "issued", _("Izin atau sertifikat terbit")
    NOT_NEEDED = "not_needed", _("Ternyata tidak wajib")
    REFUSED_BY_ISSUER = "refused", _("Ditolak penerbit")
    OWNER_WITHDREW = "withdrew", _("Pemilik tidak melanjutkan")
    OTHER = "other", _("Hasil lain")


class Who(TextChoices):
    """Who does a step."""

    OWNER = "owner", _("Pemilik usaha")
    FACILITATOR = "facilitator", _("Pendamping")
    OFFICE = "office", _("Petugas dinas")
    ISSUER = "issuer", _("Penerbit izin")


STAFF = (Who.FACILITATOR, Who.OFFICE)


class StepStatus(TextChoices):
    """Where a step stands; never stored, it follows from the days."""

    DONE = "done", _("Selesai")
    NOW = "now", _("Sedang dikerjakan")
    LATE = "late", _("Lewat batas")
    TODO = "todo", _("Belum")


STEP_KINDS = {StepStatus.DONE: "ok", StepStatus.NOW: "wait", StepStatus.LATE: "back", StepStatus.TODO: "none"}
# The classes of components/timeline.html.
STEP_MARKS = {StepStatus.DONE: "done", StepStatus.NOW: "now", StepStatus.LATE: "back", StepStatus.TODO: "todo"}
