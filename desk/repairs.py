"""Repair links: a signed address that opens only what an officer noted, after the last digits of the phone number."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.outbox import channels_of
from core.workflow import TransitionRefused
from desk.models import RepairLink
from ikm.editing import lock

SALT = "desk.repair"
LIVES = timedelta(days=14)
MOST_TRIES = 5
DIGITS = 4
FORGED, EXPIRED, ANSWERED, USED_UP, REPLACED = "forged", "expired", "answered", "used_up", "replaced"


class DeadLink(Exception):
    """The address opens nothing; `why` is FORGED, EXPIRED, ANSWERED, USED_UP or REPLACED."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


def why_no_link(returned):
    """A sentence when no link can be made for this return, else ""."""
    owner = returned.ikm.owner
    if owner is None:
        return _("Usaha ini belum punya akun pemilik. Berikan kartu klaim lebih dahulu.")
    if owner.is_office or not owner.is_active:
        return _("Akun pemilik usaha ini tidak dapat memakai tautan perbaikan.")
    if not _phones(returned.ikm):
        return _("Belum ada nomor HP pada usaha maupun akun pemiliknya.")
    if returned.answered_at is not None:
        return _("Catatan ini sudah dijawab pemilik.")
    return ""


def make_link(returned, *, by):
    """(link, address) of a new link, which ends the older ones. TransitionRefused where none can be made.

    The address is stored nowhere: only its digest is kept.
    """
    if reason := why_no_link(returned):
        raise TransitionRefused(reason)
    token = signing.dumps(secrets.token_urlsafe(12), salt=SALT)
    with transaction.atomic():
        close_links(returned, REPLACED, by=by)
        link = RepairLink.objects.create(
            returned=returned, token_digest=_digest(token), made_by=by, expires_at=timezone.now() + LIVES
        )
        _record("made", link, by=by)
    return link, reverse("desk:repair", args=[token])


def address_for_messages(returned, *, by):
    """The address of a new link where something leaves the portal for the owner, else ""."""
    owner = returned.ikm.owner
    if owner is None or owner.is_example or not channels_of(owner) or why_no_link(returned):
        return ""
    return make_link(returned, by=by)[1]


def find_link(token):
    """The living link behind an address, or DeadLink."""
    try:
        signing.loads(token, salt=SALT, max_age=LIVES)
    except signing.SignatureExpired as expired:
        raise DeadLink(EXPIRED) from expired
    except signing.BadSignature as forged:
        raise DeadLink(FORGED) from forged
    rows = RepairLink.objects.select_related("returned__ikm__owner", "returned__by")
    link = rows.filter(token_digest=_digest(token)).first()
    if link is None:
        raise DeadLink(FORGED)
    _refuse_ended(link)
    return link


def check_digits(link, digits):
    """Whether these are the last digits of the owner's phone number; the last wrong answer closes the link."""
    with transaction.atomic():
        fresh = lock(RepairLink, link.pk)
        _refuse_ended(fresh)
        right = _are_last_digits(fresh.returned.ikm, digits)
        if right:
            fresh.opened_at = timezone.now()
            _record("opened", fresh)
        else:
            fresh.tries += 1
            _record("refused", fresh, tries=fresh.tries)
        if not right and fresh.tries >= MOST_TRIES:
            fresh.closed_at = timezone.now()
            _record("closed", fresh, why=USED_UP)
        fresh.save(update_fields=["opened_at", "tries", "closed_at"])
    link.tries, link.closed_at = fresh.tries, fresh.closed_at
    return right


def close_links(returned, why, *, by=None):
    """End every living link of a return."""
    for link in returned.links.filter(closed_at=None):
        link.closed_at = timezone.now()
        link.save(update_fields=["closed_at"])
        _record("closed", link, by=by, why=why)


def _refuse_ended(link):
    if link.returned.answered_at is not None:
        raise DeadLink(ANSWERED)
    if link.tries >= MOST_TRIES:
        raise DeadLink(USED_UP)
    if link.closed_at is not None or why_no_link(link.returned):
        raise DeadLink(REPLACED)
    if link.expires_at <= timezone.now():
        raise DeadLink(EXPIRED)


def _are_last_digits(ikm, digits):
    """Every number is compared, in constant time."""
    typed = digits.encode()
    found = [hmac.compare_digest(phone[-DIGITS:].encode(), typed) for phone in _phones(ikm)]
    return any(found)


def _phones(ikm):
    numbers = [ikm.phone, ikm.owner.phone if ikm.owner_id else ""]
    return [number for number in numbers if number and len(number) > DIGITS]


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _record(what, link, *, by=None, **detail):
    """Both names: who did it, and the owner it is done for. Of the number only the part nobody is asked for."""
    ikm = link.returned.ikm
    phone = (_phones(ikm) or [""])[0]
    detail |= {"ikm": ikm.pk, "returned": link.returned_id, "phone": f"{phone[:6]}…"}
    audit.record(f"repair_link.{what}", link, by=by, on_behalf_of=ikm.owner, **detail)
