import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from core import outbox, senders
from core.models import Outbox
from core.outbox import deliver, retry_unsent, send_digests, tell
from tests.factories import make_user


class Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def gateway(settings):
    """A WhatsApp gateway on this machine; `gateway.answer` is the status it gives."""
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    server.got, server.answer = [], 200
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.SENDER = "whatsapp"
    settings.WHATSAPP_URL = f"http://127.0.0.1:{server.server_port}/messages"
    settings.WHATSAPP_TOKEN = "rahasia"
    settings.PORTAL_URL = "https://portal.contoh.id"
    yield server
    server.shutdown()
    server.server_close()


def proved(**fields):
    return make_user(phone_verified_at=timezone.now(), **fields)


def later(row, minutes):
    Outbox.objects.filter(pk=row.pk).update(next_try_at=timezone.now() - datetime.timedelta(minutes=minutes))


def channels(user):
    return list(user.notices.order_by("pk").values_list("channel", flat=True))


@pytest.mark.django_db
def test_whatsapp_is_one_sentence_and_a_link(gateway, django_capture_on_commit_callbacks):
    owner = proved(phone="+6281250999001")
    with django_capture_on_commit_callbacks(execute=True):
        tell(owner, "dossier_returned", "Ada yang perlu diperbaiki", "NIB: salah satu angka.", "/usaha-saya/")
    text = "Portal BBI Kalsel: Ada yang perlu diperbaiki.\nhttps://portal.contoh.id/usaha-saya/"
    assert gateway.got == [("Bearer rahasia", {"to": "6281250999001", "text": text})]
    assert channels(owner) == ["app", "whatsapp"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"phone_verified_at": None}, {"is_example": True}, {"notice_choices": {"x": {"whatsapp": "never"}}}],
    ids=["number not proved", "example account", "not wanted"],
)
def test_no_whatsapp_without_a_proved_number_that_wants_it(gateway, fields):
    owner = make_user(**({"phone_verified_at": timezone.now()} | fields))
    tell(owner, "x", "Kabar")
    assert channels(owner) == ["app"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["none", "console"])
def test_no_whatsapp_where_nothing_reaches_phones(settings, name):
    settings.SENDER = name
    owner = proved()
    tell(owner, "x", "Kabar")
    assert channels(owner) == ["app"]


@pytest.mark.django_db
def test_a_key_sends_once_by_every_channel(gateway, mailoutbox, django_capture_on_commit_callbacks):
    owner = proved(email="dua-kali@contoh.id")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            tell(owner, "x", "Kabar", key="x:1")
    assert (len(gateway.got), len(mailoutbox), channels(owner)) == (1, 1, ["app", "email", "whatsapp"])


@pytest.mark.django_db
def test_nothing_is_sent_when_the_transaction_fails(gateway, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell(proved(), "x", "Kabar")
        assert gateway.got == []
    assert len(callbacks) == 1


@pytest.mark.django_db
def test_a_busy_gateway_is_asked_again_with_growing_distance(gateway):
    gateway.answer = 503
    owner = proved()
    row = Outbox.objects.create(recipient=owner, channel="whatsapp", event="x", subject="Kabar")
    deliver.call(row.pk)
    first = Outbox.objects.get(pk=row.pk)
    assert (first.attempts, first.sent_at, first.failed_at, first.last_error) == (1, None, None, "http 503")
    assert retry_unsent() == 0
    later(row, 1)
    assert retry_unsent() == 1
    second = Outbox.objects.get(pk=row.pk)
    distances = [(each.next_try_at - timezone.now()).total_seconds() for each in (first, second)]
    assert [round(seconds / 60) for seconds in distances] == [2, 4]
    gateway.answer = 200
    later(row, 1)
    assert [retry_unsent(), retry_unsent()] == [1, 0]
    row.refresh_from_db()
    assert (row.sent_at is not None, row.failed_at, len(gateway.got)) == (True, None, 3)


@pytest.mark.django_db
def test_a_refused_number_is_not_tried_again(gateway):
    gateway.answer = 400
    row = Outbox.objects.create(recipient=proved(), channel="whatsapp", event="x", subject="Kabar")
    deliver.call(row.pk)
    later(row, 1)
    assert retry_unsent() == 0
    row.refresh_from_db()
    assert (row.attempts, row.failed_at is not None, len(gateway.got)) == (1, True, 1)


@pytest.mark.django_db
def test_a_message_fails_for_good_after_the_last_attempt(gateway):
    gateway.answer = 500
    row = Outbox.objects.create(recipient=proved(), channel="whatsapp", event="x", subject="Kabar")
    for _ in range(outbox.MAX_ATTEMPTS + 2):
        later(row, 1)
        retry_unsent()
    row.refresh_from_db()
    assert (row.attempts, row.failed_at is not None) == (outbox.MAX_ATTEMPTS, True)


@pytest.mark.django_db
def test_whoever_lost_the_address_or_was_switched_off_gets_nothing(mailoutbox):
    for fields in ({"email": None, "phone": "+6281250999002"}, {"is_active": False, "email": "mati@contoh.id"}):
        row = Outbox.objects.create(recipient=make_user(**fields), channel="email", event="x", subject="Kabar")
        deliver.call(row.pk)
        row.refresh_from_db()
        assert (row.sent_at, row.last_error) == (None, "no address")
    assert mailoutbox == []


@pytest.mark.django_db
def test_of_two_at_once_only_one_sends(gateway, monkeypatch):
    """The second starts while the first is still talking to the gateway."""
    row = Outbox.objects.create(recipient=proved(), channel="whatsapp", event="x", subject="Kabar")
    sent = []

    def slow(self, phone, text):
        sent.append(text)
        if len(sent) == 1:
            deliver.call(row.pk)

    monkeypatch.setattr(senders.WhatsAppSender, "send", slow)
    deliver.call(row.pk)
    assert len(sent) == 1


@pytest.mark.django_db
def test_a_secret_address_leaves_in_the_message_only(gateway, django_capture_on_commit_callbacks):
    owner = proved()
    with django_capture_on_commit_callbacks(execute=True):
        tell(owner, "x", "Kabar", "", "/usaha-saya/", outside_url="/perbaiki/abc/")
    assert gateway.got[0][1]["text"].endswith("\nhttps://portal.contoh.id/perbaiki/abc/")
    assert list(owner.notices.order_by().values_list("url", "outside_url").distinct()) == [("/usaha-saya/", "")]


@pytest.mark.django_db
def test_what_is_wanted_daily_comes_as_one_message_per_channel(gateway, mailoutbox, django_capture_on_commit_callbacks):
    daily = {"email": "daily", "whatsapp": "daily"}
    owner = proved(email="harian@contoh.id", notice_choices={"a": daily, "b": daily})
    with django_capture_on_commit_callbacks(execute=True):
        tell(owner, "a", "Produk diperiksa", "Isi", "/usaha-saya/")
        tell(owner, "b", "Sertifikat hampir habis", "", "/usaha/1/")
    assert (gateway.got, mailoutbox, retry_unsent()) == ([], [], 0)

    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() == 2
    assert (mailoutbox[0].subject, mailoutbox[0].body) == (
        "Kabar hari ini: 2 hal",
        "• Produk diperiksa\nhttps://portal.contoh.id/usaha-saya/\n\n"
        "• Sertifikat hampir habis\nhttps://portal.contoh.id/usaha/1/",
    )
    assert [got[1]["text"] for got in gateway.got] == [
        "Portal BBI Kalsel: Kabar hari ini: 2 hal.\nhttps://portal.contoh.id/akun/kabar/"
    ]
    assert owner.notices.filter(sent_at=None).count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert send_digests() == 0
    assert (len(mailoutbox), len(gateway.got)) == (1, 1)


@pytest.mark.django_db
def test_a_digest_whose_job_was_lost_is_sent_by_the_clock(mailoutbox):
    owner = make_user(email="hilang@contoh.id", notice_choices={"a": {"email": "daily"}})
    tell(owner, "a", "Produk diperiksa")
    assert send_digests() == 1
    later(owner.notices.get(event=outbox.DIGEST), 1)
    assert [send_digests(), retry_unsent(), retry_unsent()] == [0, 1, 0]
    assert [mail.body for mail in mailoutbox] == ["• Produk diperiksa"]


@pytest.mark.django_db
def test_a_digest_that_breaks_off_holds_everything_for_the_next(monkeypatch):
    owner = make_user(email="putus@contoh.id", notice_choices={"a": {"email": "daily"}})
    tell(owner, "a", "Produk diperiksa")

    def broken(*args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "enqueue", broken)
        with pytest.raises(RuntimeError):
            send_digests()
    assert owner.notices.filter(event=outbox.DIGEST).count() == 0
    assert send_digests() == 1
