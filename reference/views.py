import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reference.enums import KbliVersion, RegionLevel
from reference.models import Kbli, Region
from reference.regions import CODE

ONE_DAY = 60 * 60 * 24
KBLI_SHOWN = 20
MOST_WORDS = 8


@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_DAY)
def region_options(request):
    """`<option>`s right below a region: ?induk=63.06, or any select of region codes as htmx sends it."""
    parent = parent_code(request.GET)
    regions = Region.objects.filter(parent_id=parent).order_by("name_key", "code")
    context = {
        "regions": regions,
        "selected": request.GET.get("terpilih", ""),
        "level": parent.count(".") + 2 if parent else RegionLevel.REGENCY,
    }
    return render(request, "reference/_region_options.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_DAY)
def kbli_options(request):
    """`<option>`s for a `<datalist>`: the first codes that begin with the number or carry every word."""
    wanted = request.GET.get("q") or request.GET.get("kbli") or ""
    version = request.GET.get("versi") or request.GET.get("kbli_version") or ""
    return render(request, "reference/_kbli_options.html", {"codes": find_kbli(wanted, version)[:KBLI_SHOWN]})


def parent_code(parameters):
    if not parameters:
        return settings.PROVINCE
    if "induk" in parameters:
        return parameters["induk"] if CODE.fullmatch(parameters["induk"]) else ""
    return next((value for name, value in parameters.items() if name != "terpilih" and CODE.fullmatch(value)), "")


def find_kbli(text, version=""):
    """Kbli rows by number prefix or by every word of the title, of one version or of both."""
    words = re.findall(r"\w+", text)[:MOST_WORDS]
    if not words:
        return Kbli.objects.none()
    found = Kbli.objects.filter(version=version) if version in KbliVersion.values else Kbli.objects.all()
    for word in words:
        found = found.filter(Q(code__startswith=word) | Q(title__icontains=word))
    return found.order_by("code", "version")
