"""The pages behind a repair link, open to whoever has the address and the digits; and where an officer makes one."""

from functools import wraps

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.serving import private_file
from core.workflow import TransitionRefused
from desk.dossiers import visible_ikm
from desk.repair_forms import DigitsForm, section_makers
from desk.repair_sending import send_repaired
from desk.repairs import FORGED, MOST_TRIES, DeadLink, check_digits, find_link, make_link, why_no_link
from products.models import Photo
from reference.numbers import wa_link

OPENED = "repair_link"
OPEN_SECONDS = 30 * 60
LIMIT = {"repair_digits": "20/h/ip"}
OTHER_ACCOUNT = "other_account"


def of_living_link(view):
    """The view gets the link instead of the token; a dead address shows one calm page."""

    @never_cache
    @login_not_required
    @wraps(view)
    def wrapped(request, token, **kwargs):
        try:
            link = find_link(token)
            if request.user.is_authenticated and request.user.pk != link.returned.ikm.owner_id:
                raise DeadLink(OTHER_ACCOUNT)
            return view(request, link, token, **kwargs)
        except DeadLink as dead:
            status = 404 if dead.why == FORGED else 410
            return render(request, "desk/repair_ended.html", {"why": dead.why}, status=status)

    return wrapped


@of_living_link
def repair(request, link, token):
    """Asks for the digits; nothing of the owner or the business stands here."""
    form = DigitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _allowed(request, dry_run=True):
            form.add_error(None, _("Terlalu banyak percobaan. Coba lagi satu jam lagi, atau masuk ke akun Anda."))
        elif check_digits(link, form.cleaned_data["digits"]):
            _remember(request, link)
            return redirect("desk:repair_fill", token)
        else:
            _allowed(request)
            if link.closed_at:
                return redirect("desk:repair", token)
            left = MOST_TRIES - link.tries
            form.add_error("digits", _("Angka ini tidak cocok. Masih boleh mencoba %(left)d kali.") % {"left": left})
    return render(request, "desk/repair.html", {"form": form})


@of_living_link
def repair_fill(request, link, token):
    if not _is_open(request, link):
        return redirect("desk:repair", token)
    owner = link.returned.ikm.owner
    makers = section_makers(link.returned)
    if request.method != "POST":
        return _fill_page(request, link, token, [make() for make in makers])
    _remember(request, link)
    sections = [make(request.POST, request.FILES) for make in makers]
    left = set() if "pilih" in request.POST else {id(section) for section in sections if not section.save(owner)}
    if left or "pilih" in request.POST:
        shown = [
            section if "pilih" in request.POST or id(section) in left else make()
            for make, section in zip(makers, sections, strict=True)
        ]
        return _fill_page(request, link, token, shown)
    if "kirim" in request.POST:
        return _send(request, link, token, owner)
    messages.success(request, _("Tersimpan. Tekan “Kirim ke petugas” bila semuanya sudah benar."))
    return redirect("desk:repair_fill", token)


@require_safe
@of_living_link
def repair_photo(request, link, token, photo_pk):
    """A small photo of a product whose photos are to be repaired."""
    noted = link.returned.notes.filter(target="product", field="photos", resolved_at=None).values("target_id")
    photo = Photo.objects.filter(pk=photo_pk, product__in=noted, product__ikm=link.returned.ikm_id).first()
    if photo is None or not _is_open(request, link):
        raise Http404
    return private_file(photo.thumbnail, f"foto-{photo.pk}")


@never_cache
def dossier_repair_link(request, pk):
    """Makes a link for an open return; the address is shown in the answer itself, once, and kept nowhere."""
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    if not request.user.has_perm("desk.return_dossier", ikm):
        raise PermissionDenied
    returns = list(ikm.returns.filter(answered_at=None).select_related("by", "ikm__owner").prefetch_related("notes"))
    context = {"ikm": ikm, "returns": returns, "reason": why_no_link(returns[0]) if returns else ""}
    if request.method == "POST":
        asked = request.POST.get("returned", "")
        pk = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
        returned = get_object_or_404(ikm.returns.select_related("ikm__owner"), pk=pk)
        try:
            link, path = make_link(returned, by=request.user)
        except TransitionRefused as refused:
            context["reason"] = str(refused)
        else:
            return _shown(request, ikm, link, path)
    return render(request, "desk/repair_link.html", context)


def _shown(request, ikm, link, path):
    address = f"{settings.PORTAL_URL.rstrip('/')}{path}"
    text = _(
        "Halo %(name)s, ada yang perlu diperbaiki pada data %(ikm)s di Portal BBI Kalsel. Buka tautan ini, lalu isi "
        "empat angka terakhir nomor HP Anda: %(address)s (berlaku sampai %(day)s)."
    )
    words = {
        "name": ikm.owner_name or ikm.owner.name,
        "ikm": ikm,
        "address": address,
        "day": date_format(timezone.localtime(link.expires_at), "j F Y"),
    }
    phone = ikm.whatsapp or ikm.phone or ikm.owner.phone
    context = {"ikm": ikm, "link": link, "address": address, "send_url": wa_link(phone, text % words)}
    return render(request, "desk/repair_link_shown.html", context)


def _fill_page(request, link, token, sections):
    context = {
        "link": link,
        "token": token,
        "sections": sections,
        "forms": [section.form for section in sections],
        "message": link.returned.message,
    }
    return render(request, "desk/repair_fill.html", context)


def _send(request, link, token, owner):
    try:
        send_repaired(link, by=owner)
    except TransitionRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:repair_fill", token)
    request.session.pop(OPENED, None)
    messages.success(request, _("Terkirim. Petugas yang sama akan memeriksanya lagi."))
    return redirect("desk:repair", token)


def _allowed(request, *, dry_run=False):
    return bool(consume(request, app="desk", action="repair_digits", config=LIMIT, dry_run=dry_run))


def _remember(request, link):
    request.session[OPENED] = {"link": link.pk, "until": timezone.now().timestamp() + OPEN_SECONDS}


def _is_open(request, link):
    opened = request.session.get(OPENED) or {}
    return opened.get("link") == link.pk and opened.get("until", 0) > timezone.now().timestamp()
