import csv
from collections import Counter
from decimal import Decimal

import pytest

from certification.models import NutritionFacts
from certification.nutrition import is_per_pack, label_rows, rounded, servings_per_pack, warnings

EXAMPLE = {
    "basis": "table", "per": "100g", "serving_milli": 25_000, "pack_milli": 100_000, "fat_mg": 20_000, "saturated_fat_mg": 8_000,
    "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
}  # fmt: skip


def facts(**values):
    return NutritionFacts(**(EXAMPLE | values))


def table(of):
    return [(row.nutrient, row.rounded, row.unit, row.percent_akg) for row in label_rows(of)]


def test_label_of_the_worked_example():
    assert servings_per_pack(facts()) == 4
    assert [row.amount for row in label_rows(facts())] == [
        Decimal(116), Decimal(5), Decimal(2), Decimal("1.5"), Decimal("16.25"), Decimal(3), Decimal(105),
    ]  # fmt: skip
    assert table(facts()) == [
        ("energy", 120, "kkal", None),
        ("fat", 5, "g", 7),
        ("saturated_fat", 2, "g", 10),
        ("protein", 2, "g", 3),
        ("carbohydrate", 16, "g", 5),
        ("sugar", 3, "g", None),
        ("sodium", 105, "mg", 7),
    ]


def test_values_typed_per_serving_give_the_same_label():
    typed = facts(
        per="serving",
        fat_mg=5_000,
        saturated_fat_mg=2_000,
        protein_mg=1_500,
        carbohydrate_mg=16_250,
        sugar_mg=3_000,
        sodium_mg=105,
    )
    assert table(typed) == table(facts())


def test_pack_smaller_than_the_serving_is_stated_whole():
    small = facts(serving_milli=200_000, pack_milli=50_000)
    assert (is_per_pack(small), servings_per_pack(small)) == (True, 1)
    assert table(small)[:2] == [("energy", 230, "kkal", None), ("fat", 10, "g", 15)]
    typed = facts(serving_milli=200_000, pack_milli=50_000, per="serving", fat_mg=40_000)
    assert table(typed)[1] == ("fat", 10, "g", 15)


@pytest.mark.parametrize(
    ("nutrient", "amount", "printed"),
    [
        ("energy", "4.99", "0"),
        ("energy", "5", "5"),
        ("energy", "7.5", "10"),
        ("energy", "50", "50"),
        ("energy", "54.9", "50"),
        ("energy", "55", "60"),
        ("fat", "0.49", "0"),
        ("fat", "0.5", "0.5"),
        ("fat", "0.75", "1.0"),
        ("fat", "5", "5"),
        ("fat", "5.4", "5"),
        ("fat", "5.5", "6"),
        ("protein", "0.49", "0"),
        ("protein", "0.5", "1"),
        ("protein", "2.5", "3"),
        ("sugar", "0.4999", "0"),
        ("sodium", "4.9", "0"),
        ("sodium", "137.5", "140"),
        ("sodium", "140", "140"),
        ("sodium", "145", "150"),
    ],
)
def test_rounding_steps(nutrient, amount, printed):
    assert rounded(nutrient, Decimal(amount)) == Decimal(printed)


def test_servings_go_to_the_nearest_half():
    packs = {
        pack: servings_per_pack(facts(serving_milli=40_000, pack_milli=pack * 1000))
        for pack in (40, 49, 50, 100, 109, 110)
    }
    assert packs == {40: 1, 49: 1, 50: Decimal("1.5"), 100: Decimal("2.5"), 109: Decimal("2.5"), 110: 3}


def test_warnings_of_the_impossible():
    assert warnings(facts()) == []
    assert warnings(facts(saturated_fat_mg=20_001, sugar_mg=65_001)) == [
        ("saturated_fat_mg", "Lemak jenuh tidak mungkin lebih banyak dari lemak total."),
        ("sugar_mg", "Gula tidak mungkin lebih banyak dari karbohidrat total."),
    ]
    assert warnings(facts(fat_mg=30_000, carbohydrate_mg=64_001)) == [
        ("carbohydrate_mg", "Lemak, protein, dan karbohidrat bersama melebihi 100 g. Periksa angkanya.")
    ]
    assert warnings(facts(per="serving")) == [
        ("carbohydrate_mg", "Lemak, protein, dan karbohidrat bersama melebihi 25 g. Periksa angkanya.")
    ]


ROWS = {
    "Energi total": "energy",
    "Lemak total": "fat",
    "Lemak jenuh": "saturated_fat",
    "Protein": "protein",
    "Karbohidrat total": "carbohydrate",
    "Gula total": "sugar",
    "Garam (Natrium)": "sodium",
}


@pytest.mark.shared_data
def test_label_against_a_second_opinion(shared_data):
    """173 labels computed by another program, all of them smaller packs than the serving.

    Not compared: its sub-line "Energi dari lemak jenuh" and its percentage for energy, which our label does not
    print; sodium typed in fractions of a milligram, which we do not store (123 of 173).
    """
    differences, compared = [], Counter()
    with (shared_data / "nutrition" / "second_opinion_cases.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            nutrient = ROWS.get(line["zat"])
            amounts = [
                Decimal(line[f"{name}_100g"] or 0) * 1000
                for name in ("lemak", "lemak_jenuh", "protein", "karbohidrat", "gula")
            ]
            amounts.append(Decimal(line["natrium_mg_100g"] or 0))
            sizes = [Decimal(line["takaran_saji_g"]) * 1000, Decimal(line["berat_kemasan_g"]) * 1000]
            if nutrient is None or any(
                value % 1 for value in sizes + (amounts if nutrient == "sodium" else amounts[:5])
            ):
                continue
            names = ("fat_mg", "saturated_fat_mg", "protein_mg", "carbohydrate_mg", "sugar_mg", "sodium_mg")
            values = dict(zip(names, map(int, amounts), strict=True))
            of = facts(serving_milli=int(sizes[0]), pack_milli=int(sizes[1]), **values)
            row = next(row for row in label_rows(of) if row.nutrient == nutrient)
            compared[nutrient] += 1
            theirs = Decimal(line["nilai_basis_dibulatkan"]), line["persen_akg_dibulatkan"]
            if row.rounded != theirs[0] or (row.percent_akg is not None and str(row.percent_akg) != theirs[1]):
                differences.append((line["no"], nutrient, row.rounded, row.percent_akg, *theirs))
    assert differences == []
    assert compared == {name: 50 if name == "sodium" else 173 for name in ROWS.values()}
