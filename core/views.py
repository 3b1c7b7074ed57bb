"""Answers that belong to no app: health, and what makes the portal installable."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from core.shell import ICONS, offline_page, worker_script


@login_not_required
def health(request):
    """For load balancers: the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@cache_control(max_age=86400)
def manifest(request):
    """What a phone shows when the portal is installed: name, colours, icons."""
    start = reverse("desk:start")
    content = {
        "id": start,
        "name": _("Portal BBI Kalsel"),
        "short_name": _("BBI Kalsel"),
        "description": _("Daftarkan usaha dan produk IKM Kalimantan Selatan untuk Bangga Buatan Indonesia."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "theme_color": "#0e5a4b",
        "background_color": "#fbf6ec",
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def _worker_etag(request):
    return f'"{hashlib.sha256(worker_script().encode()).hexdigest()[:16]}"'


@login_not_required
@require_safe
@condition(etag_func=_worker_etag)
def service_worker(request):
    """Asked for again by every visit, so it is small and answers 304 while nothing has changed."""
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def offline(request):
    """The page without a signal: it reads the drafts kept on this phone, the server puts nothing into it."""
    return HttpResponse(offline_page())
