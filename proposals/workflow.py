"""The batch's states (DESIGN §5): one table run by core.workflow."""

import re

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.readiness import refresh
from core.workflow import Transition, TransitionRefused, Workflow, perform_many
from ikm.enums import IkmState, Purpose
from ikm.models import Consent
from products.enums import ProductState
from products.workflow import PRODUCT
from proposals.enums import BatchState as S
from proposals.enums import BbiAnswer
from proposals.freezing import batch_items, freeze
from proposals.notifications import tell_builder, tell_heads_locked
from reference.models import Office

# Permendagri 1/2023 leaves the number to the region; this lenient form accepts what offices write (DOMAIN §12).
LETTER_NUMBER = re.compile(r"^[0-9.]{1,15}/[0-9]{1,5}[A-Z.\-]*(/[A-Z0-9.\-]+){1,3}/20\d{2}$")


def obstacles(batch, on=None, refreshing=True):
    """[(item, sentence)]: why the batch can't be locked; papers are judged as on the day `on` (default today, WITA).

    `refreshing=False` reads the readiness as it stands, for a page that must not write.
    """
    on = on or timezone.localdate()
    items = list(batch_items(batch))
    if refreshing:
        refresh([item.product_id for item in items], on)
    consenting = set(
        Consent.objects.in_force(Purpose.PROPOSE_BBI)
        .filter(ikm__in=[item.product.ikm_id for item in items])
        .values_list("ikm_id", flat=True)
    )
    found = []
    for item in batch_items(batch):
        product = item.product
        if product.state != ProductState.ELIGIBLE:
            found.append(
                (item, _t("sekarang berstatus %(state)s, bukan layak diusulkan.") % {"state": product.state_label})
            )
        elif product.ikm.state != IkmState.VERIFIED:
            found.append((item, _t("usahanya sekarang berstatus %(state)s.") % {"state": product.ikm.state_label}))
        elif product.ikm_id not in consenting:
            found.append((item, _t("pemiliknya belum menyetujui usulan ke BBI.")))
        else:
            labels = [str(label) for label, status in product.readiness.lacking() if status != "in_process"]
            if labels:
                found.append(
                    (item, _t("%(labels)s wajib tetapi tidak berlaku hari ini.") % {"labels": ", ".join(labels)})
                )
    return found


def _lockable(batch, by, data):
    if not batch.items.filter(dropped_at=None).exists():
        return _t("Usulan ini masih kosong. Tambahkan dahulu produk yang layak diusulkan.")
    found = obstacles(batch)
    if found:
        listed = " ".join(f"{item.product}: {sentence}" for item, sentence in found[:5])
        return _t("Belum bisa dikunci. %(listed)s") % {"listed": listed}
    return None


def _locked(batch, by, note, data):
    batch.sha256 = freeze(batch, timezone.localdate())
    batch.locked_at = timezone.now()
    batch.locked_by = by


def _unlocked(batch, by, note, data):
    batch.items.update(frozen={})
    batch.sha256 = ""
    batch.locked_at = batch.locked_by = batch.signed_at = batch.signed_by = None
    batch.signed_as = {}


def _signed(batch, by, note, data):
    """Who signed in which capacity is kept as it was that day; a delegate signs as Plt./Plh."""
    today = timezone.localdate()
    office = Office.objects.for_region(batch.province_id, on=today)
    batch.signed_at = timezone.now()
    batch.signed_by = by
    batch.signed_as = {
        "name": by.name,
        "nip": by.nip,
        "position": by.position or (office.head_title if office else ""),
        "delegated_until": by.delegated_until.isoformat() if by.delegated_until else "",
        "office": office.name if office else "",
        "address": office.address if office else "",
        "phone": office.phone if office else "",
    }


def _delegation_holds(batch, by, data):
    if by.delegated_until and by.delegated_until < timezone.localdate():
        return _t("Masa tugas Plt./Plh. Anda sudah berakhir. Minta admin memperbaruinya sebelum menandatangani.")
    return None


def _letter_complete(batch, by, data):
    number, date = (data.get("letter_number") or "").strip(), data.get("letter_date")
    if not LETTER_NUMBER.match(number):
        return _t("Nomor surat ditulis seperti 500.9/123/DISPERIN/2026.")
    if date is None:
        return _t("Isi tanggal surat.")
    if date > timezone.localdate():
        return _t("Tanggal surat tidak boleh di masa depan.")
    found = obstacles(batch)
    if found:
        item, sentence = found[0]
        return _t("Belum bisa dikirim. %(product)s: %(sentence)s Buka kunci usulan dan keluarkan produk itu.") % {
            "product": item.product,
            "sentence": sentence,
        }
    return None


def _sent(batch, by, note, data):
    batch.letter_number = data["letter_number"].strip()
    batch.letter_date = data["letter_date"]
    batch.addressee = data.get("addressee") or batch.addressee
    batch.addressee_place = data.get("addressee_place") or batch.addressee_place
    batch.sent_at = timezone.now()


def _propose_products(batch, by, note, data):
    products = [item.product for item in batch_items(batch)]
    done, skipped = perform_many(PRODUCT, products, "propose", by=by, note=batch.letter_number)
    if skipped:
        product, sentence = skipped[0]
        raise TransitionRefused(f"{product}: {sentence}")


def _all_answered(batch, by, data):
    waiting = batch.items.filter(dropped_at=None, answer=BbiAnswer.WAITING).count()
    if waiting:
        return _t("Masih ada %(count)s produk yang belum dijawab BBI.") % {"count": waiting}
    return None


def _tell_heads(batch, by, note, data):
    tell_heads_locked(batch)


def _tell_signed(batch, by, note, data):
    tell_builder(batch, "batch.signed", _t("%(title)s sudah ditandatangani") % {"title": batch.title})


def _tell_sent_back(batch, by, note, data):
    tell_builder(batch, "batch.sent_back", _t("%(title)s dikembalikan kepala dinas") % {"title": batch.title}, note)


def _released(batch, by, note, data):
    batch.items.update(is_open=False)


BATCH = Workflow(
    "proposals.Batch",
    "proposals.BatchTransition",
    {
        "lock": Transition(
            _("Kunci usulan"), (S.DRAFTING,), S.LOCKED, "proposals.build_batch",
            guard=_lockable, effect=_locked, after=_tell_heads, kind="primary",
        ),
        "unlock": Transition(
            _("Buka kunci"), (S.LOCKED, S.SIGNED), S.DRAFTING, "proposals.build_batch", effect=_unlocked,
        ),
        "sign": Transition(
            _("Tanda tangani"), (S.LOCKED,), S.SIGNED, "proposals.sign_batch",
            guard=_delegation_holds, effect=_signed, after=_tell_signed, kind="primary",
        ),
        "send_back": Transition(
            _("Kembalikan ke penyusun"), (S.LOCKED,), S.DRAFTING, "proposals.sign_batch",
            needs_note=True, effect=_unlocked, after=_tell_sent_back, kind="back",
        ),
        "send": Transition(
            _("Catat sudah dikirim"), (S.SIGNED,), S.SENT, "proposals.send_batch",
            guard=_letter_complete, effect=_sent, after=_propose_products, kind="primary",
        ),
        "close": Transition(
            _("Tutup usulan"), (S.SENT,), S.CLOSED, "proposals.send_batch", guard=_all_answered, effect=_released,
        ),
        "cancel": Transition(
            _("Batalkan usulan"), (S.DRAFTING, S.LOCKED, S.SIGNED), S.CANCELLED, "proposals.build_batch",
            needs_note=True, effect=_released, kind="back",
        ),
    },
)  # fmt: skip
