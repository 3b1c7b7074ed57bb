"""The food label of a product: what it must show, what is missing, and a draft to print."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification import labelling
from certification.forms.labels import FoodLabelForm
from certification.label_draft import SIZES, draft_pdf, size_of
from certification.labelling import Panel, Status
from certification.requirements import required
from products.models import Product

KINDS = {Status.PRESENT: "ok", Status.MISSING: "back", Status.CHECK: "wait", Status.NOT_NEEDED: "none"}


@require_safe
def label_check(request, product_pk):
    product = _product(request, product_pk)
    may_edit = _may_edit(request, product)
    scope = labelling.scope_of(product)
    items = _items(product, timezone.localdate()) if scope.applies else []
    present, asked = labelling.progress(items)
    context = {
        "product": product,
        "scope": scope,
        "panels": _panels(items, may_edit),
        "present": present,
        "asked": asked,
        "may_edit": may_edit,
        "sizes": SIZES,
        "size": size_of("", product),
        "reminders": labelling.reminders(),
        "legal_basis": labelling.LABEL_LAW,
        "back_url": _back_url(product, may_edit),
    }
    return render(request, "certification/label_check.html", context)


def label_edit(request, product_pk):
    product = _product(request, product_pk)
    if not _may_edit(request, product):
        raise PermissionDenied
    if not labelling.scope_of(product).applies:
        return redirect("certification:label_check", product.pk)
    form = FoodLabelForm(request.POST or None, instance=getattr(product, "food_label", None))
    if request.method == "POST" and form.is_valid():
        form.save_for(product, by=request.user)
        messages.success(request, _("Isi label tersimpan."))
        return redirect("certification:label_check", product.pk)
    return render(request, "certification/label_form.html", {"product": product, "form": form})


@require_safe
def label_draft(request, product_pk):
    """The draft as PDF, `?ukuran=` kecil, sedang or besar."""
    product = _product(request, product_pk)
    if not labelling.scope_of(product).applies:
        return redirect("certification:label_check", product.pk)
    today = timezone.localdate()
    size = size_of(request.GET.get("ukuran", ""), product)
    content = draft_pdf(product, _items(product, today), getattr(product, "nutrition", None), size, today)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="rancangan-label-{product.pk}-{size.key}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _product(request, pk):
    products = Product.objects.visible_to(request.user).select_related(
        "category", "ikm__regency", "ikm__region", "food_label", "nutrition"
    )
    return get_object_or_404(products.prefetch_related("certificates", "ikm__facilitators"), pk=pk)


def _may_edit(request, product):
    return request.user.has_perm("certification.edit_nutritionfacts", product)


def _items(product, on):
    return labelling.label_check(
        product,
        getattr(product, "food_label", None),
        product.certificates.all(),
        getattr(product, "nutrition", None),
        required(product, on),
        on,
    )


def _panels(items, may_edit):
    """[(panel label, rows of what is asked, rows of what is not needed) …]; a clean check of words is good news."""
    panels = {panel: ([], []) for panel in Panel}
    for item in items:
        asked, spare = panels[item.panel]
        is_clean = item.panel == Panel.TEXT and item.status == Status.NOT_NEEDED
        (spare if item.status == Status.NOT_NEEDED and not is_clean else asked).append(
            {
                "item": item,
                "status": _("Tidak terbaca") if is_clean else Status(item.status).label,
                "kind": "ok" if is_clean else KINDS[item.status],
                "legal_basis": "" if item.legal_basis == labelling.LABEL_LAW else item.legal_basis,
                "url": _repair_url(item) if may_edit else "",
            }
        )
    return [(panel.label, asked, spare) for panel, (asked, spare) in panels.items() if items]


def _repair_url(item):
    if not item.where:
        return ""
    name, args = item.where
    return reverse(name, args=args) + (f"#id_{item.field}" if item.field else "")


def _back_url(product, may_edit):
    if may_edit:
        return reverse("desk:path_product_certificates", args=[product.ikm_id, product.pk])
    return reverse("products:product_detail", args=[product.pk])
