"""What an installed portal keeps on the phone: its look, its scripts, and the page shown without a signal."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

# What the offline page needs; other static files are kept when a page first asks for them.
KEPT = (
    "bootstrap/css/bootstrap.min.css",
    "css/portal.css",
    "img/cloth.svg",
    "img/favicon.svg",
    "img/icons.svg",
    "img/motif.svg",
    "js/offline.js",
    "js/portal.js",
)
ICONS = (
    ("img/icon.svg", "any", "image/svg+xml", "any"),
    ("img/icon-192.png", "192x192", "image/png", "any"),
    ("img/icon-512.png", "512x512", "image/png", "any"),
    ("img/icon-maskable-512.png", "512x512", "image/png", "maskable"),
)


def offline_page():
    """Rendered without a request, so that nothing of a person can stand in it."""
    return render_to_string("core/offline.html", {"LANGUAGE_CODE": translation.get_language()})


def worker_script():
    """The service worker: what it keeps, under a name that changes with any of it, and the code that does so."""
    return _worker_script() if not settings.DEBUG else _worker_script.__wrapped__()


@cache
def _worker_script():
    with translation.override(settings.LANGUAGE_CODE):
        page = offline_page()
    code = static("js/worker.js")
    files = [static(name) for name in KEPT]
    version = hashlib.sha256("\n".join([page, code, *files]).encode()).hexdigest()[:12]
    shell = {"version": version, "offline": reverse("offline"), "static": settings.STATIC_URL, "files": files}
    return f"self.SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(code)});\n"
