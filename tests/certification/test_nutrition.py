import csv
from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from certification.figures import figure
from certification.models import NutritionFacts
from certification.nutrition import (
    REFERENCE,
    ROUNDING,
    Content,
    content_of,
    findings,
    is_per_pack,
    label_context,
    label_rows,
    percent_akg,
    printed_serving,
    round_to,
    rounded,
    servings_per_pack,
)

EXAMPLE = {
    "basis": "table", "per": "100g", "serving_milli": 25_000, "pack_milli": 100_000, "fat_mg": 20_000,
    "saturated_fat_mg": 8_000, "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
}  # fmt: skip
ZEROS = dict.fromkeys((name for name in EXAMPLE if name.endswith("_mg")), 0)


def facts(**values):
    return NutritionFacts(**(EXAMPLE | values))


def table(of):
    return [(row.nutrient, row.rounded, row.unit, row.percent_akg) for row in label_rows(of)]


def said(of):
    return [(found.field, found.sentence, found.is_impossible) for found in findings(of)]


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


def test_energy_has_a_percentage_that_is_not_printed():
    energy = label_rows(facts())[0]
    assert (energy.percent_akg, percent_akg("energy", energy.amount)) == (None, 5)


@pytest.mark.parametrize(
    ("serving", "pack"), [("25", "100"), ("2.5", "30"), ("0.3", "7"), ("33", "32"), ("17.5", "17.5"), ("9.9", "1000")]
)
@pytest.mark.parametrize("step", range(1, 8))
def test_typed_per_serving_or_per_100_g_gives_the_same_exact_label(serving, pack, step):
    serving, pack = Decimal(serving), Decimal(pack)
    per_100 = {
        "fat": Decimal("3.21") * step, "saturated_fat": Decimal("1.07") * step, "protein": Decimal("0.9") * step,
        "carbohydrate": Decimal("7.77") * step, "sugar": Decimal("2.005") * step, "sodium": Decimal("61.5") * step,
    }  # fmt: skip
    per_serving = {name: amount * serving / 100 for name, amount in per_100.items()}
    first = Content(per="100g", serving=serving, pack=pack, **per_100)
    second = Content(per="serving", serving=serving, pack=pack, **per_serving)
    assert label_rows(first) == label_rows(second)


def test_pack_smaller_than_the_serving_is_stated_whole():
    small = facts(serving_milli=200_000, pack_milli=50_000)
    assert (is_per_pack(small), servings_per_pack(small)) == (True, 1)
    assert table(small)[:2] == [("energy", 230, "kkal", None), ("fat", 10, "g", 15)]
    typed = facts(serving_milli=200_000, pack_milli=50_000, per="serving", fat_mg=40_000)
    assert table(typed)[1] == ("fat", 10, "g", 15)
    assert said(small) == [
        (
            "serving_milli",
            "Takaran saji 200 g lebih besar daripada isi kemasan 50 g, jadi tabel dihitung per kemasan. Bila keliru, "
            "perbaiki takaran saji atau isi kemasan.",
            False,
        )
    ]


def test_serving_of_a_few_millilitres_stays_exact():
    syrup = facts(unit="ml", serving_milli=2_500, pack_milli=60_000, fat_mg=0, saturated_fat_mg=0, sugar_mg=60_000)
    rows = {row.nutrient: row.amount for row in label_rows(syrup)}
    assert (rows["carbohydrate"], rows["sugar"], rows["sodium"]) == (
        Decimal("1.625"), Decimal("1.5"), Decimal("10.5"),
    )  # fmt: skip
    assert servings_per_pack(syrup) == 24
    assert label_context(syrup)["stated"] == Decimal("2.5")


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


@pytest.mark.parametrize("nutrient", ROUNDING)
def test_borders_belong_to_the_step_below_and_halves_go_up(nutrient):
    tiny = Decimal("1e-9")
    zero_below, steps = ROUNDING[nutrient]
    assert rounded(nutrient, zero_below - tiny) == 0
    assert rounded(nutrient, zero_below) == round_to(zero_below, steps[0][1]) > 0
    lower = zero_below
    for upto, step in steps:
        for half in (lower // step * step + step * count + step / 2 for count in range(4)):
            if lower < half and (upto is None or half <= upto):
                assert rounded(nutrient, half) == half + step / 2
                assert rounded(nutrient, half - tiny) == half - step / 2
        if upto is not None:
            assert rounded(nutrient, upto) == upto
            lower = upto


def test_percent_comes_from_the_exact_amount_and_is_zero_where_zero_is_printed():
    assert [percent_akg("protein", Decimal(amount)) for amount in ("0.49", "0.5", "1.5", "2.4", "89.7")] == [
        0, 1, 3, 4, 150,
    ]  # fmt: skip
    assert percent_akg("saturated_fat", Decimal("0.49")) == 0
    assert percent_akg("sugar", Decimal(10)) is None
    assert {name: percent_akg(name, Decimal(need)) for name, need in REFERENCE.items()} == dict.fromkeys(REFERENCE, 100)


def test_servings_go_to_the_nearest_half():
    packs = {
        pack: servings_per_pack(facts(serving_milli=40_000, pack_milli=pack * 1000))
        for pack in (40, 49, 50, 100, 109, 110)
    }
    assert packs == {40: 1, 49: 1, 50: Decimal("1.5"), 100: Decimal("2.5"), 109: Decimal("2.5"), 110: 3}


def test_serving_is_printed_to_a_tenth_below_ten():
    typed = ("2.5", "2.55", "9.94", "9.95", "12.5", "25")
    assert [str(printed_serving(Decimal(value))) for value in typed] == ["2.5", "2.6", "9.9", "10", "13", "25"]
    assert said(facts(serving_milli=12_500)) == [
        (
            "serving_milli",
            "Takaran saji ditulis dengan satu angka di belakang koma di bawah 10, selebihnya bulat: pada label "
            "tercetak 13 g, sedangkan jumlahnya dihitung dari 12,5 g.",
            False,
        )
    ]


def test_impossible_is_named_with_its_figures():
    assert said(facts()) == []
    assert said(facts(saturated_fat_mg=20_001, sugar_mg=65_001)) == [
        ("saturated_fat_mg", "Lemak jenuh 20,001 g tidak mungkin lebih banyak dari lemak total 20 g.", True),
        ("sugar_mg", "Gula 65,001 g tidak mungkin lebih banyak dari karbohidrat total 65 g.", True),
    ]
    assert said(facts(fat_mg=30_000, carbohydrate_mg=64_001)) == [
        (
            "carbohydrate_mg",
            "Lemak, protein, dan karbohidrat bersama 100,001 g, padahal 100 g makanan paling banyak memuat 100 g. "
            "Periksa angkanya.",
            True,
        )
    ]
    assert said(facts(per="serving")) == [
        (
            "carbohydrate_mg",
            "Lemak, protein, dan karbohidrat bersama 91 g, padahal 25 g makanan paling banyak memuat 25 g. "
            "Periksa angkanya.",
            True,
        ),
        (
            "fat_mg",
            "Energi yang dihitung 1.856 kkal per 100 g, padahal lemak murni pun hanya 900 kkal. Periksa angkanya.",
            True,
        ),
    ]


def test_millilitres_may_weigh_more_than_grams():
    assert said(facts(unit="ml", carbohydrate_mg=119_000)) == []
    assert [found.field for found in findings(facts(unit="ml", carbohydrate_mg=119_001))] == ["carbohydrate_mg"]


@pytest.mark.parametrize(
    ("stated", "sentences"),
    [
        (372, []),
        (556, []),
        (
            371,
            [
                "Energi menurut sumber 371 kkal, sedangkan 9 × lemak + 4 × protein + 4 × karbohidrat = 464 kkal: "
                "bedanya lebih dari 20%. Periksa angkanya; label memakai hasil hitungan."
            ],
        ),
        (
            1941,
            [
                "Energi menurut sumber 1.941 kkal per 100 g tidak mungkin: lemak murni pun hanya 900 kkal per 100 g. "
                "Periksa apakah tertulis dalam kJ."
            ],
        ),
    ],
    ids=["20 % below", "20 % above", "beyond", "kilojoule"],
)
def test_stated_energy_is_compared_with_the_computed(stated, sentences):
    assert [sentence for _field, sentence, _hard in said(facts(stated_energy_kcal=stated))] == sentences


def test_sodium_cannot_exceed_salt_itself():
    assert said(facts(sodium_mg=10_000)) == []
    assert said(facts(sodium_mg=12_500)) == [
        (
            "sodium_mg",
            "Natrium 12.500 mg per 100 g sangat tinggi; garam murni sekitar 39.340 mg. Benar untuk garam atau bumbu "
            "pekat; bila bukan, periksa angkanya.",
            False,
        )
    ]
    assert said(facts(per="serving", sodium_mg=10_001, **dict.fromkeys(("fat_mg", "carbohydrate_mg"), 8_000))) == [
        ("sugar_mg", "Gula 12 g tidak mungkin lebih banyak dari karbohidrat total 8 g.", True),
        (
            "sodium_mg",
            "Natrium 40.004 mg per 100 g tidak mungkin: garam murni pun hanya sekitar 39.340 mg. Isi dalam miligram.",
            True,
        ),
    ]


def test_nothing_but_zeros_is_asked_about():
    assert said(facts(**ZEROS)) == [
        (
            "fat_mg",
            "Semua zat gizi nol. Isi nol hanya bila sumbernya memang menyebut nol, bukan bila angkanya belum ada.",
            False,
        )
    ]


def test_figures_read_as_on_an_indonesian_label():
    shown = [figure(value) for value in (Decimal("2.50"), Decimal("1250"), Decimal("1E+3"), 0, Decimal("0.001"))]
    assert shown == ["2,5", "1.250", "1.000", "0", "0,001"]


ROWS = {
    "Energi total": "energy",
    "Lemak total": "fat",
    "Lemak jenuh": "saturated_fat",
    "Protein": "protein",
    "Karbohidrat total": "carbohydrate",
    "Gula total": "sugar",
    "Garam (Natrium)": "sodium",
}


def second_opinion(shared_data):
    """[(nutrient or None, our Row, their line)] of the labels another program computed."""
    with (shared_data / "nutrition" / "second_opinion_cases.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            nutrient = ROWS.get(line["zat"])
            content = Content(
                per="100g",
                serving=Decimal(line["takaran_saji_g"]),
                pack=Decimal(line["berat_kemasan_g"]),
                fat=Decimal(line["lemak_100g"]),
                saturated_fat=Decimal(line["lemak_jenuh_100g"]),
                protein=Decimal(line["protein_100g"]),
                carbohydrate=Decimal(line["karbohidrat_100g"]),
                sugar=Decimal(line["gula_100g"]),
                sodium=Decimal(line["natrium_mg_100g"]),
            )
            yield nutrient, next((row for row in label_rows(content) if row.nutrient == nutrient), None), line


@pytest.mark.shared_data
def test_label_against_a_second_opinion(shared_data):
    """Every case and every row, in exact amount, printed amount and percentage. docs/gizi.md holds these counts."""
    differing, compared, cases, bases = [], Counter(), set(), Counter()
    for nutrient, row, line in second_opinion(shared_data):
        cases.add(line["no"])
        bases[line["basis"]] += 1
        compared[nutrient] += 1
        if nutrient is None:
            continue
        percent = percent_akg(nutrient, row.amount)
        ours = (row.amount, row.rounded, "" if percent is None else str(percent))
        theirs = (
            Decimal(line["nilai_basis"]), Decimal(line["nilai_basis_dibulatkan"]), line["persen_akg_dibulatkan"],
        )  # fmt: skip
        if ours != theirs:
            differing.append((line["no"], nutrient, ours, theirs))
    assert differing == []
    assert (len(cases), bases) == (173, {"kemasan": 1384})
    assert compared == dict.fromkeys((*ROWS.values(), None), 173)


@pytest.mark.shared_data
def test_second_opinion_also_rounds_halves_up_and_gives_zero_percent_of_zero(shared_data):
    """How often another reading of the rules would have printed something else."""
    halves, even, zeros = 0, 0, 0
    for nutrient, row, _line in second_opinion(shared_data):
        if nutrient is None:
            continue
        zero_below, steps = ROUNDING[nutrient]
        if row.amount >= zero_below:
            step = next(step for upto, step in steps if upto is None or row.amount <= upto)
            if row.amount / step % 1 == Decimal("0.5"):
                halves += 1
                even += (row.amount / step).quantize(Decimal(1), ROUND_HALF_EVEN) * step != row.rounded
        elif nutrient in REFERENCE and round_to(row.amount * 100 / REFERENCE[nutrient], Decimal(1)):
            zeros += 1
    assert (halves, even, zeros) == (39, 26, 45)


def test_content_of_facts_is_exact():
    assert content_of(facts(serving_milli=2_500, fat_mg=1, stated_energy_kcal=450)) == Content(
        per="100g", serving=Decimal("2.5"), pack=Decimal(100), fat=Decimal("0.001"), saturated_fat=Decimal(8),
        protein=Decimal(6), carbohydrate=Decimal(65), sugar=Decimal(12), sodium=Decimal(420), unit="g",
        stated_energy=Decimal(450),
    )  # fmt: skip
