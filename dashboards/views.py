from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.readiness import words
from core.jobs import enqueue
from core.lists import honest_count
from core.paging import page
from core.workflow import TransitionRefused
from dashboards.boards import Board
from dashboards.figures import recompute
from dashboards.forms import ProposeForm
from dashboards.proposing import propose as put_into_batch
from dashboards.proposing import ready_products
from proposals.enums import BatchState
from proposals.models import Batch
from reference.models import Region

READY_ON_PAGE = 20


@permission_required("dashboards.view_dashboard", raise_exception=True)
@require_safe
def dashboard(request):
    user = request.user
    region = get_object_or_404(Region, pk=user.region_id or settings.PROVINCE)
    board = Board(region, links=user.has_perm("dashboards.open_rows"))
    on_the_way, sideways = board.states()
    context = {
        "board": board,
        "region": region,
        "cards": board.cards(),
        "places": board.places(),
        "on_the_way": on_the_way,
        "sideways": sideways,
        "axes": board.axes(),
        "waits": board.waits(),
        "at_province": board.at_province(),
        "can_refresh": user.has_perm("dashboards.refresh_figures"),
        **_ready(request, board.links),
    }
    if user.has_perm("proposals.view_batches"):
        context["locked"] = Batch.objects.visible_to(user).filter(state=BatchState.LOCKED).count()
    return render(request, "dashboards/dashboard.html", context)


def _ready(request, shows_rows):
    if not shows_rows:
        return {"shows_ready": False}
    products = ready_products(request.user)
    listed = page(products.for_list().select_related("readiness"), request, size=READY_ON_PAGE)
    can_propose = request.user.has_perm("proposals.add_batch")
    return {
        "shows_ready": True,
        "can_propose": can_propose,
        "form": ProposeForm(user=request.user) if can_propose and listed.rows else None,
        "page": listed,
        "ready": [(product, _axes(product)) for product in listed.rows],
        "ready_count": honest_count(products),
    }


def _axes(product):
    readiness = getattr(product, "readiness", None)
    return [axis | {"word": axis["word_label"]} for axis in words(readiness)]


@permission_required("proposals.add_batch", raise_exception=True)
@require_POST
def propose(request):
    """Put the ticked products into a batch, an open one or a new one, and show it."""
    form = ProposeForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, form.sentence())
        return redirect("dashboards:dashboard")
    try:
        batch, added, skipped = put_into_batch(
            form.cleaned_data["products"], form.cleaned_data["batch"], by=request.user
        )
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("dashboards:dashboard")
    if added:
        messages.success(request, _("%(count)s produk masuk usulan.") % {"count": len(added)})
    for product, reason in skipped:
        messages.warning(request, _("%(product)s tidak masuk: %(reason)s") % {"product": product, "reason": reason})
    return redirect("proposals:batch_detail", batch.pk) if batch else redirect("dashboards:dashboard")


@permission_required("dashboards.refresh_figures", raise_exception=True)
@require_POST
def refresh(request):
    enqueue(recompute)
    messages.success(request, _("Angka dihitung ulang. Muat ulang halaman ini bila jamnya belum berubah."))
    return redirect("dashboards:dashboard")
