"""Filling a batch and recording BBI's answers: the writes that are no transition of the batch itself."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.workflow import TransitionRefused, perform
from ikm.enums import Purpose
from ikm.models import Consent
from products.enums import ProductState
from products.models import Product
from products.workflow import PRODUCT
from proposals.enums import BatchState, BbiAnswer
from proposals.models import Batch, BatchItem
from proposals.notifications import tell_owner_answered
from proposals.workflow import BATCH

VERB_OF_ANSWER = {
    BbiAnswer.ACCEPTED: "accept",
    BbiAnswer.RETURNED: "bbi_return",
    BbiAnswer.REJECTED: "bbi_reject",
}


def start_batch(title, *, by):
    """An empty batch of the reviewer's province."""
    batch = Batch.objects.create(province_id=by.region_id, title=title, created_by=by)
    record("batch.created", batch, by=by)
    return batch


def add_products(batch, products, *, by):
    """Put eligible products in; returns (added, skipped: list of (product, sentence)).

    A product sits in one open batch at a time; its owner must have agreed to the proposal.
    """
    added, skipped = [], []
    with transaction.atomic():
        batch = _lock(batch)
        products = list(
            Product.objects.visible_to(by)
            .filter(pk__in=[product.pk for product in products])
            .select_related("ikm")
            .select_for_update(of=("self",))
            .order_by("pk")
        )
        taken = set(BatchItem.objects.filter(product__in=products, is_open=True).values_list("product_id", flat=True))
        agreed = set(
            Consent.objects.in_force(Purpose.PROPOSE_BBI)
            .filter(ikm__in=[product.ikm_id for product in products])
            .values_list("ikm_id", flat=True)
        )
        for product in products:
            if product.state != ProductState.ELIGIBLE:
                skipped.append((product, _("belum dinyatakan layak diusulkan.")))
            elif product.pk in taken:
                skipped.append((product, _("sudah ada dalam usulan yang belum selesai.")))
            elif product.ikm_id not in agreed:
                skipped.append((product, _("pemiliknya belum menyetujui usulan ke BBI.")))
            else:
                added.append(product)
        position = batch.items.aggregate(last=Max("position"))["last"] or 0
        BatchItem.objects.bulk_create(
            [
                BatchItem(batch=batch, product=product, position=position + step, added_by=by)
                for step, product in enumerate(added, start=1)
            ]
        )
        record("batch.products_added", batch, by=by, products=[product.pk for product in added])
    return added, skipped


def remove_item(item, *, by):
    """Take a product out; only while the batch is being built."""
    with transaction.atomic():
        batch = _lock(item.batch)
        removed, _by_model = batch.items.filter(pk=item.pk).delete()
        if removed:
            record("batch.product_removed", batch, by=by, product=item.product_id)


def record_answer(item, answer, *, by, reason="", answered_on=None):
    """BBI's answer for one product of a sent batch; the product follows, the last answer closes the batch."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=item.batch_id)
        item = BatchItem.objects.select_related("product").get(pk=item.pk)
        if batch.state != BatchState.SENT:
            raise TransitionRefused(_("Jawaban BBI dicatat setelah usulan dikirim dan sebelum ditutup."))
        if item.answer != BbiAnswer.WAITING:
            raise TransitionRefused(_("Jawaban untuk produk ini sudah dicatat."))
        if answer not in VERB_OF_ANSWER:
            raise TransitionRefused(_("Pilih jawaban BBI: diterima, dikembalikan, atau ditolak."))
        if answer != BbiAnswer.ACCEPTED and not reason.strip():
            raise TransitionRefused(_("Tuliskan alasan BBI, supaya pemilik tahu apa yang harus diperbaiki."))
        item.answer = answer
        item.answer_reason = reason.strip()[:300]
        item.answered_on = answered_on or timezone.localdate()
        item.answered_by = by
        item.is_open = False
        item.save()
        perform(PRODUCT, item.product, VERB_OF_ANSWER[answer], by=by, note=reason)
        tell_owner_answered(item)
        if not batch.items.filter(dropped_at=None, answer=BbiAnswer.WAITING).exists():
            perform(BATCH, batch, "close", by=by)
    return item


def _lock(batch):
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.DRAFTING:
        raise TransitionRefused(_("Usulan ini sudah dikunci. Buka kuncinya dahulu untuk mengubah isinya."))
    return batch
