"""“Data saya”: what is held, who looked at it, consents, a copy, and asking to be forgotten."""

from allauth.core.internal.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.logins import spell_login
from assistance.models import AssistanceCase, CaseDocument
from certification.models import Certificate, NutritionFacts
from core import audit
from desk import erasure_requests
from desk.belongings import owned_ikm, rows_of
from desk.erasing import NotErased, foreseen, why_not
from desk.models import ErasureRequest
from desk.mydata import looks_at, write_zip
from desk.mydata_forms import AskErasureForm
from ikm import consent
from ikm.enums import CONSENT_TEXTS, IkmState, Purpose
from ikm.models import Consent, Ikm
from products.models import Photo, Product

DOWNLOADS = {"mydata_download": "5/d/user"}


@never_cache
@require_safe
def mydata(request):
    user = request.user
    ikm_pks = owned_ikm(user)
    held = Ikm.objects.filter(owner=user).exclude(state=IkmState.MERGED).select_related("regency", "region")
    in_order = Prefetch("consents", Consent.objects.order_by("-given_at", "-pk"))
    context = {
        "login": spell_login(user.login),
        "businesses": [_business(ikm) for ikm in held.prefetch_related(in_order).order_by("pk")],
        "counts": _counts(ikm_pks),
        "looks": looks_at(user),
        "open_request": erasure_requests.open_request(user),
        "answered": ErasureRequest.objects.filter(user=user, status=ErasureRequest.State.REFUSED).last(),
        "why_not": why_not(user),
    }
    return render(request, "desk/mydata.html", context)


@require_POST
def mydata_download(request):
    """The copy as a ZIP; it leaves a trace, and can be had five times a day."""
    if not consume(request, app="desk", action="mydata_download", config=DOWNLOADS):
        messages.error(request, _("Salinan sudah diunduh 5 kali hari ini. Coba lagi besok."))
        return redirect("desk:mydata")
    audit.record("mydata.downloaded", request.user, by=request.user)
    name = f"data-saya-{timezone.localdate():%Y%m%d}.zip"
    return FileResponse(write_zip(request.user), as_attachment=True, filename=name, content_type="application/zip")


@require_POST
def mydata_withdraw(request, ikm_pk):
    ikm = get_object_or_404(Ikm.objects.filter(owner=request.user), pk=ikm_pk)
    purpose = request.POST.get("purpose", "")
    if purpose not in Purpose.values:
        messages.error(request, _("Pilih persetujuan yang akan ditarik."))
    elif consent.withdraw(ikm, purpose, by=request.user):
        messages.success(request, _("Persetujuan ditarik: %(purpose)s.") % {"purpose": Purpose(purpose).label})
    else:
        messages.info(request, _("Persetujuan itu sudah tidak berlaku."))
    return redirect("desk:mydata")


@never_cache
def mydata_erase(request):
    """In plain words what goes and what stays; then the request."""
    user = request.user
    if erasure_requests.open_request(user):
        return redirect("desk:mydata")
    form = AskErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = erasure_requests.ask(user, form.cleaned_data["reason"])
        except NotErased as refused:
            raise PermissionDenied from refused
        sentence = _("Permintaan nomor %(number)s terkirim. Dijawab paling lambat %(day)s.")
        messages.success(request, sentence % {"number": asked.pk, "day": asked.due_on.strftime("%d-%m-%Y")})
        return redirect("desk:mydata")
    context = {"form": form, "foreseen": foreseen(user), "why_not": why_not(user)}
    return render(request, "desk/mydata_erase.html", context)


@require_POST
def mydata_cancel(request):
    if erasure_requests.cancel(request.user):
        messages.success(request, _("Permintaan penghapusan dibatalkan. Data Anda tetap seperti semula."))
    return redirect("desk:mydata")


def _business(ikm):
    in_force = {row.purpose: row for row in ikm.consents.all() if row.withdrawn_at is None}
    former = {row.purpose: row for row in reversed(ikm.consents.all()) if row.withdrawn_at is not None}
    consents = [
        {"purpose": purpose, "text": text, "given": in_force.get(purpose), "former": former.get(purpose)}
        for purpose, text in CONSENT_TEXTS.items()
    ]
    return {"ikm": ikm, "consents": consents}


def _counts(ikm_pks):
    """[(label, number)] of everything but the profile itself."""
    return [
        (_("Produk"), rows_of(Product, ikm_pks).count()),
        (_("Foto"), rows_of(Photo, ikm_pks).count()),
        (_("Sertifikat dan izin"), rows_of(Certificate, ikm_pks).count()),
        (_("Informasi gizi"), rows_of(NutritionFacts, ikm_pks).count()),
        (_("Pendampingan"), rows_of(AssistanceCase, ikm_pks).count()),
        (_("Berkas pendampingan"), rows_of(CaseDocument, ikm_pks).count()),
    ]
