"""What the pages of the guided path share: who may open them and the frame around a step."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.asking import ask_officer
from desk.steps import path_steps, products_of
from ikm.enums import EDITABLE_STATES as IKM_EDITABLE
from ikm.models import Ikm
from products.models import Product


def kept_ikm(request, pk):
    """An IKM this person keeps: 404 when it cannot be seen, 403 when it is somebody else's to fill in."""
    ikm = get_object_or_404(Ikm.objects.visible_to(request.user).select_related("region", "regency", "owner"), pk=pk)
    if not request.user.has_perm("ikm.edit_free_ikm", ikm):
        raise PermissionDenied
    return ikm


def kept_product(request, ikm_pk, product_pk):
    ikm = kept_ikm(request, ikm_pk)
    seen = Product.objects.visible_to(request.user).select_related("ikm", "category")
    product = get_object_or_404(seen, pk=product_pk, ikm=ikm)
    if not request.user.has_perm("products.edit_free_product", product):
        raise PermissionDenied
    return ikm, product


def saved_sentence():
    return _("Tersimpan %(time)s.") % {"time": timezone.localtime().strftime("%H.%M")}


def path_page(request, template, ikm, step, *, products=None, **context):
    products = products_of(ikm, request.user) if products is None else products
    context |= {
        "ikm": ikm,
        "products": products,
        "steps": path_steps(ikm, products, step),
        "on_behalf": ikm.owner_id != request.user.pk,
        "is_editable": ikm.state in IKM_EDITABLE,
        "ask_url": ask_officer(ikm, step),
    }
    return render(request, template, context)
