import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from accounts.enums import Role
from accounts.models import User

PASSWORD = "sasirangan-biru-7"
KINDS = {
    "officer": {"role": Role.OFFICER, "region_id": "63.02"},
    "facilitator": {"role": Role.FACILITATOR, "region_id": "63.02"},
    "reviewer": {"role": Role.REVIEWER, "region_id": "63"},
    "head": {"role": Role.HEAD, "region_id": "63"},
    "head_regency": {"role": Role.HEAD, "region_id": "63.02"},
    "admin": {"role": Role.ADMIN},
    "owner": {},
}


@pytest.fixture
def person(db):
    """`person("officer")`: a user of that kind; further fields override."""

    def _person(kind, **fields):
        values = {"email": f"{kind}@contoh.id", "name": f"Orang {kind}", "password": PASSWORD}
        return User.objects.create_user(**(values | KINDS[kind] | fields))

    return _person


class Gateway(ThreadingHTTPServer):
    """A WhatsApp gateway of our own: keeps what arrives, answers `status` after `pause` seconds."""

    status, pause = 200, 0

    def __init__(self):
        super().__init__(("127.0.0.1", 0), GatewayRequest)
        self.messages = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/kirim"

    def codes(self):
        """The codes in the messages so far, oldest first."""
        words = [word for _to, text in self.messages for word in text.replace(".", " ").split()]
        return [word for word in words if len(word) == 6 and word.isdigit()]


class GatewayRequest(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(self.server.pause)
        if self.server.status < 300 and self.headers["Authorization"] == "Bearer rahasia":
            self.server.messages.append((body["to"], body["text"]))
        try:
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()
        except OSError:
            return  # the portal has hung up

    def log_message(self, *args):
        """Nothing on the terminal."""


@pytest.fixture
def gateway(settings):
    """The portal sends through a gateway in a thread of this process."""
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        settings.SENDER, settings.WHATSAPP_URL, settings.WHATSAPP_TOKEN = "whatsapp", server.url, "rahasia"
        yield server
        server.shutdown()
        thread.join()
