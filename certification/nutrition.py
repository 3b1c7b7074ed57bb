"""The label table "Informasi Nilai Gizi" computed from exact amounts: pure functions, no queries.

Source: PerBPOM 26/2021 (order and form of the table), PerBPOM 9/2016 (acuan label gizi, group "umum"); rounding as
practitioners apply it (DOMAIN §6, docs/gizi.md). Every function takes a `Content` or a `NutritionFacts`, saved or not.
Everything is Decimal and rounded half-up; a serving larger than the pack gives a table per pack.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.figures import short_figure
from products.enums import WeightUnit

ENERGY_PER_GRAM = {"fat": 9, "protein": 4, "carbohydrate": 4}
ENERGY_NEED = 2150
# Acuan label gizi in the unit of the row; sugar has none.
REFERENCE = {
    "energy": ENERGY_NEED, "fat": 67, "saturated_fat": 20, "protein": 60, "carbohydrate": 325, "sodium": 1500,
}  # fmt: skip
NOT_PRINTED = ("energy",)
LABELS = {
    "energy": gettext_lazy("Energi total"),
    "fat": gettext_lazy("Lemak total"),
    "saturated_fat": gettext_lazy("Lemak jenuh"),
    "protein": gettext_lazy("Protein"),
    "carbohydrate": gettext_lazy("Karbohidrat total"),
    "sugar": gettext_lazy("Gula"),
    "sodium": gettext_lazy("Garam (natrium)"),
}
SUB_ROWS = ("saturated_fat", "sugar")
GRAM_NUTRIENTS = ("fat", "saturated_fat", "protein", "carbohydrate", "sugar")
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
# Quotients of what people type end long before this many digits, so a half stays a half.
DIGITS = 60
# A millilitre of syrup or honey weighs more than a gram, up to about 1.45.
HEAVIEST_ML = Decimal("1.45")
PURE_FAT_KCAL = 900
# Salt itself holds about 39,340 mg of sodium in 100 g.
SODIUM_OF_SALT, SODIUM_LIMIT, SODIUM_HIGH = 39_340, 40_000, 10_000
STATED_TOLERANCE = Decimal("0.2")


@dataclass(frozen=True)
class Content:
    """What a food holds, exact: grams, and milligrams of sodium, in 100 g/ml or in one serving (`per`).

    `serving` and `pack` are in `unit` (g or ml); `stated_energy` is what the source says, in kkal, for the same `per`.
    """

    per: str
    serving: Decimal
    pack: Decimal
    fat: Decimal
    saturated_fat: Decimal
    protein: Decimal
    carbohydrate: Decimal
    sugar: Decimal
    sodium: Decimal
    unit: str = WeightUnit.GRAM.value
    stated_energy: Decimal | None = None

    @property
    def base(self):
        """The amount of food, in `unit`, the figures speak of."""
        return Decimal(100) if self.per == "100g" else self.serving

    @property
    def stated(self):
        """What one label table speaks of: one serving, or the smaller pack."""
        return min(self.serving, self.pack)

    @property
    def energy(self):
        return sum(getattr(self, name) * factor for name, factor in ENERGY_PER_GRAM.items())


@dataclass(frozen=True)
class Row:
    """One line of the label: `amount` exact and `rounded` as printed, both in `unit`; `percent_akg` int or None."""

    nutrient: str
    label: str
    amount: Decimal
    rounded: Decimal
    unit: str
    percent_akg: int | None

    @property
    def is_sub_row(self):
        return self.nutrient in SUB_ROWS


@dataclass(frozen=True)
class Finding:
    """One plausibility sentence; `field` is the form field it speaks of. Only the impossible stops a form."""

    field: str
    sentence: str
    is_impossible: bool


def content_of(facts):
    """The exact `Content` of a `NutritionFacts`; a `Content` as it is."""
    if isinstance(facts, Content):
        return facts
    grams = {name: Decimal(getattr(facts, f"{name}_mg")) / MG_PER_GRAM for name in GRAM_NUTRIENTS}
    stated = facts.stated_energy_kcal
    return Content(
        per=facts.per,
        serving=facts.serving,
        pack=facts.pack,
        sodium=Decimal(facts.sodium_mg),
        unit=str(facts.unit),
        stated_energy=None if stated is None else Decimal(stated),
        **grams,
    )


def label_rows(facts):
    """The seven mandatory `Row`s in the order of PerBPOM 26/2021; energy has no printed percentage."""
    content = content_of(facts)
    with localcontext(prec=DIGITS):
        return [_row(nutrient, getattr(content, nutrient) * content.stated / content.base) for nutrient in LABELS]


def label_context(facts):
    """What templates show of a label table; None without facts."""
    if facts is None:
        return None
    content = content_of(facts)
    per_pack = is_per_pack(content)
    return {
        "facts": facts,
        "unit": content.unit,
        "rows": label_rows(content),
        "servings": servings_per_pack(content),
        "is_per_pack": per_pack,
        "stated": content.pack if per_pack else printed_serving(content.serving),
    }


def servings_per_pack(facts):
    """To the nearest half; a pack smaller than the serving holds one."""
    content = content_of(facts)
    if is_per_pack(content):
        return Decimal(1)
    with localcontext(prec=DIGITS):
        return round_to(content.pack / content.serving, Decimal("0.5"))


def is_per_pack(facts):
    """The table is given per pack when the pack holds less than one serving."""
    content = content_of(facts)
    return content.pack < content.serving


def printed_serving(serving):
    """Takaran saji as printed: to 0.1 below 10, else whole."""
    printed = round_to(serving, Decimal("0.1") if serving < 10 else Decimal(1))
    return printed.quantize(Decimal(1)) if printed == printed.to_integral_value() else printed


def percent_akg(nutrient, amount):
    """Whole percent of the acuan label gizi from the exact amount; 0 where 0 is printed, None where there is none."""
    if nutrient not in REFERENCE:
        return None
    if not rounded(nutrient, amount):
        return 0
    with localcontext(prec=DIGITS):
        return int(round_to(amount * 100 / REFERENCE[nutrient], Decimal(1)))


def rounded(nutrient, amount):
    """The amount as printed."""
    zero_below, steps = ROUNDING[nutrient]
    if amount < zero_below:
        return Decimal(0)
    step = next(step for upto, step in steps if upto is None or amount <= upto)
    return round_to(amount, step)


def round_to(amount, step):
    """The nearest multiple of `step`, halves up."""
    with localcontext(prec=DIGITS):
        return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def findings(facts):
    """[Finding] of what no food can be (DOMAIN §6, plausibility) and of what is unlikely, in the order of the form."""
    content = content_of(facts)
    with localcontext(prec=DIGITS):
        checks = (_serving, _macros, _saturated, _sugar, _energy, _stated_energy, _sodium, _all_zero)
        return [found for check in checks if (found := check(content))]


def sentences(facts):
    return [found.sentence for found in findings(facts)]


def _row(nutrient, amount):
    percent = None if nutrient in NOT_PRINTED else percent_akg(nutrient, amount)
    return Row(nutrient, str(LABELS[nutrient]), amount, rounded(nutrient, amount), UNITS.get(nutrient, "g"), percent)


def _serving(content):
    if is_per_pack(content):
        return Finding(
            "serving_milli",
            _(
                "Takaran saji %(serving)s %(unit)s lebih besar daripada isi kemasan %(pack)s %(unit)s, jadi tabel "
                "dihitung per kemasan. Bila keliru, perbaiki takaran saji atau isi kemasan."
            )
            % {"serving": short_figure(content.serving), "pack": short_figure(content.pack), "unit": content.unit},
            False,
        )
    printed = printed_serving(content.serving)
    if printed == content.serving:
        return None
    return Finding(
        "serving_milli",
        _(
            "Takaran saji ditulis dengan satu angka di belakang koma di bawah 10, selebihnya bulat: pada label "
            "tercetak %(printed)s %(unit)s, sedangkan jumlahnya dihitung dari %(serving)s %(unit)s."
        )
        % {"printed": short_figure(printed), "serving": short_figure(content.serving), "unit": content.unit},
        False,
    )


def _macros(content):
    total = content.fat + content.protein + content.carbohydrate
    heaviest = content.base * (HEAVIEST_ML if content.unit == WeightUnit.MILLILITRE else 1)
    if total <= heaviest:
        return None
    return Finding(
        "carbohydrate_mg",
        _(
            "Lemak, protein, dan karbohidrat bersama %(total)s g, padahal %(base)s %(unit)s makanan paling banyak "
            "memuat %(limit)s g. Periksa angkanya."
        )
        % {
            "total": short_figure(total),
            "base": short_figure(content.base),
            "unit": content.unit,
            "limit": short_figure(heaviest),
        },
        True,
    )


def _saturated(content):
    if content.saturated_fat <= content.fat:
        return None
    return Finding(
        "saturated_fat_mg",
        _("Lemak jenuh %(part)s g tidak mungkin lebih banyak dari lemak total %(whole)s g.")
        % {"part": short_figure(content.saturated_fat), "whole": short_figure(content.fat)},
        True,
    )


def _sugar(content):
    if content.sugar <= content.carbohydrate:
        return None
    return Finding(
        "sugar_mg",
        _("Gula %(part)s g tidak mungkin lebih banyak dari karbohidrat total %(whole)s g.")
        % {"part": short_figure(content.sugar), "whole": short_figure(content.carbohydrate)},
        True,
    )


def _energy(content):
    energy = content.energy * 100 / content.base
    if energy <= PURE_FAT_KCAL:
        return None
    return Finding(
        "fat_mg",
        _(
            "Energi yang dihitung %(energy)s kkal per 100 %(unit)s, padahal lemak murni pun hanya 900 kkal. "
            "Periksa angkanya."
        )
        % {"energy": short_figure(round_to(energy, Decimal(1))), "unit": content.unit},
        True,
    )


def _stated_energy(content):
    stated, computed = content.stated_energy, content.energy
    if stated is None:
        return None
    if stated * 100 / content.base > PURE_FAT_KCAL:
        return Finding(
            "stated_energy_kcal",
            _(
                "Energi menurut sumber %(stated)s kkal per %(base)s %(unit)s tidak mungkin: lemak murni pun hanya 900 "
                "kkal per 100 g. Periksa apakah tertulis dalam kJ."
            )
            % {"stated": short_figure(stated), "base": short_figure(content.base), "unit": content.unit},
            True,
        )
    if abs(stated - computed) <= computed * STATED_TOLERANCE:
        return None
    return Finding(
        "stated_energy_kcal",
        _(
            "Energi menurut sumber %(stated)s kkal, sedangkan 9 × lemak + 4 × protein + 4 × karbohidrat = "
            "%(computed)s kkal: bedanya lebih dari 20%%. Periksa angkanya; label memakai hasil hitungan."
        )
        % {"stated": short_figure(stated), "computed": short_figure(round_to(computed, Decimal("0.1")))},
        False,
    )


def _sodium(content):
    sodium = content.sodium * 100 / content.base
    if sodium <= SODIUM_HIGH:
        return None
    shown = {
        "sodium": short_figure(round_to(sodium, Decimal(1))),
        "unit": content.unit,
        "salt": short_figure(SODIUM_OF_SALT),
    }
    if sodium > SODIUM_LIMIT:
        return Finding(
            "sodium_mg",
            _(
                "Natrium %(sodium)s mg per 100 %(unit)s tidak mungkin: garam murni pun hanya sekitar %(salt)s mg. "
                "Isi dalam miligram."
            )
            % shown,
            True,
        )
    return Finding(
        "sodium_mg",
        _(
            "Natrium %(sodium)s mg per 100 %(unit)s sangat tinggi; garam murni sekitar %(salt)s mg. Benar untuk garam "
            "atau bumbu pekat; bila bukan, periksa angkanya."
        )
        % shown,
        False,
    )


def _all_zero(content):
    if content.sodium or any(getattr(content, name) for name in GRAM_NUTRIENTS):
        return None
    return Finding(
        "fat_mg",
        _("Semua zat gizi nol. Isi nol hanya bila sumbernya memang menyebut nol, bukan bila angkanya belum ada."),
        False,
    )
