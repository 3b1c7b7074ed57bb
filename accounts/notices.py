"""A person's notices under the bell, and which of them also go out by e-mail."""

from django.utils import timezone
from django.utils.translation import gettext

from core.models import Outbox

_labels = {}


def offer_mail(event, label):
    """Name an event that people may switch off as e-mail; higher apps call this beside their messages."""
    _labels[event] = label


def notices_of(user):
    """The person's notices, newest first."""
    return Outbox.objects.filter(recipient=user, channel=Outbox.Channel.APP).order_by("-created_at", "-pk")


def unread_count(user):
    return notices_of(user).filter(read_at=None).count()


def mark_all_read(user):
    return notices_of(user).filter(read_at=None).update(read_at=timezone.now())


def mail_events(user):
    """{event: words} of what this person has been told so far or switched off, named where a name exists."""
    told = dict(notices_of(user).order_by("created_at").values_list("event", "subject"))
    events = sorted({*told, *(event for event in user.muted_events if event in _labels)})
    return {
        event: str(_labels.get(event) or gettext("Kabar seperti “%(subject)s”") % {"subject": told[event]})
        for event in events
    }
