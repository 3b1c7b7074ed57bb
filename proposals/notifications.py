"""Messages about batches, written in the transaction that causes them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup, Role
from accounts.models import User
from accounts.notices import OFFICE, OWNER, offer
from core.outbox import tell
from proposals.enums import BbiAnswer

for _event, _label, _to in (
    ("batch.locked", gettext_lazy("Usulan BBI menunggu tanda tangan saya"), OFFICE),
    ("batch.signed", gettext_lazy("Usulan BBI yang saya susun ditandatangani"), OFFICE),
    ("batch.sent_back", gettext_lazy("Usulan BBI yang saya susun dikembalikan"), OFFICE),
    ("product.answered", gettext_lazy("Jawaban BBI tentang produk saya"), OWNER),
):
    offer(_event, _label, group=NoticeGroup.BBI, to=[_to])


def tell_heads_locked(batch):
    """Every head of the province, besides whoever built it."""
    heads = User.objects.filter(role=Role.HEAD, region_id=batch.province_id, is_active=True)
    for head in heads.exclude(pk__in=[batch.created_by_id, batch.locked_by_id]):
        tell(
            head,
            "batch.locked",
            _("Usulan BBI menunggu tanda tangan Anda"),
            _("%(title)s sudah dikunci dan siap diperiksa.") % {"title": batch.title},
            reverse("proposals:batch_detail", args=[batch.pk]),
        )


def tell_builder(batch, event, subject, body=""):
    tell(batch.created_by, event, subject, body, reverse("proposals:batch_detail", args=[batch.pk]))


def tell_owner_answered(item):
    """BBI's answer, to the owner of the product, with what to do next."""
    product = item.product
    subject, body = {
        BbiAnswer.ACCEPTED: (
            _("%(product)s diterima Bangga Buatan Indonesia"),
            _("Selamat. Produk Anda tampil di katalog selama izinnya berlaku."),
        ),
        BbiAnswer.RETURNED: (
            _("BBI minta %(product)s diperbaiki"),
            _("Alasan: %(reason)s. Perbaiki lalu ajukan lagi."),
        ),
        BbiAnswer.REJECTED: (_("%(product)s belum diterima BBI"), _("Alasan: %(reason)s.")),
    }[item.answer]
    tell(
        product.ikm.owner,
        "product.answered",
        subject % {"product": product},
        body % {"reason": item.answer_reason} if "%(" in body else body,
        reverse("desk:my_ikm"),
        key=f"answer:{item.pk}",
    )
