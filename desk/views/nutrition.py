"""Guided path, the nutrition table of one product."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from certification.forms.nutrition import NutritionForm
from certification.papers import NUTRITION_FIELDS, save_nutrition
from core.workflow import TransitionRefused
from desk.returning import resolve_notes
from desk.views.certificates import kept_product, rule_on
from products.enums import WeightUnit
from reference.enums import Axis


def path_nutrition(request, ikm_pk, product_pk):
    ikm, product = kept_product(request, ikm_pk, product_pk)
    facts = getattr(product, "nutrition", None)
    form = NutritionForm(
        request.POST or None, request.FILES or None, product=product, initial=_nutrition_initial(product, facts)
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                saved = save_nutrition(product, form.cleaned_data, by=request.user)
                resolve_notes(saved, by=request.user)
        except TransitionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Tabel gizi tersimpan. Cocokkan dengan label pada kemasan."))
            return redirect("desk:path_product_certificates", ikm.pk, product.pk)
    context = {"ikm": ikm, "product": product, "form": form, "facts": facts, "rule": rule_on(product, Axis.NUTRITION)}
    return render(request, "desk/certificates_nutrition.html", context)


def _nutrition_initial(product, facts):
    if facts is not None:
        return {name: getattr(facts, name) for name in NUTRITION_FIELDS}
    weighed = product.net_weight_unit in (WeightUnit.GRAM, WeightUnit.MILLILITRE)
    return {"per": "100g", "pack_milli": product.net_weight * 1000 if weighed and product.net_weight else None}
