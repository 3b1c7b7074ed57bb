"""Messages to people: written in the transaction, sent by a job, shown under the bell.

A message outside the portal goes at once, or is held for the one message of the day, or is not written, as the
person chose for that event and channel.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import senders
from core.jobs import enqueue, job, on_daily, on_tick
from core.models import Outbox

log = logging.getLogger("portal.outbox")
MAX_ATTEMPTS = 8
DIGEST = "notice.digest"
Channel = Outbox.Channel


def tell(recipient, event, subject, body="", url="", *, key=None, outside_url=""):
    """One notice in the portal, and by the channels the person has and wants the event by.

    The demonstration's people have invented addresses and numbers: nothing is sent to them.

    `key` makes the message unique: the same key is never sent twice. `outside_url` stands in place of `url` in what
    leaves the portal and is forgotten once sent.
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
    for channel in channels_of(recipient):
        when = recipient.notice_when(event, channel)
        if recipient.is_example or when == "never":
            continue
        row = Outbox.objects.create(
            recipient=recipient,
            channel=channel,
            event=event,
            subject=subject,
            body=body,
            url=url,
            outside_url=outside_url,
            held=when == "daily",
            key=f"{channel}:{key}" if key else None,
        )
        if not row.held:
            enqueue(deliver, row.pk)


def channels_of(person):
    """The ways out of the portal this person has: an address, a number proved by a code."""
    channels = [Channel.EMAIL] if person.email else []
    if person.phone and person.phone_verified_at and senders.reaches_phones():
        channels.append(Channel.WHATSAPP)
    return channels


@job
def deliver(pk):
    """Send one outbox row; a failure is kept and tried again by the clock. Of two at once only one sends."""
    row = _claimed(pk)
    if row is None:
        return
    try:
        with override(settings.LANGUAGE_CODE):
            _send(row)
    except senders.NotSent as refused:
        _not_sent(row, refused.reason, refused.retry)
    except OSError as error:
        _not_sent(row, type(error).__name__, True)
    else:
        row.sent_at = timezone.now()
        row.outside_url = ""
        with transaction.atomic():
            row.save(update_fields=["sent_at", "outside_url"])
            row.parts.update(sent_at=row.sent_at, outside_url="")


def _claimed(pk):
    """The row with its attempt counted and the next one put off, or None when there is nothing to do now."""
    now = timezone.now()
    row = Outbox.objects.select_related("recipient").filter(pk=pk, sent_at=None, failed_at=None, held=False).first()
    if row is None or row.channel == Channel.APP:
        return None
    due = Q(attempts=0) | Q(next_try_at__lte=now)
    seen = Outbox.objects.filter(due, pk=pk, attempts=row.attempts, sent_at=None)
    taken = seen.update(attempts=F("attempts") + 1, next_try_at=now + timedelta(minutes=2 ** (row.attempts + 1)))
    row.attempts += 1
    return row if taken else None


def _send(row):
    person = row.recipient
    if not person.is_active or row.channel not in channels_of(person):
        raise senders.NotSent("no address", retry=False)
    if row.channel == Channel.EMAIL:
        send_mail(row.subject, _mail_text(row), None, [person.email])
    else:
        senders.sender().send(person.phone, "\n".join(filter(None, [_short(row), _link(row)])))


def _mail_text(row):
    if row.event == DIGEST:
        parts = row.parts.order_by("created_at", "pk")
        return "\n\n".join("\n".join(filter(None, [f"• {part.subject}", _link(part)])) for part in parts)
    return "\n\n".join(filter(None, [row.body, _link(row)]))


def _short(row):
    return _("Portal BBI Kalsel: %(subject)s.") % {"subject": row.subject.rstrip(".")}


def _link(row):
    address = row.outside_url or row.url
    return f"{settings.PORTAL_URL.rstrip('/')}{address}" if address else ""


def _not_sent(row, reason, retry):
    row.last_error = reason[: Outbox._meta.get_field("last_error").max_length]
    if not retry or row.attempts >= MAX_ATTEMPTS:
        row.failed_at = timezone.now()
        row.outside_url = ""
        row.parts.update(outside_url="")
    row.save(update_fields=["last_error", "failed_at", "outside_url"])
    log.warning("message_failed outbox=%s channel=%s error=%s", row.pk, row.channel, row.last_error)


@on_tick
def retry_unsent():
    """Messages that failed, or whose job was lost, go again with growing distance."""
    waiting = Outbox.objects.filter(sent_at=None, failed_at=None, held=False, next_try_at__lte=timezone.now())
    due = list(waiting.exclude(channel=Channel.APP).order_by("next_try_at").values_list("pk", flat=True)[:200])
    for pk in due:
        deliver.call(pk)
    return len(due)


@on_daily
def send_digests():
    """What people chose to have once a day: one message per person and channel. Returns their number."""
    waiting = Outbox.objects.filter(held=True, part_of=None, sent_at=None)
    people = waiting.order_by("recipient_id", "channel").values_list("recipient_id", "channel").distinct()
    return sum(_write_digest(recipient, channel) for recipient, channel in list(people))


@transaction.atomic
def _write_digest(recipient_id, channel):
    """The held rows become parts of one message; rows another run has in hand are left to it."""
    held = Outbox.objects.filter(held=True, part_of=None, sent_at=None, recipient_id=recipient_id, channel=channel)
    if connection.features.has_select_for_update_skip_locked:
        held = held.select_for_update(skip_locked=True)
    pks = [row.pk for row in held]
    if not pks:
        return False
    digest = Outbox.objects.create(
        recipient_id=recipient_id,
        channel=channel,
        event=DIGEST,
        subject=_("Kabar hari ini: %(count)d hal") % {"count": len(pks)},
        url=reverse("accounts:notices"),
    )
    Outbox.objects.filter(pk__in=pks).update(part_of=digest)
    enqueue(deliver, digest.pk)
    return True
