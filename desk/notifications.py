"""Messages the desk sends: to the owner what was decided, to the office what was repaired."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup
from accounts.notices import OFFICE, OWNER, offer
from core.outbox import tell

for _event, _label, _to in (
    ("dossier_returned", gettext_lazy("Ada yang perlu saya perbaiki"), OWNER),
    ("ikm_decided", gettext_lazy("Keputusan tentang data usaha saya"), OWNER),
    ("product_decided", gettext_lazy("Keputusan tentang produk saya"), OWNER),
    ("dossier_submitted", gettext_lazy("Pengajuan baru untuk diperiksa"), OFFICE),
    ("dossier_repaired", gettext_lazy("Catatan saya sudah diperbaiki"), OFFICE),
    ("ikm.facilitator_assigned", gettext_lazy("Saya diminta mendampingi sebuah usaha"), OFFICE),
):
    offer(_event, _label, group=NoticeGroup.DATA, to=[_to])
offer("dossier_sent_by_link", gettext_lazy("Data saya diperbaiki lewat tautan"), group=NoticeGroup.SAFETY, to=[OWNER])
offer("paper_decided", gettext_lazy("Keputusan tentang sertifikat dan tabel gizi saya"), group=NoticeGroup.PAPERS)

DECIDED = {"ikm": "ikm_decided", "product": "product_decided"}
DECISIONS = {
    ("ikm.ikm", "verify"): gettext_lazy("Data usaha %(thing)s sudah diperiksa dan benar"),
    ("ikm.ikm", "deactivate"): gettext_lazy("Data usaha %(thing)s dinonaktifkan"),
    ("ikm.ikm", "reactivate"): gettext_lazy("Data usaha %(thing)s diaktifkan lagi"),
    ("products.product", "verify"): gettext_lazy("Produk %(thing)s sudah diperiksa kabupaten/kota"),
    ("products.product", "approve"): gettext_lazy("Produk %(thing)s siap diusulkan ke BBI"),
    ("products.product", "reconsider"): gettext_lazy("Produk %(thing)s disiapkan untuk diusulkan lagi"),
    ("certification.certificate", "verify"): gettext_lazy("%(thing)s sudah diperiksa"),
    ("certification.certificate", "refuse"): gettext_lazy("%(thing)s belum dapat diterima"),
    ("certification.certificate", "revoke"): gettext_lazy("%(thing)s dicabut"),
    ("certification.nutritionfacts", "verify"): gettext_lazy("%(thing)s sudah diperiksa"),
    ("certification.nutritionfacts", "refuse"): gettext_lazy("%(thing)s belum dapat diterima"),
    ("certification.nutritionfacts", "revoke"): gettext_lazy("%(thing)s dicabut"),
}


def tell_owner_decided(obj, verb, *, by, note=""):
    """One notice to the owner of the IKM behind `obj`; silent for verbs that are no decision, or the owner's own."""
    sentence = DECISIONS.get((obj._meta.label_lower, verb))
    owner = getattr(obj, "ikm", obj).owner
    if sentence is None or owner is None or owner.pk == by.pk:
        return
    event = DECIDED.get(obj._meta.model_name, "paper_decided")
    tell(owner, event, str(sentence % {"thing": obj})[:200], note, reverse("desk:my_ikm"))


def tell_owner_returned(returned, notes, address=""):
    """What has to be repaired, field by field; `address` is the repair link in what leaves the portal."""
    lines = [f"{note.field_label}: {note.text}" for note in notes]
    if returned.message:
        lines.insert(0, returned.message)
    tell(
        returned.ikm.owner,
        "dossier_returned",
        str(_("Ada yang perlu diperbaiki pada %(ikm)s") % {"ikm": returned.ikm})[:200],
        "\n".join(lines),
        reverse("desk:my_ikm"),
        outside_url=address,
    )


def tell_owner_sent_by_link(returned):
    """Whoever holds the link and knows four digits may have sent it: the owner always hears of it."""
    tell(
        returned.ikm.owner,
        "dossier_sent_by_link",
        str(_("Perbaikan %(ikm)s dikirim lewat tautan") % {"ikm": returned.ikm})[:200],
        str(_("Bukan Anda yang mengirim? Periksa isinya, lalu beri tahu dinas kabupaten/kota Anda.")),
        reverse("desk:status", args=[returned.ikm_id]),
    )


def tell_returner_repaired(returned):
    """The repaired file goes back to whoever returned it, when that person still works here."""
    if returned.by.is_active:
        tell(
            returned.by,
            "dossier_repaired",
            str(_("%(ikm)s sudah memperbaiki catatan Anda") % {"ikm": returned.ikm})[:200],
            "",
            reverse("desk:dossier", args=[returned.ikm_id]),
        )
