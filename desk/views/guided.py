"""From “Butuh izin apa?” into the guided path: the answers become the first product of a draft."""

from django.db import transaction
from django.shortcuts import redirect, render

from certification import guide
from ikm import editing
from ikm.enums import IkmState, Source
from ikm.models import Ikm
from products import editing as product_editing
from products.enums import ProductState
from reference.models import ProductCategory


def start_product(request):
    """A page to confirm, then a draft product with the answers of the address; what is not offered is left out."""
    categories = {row.code: row for row in ProductCategory.objects.active()}
    answers = guide.read(request.GET, categories)
    category = categories.get(answers.get(guide.CATEGORY))
    if category is None:
        return redirect("desk:my_ikm")
    own = Ikm.objects.filter(owner=request.user).exclude(state=IkmState.MERGED).order_by("pk")
    kept = {str(ikm.pk): ikm for ikm in own if request.user.has_perm("ikm.edit_free_ikm", ikm)}
    chosen = request.POST.get("usaha", "")
    if request.method == "POST" and (chosen in kept or len(kept) < 2):
        ikm = kept.get(chosen) or next(iter(kept.values()), None)
        product = _begin(ikm, guide.product_data(answers), guide.legal_form(answers), categories, by=request.user)
        return redirect("desk:path_product", product.ikm_id, product.pk)
    context = {
        "category": category,
        "businesses": list(kept.values()),
        "told": guide.told(guide.QUESTIONS, answers),
        "query": guide.query_string(answers),
    }
    return render(request, "desk/start_product.html", context)


@transaction.atomic
def _begin(ikm, data, legal_form, categories, *, by):
    """The draft product; pressing twice gives the same one. Without an IKM the person's own draft is begun."""
    data["category"] = categories.get(data["category"])
    if ikm is None:
        ikm = editing.start_draft(by=by, owner=by, source=Source.SELF)
        if legal_form and ikm.version == 1:
            ikm = editing.save_profile(ikm, {"legal_form": legal_form}, by=by)
    same = ikm.products.filter(state=ProductState.DRAFT, created_by=by, name="", version=1, **data).first()
    return same or product_editing.add_product(ikm, by=by, data=data)
