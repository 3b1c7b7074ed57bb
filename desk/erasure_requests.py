"""Asking to be forgotten: one open request per person, answered by an admin before it is due."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup, Role
from accounts.models import User
from accounts.notices import offer
from core import audit
from core.jobs import on_daily
from core.outbox import tell
from core.workflow import readable_note
from desk.erasing import NotErased, why_not
from desk.models import ErasureRequest

# UU 27/2022 gives 3 × 24 hours for access, correction, stopping and restriction; we hold ourselves to it here too.
ANSWER_WITHIN = timedelta(hours=72)
State = ErasureRequest.State

for _event, _label in (
    ("erasure.asked", gettext_lazy("Permintaan penghapusan data menunggu jawaban")),
    ("erasure.answered", gettext_lazy("Jawaban atas permintaan penghapusan data saya")),
):
    offer(_event, _label, group=NoticeGroup.SAFETY, to=[])


def open_request(user):
    """The person's request that waits for an answer, or None."""
    return ErasureRequest.objects.filter(user=user, status=State.ASKED).first()


def ask(user, reason=""):
    """A new request, or the one already open. NotErased with a sentence for an account that must stay."""
    if sentence := why_not(user):
        raise NotErased(sentence)
    now = timezone.now()
    try:
        with transaction.atomic():
            request = ErasureRequest.objects.create(
                user=user, reason=readable_note(reason)[:300], asked_at=now,
                due_on=timezone.localdate(now + ANSWER_WITHIN),
            )  # fmt: skip
            audit.record("erasure.asked", user, by=user, request=request.pk)
            _tell_admins(request, _("Seseorang meminta datanya dihapus"), f"erasure-asked:{request.pk}")
            tell(
                user,
                "erasure.answered",
                _("Permintaan penghapusan data Anda kami terima"),
                _("Dijawab paling lambat %(day)s. Anda dapat membatalkannya sebelum itu.")
                % {"day": request.due_on.strftime("%d-%m-%Y")},
                reverse("desk:mydata"),
            )
    except IntegrityError:
        request = open_request(user)
        if request is None:
            raise
    return request


def cancel(user):
    """The person thinks better of it; True when a request was open."""
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update().filter(user=user, status=State.ASKED).first()
        if request is None:
            return False
        request.status, request.handled_at = State.CANCELLED, timezone.now()
        request.save()
        audit.record("erasure.cancelled", user, by=user, request=request.pk)
    return True


def refuse(request, answer, *, by):
    """Say no, with the reason the person reads."""
    if not by.has_perm("desk.handle_erasure"):
        raise PermissionDenied
    answer = readable_note(answer)
    if not answer:
        raise NotErased(_("Tuliskan alasannya, supaya orang itu tahu mengapa dan apa yang dapat dilakukannya."))
    with transaction.atomic():
        request = ErasureRequest.objects.select_for_update().select_related("user").get(pk=request.pk)
        if request.status != State.ASKED:
            raise NotErased(_("Permintaan ini sudah dijawab atau dibatalkan."))
        request.status, request.handled_by, request.handled_at = State.REFUSED, by, timezone.now()
        request.answer = answer
        request.save()
        audit.record("erasure.refused", request.user, by=by, request=request.pk)
        tell(
            request.user,
            "erasure.answered",
            _("Permintaan penghapusan data Anda belum dapat dipenuhi"),
            answer,
            reverse("desk:mydata"),
            key=f"erasure-refused:{request.pk}",
        )
    return request


@on_daily
def remind_admins():
    """Requests past their day, once per day and request; returns how many."""
    today = timezone.localdate()
    late = list(ErasureRequest.objects.filter(status=State.ASKED, due_on__lt=today))
    for request in late:
        _tell_admins(
            request, _("Permintaan penghapusan data lewat batas waktu"), f"erasure-late:{request.pk}:{today:%Y%m%d}"
        )
    return len(late)


def _tell_admins(request, subject, key):
    for admin in User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk"):
        tell(
            admin,
            "erasure.asked",
            subject,
            _("Permintaan nomor %(number)s, harus dijawab paling lambat %(day)s.")
            % {"number": request.pk, "day": request.due_on.strftime("%d-%m-%Y")},
            reverse("desk:erasure", args=[request.pk]),
            key=f"{key}:{admin.pk}",
        )
