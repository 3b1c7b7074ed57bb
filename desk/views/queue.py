"""The work list: whose turn it is, and the reviewer's approval of many products at once."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.region_filter import RegionFilterForm
from accounts.rules import is_reviewer
from certification.models import Certificate
from core.lists import honest_count
from core.paging import page
from core.touches import preload
from core.workflow import perform_many, readable_note
from desk.dossiers import hands_on
from desk.notifications import tell_owner_decided
from desk.queues import LIMIT_DAYS, WaitingDays, sort_out, tabs_for
from desk.row_parts import axis_dots, district
from products.enums import ProductState
from products.models import Product
from products.workflow import PRODUCT

MAY_USE = permission_required("desk.use_queue", raise_exception=True)
MOST_AT_ONCE = 100


class QueueFilterForm(RegionFilterForm):
    field_order = ("q",)
    q = forms.CharField(label=gettext_lazy("Cari nama usaha atau produk"), required=False, max_length=100)

    def apply(self, queryset):
        data = self.cleaned_data if self.is_valid() else {}
        if text := data.get("q", "").strip().casefold():
            names = Q(name_key__contains=text)
            names |= Q(ikm__name_key__contains=text) if queryset.model is Product else Q(pk__in=_makers_of(text))
            queryset = queryset.filter(names)
        if regency := data.get("kabupaten"):
            queryset = queryset.filter(regency=regency)
        return queryset


def _makers_of(text):
    return Product.objects.filter(name_key__contains=text).values("ikm")


@MAY_USE
def queue(request):
    today = timezone.localdate()
    filter_form = QueueFilterForm(request.GET, user=request.user)
    tabs = tabs_for(request.user, today)
    current = next((tab for tab in tabs if tab.slug == request.GET.get("tab")), tabs[0])
    listed = page(_for_rows(current, filter_form.apply(current.queryset)), request, keys=current.keys)
    counts = [(tab, honest_count(filter_form.apply(tab.queryset))) for tab in tabs]
    context = {
        "tabs": counts,
        "current": current,
        "count": next(count for tab, count in counts if tab is current),
        "page": listed,
        "rows": _rows(current, listed.rows, WaitingDays(today)),
        "limit": LIMIT_DAYS,
        "filter_form": filter_form,
        "is_filtered": filter_form.is_filtered,
        "can_approve": current.slug in ("giliran", "lewat-batas") and is_reviewer(request.user),
    }
    return render(request, "desk/queue.html", context)


def _for_rows(tab, queryset):
    """What a row shows, fetched once for the page."""
    if tab.shows_products:
        return queryset.select_related("ikm__regency", "ikm__region__parent", "readiness", "assigned_to")
    claimed = {"state": "claimed"}
    return (
        queryset.defer("nik", "npwp")
        .select_related("regency", "region__parent", "assigned_to")
        .prefetch_related(
            Prefetch(
                "products",
                Product.objects.exclude(state=ProductState.DRAFT).select_related("readiness").order_by("pk"),
                to_attr="listed_products",
            ),
            Prefetch("certificates", Certificate.objects.filter(**claimed), to_attr="claimed_papers"),
        )
    )


def _rows(tab, objs, waiting):
    return [_product_row(obj, waiting) if tab.shows_products else _ikm_row(obj, waiting) for obj in objs]


def _product_row(product, waiting):
    return {
        "pk": product.pk,
        "subject": product,
        "ikm": product.ikm,
        "district": district(product.ikm),
        "lines": [_line(product)],
        "papers": 0,
        "days": waiting.since(product.state_since),
        "assigned_to": product.assigned_to,
    }


def _ikm_row(ikm, waiting):
    ikm_products = [product for product in ikm.listed_products if product.state != ProductState.DISCONTINUED]
    submitted = [product for product in ikm_products if product.state == ProductState.SUBMITTED]
    return {
        "pk": ikm.pk,
        "subject": ikm if ikm.state == "submitted" or not submitted else submitted[0],
        "ikm": ikm,
        "district": district(ikm),
        "lines": [_line(product) for product in (submitted or ikm_products)[:3]],
        "more": max(0, len(submitted or ikm_products) - 3),
        "papers": len(ikm.claimed_papers),
        "days": waiting.since(ikm.waiting_since),
        "assigned_to": ikm.assigned_to,
    }


def _line(product):
    return {"product": product, "axes": axis_dots(product)}


@MAY_USE
def approve_many(request):
    """First which of the ticked products qualify and why others do not; then the act."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    picked = request.POST if request.method == "POST" else request.GET
    note = readable_note(request.POST.get("note", ""))
    products = _picked(request.user, picked.getlist("p"))
    if request.method == "POST":
        return _approve(request, products, note)
    ready, skipped = sort_out(PRODUCT, products, "approve", by=request.user, note=note)
    needs_reason = sort_out(PRODUCT, [obj for obj, _why in skipped], "approve", by=request.user, note="-")[0]
    context = {"products": products, "ready": ready, "skipped": skipped, "needs_reason": needs_reason}
    return render(request, "desk/queue_approve.html", context)


def _picked(user, pks):
    pks = [int(pk) for pk in pks if pk.isdecimal() and len(pk) < 19][:MOST_AT_ONCE]
    products = list(
        Product.objects.visible_to(user).filter(pk__in=pks).select_related("ikm", "readiness").order_by("pk")
    )
    preload(user, products)
    return products


def _approve(request, products, note):
    with transaction.atomic():
        done, skipped = perform_many(PRODUCT, products, "approve", by=request.user, note=note)
        for product in done:
            tell_owner_decided(product, "approve", by=request.user, note=note)
    if done:
        count = len(done)
        sentence = ngettext(
            "%(count)d produk dinyatakan layak diusulkan.", "%(count)d produk dinyatakan layak diusulkan.", count
        )
        messages.success(request, sentence % {"count": count})
    for product, sentence in skipped:
        why = hands_on(request.user, product) or sentence
        messages.warning(request, _("%(thing)s dilewati. %(why)s") % {"thing": product, "why": why})
    if not products:
        messages.error(request, _("Centang dahulu produk yang ingin dinyatakan layak."))
    return redirect("desk:queue")
