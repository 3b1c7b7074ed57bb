"""A person's notices under the bell, and what of them goes out by which channel when."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.enums import NoticeGroup, NoticeWhen
from core.audit import record
from core.models import Outbox
from core.outbox import channels_of

OWNER, OFFICE = "owner", "office"
_offers = {}


@dataclass(frozen=True)
class Offer:
    """An event people may choose the channels of."""

    event: str
    label: str
    group: str
    audience: tuple


def offer(event, label, *, group, to=(OWNER,)):
    """Name an event and who hears of it; the apps call this beside their messages."""
    _offers[event] = Offer(event, label, group, tuple(to))


def is_offered(event):
    return event in _offers


def offers_for(user):
    """[(group's words, [Offer])] of what this person may choose: by the role, and by what has been told before.

    Word of the account's safety always goes out and is no choice.
    """
    audience = OFFICE if user.is_office else OWNER
    told = set(notices_of(user).order_by().values_list("event", flat=True).distinct()) | set(user.notice_choices)
    mine = [found for found in _offers.values() if audience in found.audience or found.event in told]
    groups = [group for group in NoticeGroup if group != NoticeGroup.SAFETY]
    grouped = [(group.label, [found for found in mine if found.group == group]) for group in groups]
    return [(label, found) for label, found in grouped if found]


def save_choices(user, chosen, *, by):
    """`chosen` is {(event, channel): NoticeWhen}; what is not in it stays. Only what differs from the start is kept."""
    choices = {event: dict(channels) for event, channels in user.notice_choices.items()}
    for (event, channel), when in chosen.items():
        choices.setdefault(event, {}).pop(channel, None)
        if when != NoticeWhen.NOW:
            choices[event][str(channel)] = str(when)
    user.notice_choices = {event: channels for event, channels in choices.items() if channels}
    user.save(update_fields=["notice_choices"])
    record("account.notice_choices", user, by=by, choices=user.notice_choices)


def channels_and_ways(user):
    """(channels the person has, channels the person could have)."""
    has = channels_of(user)
    return has, [channel for channel in (Outbox.Channel.EMAIL, Outbox.Channel.WHATSAPP) if channel not in has]


def notices_of(user):
    """The person's notices, newest first."""
    return Outbox.objects.filter(recipient=user, channel=Outbox.Channel.APP).order_by("-created_at", "-pk")


def unread_count(user):
    return notices_of(user).filter(read_at=None).count()


def mark_read(notice):
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_all_read(user):
    return notices_of(user).filter(read_at=None).update(read_at=timezone.now())
