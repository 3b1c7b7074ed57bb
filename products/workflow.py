"""The product's states: one table (DESIGN §5) run by core.workflow."""

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.models import Touch
from core.workflow import Transition, Workflow
from ikm.enums import IkmState
from products.completeness import missing
from products.enums import ProductState as S


def _complete(product, by, data):
    if product.ikm.state == IkmState.DRAFT:
        return _t("Ajukan dahulu profil usaha, lalu produknya.")
    lacking = missing(product)
    return f"{product}: {lacking[0][1]}" if lacking else None


def _ikm_verified(product, by, data):
    if product.ikm.state != IkmState.VERIFIED:
        return _t("Verifikasi dahulu IKM pemilik produk ini, baru produknya.")
    return None


def _ready(product, by, data):
    """Every mandatory axis is verified, or *in process* with a written reason that stands in the history."""
    sentence = _ikm_verified(product, by, data)
    if sentence:
        return sentence
    readiness = getattr(product, "readiness", None)
    if readiness is None:
        return _t("Kesiapan produk ini belum dihitung. Coba lagi sebentar.")
    if not readiness.missing_count:
        return None
    lacking = readiness.lacking()
    if any(status != "in_process" for label, status in lacking):
        labels = ", ".join(str(label) for label, status in lacking if status != "in_process")
        return _t("Belum bisa dinyatakan layak: %(labels)s wajib tetapi belum diperiksa.") % {"labels": labels}
    if not data["note"].strip():
        return _t("Ada syarat wajib yang masih diurus. Tuliskan alasan mengapa produk ini tetap diusulkan.")
    return None


def _not_frozen(product, by, data):
    if product.batch_items.filter(is_open=True, batch__state__in=["locked", "signed", "sent"]).exists():
        return _t(
            "Produk ini sedang dalam usulan BBI yang sudah dikunci. Tunggu jawaban BBI, "
            "atau minta Dinas provinsi membuka kunci usulan itu."
        )
    return None


def _submitted(product, by, note, data):
    """A province return comes straight back when nothing the officer checks has changed."""
    product.submitted_at = timezone.now()
    if product.ikm.owner_id == by.pk:
        product.owner_confirmed_at = timezone.now()
    last = product.transitions.order_by("-at", "-pk").first()
    if (
        last is not None
        and last.name == "return"
        and last.from_state in (S.VERIFIED, S.ELIGIBLE)
        and product.ikm.state == IkmState.VERIFIED
        and not _changed_since(product, last.at)
    ):
        product.state = S.VERIFIED


def _changed_since(product, moment):
    return Touch.objects.filter(
        object_type="products.product", object_id=product.pk, reason=Touch.Reason.CHANGED, at__gt=moment
    ).exists()


def _verified(product, by, note, data):
    product.verified_at = timezone.now()
    product.verified_by = by
    product.assigned_to = None


def _returned(product, by, note, data):
    product.assigned_to = by
    product.batch_items.filter(is_open=True, batch__state="drafting").delete()


def _approved(product, by, note, data):
    product.eligible_at = timezone.now()
    product.assigned_to = None


def _accepted(product, by, note, data):
    product.accepted_at = timezone.now()


def _amended(product, by, note, data):
    product.submitted_at = timezone.now()
    product.batch_items.filter(is_open=True, batch__state="drafting").delete()


PRODUCT = Workflow(
    "products.Product",
    "products.ProductTransition",
    {
        "submit": Transition(
            _("Ajukan"), (S.DRAFT, S.RETURNED, S.RETURNED_BY_BBI), S.SUBMITTED, "products.submit_product",
            guard=_complete, effect=_submitted, kind="primary",
        ),
        "withdraw": Transition(_("Tarik kembali"), (S.SUBMITTED,), S.DRAFT, "products.withdraw_product"),
        "verify": Transition(
            _("Verifikasi produk"), (S.SUBMITTED,), S.VERIFIED, "products.verify_product",
            guard=_ikm_verified, effect=_verified, kind="primary",
        ),
        "return": Transition(
            _("Kembalikan"), (S.SUBMITTED, S.VERIFIED, S.ELIGIBLE), S.RETURNED, "products.return_product",
            needs_note=True, guard=_not_frozen, effect=_returned, kind="back",
        ),
        "approve": Transition(
            _("Nyatakan layak diusulkan"), (S.VERIFIED,), S.ELIGIBLE, "products.approve_product",
            guard=_ready, effect=_approved, kind="primary",
        ),
        "propose": Transition(_("Usulkan"), (S.ELIGIBLE,), S.PROPOSED, "products.propose_product"),
        "accept": Transition(
            _("Diterima BBI"), (S.PROPOSED,), S.ACCEPTED, "products.answer_product", effect=_accepted,
        ),
        "bbi_return": Transition(
            _("Dikembalikan BBI"), (S.PROPOSED,), S.RETURNED_BY_BBI, "products.answer_product", needs_note=True,
        ),
        "bbi_reject": Transition(
            _("Ditolak BBI"), (S.PROPOSED,), S.REJECTED_BY_BBI, "products.answer_product", needs_note=True,
        ),
        "reconsider": Transition(
            _("Siapkan untuk diusulkan lagi"), (S.REJECTED_BY_BBI,), S.ELIGIBLE, "products.approve_product",
            guard=_ready, effect=_approved,
        ),
        "amend": Transition(
            _("Ajukan perubahan"), (S.VERIFIED, S.ELIGIBLE, S.ACCEPTED, S.REJECTED_BY_BBI), S.SUBMITTED,
            "products.amend_product", guard=_not_frozen, effect=_amended,
        ),
        "discontinue": Transition(
            _("Tidak diproduksi lagi"),
            (
                S.DRAFT, S.SUBMITTED, S.RETURNED, S.VERIFIED, S.ELIGIBLE, S.ACCEPTED, S.RETURNED_BY_BBI,
                S.REJECTED_BY_BBI,
            ),
            S.DISCONTINUED, "products.discontinue_product", guard=_not_frozen,
        ),
        "resume": Transition(
            _("Diproduksi lagi"), (S.DISCONTINUED,), S.SUBMITTED, "products.discontinue_product", guard=_complete,
        ),
    },
)  # fmt: skip
