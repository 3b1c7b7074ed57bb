"""One-time codes of six digits: sent to a phone or an address, or issued by an officer in person.

Only a keyed digest is stored. What a caller learns never depends on whether a number is registered: an unknown one
gets a row and a message too, but no code opens that row.
"""

import logging
import secrets
import time
from datetime import timedelta
from hmac import compare_digest

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import consume
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import LoginCode, User
from core.audit import record
from core.fields import DecryptionError, decrypt_text, digest, encrypt_text
from core.jobs import on_daily
from core.senders import NotSent, sender

log = logging.getLogger("portal.codes")

Purpose = LoginCode.Purpose
SENT_CODE_LIVES = timedelta(minutes=10)
MAX_TRIES = 5
KEPT_FOR = timedelta(days=30)
FRESH_SECONDS = 15 * 60
TOKEN_SECONDS = 60 * 60
_SALT = "accounts.codes:"
_AAD = "accounts.codes.login"
_ASKING = {"address": "20/h/ip", "often": "3/15m/key", "daily": "10/d/key"}
_ENTERING = {"code_entry": "60/h/ip,20/15m/key"}


class NoCode(Exception):
    """No code was sent; `sentence` tells the person what to do."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def can_send_to(login):
    """True when a message to this phone or address has a way to go."""
    return "@" in login or sender() is not None


def may_sign_in_by_code(user):
    """Owners; people with an office only where the second factor follows."""
    if not user.is_active:
        return False
    return not (user.is_office or user.is_superuser) or is_mfa_enabled(user, [Authenticator.Type.TOTP])


def issue(login, purpose, *, user=None, data=None, lives=SENT_CODE_LIVES, issued_by=None, reason="", opens=True):
    """(row, code): a new code, which ends the older ones of its kind. With `opens=False` no code fits the row."""
    now = timezone.now()
    code = f"{secrets.randbelow(10**6):06d}"
    older = Q(user=user, issued_by__isnull=False) if issued_by else Q(login=login, purpose=purpose, issued_by=None)
    fits = _digest(purpose, login, code)
    with transaction.atomic():
        LoginCode.objects.filter(older, used_at=None, expires_at__gt=now).update(expires_at=now)
        row = LoginCode.objects.create(
            login=login,
            user=user,
            purpose=purpose,
            code_digest=fits if opens else "",
            data=data or {},
            created_at=now,
            expires_at=now + lives,
            issued_by=issued_by,
            reason=reason,
        )
    return row, code


def _digest(purpose, login, code):
    return digest(f"{purpose}:{login}:{code}")


def check_limits(request, login):
    """Raise NoCode when this address or this login has asked too often; every call counts."""
    sentences = {
        "address": _("Terlalu banyak kode diminta dari tempat ini. Tunggu satu jam, lalu coba lagi."),
        "often": _("Kode sudah diminta 3 kali. Tunggu 15 menit, lalu coba lagi."),
        "daily": _("Kode sudah diminta 10 kali hari ini. Coba lagi besok, atau temui petugas kabupaten/kota Anda."),
    }
    for action, rate in _ASKING.items():
        if not consume(request, app="accounts.codes", action=action, config={action: rate}, key=login):
            raise NoCode(sentences[action])


def may_try(request, login):
    """False after too many codes were typed from this address or for this login; every call counts."""
    return bool(consume(request, app="accounts.codes", action="code_entry", config=_ENTERING, key=login))


def send_sign_in(request, login):
    """Send a code for signing in; whoever is not let in by code gets a message that says so. The row, or NoCode."""
    check_limits(request, login)
    user = User.objects.filter(**{"email" if "@" in login else "phone": login}).first()
    allowed = user is not None and may_sign_in_by_code(user)
    row, code = issue(login, Purpose.SIGN_IN, user=user, opens=allowed)
    return _send(row, _sign_in_text(user, allowed, code, login))


def send_sign_up(request, phone, data):
    """Send a code for opening an account with `data`; a registered number gets its code for signing in instead."""
    check_limits(request, phone)
    user = User.objects.filter(phone=phone).first()
    if user is None:
        row, code = issue(phone, Purpose.SIGN_UP, data=data)
        text = _("%(code)s adalah kode pendaftaran Portal BBI Kalsel. Berlaku 10 menit. %(warning)s")
        return _send(row, text % {"code": code, "warning": _warning()})
    allowed = may_sign_in_by_code(user)
    row, code = issue(phone, Purpose.SIGN_IN, user=user, opens=allowed)
    text = _sign_in_text(user, allowed, code, phone)
    return _send(row, _("Nomor ini sudah terdaftar. %(text)s") % {"text": text} if allowed else text)


def send_again(request, row):
    """Another code for the sign-up or sign-in that `row` began."""
    if row.purpose == Purpose.SIGN_UP and row.used_at is None:
        return send_sign_up(request, row.login, row.data)
    return send_sign_in(request, row.login)


def send_change_phone(request, user, phone):
    """Send a code to the new number of `user`; a number of somebody else gets a message and no code."""
    check_limits(request, phone)
    taken = User.objects.filter(phone=phone).exclude(pk=user.pk).exists()
    row, code = issue(phone, Purpose.CHANGE_PHONE, user=user, opens=not taken)
    if taken:
        text = _("Nomor ini sudah dipakai akun lain di Portal BBI Kalsel, jadi tidak dapat dipakai untuk akun baru.")
    else:
        text = _("%(code)s adalah kode untuk nomor HP baru Anda di Portal BBI Kalsel. Berlaku 10 menit. %(warning)s")
        text %= {"code": code, "warning": _warning()}
    return _send(row, text)


def is_own_request(user, phone, row_pk):
    """True when this person, and nobody else, asked to take this number: only then was the password asked for."""
    return LoginCode.objects.filter(pk=row_pk, user=user, login=phone, purpose=Purpose.CHANGE_PHONE).exists()


def _warning():
    return _("Jangan berikan kepada siapa pun.")


def _sign_in_text(user, allowed, code, login):
    if allowed:
        text = _("%(code)s adalah kode masuk Portal BBI Kalsel. Berlaku 10 menit. %(warning)s")
        return text % {"code": code, "warning": _warning()}
    if user is not None:
        return _("Akun ini belum dapat masuk ke Portal BBI Kalsel dengan kode. Hubungi dinas Anda.")
    where = settings.PORTAL_URL.rstrip("/") + reverse("account_signup")
    if "@" in login:
        return _("Alamat surel ini belum terdaftar di Portal BBI Kalsel. Daftar di %(where)s") % {"where": where}
    return _("Nomor ini belum terdaftar di Portal BBI Kalsel. Daftar di %(where)s") % {"where": where}


def _send(row, text):
    """Hand the text over after its row is committed; a failure ends the row and becomes a sentence."""
    try:
        if "@" in row.login:
            _mail(row, text)
        else:
            _text(row, text)
    except (NotSent, OSError) as error:
        log.warning("code_not_sent code=%s error=%s", row.pk, getattr(error, "reason", type(error).__name__))
        LoginCode.objects.filter(pk=row.pk).update(expires_at=timezone.now())
        if getattr(error, "retry", True):
            raise NoCode(
                _(
                    "Kode tidak terkirim. Tunggu sebentar, lalu coba lagi. Bila tetap gagal, minta kode kepada petugas "
                    "kabupaten/kota Anda."
                )
            ) from error
        raise NoCode(
            _("Pesan tidak dapat dikirim ke nomor ini. Periksa nomornya, atau minta kode kepada petugas.")
        ) from error
    return row


def _mail(row, text):
    if not _is_invented(row):
        send_mail(_("Kode Portal BBI Kalsel"), text, None, [row.login])


def _text(row, text):
    found = sender()
    if found is None:
        raise NotSent("no sender")
    if not (found.reaches_phones and _is_invented(row)):
        row.data = row.data | {"reached": found.reaches_phones}
        found.send(row.login, text)
        LoginCode.objects.filter(pk=row.pk).update(data=row.data)


def _is_invented(row):
    """The demonstration's people have numbers and addresses that may belong to somebody."""
    return row.user is not None and row.user.is_example


def redeem(login, code, *, row_pk=None, user=None):
    """The row this code opens, now used; None for a wrong, used, ended or unknown one (a wrong try counts).

    A code for signing in is found by its login, one of an officer by any login of the account. A code for opening an
    account or for a new number opens only what it was sent for: `row_pk` comes from the page's sealed value.
    """
    row = _redeem(login, code, row_pk, user)
    if row is not None:
        record("login_code.used", row.user, by=row.user, code=row.pk, purpose=row.purpose, issued_by=row.issued_by_id)
    return row


@transaction.atomic
def _redeem(login, code, row_pk, user):
    living = Q(used_at=None, expires_at__gt=timezone.now(), tries__lt=MAX_TRIES)
    if user is not None:
        wanted = Q(pk=row_pk, purpose=Purpose.CHANGE_PHONE, user=user, login=login)
    else:
        theirs = Q(user__phone=login) | Q(user__email=login)
        wanted = Q(purpose=Purpose.SIGN_IN) & theirs & (Q(login=login) | Q(issued_by__isnull=False))
        wanted |= Q(pk=row_pk, purpose=Purpose.SIGN_UP, login=login)
    for row in LoginCode.objects.filter(living, wanted).select_related("user").order_by("pk"):
        # The try is taken before the code is compared, so that many at once cannot have more than five.
        if not LoginCode.objects.filter(living, pk=row.pk).update(tries=F("tries") + 1):
            continue
        if compare_digest(row.code_digest, _digest(row.purpose, row.login, code)):
            LoginCode.objects.filter(pk=row.pk).update(used_at=timezone.now(), tries=F("tries") - 1, data={})
            return row
    return None


def prove_phone(user, row):
    """Note that a sent code has reached the account's phone; True when that was not known before."""
    proved = row.data.get("reached") and row.login == user.phone and user.phone_verified_at is None
    if proved:
        user.phone_verified_at = timezone.now()
        user.save(update_fields=["phone_verified_at"])
        record("account.phone_verified", user, by=user)
    return bool(proved)


def seal(login, row, view):
    """A value for the address of `view` that carries the login unreadably, and which sent code the page is about."""
    return signing.dumps({"login": encrypt_text(login, _AAD), "code": row.pk if row else None}, salt=_SALT + view)


def unseal(token, view):
    """(login, row pk or None), or None when the value is too old, another page's or not ours."""
    try:
        found = signing.loads(token or "", salt=_SALT + view, max_age=TOKEN_SECONDS)
        return decrypt_text(found["login"], _AAD), found["code"]
    except (signing.BadSignature, DecryptionError):
        return None


def signed_in_by_code(request):
    """True for 15 minutes after this session was opened with a code: a new password needs no old one then."""
    return any(
        kept.get("method") == "code" and time.time() - kept["at"] < FRESH_SECONDS
        for kept in get_authentication_records(request, request.user)
    )


def issued_for(user):
    """The codes officers have issued for this account, newest first."""
    return LoginCode.objects.filter(user=user, issued_by__isnull=False).select_related("issued_by")


@on_daily
def forget_codes():
    """Delete codes a month after they were made; what a sign-up brought along goes once its code has ended."""
    LoginCode.objects.filter(expires_at__lt=timezone.now()).exclude(data={}).update(data={})
    return LoginCode.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
