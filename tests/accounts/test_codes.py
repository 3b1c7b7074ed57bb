"""One-time codes: sending, entering, signing up, a new password and a new number by them."""

import re
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection, connections
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import codes
from accounts.enums import TERMS_VERSION
from accounts.forms import LOGIN_TAKEN
from accounts.models import LoginCode, User
from core import senders, unfinished
from core.models import AuditEvent
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_middleware import current_code
from tests.client import PortalClient

PHONE, SPELLED = "+6281234000001", "0812-3400-0001"
UNKNOWN = "0812-3400-0099"
WRONG = "Kode tidak cocok atau sudah tidak berlaku. Periksa lagi, atau minta kode baru."
NOT_SENT = (
    "Kode tidak terkirim. Tunggu sebentar, lalu coba lagi. Bila tetap gagal, minta kode kepada petugas kabupaten/kota "
    "Anda."
)
SIGN_UP = {"login": SPELLED, "name": "Rusmiati", "password": "", "consent": "on"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db):
    return User.objects.create_user(phone=PHONE, name="Rusmiati", password=PASSWORD)


def ask(client, login=SPELLED, **extra):
    return client.post(reverse("accounts:code"), {"login": login} | extra)


def token_of(answer):
    return parse_qs(urlparse(answer["Location"]).query)["untuk"][0]


def enter(client, answer, code, **extra):
    """Type a code on the page that `answer` led to."""
    query = {name: values[0] for name, values in parse_qs(urlparse(answer["Location"]).query).items()}
    return client.post(urlparse(answer["Location"]).path, query | {"code": code} | extra)


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), SIGN_UP | changes)


def is_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def officer_code(owner, **fields):
    officer = User.objects.create_user(email="petugas@contoh.id", name="Nurul Huda", role="officer", region_id="63.02")
    values = {"user": owner, "lives": timedelta(minutes=15), "issued_by": officer, "reason": "Lupa kata sandi"}
    return codes.issue(owner.login, codes.Purpose.SIGN_IN, **(values | fields))[1]


def test_a_code_by_whatsapp_signs_in_and_proves_the_number(client, gateway, owner):
    page = reverse("accounts:notices")
    asked = ask(client, next=page)
    shown = client.get(asked["Location"]).content.decode()
    code = gateway.codes()[0]
    assert gateway.messages == [
        (
            "6281234000001",
            f"{code} adalah kode masuk Portal BBI Kalsel. Berlaku 10 menit. Jangan berikan kepada siapa pun.",
        )
    ]
    assert 'Bila <b class="text-nowrap">0812-3400-0001</b> terdaftar, kode 6 angka dikirim lewat WhatsApp.' in shown
    assert 'inputmode="numeric"' in shown
    assert 'autocomplete="one-time-code"' in shown

    entered = enter(client, asked, f" {code[:3]} {code[3:]} ")

    owner.refresh_from_db()
    assert is_in(client, owner)
    assert entered["Location"] == f"{reverse('accounts:new_password')}?next=%2Fakun%2Fkabar%2F"
    assert owner.phone_verified_at is not None
    row = LoginCode.objects.get()
    used = AuditEvent.objects.get(action="login_code.used")
    assert (used.actor, used.detail) == (owner, {"code": row.pk, "purpose": "sign_in", "issued_by": None})
    assert (row.tries, row.data, row.used_at is not None) == (0, {}, True)


def test_a_number_proved_before_leads_straight_on(client, gateway, owner):
    User.objects.filter(pk=owner.pk).update(phone_verified_at="2026-01-01T00:00:00Z")
    asked = ask(client)
    assert enter(client, asked, gateway.codes()[0])["Location"] == reverse("desk:start")


def test_a_code_stands_nowhere_in_clear(client, gateway, owner):
    asked = ask(client)
    code = gateway.codes()[0]
    row = LoginCode.objects.values().get()
    assert code not in str({name: value for name, value in row.items() if name not in ("code_digest", "created_at")})
    assert len(row["code_digest"]) == 64
    assert code not in asked["Location"]
    assert "81234000001" not in asked["Location"]
    assert code not in str(dict(client.session))


def test_a_code_by_email(client, owner):
    User.objects.filter(pk=owner.pk).update(email="rusmiati@contoh.id")
    asked = ask(client, "Rusmiati@Contoh.id")
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["rusmiati@contoh.id"], "Kode Portal BBI Kalsel")
    assert enter(client, asked, mail.outbox[0].body[:6])["Location"] == reverse("desk:start")
    owner.refresh_from_db()
    assert owner.phone_verified_at is None
    assert is_in(client, owner)


def make_kind(kind, person):
    if kind == "registered":
        return User.objects.create_user(phone=PHONE, name="Rusmiati", password=PASSWORD)
    if kind == "inactive":
        return User.objects.create_user(phone=PHONE, name="Rusmiati", password=PASSWORD, is_active=False)
    return person("officer", phone=PHONE) if kind == "staff" else None


MESSAGES = {
    "registered": r"\d{6} adalah kode masuk Portal BBI Kalsel. Berlaku 10 menit. Jangan berikan kepada siapa pun.",
    "unknown": r"Nomor ini belum terdaftar di Portal BBI Kalsel. Daftar di http\S+/masuk/signup/",
    "inactive": r"Akun ini belum dapat masuk ke Portal BBI Kalsel dengan kode. Hubungi dinas Anda.",
    "staff": r"Akun ini belum dapat masuk ke Portal BBI Kalsel dengan kode. Hubungi dinas Anda.",
}


def without_secrets(text):
    text = re.sub(r'((?:name="(?:untuk|csrfmiddlewaretoken)" value=|"X-CSRFToken": )")[^"]+', r"\1", text)
    return re.sub(r"untuk=[^\"&]+", "untuk=", text)


def answers_to(act, login):
    """Everything a stranger sees of asking for a code, and how many queries it took."""
    client = PortalClient()
    with CaptureQueriesContext(connection) as queries:
        asked = act(client, login=login)
    count = len(queries)
    pages = [client.get(asked["Location"]), enter(client, asked, "000000")]
    texts = [without_secrets(page.content.decode()).replace(login, "NOMOR") for page in pages]
    return [asked.status_code, urlparse(asked["Location"]).path, *texts], count


@pytest.mark.parametrize("kind", ["registered", "inactive", "staff"])
def test_asking_answers_the_same_whether_the_number_is_registered_or_not(gateway, person, kind):
    unknown, queries = answers_to(ask, UNKNOWN)
    make_kind(kind, person)
    known, queries_of_known = answers_to(ask, SPELLED)
    assert known == unknown
    assert WRONG in unknown[3]
    # An office account is asked for its second factor: one query more, on a way only an office knows.
    assert queries_of_known == queries + (kind == "staff")
    assert re.fullmatch(MESSAGES["unknown"], gateway.messages[0][1])
    assert re.fullmatch(MESSAGES[kind], gateway.messages[1][1])


def test_sign_up_answers_the_same_whether_the_number_is_registered_or_not(gateway, owner):
    known = answers_to(sign_up, SPELLED)
    assert known == answers_to(sign_up, UNKNOWN)
    assert 'Kode 6 angka dikirim lewat WhatsApp ke <b class="text-nowrap">NOMOR</b>' in known[0][2]
    assert [text.split(".")[0] for _to, text in gateway.messages] == [
        "Nomor ini sudah terdaftar",
        f"{gateway.codes()[1]} adalah kode pendaftaran Portal BBI Kalsel",
    ]


def test_no_code_opens_what_belongs_to_nobody(client, gateway, monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda limit: 123456)
    asked = ask(client, UNKNOWN)
    assert enter(client, asked, "123456").context["form"].errors == {"code": [WRONG]}


@pytest.mark.parametrize("ended", ["used", "expired", "by a newer one", "by five wrong tries", "another number's"])
def test_a_code_ends(client, gateway, owner, ended):
    asked = ask(client)
    code = gateway.codes()[0]
    other = f"{(int(code) + 1) % 10**6:06d}"
    if ended == "used":
        enter(PortalClient(), asked, code)
    elif ended == "expired":
        LoginCode.objects.update(expires_at=timezone.now())
    elif ended == "by a newer one":
        ask(client)
    elif ended == "by five wrong tries":
        for _try in range(5):
            enter(client, asked, other)
        assert LoginCode.objects.get().tries == 5
    else:
        User.objects.create_user(phone="081234000002", name="Orang Lain")
        asked = ask(client, "0812-3400-0002")
    assert enter(client, asked, code).context["form"].errors == {"code": [WRONG]}
    assert "_auth_user_id" not in client.session


def test_four_wrong_tries_leave_the_fifth(client, gateway, owner):
    asked = ask(client)
    code = gateway.codes()[0]
    for _try in range(4):
        enter(client, asked, f"{(int(code) + 1) % 10**6:06d}")
    enter(client, asked, code)
    assert is_in(client, owner)


@pytest.mark.parametrize(
    ("code", "sentence"), [("", "Tulis kode 6 angka."), ("12345", "Kode terdiri atas 6 angka. Periksa lagi.")]
)
def test_what_is_no_code_costs_no_try(client, gateway, owner, code, sentence):
    asked = ask(client)
    assert enter(client, asked, code).context["form"].errors == {"code": [sentence]}
    assert LoginCode.objects.get().tries == 0


def test_entering_is_limited_for_a_login_whatever_the_code(client, gateway):
    asked = ask(client, UNKNOWN)
    for _try in range(20):
        enter(client, asked, "000000")
    assert enter(client, asked, "000000").context["form"].errors == {
        "code": ["Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."]
    }


@pytest.mark.parametrize("login", [SPELLED, UNKNOWN])
def test_three_codes_in_a_quarter_of_an_hour(client, gateway, owner, login):
    for _time in range(3):
        ask(client, login)
    assert ask(client, login).context["form"].errors == {
        "__all__": ["Kode sudah diminta 3 kali. Tunggu 15 menit, lalu coba lagi."]
    }
    assert len(gateway.messages) == 3


def test_ten_codes_a_day_for_a_login(client, gateway, owner, monkeypatch):
    monkeypatch.setitem(codes._ASKING, "often", "100/15m/key")
    for _time in range(10):
        ask(client)
    assert ask(client).context["form"].errors == {
        "__all__": ["Kode sudah diminta 10 kali hari ini. Coba lagi besok, atau temui petugas kabupaten/kota Anda."]
    }


def test_twenty_codes_an_hour_from_one_address(client, gateway):
    for number in range(20):
        ask(client, f"0812-3400-01{number:02d}")
    assert ask(client, UNKNOWN).context["form"].errors == {
        "__all__": ["Terlalu banyak kode diminta dari tempat ini. Tunggu satu jam, lalu coba lagi."]
    }


@pytest.mark.parametrize("login", [SPELLED, UNKNOWN])
@pytest.mark.parametrize(
    ("status", "pause", "sentence"),
    [
        (500, 0, NOT_SENT),
        (429, 0, NOT_SENT),
        (200, 0.6, NOT_SENT),
        (404, 0, "Pesan tidak dapat dikirim ke nomor ini. Periksa nomornya, atau minta kode kepada petugas."),
    ],
)
def test_what_did_not_leave_is_said_and_can_be_tried_again(
    client, gateway, owner, monkeypatch, login, status, pause, sentence
):
    monkeypatch.setattr(senders, "TIMEOUT_SECONDS", 0.2)
    gateway.status, gateway.pause = status, pause
    refused = ask(client, login)
    assert refused.context["form"].errors == {"__all__": [sentence]}
    assert f'value="{login}"' in refused.content.decode()
    assert LoginCode.objects.get().expires_at <= timezone.now()

    gateway.status, gateway.pause = 200, 0
    assert ask(client, login).status_code == 302


def test_an_unreachable_mail_server_is_said(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    assert ask(client, "rusmiati@contoh.id").context["form"].errors == {"__all__": [NOT_SENT]}


def test_without_a_sender_the_page_sends_people_to_their_office(client, settings, owner):
    settings.SENDER = "none"
    pages = []
    for login in (SPELLED, UNKNOWN):
        asked = ask(client, login)
        pages.append(without_secrets(client.get(asked["Location"]).content.decode()).replace(login, "NOMOR"))
    assert pages[0] == pages[1]
    assert "Minta kode kepada petugas kabupaten/kota Anda." in pages[0]
    assert "Kirim kode lagi" not in pages[0]
    assert LoginCode.objects.count() == 0


def test_the_console_says_so_and_proves_no_number(client, settings, owner, caplog):
    settings.SENDER = "console"
    caplog.set_level("INFO", "portal.senders")
    asked = ask(client)
    assert "pengelola melihatnya di catatan server" in client.get(asked["Location"]).content.decode()
    code = re.search(r"text=(\d{6})", caplog.text)[1]
    assert enter(client, asked, code)["Location"] == reverse("desk:start")
    owner.refresh_from_db()
    assert owner.phone_verified_at is None


def test_nothing_is_sent_to_the_people_of_the_demonstration(client, gateway, owner):
    User.objects.filter(pk=owner.pk).update(is_example=True)
    assert ask(client).status_code == 302
    assert gateway.messages == []


def test_another_code_is_sent_on_request(client, gateway, owner):
    asked = ask(client, next="/akun/kabar/")
    again = client.post(reverse("accounts:code_enter"), {"untuk": token_of(asked), "lagi": "1", "next": "/akun/kabar/"})
    assert again["Location"].endswith("next=%2Fakun%2Fkabar%2F")
    assert "Kode baru dikirim." in client.get(again["Location"]).content.decode()
    assert enter(client, again, gateway.codes()[0]).context["form"].errors == {"code": [WRONG]}
    enter(client, again, gateway.codes()[1])
    assert is_in(client, owner)


def test_too_many_requests_for_another_code_keep_the_page(client, gateway, owner):
    asked = ask(client)
    data = {"untuk": token_of(asked), "lagi": "1"}
    for _time in range(2):
        client.post(reverse("accounts:code_enter"), data)
    answer = client.post(reverse("accounts:code_enter"), data)
    assert answer.context["form"].errors == {"__all__": ["Kode sudah diminta 3 kali. Tunggu 15 menit, lalu coba lagi."]}
    enter(client, asked, gateway.codes()[-1])
    assert is_in(client, owner)


@pytest.mark.parametrize("token", ["", "rusak", "other page"])
def test_a_page_without_its_sealed_number_starts_again(client, token):
    if token == "other page":
        token = codes.seal(PHONE, None, "accounts:new_phone")
    answer = client.get(reverse("accounts:code_enter"), {"untuk": token})
    assert answer["Location"] == reverse("accounts:code")
    assert "Halaman kode ini sudah terlalu lama." in client.get(answer["Location"]).content.decode()


def test_an_old_page_starts_again(client, monkeypatch):
    monkeypatch.setattr(codes, "TOKEN_SECONDS", -1)
    token = codes.seal(PHONE, None, "accounts:code_enter")
    assert client.get(reverse("accounts:code_enter"), {"untuk": token})["Location"] == reverse("accounts:code")


def test_the_sign_in_page_hands_the_number_over(client, gateway, owner):
    page = client.get(reverse("account_login")).content.decode()
    assert f'formaction="{reverse("accounts:code")}"' in page
    asked = ask(client, dari_masuk="1", password="", next="/akun/kabar/")
    assert asked["Location"].startswith(reverse("accounts:code_enter"))
    empty = ask(client, "", dari_masuk="1", next="/akun/kabar/")
    assert empty.context["form"].errors == {}
    assert 'name="next" value="/akun/kabar/"' in empty.content.decode()
    assert ask(client, "").context["form"].errors == {"login": ["Isi nomor HP atau alamat surel Anda."]}


@pytest.mark.parametrize("way", ["asked at once", "number written later"])
def test_what_was_typed_before_the_sign_in_expired_comes_along(client, gateway, owner, way):
    sealed = unfinished.seal("/usaha/7/profil/", QueryDict(f"name=Amplang+Bahari&typist={owner.pk}"))
    if way == "number written later":
        ask(client, "", dari_masuk="1", kept_typing=sealed)
        asked = ask(client)
    else:
        asked = ask(client, dari_masuk="1", kept_typing=sealed)
    enter(client, asked, gateway.codes()[0])
    assert unfinished.kept(owner, "/usaha/7/profil/") == {"name": "Amplang Bahari"}


def test_a_code_never_leads_to_another_site(client, gateway, owner):
    asked = ask(client, next="https://contoh.com/")
    assert "contoh.com" not in asked["Location"]
    answer = enter(client, asked, gateway.codes()[0], next="https://contoh.com/")
    assert answer["Location"] == reverse("accounts:new_password")


def test_staff_meet_the_second_factor_after_the_code(client, settings, person):
    settings.STAFF_TOTP_REQUIRED = True
    officer, secret = person("officer"), generate_totp_secret()
    TOTP.activate(officer, secret)
    asked = ask(client, officer.email, next="/akun/kabar/")

    entered = enter(client, asked, mail.outbox[0].body[:6])

    assert entered["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert client.post(entered["Location"], {"code": current_code(secret)})["Location"] == "/akun/kabar/"
    assert is_in(client, officer)


@pytest.mark.parametrize("required", [True, False])
def test_staff_without_a_second_factor_get_no_code(client, settings, person, required):
    settings.STAFF_TOTP_REQUIRED = required
    ask(client, person("officer").email)
    assert mail.outbox[0].body == MESSAGES["staff"]


def test_a_second_factor_taken_away_meanwhile_ends_the_code(client, person):
    officer = person("officer")
    factor = TOTP.activate(officer, generate_totp_secret()).instance
    asked = ask(client, officer.email)
    factor.delete()
    assert enter(client, asked, mail.outbox[0].body[:6]).context["form"].errors == {"code": [WRONG]}


def test_an_account_closed_meanwhile_stays_closed(client, gateway, owner):
    asked = ask(client)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert enter(client, asked, gateway.codes()[0])["Location"] == reverse("account_inactive")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("login", [SPELLED, "rusmiati@contoh.id"])
def test_an_officers_code_opens_the_account_by_any_login_and_leads_to_a_new_password(client, settings, owner, login):
    settings.SENDER = "none"
    User.objects.filter(pk=owner.pk).update(email="rusmiati@contoh.id")
    code = officer_code(owner)
    asked = ask(client, login)

    entered = enter(client, asked, code)

    assert is_in(client, owner)
    assert entered["Location"] == reverse("accounts:new_password")
    page = client.get(entered["Location"]).content.decode()
    assert "Nanti saja" in page
    owner.refresh_from_db()
    assert owner.phone_verified_at is None
    row = LoginCode.objects.get(issued_by__isnull=False)
    assert AuditEvent.objects.get(action="login_code.used").detail == {
        "code": row.pk,
        "purpose": "sign_in",
        "issued_by": row.issued_by_id,
    }


def test_an_officers_code_opens_no_account_that_has_become_an_offices(client, settings, owner):
    settings.SENDER = "none"
    code = officer_code(owner)
    User.objects.filter(pk=owner.pk).update(role="facilitator", region_id="63.02")
    TOTP.activate(owner, generate_totp_secret())
    assert enter(client, ask(client), code).context["form"].errors == {"code": [WRONG]}
    assert "_auth_user_id" not in client.session


def test_a_request_by_somebody_else_does_not_end_the_officers_code(client, gateway, owner):
    code = officer_code(owner)
    asked = ask(client)
    enter(client, asked, code)
    assert is_in(client, owner)


def test_sign_up_by_code_without_a_password(client, gateway):
    asked = sign_up(client, next="/akun/kabar/")
    assert User.objects.count() == 0

    entered = enter(client, asked, gateway.codes()[0])

    user = User.objects.get()
    assert entered["Location"] == "/akun/kabar/"
    assert is_in(client, user)
    assert (user.phone, user.name, user.role, user.has_usable_password()) == (PHONE, "Rusmiati", "", False)
    assert user.phone_verified_at is not None
    assert AuditEvent.objects.get(action="consent.terms").detail == {"text_version": TERMS_VERSION}
    assert LoginCode.objects.get().data == {}


def test_sign_up_by_code_with_a_password(client, gateway):
    asked = sign_up(client, password=PASSWORD)
    assert PASSWORD not in str(LoginCode.objects.values().get())
    assert enter(client, asked, gateway.codes()[0])["Location"] == reverse("desk:start")
    assert User.objects.get().check_password(PASSWORD)


def test_sign_up_with_a_registered_number_ends_in_its_own_account(client, gateway, owner):
    asked = sign_up(client, name="Orang Lain", password="hiris-pudak-12")
    enter(client, asked, gateway.codes()[0])
    owner.refresh_from_db()
    assert is_in(client, owner)
    assert (owner.name, owner.check_password(PASSWORD), User.objects.count()) == ("Rusmiati", True, 1)


def test_a_code_for_signing_up_opens_only_the_page_it_was_sent_for(client, gateway):
    sign_up(PortalClient(), name="Orang Lain", password="hiris-pudak-12")
    asked = ask(client)
    assert enter(client, asked, gateway.codes()[0]).context["form"].errors == {"code": [WRONG]}
    assert User.objects.count() == 0


def test_another_code_for_signing_up_keeps_what_was_written(client, gateway):
    asked = sign_up(client)
    again = client.post(reverse("accounts:code_enter"), {"untuk": token_of(asked), "lagi": "1", "daftar": "1"})
    enter(client, again, gateway.codes()[1])
    assert User.objects.get().name == "Rusmiati"


def test_a_number_registered_meanwhile_is_said(client, gateway):
    asked = sign_up(client)
    User.objects.create_user(phone=PHONE, name="Lebih Dulu")
    answer = enter(client, asked, gateway.codes()[0])
    assert answer["Location"] == reverse("account_login")
    assert str(LOGIN_TAKEN) in client.get(answer["Location"]).content.decode()


def test_sign_up_by_email_needs_a_password_also_where_numbers_are_proved(client, gateway):
    form = sign_up(client, login="rusmiati@contoh.id").context["form"]
    assert form.errors == {"password": ["Buat kata sandi untuk akun ini."]}
    assert sign_up(client, login="rusmiati@contoh.id", password=PASSWORD)["Location"] == reverse("desk:start")


def test_sign_up_says_when_no_code_could_be_sent_and_keeps_what_was_written(client, gateway):
    gateway.status = 500
    answer = sign_up(client, next="/akun/kabar/")
    assert answer.context["form"].errors == {"__all__": [NOT_SENT]}
    page = answer.content.decode()
    assert 'value="Rusmiati"' in page
    assert 'name="next" value="/akun/kabar/"' in page
    assert f"{reverse('account_login')}?next=%2Fakun%2Fkabar%2F" in page
    assert User.objects.count() == 0


def test_a_new_password_needs_no_old_one_after_a_code(client, gateway, owner):
    enter(client, ask(client), gateway.codes()[0])
    page = reverse("accounts:new_password")
    assert list(client.post(page, {"password": "password123"}).context["form"].errors) == ["password"]

    answer = client.post(page, {"password": "hiris-pudak-12", "next": "/akun/kabar/"})

    owner.refresh_from_db()
    assert (answer["Location"], owner.check_password("hiris-pudak-12")) == ("/akun/kabar/", True)
    assert client.get("/akun/kabar/").status_code == 200
    event = AuditEvent.objects.get(action="account.password_changed")
    assert (event.actor, event.object_id) == (owner, str(owner.pk))


def test_a_new_password_ends_the_other_sessions(client, gateway, owner, sign_in):
    elsewhere = sign_in(owner)
    enter(client, ask(client), gateway.codes()[0])
    client.post(reverse("accounts:new_password"), {"password": "hiris-pudak-12"})
    assert elsewhere.get("/akun/kabar/").status_code == 302


def test_a_quarter_of_an_hour_later_the_old_password_or_a_code_is_needed(client, gateway, owner, monkeypatch):
    enter(client, ask(client), gateway.codes()[0])
    monkeypatch.setattr(codes, "FRESH_SECONDS", -1)
    answer = client.post(reverse("accounts:new_password"), {"password": "hiris-pudak-12"})
    assert "hanya dapat dibuat dalam 15 menit" in answer.content.decode()
    assert "Saya masih ingat kata sandi lama" in answer.content.decode()
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_a_sign_in_by_password_does_not_count_as_a_code(client, owner):
    client.post(reverse("account_login"), {"login": SPELLED, "password": PASSWORD})
    client.post(reverse("accounts:new_password"), {"password": "hiris-pudak-12"})
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def save_account(client, user, **changes):
    return client.post(reverse("accounts:account"), {"name": user.name, "phone": user.phone, "email": ""} | changes)


def test_a_new_number_is_taken_only_after_its_code(client, gateway, owner):
    client.force_login(owner)
    asked = save_account(client, owner, phone=UNKNOWN, name="Hj. Rusmiati", current_password=PASSWORD)
    owner.refresh_from_db()
    assert (owner.phone, owner.name) == (PHONE, "Hj. Rusmiati")
    assert asked["Location"].startswith(reverse("accounts:new_phone"))
    assert (
        f'dikirim lewat WhatsApp ke <b class="text-nowrap">{UNKNOWN}</b>'
        in client.get(asked["Location"]).content.decode()
    )

    assert enter(client, asked, gateway.codes()[0])["Location"] == reverse("accounts:account")

    owner.refresh_from_db()
    assert (owner.phone, owner.phone_verified_at is not None) == ("+6281234000099", True)
    fields = AuditEvent.objects.filter(action="account.changed").order_by("pk").values_list("detail", flat=True)
    assert list(fields) == [{"fields": ["name"]}, {"fields": ["phone"]}]


def test_a_number_of_somebody_else_gets_a_message_and_no_code(client, gateway, owner, monkeypatch):
    monkeypatch.setattr(codes.secrets, "randbelow", lambda limit: 123456)
    User.objects.create_user(phone=UNKNOWN, name="Orang Lain")
    client.force_login(owner)
    asked = save_account(client, owner, phone=UNKNOWN, current_password=PASSWORD)
    assert gateway.messages[0][1].startswith("Nomor ini sudah dipakai akun lain di Portal BBI Kalsel")
    assert enter(client, asked, "123456").context["form"].errors == {"code": [WRONG]}


def test_another_code_for_a_new_number(client, gateway, owner):
    client.force_login(owner)
    asked = save_account(client, owner, phone=UNKNOWN, current_password=PASSWORD)
    again = client.post(reverse("accounts:new_phone"), {"untuk": token_of(asked), "lagi": "1"})
    enter(client, again, gateway.codes()[1])
    owner.refresh_from_db()
    assert owner.phone == "+6281234000099"


def test_a_code_for_a_new_number_serves_nobody_else(client, gateway, owner, sign_in):
    client.force_login(owner)
    asked = save_account(client, owner, phone=UNKNOWN, current_password=PASSWORD)
    stranger = sign_in(User.objects.create_user(phone="081234000003", name="Orang Lain"))
    assert enter(stranger, asked, gateway.codes()[0])["Location"] == reverse("accounts:account")
    again = stranger.post(reverse("accounts:new_phone"), {"untuk": token_of(asked), "lagi": "1"})
    assert again["Location"] == reverse("accounts:account")
    sealed = codes.seal("+6281234000098", None, "accounts:code_enter")
    answer = client.post(reverse("accounts:new_phone"), {"untuk": sealed, "lagi": "1"})
    assert answer["Location"] == reverse("accounts:account")
    assert len(gateway.messages) == 1


def test_a_new_number_that_cannot_be_reached_changes_nothing(client, gateway, owner):
    gateway.status = 500
    client.force_login(owner)
    answer = save_account(client, owner, phone=UNKNOWN, current_password=PASSWORD)
    assert NOT_SENT in client.get(answer["Location"]).content.decode()
    owner.refresh_from_db()
    assert owner.phone == PHONE


def test_without_a_password_a_fresh_code_allows_another_number(client, gateway, monkeypatch):
    enter(client, sign_up(client), gateway.codes()[0])
    user = User.objects.get()
    assert "Buat kata sandi" in client.get(reverse("accounts:account")).content.decode()
    assert save_account(client, user, phone=UNKNOWN)["Location"].startswith(reverse("accounts:new_phone"))
    monkeypatch.setattr(codes, "FRESH_SECONDS", -1)
    assert save_account(client, user, phone=UNKNOWN).context["form"].errors == {
        "__all__": ["Untuk mengganti nomor HP atau surel, buat kata sandi dulu, atau masuk lagi dengan kode."]
    }


def test_the_account_shows_the_codes_of_officers(sign_in, owner):
    client = sign_in(owner)
    assert "Kode masuk dari petugas" not in client.get(reverse("accounts:account")).content.decode()
    officer_code(owner)
    codes.issue(PHONE, codes.Purpose.SIGN_IN, user=owner)
    page = client.get(reverse("accounts:account"))
    assert "Nurul Huda" in page.content.decode()
    assert [code.reason for code in page.context["officer_codes"]] == ["Lupa kata sandi"]


@pytest.mark.parametrize("sends", [True, False])
def test_the_page_for_a_forgotten_password_names_the_ways(client, settings, sends):
    settings.SENDER, settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = ("whatsapp" if sends else "none"), "http://x", "x"
    page = client.get(reverse("accounts:forgotten")).content.decode()
    assert ("Kirim kode masuk" in page) is sends
    assert "KTP asli pemilik akun" in page
    assert page.split("<main")[1].count("btn-primary") == 1
    assert reverse("accounts:forgotten") in client.get(reverse("account_login")).content.decode()


def test_codes_are_forgotten_after_a_month(owner):
    row, _code = codes.issue(PHONE, codes.Purpose.SIGN_IN, user=owner)
    old, _code = codes.issue(PHONE, codes.Purpose.SIGN_IN, user=owner)
    LoginCode.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    assert codes.forget_codes() == 1
    assert list(LoginCode.objects.all()) == [row]


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_get_no_more_than_five():
    user = User.objects.create_user(phone=PHONE, name="Rusmiati")
    row, code = codes.issue(PHONE, codes.Purpose.SIGN_IN, user=user)
    start = threading.Barrier(8)

    def guess():
        start.wait()
        for _time in range(3):
            codes.redeem(PHONE, f"{(int(code) + 1) % 10**6:06d}")
        connections.close_all()

    threads = [threading.Thread(target=guess) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()
    assert row.tries == 5
    assert codes.redeem(PHONE, code) is None


@pytest.mark.django_db(transaction=True)
def test_one_code_signs_in_once_also_when_two_come_at_once():
    user = User.objects.create_user(phone=PHONE, name="Rusmiati")
    _row, code = codes.issue(PHONE, codes.Purpose.SIGN_IN, user=user)
    start, found = threading.Barrier(4), []

    def use():
        start.wait()
        found.append(codes.redeem(PHONE, code))
        connections.close_all()

    threads = [threading.Thread(target=use) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(row is None for row in found) == [False, True, True, True]


def test_an_abandoned_sign_up_leaves_no_name_and_no_password():
    ended, _code = codes.issue("+6281300000099", LoginCode.Purpose.SIGN_UP, data={"name": "Siti", "password": "x"})
    going, _code = codes.issue("+6281300000098", LoginCode.Purpose.SIGN_UP, data={"name": "Rina", "password": "x"})
    LoginCode.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    codes.forget_codes()
    kept = dict(LoginCode.objects.values_list("pk", "data"))
    assert kept == {ended.pk: {}, going.pk: {"name": "Rina", "password": "x"}}
