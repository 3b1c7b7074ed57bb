"""Short texts to a phone, through the sender PORTAL_SENDER names: none, console, or whatsapp (an HTTP gateway)."""

import json
import logging
import urllib.error
import urllib.request

from django.conf import settings

log = logging.getLogger("portal.senders")
TIMEOUT_SECONDS = 10


class NotSent(Exception):
    """The message did not leave; `retry` says whether trying again later can help."""

    def __init__(self, reason, *, retry=True):
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class ConsoleSender:
    """Writes the text to the server's log: for trying the portal out, reaches nobody."""

    reaches_phones = False

    def send(self, phone, text):
        log.info("message to=%s text=%s", phone, text)


class WhatsAppSender:
    """POSTs {"to": "628…", "text": "…"} with a bearer token to a WhatsApp gateway; any 2xx answer is accepted."""

    reaches_phones = True

    def __init__(self, url, token):
        self.url, self.token = url, token

    def send(self, phone, text):
        request = urllib.request.Request(
            self.url,
            data=json.dumps({"to": phone.lstrip("+"), "text": text}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                answer.read(2048)
        except urllib.error.HTTPError as error:
            raise NotSent(f"http {error.code}", retry=error.code >= 500 or error.code == 429) from error
        except OSError as error:
            raise NotSent(type(error).__name__) from error


def sender():
    """The configured sender, or None where no message can be sent."""
    if settings.SENDER == "whatsapp":
        return WhatsAppSender(settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN)
    return ConsoleSender() if settings.SENDER == "console" else None


def reaches_phones():
    """True when texts really arrive: only then is a phone number proved by a code."""
    found = sender()
    return found is not None and found.reaches_phones
