"""Officers print claim cards: a list of records without an owner, and the sheet as the answer itself."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.lists import honest_count
from core.paging import page
from desk.claims import ClaimFilterForm, print_cards, unclaimed_for
from desk.dossiers import visible_ikm
from desk.row_parts import district
from ikm.claims import MOST_CARDS, has_proof

OFFICERS = permission_required("desk.print_claim_cards", raise_exception=True)


@OFFICERS
@require_safe
def claim_cards(request):
    form = ClaimFilterForm(request.GET, user=request.user)
    found = form.apply(unclaimed_for(request.user))
    listed = page(found, request)
    rows = [{"ikm": ikm, "district": district(ikm), "has_proof": has_proof(ikm)} for ikm in listed.rows]
    context = {"filter_form": form, "page": listed, "rows": rows, "count": honest_count(found), "most": MOST_CARDS}
    return render(request, "desk/claim_cards.html", context)


@require_POST
@OFFICERS
@never_cache
def claim_cards_print(request):
    """The chosen rows, or the first MOST_CARDS of what the filter in the address finds."""
    found = unclaimed_for(request.user)
    if "semua" in request.POST:
        found = ClaimFilterForm(request.GET, user=request.user).apply(found)
    else:
        found = found.filter(pk__in=[pk for pk in request.POST.getlist("ikm") if pk.isdecimal() and len(pk) < 16])
    back = f"{reverse('desk:claim_cards')}?{request.GET.urlencode()}"
    return _sheet(request, found[:MOST_CARDS], back)


@require_POST
@OFFICERS
@never_cache
def dossier_claim_card(request, pk):
    ikm = get_object_or_404(visible_ikm(request.user), pk=pk)
    if not request.user.has_perm("ikm.issue_claim_card", ikm):
        raise PermissionDenied
    return _sheet(request, [ikm], reverse("desk:dossier", args=[pk]))


def _sheet(request, ikms, back):
    """The PDF itself: the codes lie in no address, session, message or file of the portal."""
    sheet, _count, skipped = print_cards(ikms, by=request.user)
    if sheet is None:
        for ikm, sentence in skipped[:5]:
            messages.warning(request, f"{ikm}: {sentence}")
        if not skipped:
            messages.warning(request, _("Pilih dahulu usaha yang kartunya akan dicetak."))
        return redirect(back)
    name = f"kartu-klaim-{timezone.localtime():%Y%m%d-%H%M}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)
