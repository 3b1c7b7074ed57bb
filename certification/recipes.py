"""A nutrition table calculated from a recipe: exact sums of what a food table says of each ingredient.

An ingredient whose table lacks a value makes that value of the product unknown, never lower. Amounts are milligrams of
ingredient and thousandths of g/ml of finished product; the result is per 100 g/ml.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from certification.enums import Basis
from certification.figures import figure
from certification.models import Food, Recipe, RecipeIngredient
from certification.nutrition import ENERGY_PER_GRAM, LABELS, Content, findings
from core.workflow import readable_note

NUTRIENTS = ("fat", "saturated_fat", "protein", "carbohydrate", "sugar", "sodium")
FOUND_AT_MOST = 20
# Beyond these the yield is asked about: water or an ingredient may be missing, or a digit.
MOST_GAIN, LEAST_YIELD = 3, Decimal("0.1")
MILLI = 1000


@dataclass(frozen=True)
class Share:
    """What one ingredient brings to 100 g/ml: `amounts` {nutrient: g, sodium mg, energy kcal, or None if unknown}."""

    ingredient: RecipeIngredient
    percent: Decimal
    amounts: dict

    @property
    def lacks(self):
        """Names of what the table does not say of this food."""
        return [str(LABELS[name]) for name in NUTRIENTS if self.amounts[name] is None]

    @property
    def cells(self):
        """[{"label", "amount"}] in the order of the result's lines."""
        return [{"label": str(LABELS[name]), "amount": self.amounts[name]} for name in _ALL]

    @property
    def source(self):
        food = self.ingredient.food
        return _("%(table)s, halaman %(page)s") % {"table": food.table.name, "page": food.page}


@dataclass(frozen=True)
class Line:
    """One nutrient of the result per 100 g/ml; `amount` None where `lacking` names foods without the value."""

    nutrient: str
    label: str
    unit: str
    amount: Decimal | None
    lacking: list


@dataclass(frozen=True)
class Calculation:
    shares: list
    lines: list
    total: Decimal
    result: Decimal
    questions: list

    @property
    def is_complete(self):
        return all(line.amount is not None for line in self.lines)


def calculate(recipe, ingredients, unit):
    """The `Calculation` of a recipe; `ingredients` with their food and table, `unit` of the finished product."""
    total = sum(row.amount_mg for row in ingredients)
    shares = [
        Share(row, Decimal(row.amount_mg * 100) / total, {name: _part(row, name, recipe) for name in _ALL})
        for row in ingredients
    ]
    lines = [_line(name, ingredients, recipe) for name in _ALL]
    return Calculation(
        shares, lines, Decimal(total) / MILLI, Decimal(recipe.yield_milli) / MILLI,
        _questions(recipe, total, lines, unit),
    )  # fmt: skip


def recipe_initial(recipe, ingredients, unit):
    """Initial values of a nutrition form: rounded half-up to what a form keeps, left empty where unknown."""
    amounts = {line.nutrient: line.amount for line in calculate(recipe, ingredients, unit).lines}
    tables = dict.fromkeys(row.food.table.name for row in ingredients)
    initial = {
        f"{name}_mg": None if amounts[name] is None else _whole(amounts[name], 1 if name == "sodium" else MILLI)
        for name in NUTRIENTS
    }
    source = _("resep, %(tables)s") % {"tables": "; ".join(tables)}
    return initial | {
        "basis": Basis.CALCULATION, "per": "100g", "unit": str(unit), "source": source[:200],
        "stated_energy_kcal": None,
    }  # fmt: skip


def ingredients_of(recipe):
    """The ingredients with food and table, in order."""
    return list(recipe.ingredients.select_related("food__table")) if recipe else []


def find_foods(text):
    """Foods of the tables in use whose name holds every word, at most FOUND_AT_MOST."""
    words = readable_note(text).casefold().split()[:6]
    found = Food.objects.filter(table__is_active=True).select_related("table")
    for word in words:
        found = found.filter(name_key__contains=word)
    return list(found.order_by("name_key", "pk")[:FOUND_AT_MOST]) if words else []


@transaction.atomic
def start_recipe(product, yield_milli, *, by):
    """The recipe of a product, made when there is none."""
    recipe, _made = Recipe.objects.get_or_create(
        product=product, defaults={"yield_milli": yield_milli, "updated_by": by}
    )
    return recipe


@transaction.atomic
def save_recipe(recipe, yield_milli, amounts, *, by):
    """Write the yield and {ingredient pk: milligrams, None to take it out}."""
    recipe = _locked(recipe)
    for row in recipe.ingredients.all():
        amount = amounts.get(row.pk, row.amount_mg)
        if amount is None:
            row.delete()
        elif amount != row.amount_mg:
            row.amount_mg = amount
            row.save(update_fields=["amount_mg"])
    recipe.yield_milli, recipe.updated_by = yield_milli, by
    recipe.save()
    return recipe


@transaction.atomic
def add_ingredient(recipe, food, amount_mg, *, by):
    """One more ingredient at the end; a food that is already in the recipe gets more."""
    recipe = _locked(recipe)
    row = recipe.ingredients.filter(food=food).first()
    if row is None:
        last = recipe.ingredients.aggregate(last=Max("order"))["last"] or 0
        row = RecipeIngredient(recipe=recipe, food=food, amount_mg=0, order=last + 1)
    row.amount_mg += amount_mg
    row.save()
    recipe.updated_by = by
    recipe.save()
    return row


def _locked(recipe):
    return Recipe.objects.select_for_update(of=("self",)).get(pk=recipe.pk)


_ALL = ("energy", *NUTRIENTS)


def _held(food, name):
    """What 100 g of a food hold, in thousandths: mg of a nutrient, µg of sodium, calories of energy; None unknown."""
    if name == "energy":
        parts = [(getattr(food, f"{part}_mg"), factor) for part, factor in ENERGY_PER_GRAM.items()]
        return None if any(held is None for held, _f in parts) else sum(held * factor for held, factor in parts)
    held = getattr(food, f"{name}_mg")
    return held * MILLI if name == "sodium" and held is not None else held


def _part(row, name, recipe):
    held = _held(row.food, name)
    return None if held is None else Decimal(held * row.amount_mg) / recipe.yield_milli / MILLI


def _line(name, ingredients, recipe):
    held = [(_held(row.food, name), row) for row in ingredients]
    lacking = [row.food.name for value, row in held if value is None]
    amount = None
    if not lacking:
        amount = Decimal(sum(value * row.amount_mg for value, row in held)) / recipe.yield_milli / MILLI
    return Line(name, str(LABELS[name]), {"energy": "kkal", "sodium": "mg"}.get(name, "g"), amount, lacking)


def _questions(recipe, total, lines, unit):
    shown = {
        "result": figure(Decimal(recipe.yield_milli) / MILLI),
        "total": figure(Decimal(total) / MILLI),
        "unit": unit,
    }
    asked = []
    if recipe.yield_milli > total * MOST_GAIN:
        asked.append(
            _(
                "Hasil jadi %(result)s %(unit)s lebih dari tiga kali berat bahan %(total)s g. Apakah air atau bahan "
                "lain belum dimasukkan?"
            )
            % shown
        )
    if recipe.yield_milli < total * LEAST_YIELD:
        asked.append(
            _(
                "Hasil jadi %(result)s %(unit)s kurang dari sepersepuluh berat bahan %(total)s g. Apakah hasilnya "
                "sudah ditimbang semua?"
            )
            % shown
        )
    amounts = {line.nutrient: line.amount for line in lines if line.nutrient != "energy"}
    if None not in amounts.values():
        content = Content(per="100g", serving=Decimal(100), pack=Decimal(100), unit=str(unit), **amounts)
        asked += [found.sentence for found in findings(content)]
    return asked


def _whole(amount, factor):
    return int((amount * factor).quantize(Decimal(1), ROUND_HALF_UP))
