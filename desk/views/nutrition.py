"""Guided path, the nutrition table of one product."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from certification.enums import Obligation
from certification.forms.nutrition import NutritionForm, nutrition_initial, unit_of
from certification.papers import save_nutrition
from certification.recipes import ingredients_of, recipe_initial
from core.unfinished import clear
from core.workflow import TransitionRefused
from desk.autosave import is_autosave, keep_text, keeps_draft, meet_typing
from desk.returning import resolve_notes
from desk.views.certificates import kept_product, rule_on
from reference.enums import Axis

NOT_ASKED = (Obligation.EXEMPT, Obligation.NOT_APPLICABLE)


@keeps_draft
def path_nutrition(request, ikm_pk, product_pk):
    """POST with `hitung` computes the table and saves nothing; GET ?dari=resep brings the figures of the recipe."""
    ikm, product = kept_product(request, ikm_pk, product_pk)
    facts = getattr(product, "nutrition", None)
    calculated = _calculated(request, product)
    initial = nutrition_initial(product, facts) | calculated
    form = NutritionForm(request.POST or None, request.FILES or None, product=product, initial=initial)
    if is_autosave(request):
        return keep_text(request, form)
    is_saving = request.method == "POST" and "hitung" not in request.POST
    if is_saving and form.is_valid() and _is_saved(request, product, form):
        return redirect("desk:path_product_certificates", ikm.pk, product.pk)
    rule = rule_on(product, Axis.NUTRITION)
    context = {
        "ikm": ikm,
        "product": product,
        "form": form,
        "facts": facts,
        "rule": rule,
        "is_asked": rule.obligation not in NOT_ASKED,
        "from_recipe": bool(calculated),
        "label": form.preview() if form.is_bound else None,
        "put_back": meet_typing(request, form) if is_saving or not form.is_bound else [],
    }
    return render(request, "desk/certificates_nutrition.html", context)


def _calculated(request, product):
    recipe = getattr(product, "recipe", None) if request.GET.get("dari") == "resep" else None
    ingredients = ingredients_of(recipe)
    return recipe_initial(recipe, ingredients, unit_of(product)) if ingredients else {}


def _is_saved(request, product, form):
    """A refusal stands on the form, with what was typed."""
    try:
        with transaction.atomic():
            saved = save_nutrition(product, form.cleaned_data, by=request.user)
            resolve_notes(saved, by=request.user)
    except TransitionRefused as refused:
        form.add_error(None, str(refused))
        return False
    clear(request.user, request.get_full_path())
    messages.success(request, _("Tabel gizi tersimpan. Cocokkan dengan label pada kemasan."))
    for sentence in form.warnings():
        messages.warning(request, sentence)
    return True
