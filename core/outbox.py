"""Messages to people: written in the transaction, sent by a job, shown under the bell."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.jobs import enqueue, job, on_tick
from core.models import Outbox

log = logging.getLogger("portal.outbox")
MAX_ATTEMPTS = 8


def tell(recipient, event, subject, body="", url="", *, key=None):
    """One notice in the portal, and by e-mail when the person has an address and wants the event by mail.

    The demonstration's people have invented addresses: they get no mail.

    `key` makes the message unique: the same key is never sent twice.
    """
    if recipient is None:
        return
    subject = str(subject)[: Outbox._meta.get_field("subject").max_length]
    notice = Outbox(recipient=recipient, event=event, subject=subject, body=body, url=url, sent_at=timezone.now())
    if key:
        notice.key = f"app:{key}"
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        if key and Outbox.objects.filter(key=notice.key).exists():
            return
        raise
    if recipient.email and not recipient.is_example and recipient.wants_mail(event):
        mail = Outbox.objects.create(
            recipient=recipient,
            channel=Outbox.Channel.EMAIL,
            event=event,
            subject=subject,
            body=body,
            url=url,
            key=f"email:{key}" if key else None,
        )
        enqueue(deliver, mail.pk)


@job
def deliver(pk):
    """Send one outbox row; a failure is kept and tried again by the clock."""
    row = Outbox.objects.select_related("recipient").filter(pk=pk, sent_at=None).first()
    if row is None:
        return
    link = f"\n\n{settings.PORTAL_URL.rstrip('/')}{row.url}" if row.url else ""
    row.attempts += 1
    try:
        send_mail(row.subject, row.body + link, None, [row.recipient.email])
    except OSError as error:
        row.last_error = type(error).__name__
        log.warning("mail_failed outbox=%s error=%s", row.pk, type(error).__name__)
    else:
        row.sent_at = timezone.now()
    row.save(update_fields=["attempts", "last_error", "sent_at"])


@on_tick
def retry_unsent():
    """Messages that failed, or whose job was lost, go again with growing distance."""
    count = 0
    for row in Outbox.objects.exclude(channel=Outbox.Channel.APP).filter(sent_at=None, attempts__lt=MAX_ATTEMPTS)[:200]:
        if row.created_at < timezone.now() - timedelta(minutes=2**row.attempts):
            deliver.call(row.pk)
            count += 1
    return count
