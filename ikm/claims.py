"""Claim cards: a one-time code on paper that makes its finder's proof complete only with digits the owner knows.

A code has 50 random bits and is stored as a keyed digest only; the code itself exists in the answer of `make_cards`
and on the printed card. Whoever brings the code and the last four digits of a number on record may claim the IKM.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.changes import announce
from core.fields import digest
from ikm.editing import lock
from ikm.enums import CLOSED_STATES, Source
from ikm.models import ClaimCode, Ikm

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
LIVES = timedelta(days=90)
MOST_TRIES = 5
# A sheet of 200 is drawn well within the time a request may take, on a busy server too.
MOST_CARDS = 200
DIGITS = 4
# Why a code opens nothing.
MISMATCH, USED, EXPIRED, USED_UP, REPLACED, OWN_HAND = "mismatch", "used", "expired", "used_up", "replaced", "own_hand"

_LOOKALIKES = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-–—_.]+")


class ClaimRefused(Exception):
    """The code opens nothing; `why` is one of the words above. Never says whose record it is."""

    def __init__(self, why):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Card:
    """What is printed once: the only place where the code is readable."""

    ikm: Ikm
    code: str
    expires_at: datetime


def new_code():
    """Ten characters of Crockford's base32 from the system's random source: 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def spell_code(code):
    """“XXXXX-XXXXX”, as it stands on the card."""
    return f"{code[:5]}-{code[5:]}"


def read_code(text):
    """The code somebody typed: any case, O for 0, I and L for 1, gaps anywhere; None when it cannot be one."""
    code = _BETWEEN.sub("", text).upper().translate(_LOOKALIKES)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def code_digest(code):
    """What is stored of a code that `read_code` gave."""
    return digest(f"claim:{code}")


def issue_cards(ikms, *, by):
    """([Card], [(ikm, sentence)] skipped): `make_cards`, stored at once."""
    cards, skipped = make_cards(ikms, by=by)
    store_cards(cards, by=by)
    return cards, skipped


def make_cards(ikms, *, by):
    """([Card], [(ikm, sentence)] skipped) for at most MOST_CARDS IKM, in the order given; nothing is written.

    Skipped is what `by` may not issue for (owned, closed, elsewhere) and what has neither phone number nor NIK,
    because nobody could prove anything with such a card.
    """
    wanted = [ikm.pk for ikm in ikms]
    if len(wanted) > MOST_CARDS:
        raise ValueError(f"at most {MOST_CARDS} cards at once")
    ends, cards, skipped = timezone.now() + LIVES, [], []
    fresh = {ikm.pk: ikm for ikm in _rows(wanted)}
    for ikm in (fresh[pk] for pk in wanted if pk in fresh):
        if sentence := why_no_card(ikm, by):
            skipped.append((ikm, sentence))
        else:
            cards.append(Card(ikm, new_code(), ends))
    return cards, skipped


def store_cards(cards, *, by):
    """Put made cards in force, ending the older open ones; set-based, audited.

    A sheet takes seconds to draw and must exist before its codes do, so the rows are locked only here. What became
    somebody's meanwhile is left out: its code was never stored and opens nothing.
    """
    with transaction.atomic():
        rows = _rows([card.ikm.pk for card in cards])
        if connection.features.has_select_for_update_of:
            rows = rows.select_for_update(of=("self",))
        still = {ikm.pk for ikm in rows if not why_no_card(ikm, by)}
        cards = [card for card in cards if card.ikm.pk in still]
        _open_codes().filter(ikm__in=still).update(revoked_at=timezone.now())
        ClaimCode.objects.bulk_create(
            [
                ClaimCode(ikm=card.ikm, code_digest=code_digest(card.code), issued_by=by, expires_at=card.expires_at)
                for card in cards
            ],
            batch_size=500,
        )
        details = [(card.ikm.pk, {"expires_at": card.expires_at.isoformat()}) for card in cards]
        audit.record_many("ikm.claim_card_issued", Ikm, details, by=by)


def why_no_card(ikm, user):
    """A sentence when this person can make no card for this IKM, else ""."""
    if not user.has_perm("ikm.issue_claim_card", ikm):
        return _("Kartu klaim hanya untuk usaha di wilayah Anda yang belum punya akun pemilik.")
    if not ikm.name:
        return _("Isi nama usaha dahulu.")
    if not has_proof(ikm):
        return _("Isi nomor HP atau NIK pemilik dahulu: angka terakhirnya ditanyakan saat klaim.")
    return ""


def has_proof(ikm):
    """Is a number on record whose last digits an owner can give?"""
    return bool(ikm.nik_digest) or any(len(number) > DIGITS for number in (ikm.phone, ikm.whatsapp))


def check(code, digits):
    """The open `ClaimCode` that this code and these last four digits open; ClaimRefused otherwise.

    An unknown code and wrong digits answer alike (MISMATCH), also in how often they may be tried. Each wrong answer is
    counted under the lock of the row; the fifth ends the card. The caller limits tries per address.
    """
    key = code_digest(code)
    row = ClaimCode.objects.filter(code_digest=key).only("pk").first()
    if row is None:
        raise ClaimRefused(_count_unknown(key))
    with transaction.atomic():
        fresh = lock(ClaimCode, row.pk)
        ikm = fresh.ikm
        _refuse_ended(fresh, ikm)
        right = _are_last_digits(ikm, digits)
        if not right:
            fresh.tries += 1
            fresh.save(update_fields=["tries"])
        what = "ikm.claim_opened" if right else "ikm.claim_refused"
        audit.record(what, ikm, code=fresh.pk, tries=fresh.tries)
    if not right:
        raise ClaimRefused(MISMATCH)
    return fresh


def find_open(pk):
    """The claim code of a session, still open, with its IKM; ClaimRefused when it has ended meanwhile."""
    code = ClaimCode.objects.select_related("ikm__region__parent", "ikm__regency").filter(pk=pk).first()
    if code is None:
        raise ClaimRefused(REPLACED)
    _refuse_ended(code, code.ikm)
    return code


def claim(code, *, by):
    """Make `by` the owner of the IKM behind a checked code; returns the IKM.

    The record keeps who entered it and who helps; the owner counts as having confirmed it. Of two people at once one
    wins, the other gets ClaimRefused. Whoever issued the card, entered the record or assists it cannot claim it.
    """
    with transaction.atomic():
        ikm = lock(Ikm, code.ikm_id)
        fresh = lock(ClaimCode, code.pk)
        if ikm is None or fresh is None:
            raise ClaimRefused(REPLACED)
        _refuse_ended(fresh, ikm)
        if fresh.issued_by_id == by.pk or not by.has_perm("ikm.claim_ikm", ikm):
            raise ClaimRefused(OWN_HAND)
        now = timezone.now()
        fresh.used_at, fresh.used_by = now, by
        fresh.save(update_fields=["used_at", "used_by"])
        ikm.owner, ikm.owner_confirmed_at = by, now
        _save(ikm, by, "claim")
        audit.record(
            "ikm.claimed",
            ikm,
            by=by,
            code=fresh.pk,
            issued_by=fresh.issued_by_id,
            entered_by=ikm.created_by_id,
            owner_name=ikm.owner_name,
        )
        announce(Ikm, [ikm.pk], by=by)
    return ikm


def deny(code, *, by):
    """Somebody with a card and the digits says that this is not their business: noted, nothing else changes."""
    audit.record("ikm.claim_denied", code.ikm, by=by, code=code.pk)


def awaits_owner(ikm):
    """Did somebody else enter this, and has the owner, who has an account, not said yet that it is right?"""
    return ikm.source != Source.SELF and ikm.owner_id is not None and ikm.owner_confirmed_at is None


def confirm_by_owner(ikm, *, by):
    """The owner says that what others filled in is right; returns the fresh IKM. PermissionDenied for others."""
    with transaction.atomic():
        fresh = lock(Ikm, ikm.pk)
        if fresh is None or not by.has_perm("ikm.confirm_ikm", fresh):
            raise PermissionDenied
        fresh.owner_confirmed_at = timezone.now()
        _save(fresh, by, "confirm")
        audit.record("ikm.confirmed_by_owner", fresh, by=by, entered_by=fresh.created_by_id, mandate=fresh.mandate)
        announce(Ikm, [fresh.pk], by=by)
    return fresh


def _refuse_ended(code, ikm):
    if code.used_at is not None or ikm.owner_id is not None:
        raise ClaimRefused(USED)
    if code.revoked_at is not None or ikm.state in CLOSED_STATES:
        raise ClaimRefused(REPLACED)
    if code.expires_at <= timezone.now():
        raise ClaimRefused(EXPIRED)
    if code.tries >= MOST_TRIES:
        raise ClaimRefused(USED_UP)


def _count_unknown(key):
    """A code that does not exist wears out like one that does, so that trying it again tells nothing."""
    seat = f"claim-unknown:{key}"
    tries = cache.get(seat, 0) + 1
    # Not incr(): in the database cache it shortens the time to five minutes.
    cache.set(seat, tries, int(LIVES.total_seconds()))
    return MISMATCH if tries <= MOST_TRIES else USED_UP


def _are_last_digits(ikm, digits):
    """Every number is compared, in constant time."""
    typed = digits.encode()
    numbers = [number for number in (ikm.phone, ikm.whatsapp, ikm.nik) if len(number) > DIGITS]
    matches = [compare_digest(number[-DIGITS:].encode(), typed) for number in numbers]
    return any(matches)


def _open_codes():
    return ClaimCode.objects.filter(used_at=None, revoked_at=None)


def _rows(pks):
    rows = Ikm.objects.filter(pk__in=pks).order_by("pk").defer("nik", "npwp")
    return rows.select_related("region__parent", "regency")


def _save(ikm, by, reason):
    ikm.version += 1
    ikm._history_user, ikm._change_reason = by, reason
    ikm.save()
