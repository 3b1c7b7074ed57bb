"""The decision table of DOMAIN §13, row by row, and every exclusion: what the rules answer, on which day."""

import datetime

import pytest

from certification.enums import Obligation
from certification.models import PermitExclusion, Requirement
from certification.requirement_table import EXCLUSIONS, LARGE_SCALES, REQUIREMENTS
from certification.requirements import (
    LICENCES,
    exclusion_book,
    exclusions_of,
    facts_of,
    load_requirements,
    permit_options,
    required,
    rule_book,
    rule_for,
    standard,
)
from reference.category_table import CATEGORY_TABLE
from reference.enums import AXIS_OF_KIND
from tests.factories import make_ikm, make_product

pytestmark = pytest.mark.django_db
date = datetime.date
TODAY = date(2026, 11, 24)
EVE = date(2026, 10, 16)
# A dry food made at home, kept at room temperature, without a claim: the ordinary case.
HOME_DRY = {
    "made_at": "home", "storage": "room", "ready_to_eat": False, "health_claim": False, "animal_material": False,
    "shelf_life_days": 90, "process": "dry", "packaging_kind": "plastic", "legal_form": "perorangan",
}  # fmt: skip
GOODS = HOME_DRY | {
    "made_at": "", "storage": "", "shelf_life_days": None, "process": "handmade", "packaging_kind": "",
}  # fmt: skip


def answers(category, facts, scale="micro", on=TODAY):
    """{topic: obligation} and the accepted licences."""
    book = rule_book(on)
    rules = {topic: rule_for(book, category, topic, facts, scale) for topic in ("halal", "nutrition", "licence", "sni")}
    return {topic: str(rule.obligation) for topic, rule in rules.items()}, set(rules["licence"].accepted_permits)


W, A, S, E, N, X, U = (
    "mandatory", "advised", "voluntary", "exempt", "not_applicable", "impossible", "unknown",
)  # fmt: skip
PIRT, MD, SLHS, TR, NONE = {"pirt", "md"}, {"md"}, {"slhs"}, {"tr", "ht", "ff"}, set()

# row of DOMAIN §13: category, facts → halal, nutrition, licence, SNI, accepted licences
ROWS = [
    ("kerupuk", HOME_DRY, W, W, W, S, PIRT),
    ("kacang", HOME_DRY, W, W, W, S, PIRT),
    ("keripik-buah", HOME_DRY, W, W, W, S, PIRT),
    ("dodol", HOME_DRY, W, W, W, S, PIRT),
    ("kue-kering", HOME_DRY, W, W, W, S, PIRT),
    ("wadai-basah", HOME_DRY | {"shelf_life_days": 2, "ready_to_eat": True}, W, N, A, N, SLHS),
    ("abon", HOME_DRY, W, W, W, S, PIRT),
    ("ikan-kering", HOME_DRY, W, W, W, S, PIRT),
    ("telur-asin", HOME_DRY, W, A, A, S, PIRT),
    ("pangan-beku", HOME_DRY | {"storage": "frozen"}, W, W, W, S, MD),
    ("susu-kaleng", HOME_DRY | {"process": "sterilised"}, W, W, W, S, MD),
    ("amdk", HOME_DRY, W, E, W, A, MD),
    ("sambal-bumbu", HOME_DRY, W, E, W, S, PIRT),
    ("kopi", HOME_DRY, W, E, W, S, PIRT),
    ("teh-herbal", HOME_DRY, W, E, W, S, PIRT),
    ("minuman-serbuk", HOME_DRY, W, A, A, S, PIRT),
    ("minuman-siap", HOME_DRY, W, A, W, S, MD),
    ("gula-aren", HOME_DRY, W, A, A, S, PIRT),
    ("madu", HOME_DRY, W, A, A, S, PIRT),
    ("teh-herbal", HOME_DRY | {"health_claim": True}, W, N, W, S, TR),
    ("jamu", HOME_DRY | {"health_claim": True}, W, N, W, N, TR),
    ("jamu-gendong", HOME_DRY, A, N, N, N, NONE),
    ("suplemen", HOME_DRY, W, N, W, N, {"sd"}),
    ("kosmetik", GOODS, W, N, W, N, {"cosmetic"}),
    ("sabun-cuci", GOODS, S, N, W, U, {"pkd"}),
    ("sabun-cuci", GOODS | {"animal_material": True}, W, N, W, U, {"pkd"}),
    ("hand-sanitizer", GOODS, S, N, W, S, {"pkd"}),
    ("masker-kain", GOODS, N, N, N, S, NONE),
    ("alkes", GOODS, S, N, A, S, {"akd"}),
    ("alkes", GOODS | {"animal_material": True}, A, N, A, S, {"akd"}),
    ("apd-nonmedis", GOODS, N, N, N, S, NONE),
    ("sasirangan", GOODS, S, N, N, S, NONE),
    ("sasirangan", GOODS | {"animal_material": True}, A, N, N, S, NONE),
    ("batik-tenun", GOODS, S, N, N, S, NONE),
    ("pakaian", GOODS, S, N, N, S, NONE),
    ("kulit", GOODS | {"animal_material": True}, A, N, N, S, NONE),
    ("anyaman", GOODS, N, N, N, S, NONE),
    ("kerajinan", GOODS, N, N, N, S, NONE),
    ("mebel", GOODS, N, N, N, S, NONE),
    ("permata", GOODS, N, N, N, S, NONE),
    ("logam", GOODS, N, N, N, S, NONE),
    ("jukung", GOODS, N, N, N, N, NONE),
    ("mainan", GOODS, N, N, N, A, NONE),
    ("pangan-nonhalal", HOME_DRY, X, W, W, S, PIRT),
    ("lainnya", GOODS, U, U, U, U, NONE),
]


@pytest.mark.parametrize(("category", "facts", "halal", "nutrition", "licence", "sni", "permits"), ROWS)
def test_every_row_of_the_decision_table(reference_data, category, facts, halal, nutrition, licence, sni, permits):
    found, accepted = answers(category, facts)
    assert (found, accepted) == (
        {"halal": halal, "nutrition": nutrition, "licence": licence, "sni": sni},
        permits,
    )


def test_every_category_stands_in_the_table():
    assert {row[0] for row in ROWS} == {code for code, *_rest in CATEGORY_TABLE}


@pytest.mark.parametrize(
    ("facts", "permits"),
    [
        ({"made_at": "separate"}, MD),
        ({"storage": "chilled"}, MD),
        ({"storage": "frozen"}, MD),
        ({"shelf_life_days": 7}, MD),
        ({"shelf_life_days": 8}, PIRT),
        ({"health_claim": True}, MD),
        ({"process": "pasteurised"}, MD),
        ({"process": "sterilised"}, MD),
        ({"process": "repacked"}, PIRT),
        ({"legal_form": "pt"}, PIRT),
        ({"packaging_kind": "can"}, PIRT),
        ({"shelf_life_days": 3, "ready_to_eat": True}, SLHS),
        ({"made_at": ""}, PIRT),
        ({"storage": ""}, PIRT),
        ({"shelf_life_days": None}, PIRT),
        ({"shelf_life_days": None, "storage": "frozen"}, MD),
        ({"packaging_kind": "none"}, NONE),
    ],
)
def test_what_leads_a_cracker_to_which_licence(reference_data, facts, permits):
    assert answers("kerupuk", HOME_DRY | facts)[1] == permits


def test_unpacked_food_is_asked_for_neither_label_nor_licence(reference_data):
    found, _permits = answers("kerupuk", HOME_DRY | {"packaging_kind": "none"})
    assert found == {"halal": W, "nutrition": N, "licence": N, "sni": S}


@pytest.mark.parametrize(
    ("category", "scale", "before", "since", "day"),
    [
        ("kerupuk", "micro", S, W, date(2026, 10, 17)),
        ("kerupuk", "small", S, W, date(2026, 10, 17)),
        ("kerupuk", "unknown", S, W, date(2026, 10, 17)),
        ("kerupuk", "medium", S, W, date(2024, 10, 18)),
        ("kerupuk", "large", S, W, date(2024, 10, 18)),
        ("kosmetik", "micro", S, W, date(2026, 10, 17)),
        ("jamu", "large", S, W, date(2026, 10, 17)),
        ("suplemen", "medium", S, W, date(2026, 10, 17)),
    ],
)
def test_halal_becomes_mandatory_on_its_day(reference_data, category, scale, before, since, day):
    eve = day - datetime.timedelta(days=1)
    assert answers(category, HOME_DRY, scale, eve)[0]["halal"] == before
    assert answers(category, HOME_DRY, scale, day)[0]["halal"] == since


def test_goods_with_animal_parts_follow_the_same_day(reference_data):
    soap = GOODS | {"animal_material": True}
    assert [answers("sabun-cuci", soap, on=day)[0]["halal"] for day in (EVE, date(2026, 10, 17))] == [S, W]


def test_biscuits_of_larger_makers_are_advised_sni(reference_data):
    assert [answers("kue-kering", HOME_DRY, scale)[0]["sni"] for scale in ("micro", "small", "medium", "large")] == [
        S, S, A, A,
    ]  # fmt: skip


def test_only_a_sure_rule_holds_a_product_back(reference_data):
    book = rule_book(TODAY)
    rules = [rule_for(book, "kerupuk", "licence", HOME_DRY, "micro"), rule_for(book, "madu", "licence", HOME_DRY, "")]
    assert [(rule.obligation, rule.confidence, rule.is_binding) for rule in rules] == [
        (Obligation.MANDATORY, "H", True),
        (Obligation.ADVISED, "L", False),
    ]


def test_a_rule_tells_since_when(reference_data):
    rule = rule_for(rule_book(TODAY), "kerupuk", "halal", HOME_DRY, "micro")
    assert (rule.begins_on, rule.ends_on, rule.legal_basis) == (
        date(2026, 10, 17),
        None,
        "UU 33/2014 jo. UU 6/2023; PP 42/2024",
    )


def excluded(kind, category, facts, on=TODAY):
    """[(confidence, sentence)] of what keeps the product from the permit."""
    return [(row.confidence, row.sentence) for row in exclusions_of(exclusion_book(on), kind, category, facts)]


# permit, category, facts, confidences of the rows found, first words
EXCLUDED = [
    ("pirt", "wadai-basah", HOME_DRY | {"shelf_life_days": 2}, "HH", "Wadai basah dan makanan siap saji"),
    ("pirt", "kerupuk", HOME_DRY | {"storage": "frozen"}, "H", "Makanan yang disimpan beku"),
    ("pirt", "abon", HOME_DRY | {"storage": "chilled"}, "H", "Makanan yang disimpan dingin"),
    ("pirt", "pangan-beku", HOME_DRY | {"storage": "frozen"}, "HH", "Makanan yang disimpan beku"),
    ("pirt", "susu-kaleng", HOME_DRY, "H", "Susu, makanan kaleng, dan MP-ASI"),
    ("pirt", "amdk", HOME_DRY, "H", "Air minum dalam kemasan"),
    ("pirt", "minuman-siap", HOME_DRY, "M", "Minuman cair siap minum"),
    ("pirt", "kerupuk", HOME_DRY | {"shelf_life_days": 7}, "H", "P-IRT hanya untuk pangan yang tahan lebih"),
    ("pirt", "kerupuk", HOME_DRY | {"process": "sterilised"}, "H", "Pangan yang dipasteurisasi atau disterilkan"),
    ("pirt", "kerupuk", HOME_DRY | {"health_claim": True}, "H", "P-IRT hanya untuk pangan tanpa klaim"),
    ("pirt", "kerupuk", HOME_DRY | {"made_at": "separate"}, "H", "P-IRT hanya untuk pangan yang dibuat di rumah"),
    ("pirt", "kerupuk", HOME_DRY | {"legal_form": "pt"}, "M", "Menurut sebagian dinas, PT"),
    ("pirt", "kerupuk", HOME_DRY | {"process": "repacked"}, "M", "Pengemasan ulang"),
    ("pirt", "ikan-kering", HOME_DRY | {"packaging_kind": "can"}, "M", "Pangan kaleng berasam rendah"),
    ("pirt", "kerupuk", HOME_DRY | {"packaging_kind": "none"}, "M", "P-IRT diberikan untuk pangan dalam kemasan"),
    ("pirt", "madu", HOME_DRY, "L", "Belum pasti apakah madu"),
    ("pirt", "jamu", HOME_DRY | {"health_claim": True}, "HH", "Obat bahan alam dan suplemen bukan pangan"),
    ("pirt", "sasirangan", GOODS, "H", "P-IRT hanya untuk pangan olahan"),
    ("md", "jamu", HOME_DRY, "H", "Nomor MD untuk pangan; obat bahan alam"),
    ("md", "teh-herbal", HOME_DRY | {"health_claim": True}, "H", "Dengan klaim khasiat"),
    ("md", "masker-kain", GOODS, "H", "Nomor MD hanya untuk pangan olahan"),
    ("tr", "teh-herbal", HOME_DRY, "H", "Nomor TR untuk obat bahan alam; minuman herbal tanpa klaim"),
    ("tr", "kopi", HOME_DRY, "H", "Nomor TR hanya untuk jamu"),
    ("sd", "kerupuk", HOME_DRY, "H", "Nomor SD hanya untuk suplemen"),
    ("cosmetic", "sabun-cuci", GOODS, "H", "Sabun cuci dan pembersih adalah perbekalan"),
    ("cosmetic", "kulit", GOODS, "H", "Notifikasi kosmetik hanya"),
    ("akd", "masker-kain", GOODS, "H", "Masker kain bukan alat kesehatan"),
    ("akd", "hand-sanitizer", GOODS, "H", "Hand sanitizer dan disinfektan adalah perbekalan"),
    ("akd", "apd-nonmedis", GOODS, "H", "AKD hanya untuk alat kesehatan"),
    ("pkd", "kosmetik", GOODS, "H", "Sabun mandi dan kosmetik memakai notifikasi"),
    ("pkd", "kerupuk", HOME_DRY, "H", "PKD hanya untuk perbekalan"),
    ("slhs", "logam", GOODS, "H", "SLHS untuk tempat pengolahan pangan"),
]


@pytest.mark.parametrize(("kind", "category", "facts", "confidences", "beginning"), EXCLUDED)
def test_every_exclusion_speaks(reference_data, kind, category, facts, confidences, beginning):
    found = excluded(kind, category, facts)
    assert "".join(confidence for confidence, _sentence in found) == confidences
    assert found[0][1].startswith(beginning)


def test_no_exclusion_is_left_untold():
    """Every row of the table is the first sentence of one case above, or stands second in one."""
    told = {
        row["sentence"]
        for row in EXCLUSIONS
        for kind, category, facts, *_rest in EXCLUDED
        if row["kind"] == kind
        and (not row["categories"] or category in row["categories"])
        and all(
            facts["shelf_life_days"] is not None and facts["shelf_life_days"] <= value
            if key == "max_shelf_life"
            else facts[key] in value
            if isinstance(value, list)
            else facts[key] == value
            for key, value in row["conditions"].items()
        )
    }
    assert told == {row["sentence"] for row in EXCLUSIONS}


@pytest.mark.parametrize(
    ("kind", "category", "facts"),
    [
        ("pirt", "kerupuk", HOME_DRY),
        ("pirt", "teh-herbal", HOME_DRY),
        ("md", "pangan-beku", HOME_DRY | {"storage": "frozen"}),
        ("tr", "jamu", HOME_DRY),
        ("tr", "teh-herbal", HOME_DRY | {"health_claim": True}),
        ("sd", "suplemen", HOME_DRY),
        ("cosmetic", "kosmetik", GOODS),
        ("akd", "alkes", GOODS),
        ("pkd", "hand-sanitizer", GOODS),
        ("slhs", "wadai-basah", HOME_DRY),
    ],
)
def test_what_fits_is_not_excluded(reference_data, kind, category, facts):
    assert excluded(kind, category, facts) == []


def test_unknown_facts_exclude_nothing(reference_data):
    unknown = dict.fromkeys(HOME_DRY, "") | {"shelf_life_days": None}
    assert excluded("pirt", "kerupuk", unknown) == []


def options(category, facts):
    rule = rule_for(rule_book(TODAY), category, "licence", facts, "micro")
    return {
        option.kind: str(option.obligation) for option in permit_options(rule, exclusion_book(TODAY), category, facts)
    }


def test_options_name_every_licence(reference_data):
    assert options("kerupuk", HOME_DRY) == {
        "pirt": W, "md": W, "tr": X, "sd": X, "cosmetic": X, "akd": X, "pkd": X, "slhs": N,
    }  # fmt: skip
    assert options("kerupuk", HOME_DRY | {"storage": "frozen"}) == {
        "pirt": X, "md": W, "tr": X, "sd": X, "cosmetic": X, "akd": X, "pkd": X, "slhs": N,
    }  # fmt: skip
    assert set(options("lainnya", GOODS).values()) == {U}
    assert tuple(options("masker-kain", GOODS)) == LICENCES


def test_a_doubtful_exclusion_is_a_caution_beside_the_permit(reference_data):
    facts = HOME_DRY | {"legal_form": "pt"}
    rule = rule_for(rule_book(TODAY), "kerupuk", "licence", facts, "micro")
    pirt = permit_options(rule, exclusion_book(TODAY), "kerupuk", facts)[0]
    assert (pirt.kind, pirt.obligation, pirt.cautions) == (
        "pirt",
        Obligation.MANDATORY,
        ("Menurut sebagian dinas, PT tidak dapat mengajukan P-IRT. Tanyakan Dinas Kesehatan.",),
    )


def test_an_exclusion_holds_between_its_days(reference_data):
    row = PermitExclusion.objects.get(sentence__startswith="Makanan yang disimpan beku")
    PermitExclusion.objects.filter(pk=row.pk).update(begins_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    frozen = HOME_DRY | {"storage": "frozen"}
    days = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1))
    assert [len(excluded("pirt", "kerupuk", frozen, day)) for day in days] == [0, 1, 1, 0]


def test_a_product_brings_its_own_facts(reference_data):
    product = make_product(make_ikm(legal_form="pt"), category="kerupuk", storage="frozen", process="dry")
    assert facts_of(product) == {
        "made_at": "home", "storage": "frozen", "ready_to_eat": False, "health_claim": False, "animal_material": False,
        "shelf_life_days": 90, "process": "dry", "packaging_kind": "", "legal_form": "pt",
    }  # fmt: skip
    rules = required(product, TODAY)
    assert {axis: str(rule.obligation) for axis, rule in rules.items()} == {"halal": W, "nutrition": W, "licence": W}
    assert rules["licence"].accepted_permits == ("md",)
    assert standard(product, TODAY).obligation == Obligation.VOLUNTARY


def test_loading_again_keeps_what_the_office_changed(reference_data):
    Requirement.objects.filter(category="kopi", axis="sni").update(sentence="Menurut dinas: sukarela.")
    PermitExclusion.objects.exclude(kind="slhs").delete()
    Requirement.objects.filter(category="madu", axis="sni").delete()
    assert load_requirements("63", None) == {"persyaratan": 1, "pengecualian izin": 0}
    assert Requirement.objects.get(category="kopi", axis="sni").sentence == "Menurut dinas: sukarela."
    assert (Requirement.objects.count(), PermitExclusion.objects.count()) == (len(REQUIREMENTS), 1)


def test_rules_accept_only_permits_of_their_topic_and_speak():
    topic_of = {str(kind): str(axis) for kind, axis in AXIS_OF_KIND.items()} | {"sni": "sni"}
    for row in REQUIREMENTS:
        assert {topic_of[kind] for kind in row["accepted_permits"]} <= {row["axis"]}
        assert row["sentence"].endswith(".")
        assert len(row["sentence"]) <= 300
        assert row["business_scale"] in ("", *LARGE_SCALES)
        assert row["legal_basis"] or row["confidence"] != "H"
    assert all(row["sentence"].endswith(".") and row["legal_basis"] for row in EXCLUSIONS)
