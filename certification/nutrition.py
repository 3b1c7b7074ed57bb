"""The label table "Informasi Nilai Gizi" computed from exact amounts: pure functions, no queries.

Source: PerBPOM 26/2021 (order and form of the table), PerBPOM 9/2016 (acuan label gizi, group "umum"); rounding as
practitioners apply it (DOMAIN §6). `facts` is a `NutritionFacts`, saved or not: amounts in milligrams per 100 g/ml or
per serving, `serving_milli` and `pack_milli` in g or ml. Everything is Decimal and rounded half-up.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ENERGY_PER_GRAM = {"fat": 9, "protein": 4, "carbohydrate": 4}
ENERGY_NEED = 2150
# Acuan label gizi in the unit of the row; energy is not printed and sugar has none.
REFERENCE = {"fat": 67, "saturated_fat": 20, "protein": 60, "carbohydrate": 325, "sodium": 1500}
LABELS = {
    "energy": gettext_lazy("Energi total"),
    "fat": gettext_lazy("Lemak total"),
    "saturated_fat": gettext_lazy("Lemak jenuh"),
    "protein": gettext_lazy("Protein"),
    "carbohydrate": gettext_lazy("Karbohidrat total"),
    "sugar": gettext_lazy("Gula"),
    "sodium": gettext_lazy("Garam (natrium)"),
}
# Per nutrient: below the first number 0; then (up to and including, step); the last step has no upper end.
ROUNDING = {
    "energy": (Decimal(5), ((Decimal(50), Decimal(5)), (None, Decimal(10)))),
    "fat": (Decimal("0.5"), ((Decimal(5), Decimal("0.5")), (None, Decimal(1)))),
    "saturated_fat": (Decimal("0.5"), ((Decimal(5), Decimal("0.5")), (None, Decimal(1)))),
    "protein": (Decimal("0.5"), ((None, Decimal(1)),)),
    "carbohydrate": (Decimal("0.5"), ((None, Decimal(1)),)),
    "sugar": (Decimal("0.5"), ((None, Decimal(1)),)),
    "sodium": (Decimal(5), ((Decimal(140), Decimal(5)), (None, Decimal(10)))),
}
UNITS = {"energy": "kkal", "sodium": "mg"}
MG_PER_GRAM = 1000
MILLI = 1000


@dataclass(frozen=True)
class Row:
    """One line of the label: `amount` exact and `rounded` as printed, both in `unit`; `percent_akg` int or None."""

    nutrient: str
    label: str
    amount: Decimal
    rounded: Decimal
    unit: str
    percent_akg: int | None


def label_rows(facts):
    """The seven mandatory rows in the order of PerBPOM 26/2021, per serving, or per pack when the pack is smaller."""
    grams = {
        name: _on_label(facts, Decimal(getattr(facts, f"{name}_mg")) / MG_PER_GRAM)
        for name in ("fat", "saturated_fat", "protein", "carbohydrate", "sugar")
    }
    energy = sum(grams[name] * factor for name, factor in ENERGY_PER_GRAM.items())
    amounts = {"energy": energy, **grams, "sodium": _on_label(facts, Decimal(facts.sodium_mg))}
    return [_row(nutrient, amount) for nutrient, amount in amounts.items()]


def label_context(facts):
    """What templates show of a label table; None without facts."""
    if facts is None:
        return None
    return {
        "facts": facts,
        "unit": facts.unit,
        "rows": label_rows(facts),
        "servings": servings_per_pack(facts),
        "is_per_pack": is_per_pack(facts),
        "stated": min(facts.serving, facts.pack),
    }


def servings_per_pack(facts):
    """To the nearest half; a pack smaller than the serving holds one."""
    if is_per_pack(facts):
        return Decimal(1)
    return round_to(Decimal(facts.pack_milli) / facts.serving_milli, Decimal("0.5"))


def is_per_pack(facts):
    """The table is given per pack when the pack holds less than one serving."""
    return facts.pack_milli < facts.serving_milli


def warnings(facts):
    """[(field, sentence)] of what cannot be true of any food (DOMAIN §6, plausibility)."""
    found = []
    if facts.saturated_fat_mg > facts.fat_mg:
        found.append(("saturated_fat_mg", _("Lemak jenuh tidak mungkin lebih banyak dari lemak total.")))
    if facts.sugar_mg > facts.carbohydrate_mg:
        found.append(("sugar_mg", _("Gula tidak mungkin lebih banyak dari karbohidrat total.")))
    weight = 100 if facts.per == "100g" else Decimal(facts.serving_milli) / MILLI
    if facts.fat_mg + facts.protein_mg + facts.carbohydrate_mg > weight * MG_PER_GRAM:
        found.append(
            (
                "carbohydrate_mg",
                _("Lemak, protein, dan karbohidrat bersama melebihi %(weight)s g. Periksa angkanya.")
                % {"weight": weight},
            )
        )
    return found


def rounded(nutrient, amount):
    """The amount as printed."""
    zero_below, steps = ROUNDING[nutrient]
    if amount < zero_below:
        return Decimal(0)
    step = next(step for upto, step in steps if upto is None or amount <= upto)
    return round_to(amount, step)


def round_to(amount, step):
    """The nearest multiple of `step`, halves up."""
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _row(nutrient, amount):
    printed = rounded(nutrient, amount)
    return Row(
        nutrient, str(LABELS[nutrient]), amount, printed, UNITS.get(nutrient, "g"), _percent(nutrient, amount, printed)
    )


def _percent(nutrient, amount, printed):
    """From the exact amount; 0 where the printed amount is 0."""
    if nutrient not in REFERENCE:
        return None
    if not printed:
        return 0
    return int(round_to(amount * 100 / REFERENCE[nutrient], Decimal(1)))


def _on_label(facts, amount):
    """An amount per 100 g or per serving, brought to what the label states: one serving, or the smaller pack."""
    stated = min(facts.serving_milli, facts.pack_milli)
    return amount * stated / (100 * MILLI if facts.per == "100g" else facts.serving_milli)
