"""The staff's lists of IKM and products: search, filters in the address, honest count, export."""

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.lists import honest_count
from core.paging import page
from desk.list_exports import IKM_COLUMNS, PRODUCT_COLUMNS, export
from desk.list_filters import IkmFilterForm, ProductFilterForm
from desk.row_parts import axis_dots, district
from ikm.models import Ikm
from products.models import Product

STAFF = permission_required("desk.view_dossier", raise_exception=True)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@STAFF
def ikm_list(request):
    form = IkmFilterForm(request.GET, user=request.user)
    found = form.apply(_ikm_of(request.user))
    listed = page(found, request)
    rows = [{"ikm": ikm, "district": district(ikm)} for ikm in listed.rows]
    context = {"filter_form": form, "page": listed, "rows": rows, "count": honest_count(found)}
    return render(request, "ikm/ikm_list.html", context)


@STAFF
def product_list(request):
    form = ProductFilterForm(request.GET, user=request.user)
    found = form.apply(_products_of(request.user))
    listed = page(found, request)
    rows = [{"product": product, "axes": axis_dots(product)} for product in listed.rows]
    context = {"filter_form": form, "page": listed, "rows": rows, "count": honest_count(found)}
    return render(request, "products/product_list.html", context)


def ikm_detail(request, pk):
    get_object_or_404(Ikm.objects.visible_to(request.user), pk=pk)
    return redirect("desk:dossier", pk)


def product_detail(request, pk):
    """A product is read where it is decided: in its IKM's dossier."""
    product = get_object_or_404(Product.objects.visible_to(request.user), pk=pk)
    return redirect(f"{reverse('desk:dossier', args=[product.ikm_id])}#produk-{product.pk}")


@require_POST
@STAFF
def ikm_export(request):
    form = IkmFilterForm(request.GET, user=request.user)
    file = export(_("IKM"), IKM_COLUMNS, form.apply(_ikm_of(request.user)), by=request.user, filters=form.chosen)
    return _download(file, "ikm")


@require_POST
@STAFF
def product_export(request):
    form = ProductFilterForm(request.GET, user=request.user)
    rows = form.apply(_products_of(request.user))
    file = export(_("Produk"), PRODUCT_COLUMNS, rows, by=request.user, filters=form.chosen)
    return _download(file, "produk")


def _ikm_of(user):
    return Ikm.objects.visible_to(user).for_list().defer("nik", "npwp")


def _products_of(user):
    return Product.objects.visible_to(user).for_list().select_related("readiness")


def _download(file, name):
    return FileResponse(
        file, as_attachment=True, filename=f"{name}-{timezone.localdate():%Y%m%d}.xlsx", content_type=XLSX
    )
