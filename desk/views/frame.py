"""What the pages of the guided path share: who may open them and the frame around a step."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.asking import desk_to_ask
from desk.steps import path_steps, products_of, step_order
from desk.views.status import FIGURE_FIELDS, notes_of
from ikm.enums import EDITABLE_STATES as IKM_EDITABLE
from ikm.models import Ikm
from products.models import Product

PHOTO_FIELDS = ("photos", "photo", "images")


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
        "ask": desk_to_ask(ikm, where(ikm, step)),
    }
    context.setdefault("notes", _notes_for(context, ikm, step))
    context["field_notes"] = field_notes(context["notes"], context.get("form"))
    return render(request, template, context)


def where(ikm, step):
    """The step's name inside a sentence."""
    labels = {key: label for key, label, _url in step_order(ikm)}
    return _("di langkah %(step)s") % {"step": labels[step]} if step in labels else ""


def field_notes(notes, form):
    """{field: [note]} for the `{% field %}` tag: what officers wrote about the fields of this form."""
    found = {}
    for note in notes:
        name = "images" if note.field in PHOTO_FIELDS else note.field
        if form is not None and name in form.fields:
            found.setdefault(name, []).append(note)
    return found


def _notes_for(context, ikm, step):
    """Notes for the steps that do not name theirs: the year's figures, and the photos of a product."""
    if step == "angka":
        return [note for note in notes_of(ikm, "ikm", ikm.pk) if note.field in FIGURE_FIELDS]
    if "photos" in context and "product" in context:
        return [note for note in notes_of(ikm, "product", context["product"].pk) if note.field in PHOTO_FIELDS]
    return []
