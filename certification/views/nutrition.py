"""The nutrition label of one product, its recipe, and the food tables the office loads."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.enums import LabelLayout
from certification.food_tables import counts_sentence, load_foods, switch_table, template_csv
from certification.forms.nutrition import FoodTableForm, IngredientForm, RecipeForm, YieldForm, unit_of
from certification.models import FoodTable
from certification.nutrition import findings, label_context
from certification.nutrition_label import as_pdf, as_svg, as_text
from certification.recipes import (
    add_ingredient,
    calculate,
    find_foods,
    save_recipe,
    start_recipe,
)
from core.audit import events_of
from products.models import Product


@require_safe
def nutrition_detail(request, product_pk):
    product = _product(request, product_pk)
    facts = getattr(product, "nutrition", None)
    layout = _layout(request, facts)
    context = {
        "product": product,
        "facts": facts,
        "label": label_context(facts),
        "text": as_text(facts) if facts else "",
        "findings": findings(facts) if facts else [],
        "layout": layout,
        "layouts": LabelLayout.choices,
        "may_edit": request.user.has_perm("certification.edit_nutritionfacts", product),
    }
    return render(request, "certification/nutrition_detail.html", context)


@require_safe
def nutrition_svg(request, product_pk):
    product, facts = _with_facts(request, product_pk)
    content = as_svg(facts, _layout(request, facts))
    return _private(HttpResponse(content, content_type="image/svg+xml"), product, "svg", "unduh" in request.GET)


@require_safe
def nutrition_pdf(request, product_pk):
    """One label, or with ?lembar=penuh as many as an A4 sheet holds."""
    product, facts = _with_facts(request, product_pk)
    fills_sheet = request.GET.get("lembar") == "penuh"
    content = as_pdf(facts, _layout(request, facts), str(product), fills_sheet)
    return _private(HttpResponse(content, content_type="application/pdf"), product, "pdf", True)


def recipe_detail(request, product_pk):
    product = _product(request, product_pk)
    recipe = getattr(product, "recipe", None)
    form = _recipe_form(request.POST or None, recipe)
    if request.method == "POST":
        _edit_or_403(request, product)
        if form.is_valid():
            if recipe is None:
                start_recipe(product, form.cleaned_data["yield_milli"], by=request.user)
                messages.success(request, _("Hasil jadi tersimpan. Sekarang cari dan tambahkan bahannya."))
            else:
                save_recipe(recipe, form.cleaned_data["yield_milli"], form.amounts(), by=request.user)
                messages.success(request, _("Resep tersimpan dan dihitung ulang."))
            return redirect("certification:recipe_detail", product.pk)
    return _recipe_page(request, product, recipe, form, text=request.GET.get("cari", "")[:100])


def recipe_add(request, product_pk):
    """Adds one ingredient; whoever comes back to the address after signing in again finds the recipe."""
    product = _product(request, product_pk)
    _edit_or_403(request, product)
    recipe = getattr(product, "recipe", None)
    if recipe is None or request.method != "POST":
        return redirect("certification:recipe_detail", product.pk)
    form = IngredientForm(request.POST)
    if form.is_valid():
        food = form.cleaned_data["food"]
        add_ingredient(recipe, food, form.cleaned_data["amount_mg"], by=request.user)
        messages.success(request, _("%(food)s masuk ke resep.") % {"food": food})
        return redirect("certification:recipe_detail", product.pk)
    text = request.POST.get("cari", "")[:100]
    return _recipe_page(request, product, recipe, _recipe_form(None, recipe), text=text, adding=form)


def food_table_list(request):
    _tables_or_403(request)
    form = FoodTableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        about = {name: form.cleaned_data[name] for name in ("name", "publisher", "year")}
        loaded = load_foods(form.reading, **about, by=request.user)
        messages.success(request, counts_sentence(loaded))
        return redirect("certification:food_table_detail", loaded.table.pk)
    tables = FoodTable.objects.select_related("loaded_by").annotate(food_count=Count("foods")).order_by("name")
    return render(request, "certification/nutrition_tables.html", {"form": form, "tables": tables})


def food_table_detail(request, pk):
    _tables_or_403(request)
    table = get_object_or_404(FoodTable.objects.annotate(food_count=Count("foods")), pk=pk)
    if request.method == "POST":
        switch_table(table, request.POST.get("pakai") == "ya", by=request.user)
        messages.success(
            request,
            _("Tabel ini dipakai lagi.")
            if table.is_active
            else _("Tabel ini tidak lagi ditawarkan; resep yang sudah memakainya tetap."),
        )
        return redirect("certification:food_table_detail", table.pk)
    last = events_of(table).filter(action="foodtable.loaded").order_by("-pk").first()
    return render(request, "certification/nutrition_table.html", {"table": table, "last": last})


@require_safe
def food_table_template(request):
    _tables_or_403(request)
    response = HttpResponse(template_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contoh-tabel-pangan.csv"'
    return response


def _product(request, product_pk):
    products = Product.objects.visible_to(request.user).select_related("ikm", "nutrition", "recipe")
    return get_object_or_404(products, pk=product_pk)


def _with_facts(request, product_pk):
    product = _product(request, product_pk)
    if not hasattr(product, "nutrition"):
        raise Http404
    return product, product.nutrition


def _layout(request, facts):
    """The layout asked for in the address, else the chosen one."""
    asked = request.GET.get("bentuk")
    return LabelLayout(asked) if asked in LabelLayout.values else LabelLayout(facts.layout if facts else "vertical")


def _private(response, product, suffix, is_download):
    kind = "attachment" if is_download else "inline"
    response["Content-Disposition"] = f'{kind}; filename="gizi-{product.pk}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _edit_or_403(request, product):
    if not request.user.has_perm("certification.edit_nutritionfacts", product):
        raise PermissionDenied


def _tables_or_403(request):
    if not request.user.has_perm("certification.load_foodtable"):
        raise PermissionDenied


def _recipe_form(data, recipe):
    return RecipeForm(data, recipe=recipe) if recipe else YieldForm(data)


def _recipe_page(request, product, recipe, form, *, text="", adding=None):
    ingredients = form.ingredients if recipe else []
    context = {
        "product": product,
        "recipe": recipe,
        "form": form,
        "text": text,
        "foods": find_foods(text),
        "adding": adding,
        "calculation": calculate(recipe, ingredients, unit_of(product)) if ingredients else None,
        "unit": unit_of(product),
        "may_edit": request.user.has_perm("certification.edit_nutritionfacts", product),
        "has_tables": FoodTable.objects.filter(is_active=True).exists(),
    }
    return render(request, "certification/nutrition_recipe.html", context)
