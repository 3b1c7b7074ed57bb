"""The IKM's states: one table (DESIGN §5) run by core.workflow."""

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.workflow import Transition, Workflow
from ikm.completeness import missing
from ikm.enums import IkmState as S
from ikm.models import Ikm


def _complete(ikm, by, data):
    lacking = missing(ikm)
    return lacking[0][1] if lacking else None


def _nib_free(ikm, by, data):
    """The sentence never tells whose record holds the NIB (DESIGN §4)."""
    if (
        ikm.nib
        and Ikm.objects.registered().filter(nib=ikm.nib, unit_number=ikm.unit_number).exclude(pk=ikm.pk).exists()
    ):
        return _t(
            "NIB dengan nomor unit ini sudah terdaftar. Periksa lagi NIB, atau hubungi petugas kabupaten/kota Anda."
        )
    return None


def _not_frozen(ikm, by, data):
    """What BBI was told about a business stays true until BBI has answered."""
    frozen = ikm.products.filter(batch_items__is_open=True, batch_items__batch__state__in=["locked", "signed", "sent"])
    if frozen.exists():
        return _t(
            "Produk usaha ini sedang dalam usulan BBI yang sudah dikunci. Tunggu jawaban BBI, "
            "atau minta Dinas provinsi membuka kunci usulan itu."
        )
    return None


def _may_amend(ikm, by, data):
    return _not_frozen(ikm, by, data) or _nib_free(ikm, by, data)


def _may_submit(ikm, by, data):
    return _complete(ikm, by, data) or _nib_free(ikm, by, data)


def _submitted(ikm, by, note, data):
    ikm.submitted_at = timezone.now()
    if ikm.owner_id == by.pk:
        ikm.owner_confirmed_at = timezone.now()


def _verified(ikm, by, note, data):
    ikm.verified_at = timezone.now()
    ikm.verified_by = by
    ikm.assigned_to = None


def _returned(ikm, by, note, data):
    ikm.assigned_to = by


def _merged(ikm, by, note, data):
    ikm.merged_into = data["into"]


def _has_survivor(ikm, by, data):
    into = data.get("into")
    if into is None or into.pk == ikm.pk or into.state == S.MERGED:
        return _t("Pilih dahulu data IKM yang dipertahankan.")
    return None


IKM = Workflow(
    "ikm.Ikm",
    "ikm.IkmTransition",
    {
        "submit": Transition(
            _("Ajukan"), (S.DRAFT, S.RETURNED), S.SUBMITTED, "ikm.submit_ikm",
            guard=_may_submit, effect=_submitted, kind="primary",
        ),
        "withdraw": Transition(_("Tarik kembali"), (S.SUBMITTED,), S.DRAFT, "ikm.withdraw_ikm"),
        "verify": Transition(
            _("Verifikasi IKM"), (S.SUBMITTED,), S.VERIFIED, "ikm.verify_ikm", effect=_verified, kind="primary",
        ),
        "return": Transition(
            _("Kembalikan"), (S.SUBMITTED, S.VERIFIED), S.RETURNED, "ikm.return_ikm",
            needs_note=True, guard=_not_frozen, effect=_returned, kind="back",
        ),
        "amend": Transition(
            _("Ajukan perubahan"), (S.VERIFIED,), S.SUBMITTED, "ikm.amend_ikm", guard=_may_amend, effect=_submitted,
        ),
        "deactivate": Transition(
            _("Nonaktifkan"), (S.SUBMITTED, S.RETURNED, S.VERIFIED), S.INACTIVE, "ikm.deactivate_ikm",
            needs_note=True, guard=_not_frozen,
        ),
        "reactivate": Transition(
            _("Aktifkan lagi"), (S.INACTIVE,), S.SUBMITTED, "ikm.deactivate_ikm", guard=_nib_free, effect=_submitted,
        ),
        "merge": Transition(
            _("Gabungkan"), (S.SUBMITTED, S.RETURNED, S.VERIFIED), S.MERGED, "ikm.merge_ikm",
            guard=_has_survivor, effect=_merged,
        ),
    },
)  # fmt: skip
