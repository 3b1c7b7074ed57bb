"""“Butuh izin apa?”: which questions, and what the answers mean on a day."""

import datetime
from itertools import product as combinations

import pytest

from certification import guide, guide_table
from certification.enums import Topic
from certification.requirements import LICENCES, exclusion_book, rule_book
from ikm.enums import BusinessScale
from products.models import Product
from reference.models import ProductCategory

pytestmark = pytest.mark.django_db

BEFORE, DEADLINE = datetime.date(2026, 10, 16), datetime.date(2026, 10, 17)
SAFE = {
    "tempat": "rumah", "cara": "kering", "simpan": "ruang", "tahan": "180", "kemasan": "plastik", "siap": "ya",
    "klaim": "tidak", "hewan": "tidak", "haram": "tidak", "skala": "mikro", "bentuk": "perorangan",
}  # fmt: skip


def advice(code, on=DEADLINE, **changes):
    answers = {"produk": code, **SAFE, **changes}
    category = ProductCategory.objects.get(pk=code)
    book, exclusions = rule_book(on), exclusion_book(on)
    questions = guide.questions_for(category, book, exclusions)
    return guide.advise(category, guide.asked_answers(questions, answers), book, exclusions)


def words(found):
    return {topic.topic: str(topic.word) for topic in found.topics}


def shorts(found):
    return [permit.guide.short for permit in found.permits]


FOOD = "Yang wajib: P-IRT, sertifikat halal, dan informasi nilai gizi."
FROZEN = "Yang wajib: BPOM MD, sertifikat halal, dan informasi nilai gizi."
UNSURE_FOOD = "Yang wajib: P-IRT (belum pasti), sertifikat halal, dan informasi nilai gizi (belum pasti)."
NOTHING = "Tidak ada izin yang wajib untuk produk ini."
HEADLINES = [
    ("kerupuk", {}, FOOD),
    ("kacang", {}, FOOD),
    ("keripik-buah", {}, FOOD),
    ("dodol", {}, FOOD),
    ("kue-kering", {}, FOOD),
    ("abon", {}, FOOD),
    ("ikan-kering", {}, FOOD),
    ("kerupuk", {"tempat": "terpisah"}, FROZEN),
    ("kerupuk", {"simpan": "beku"}, FROZEN),
    ("kerupuk", {"klaim": "ya"}, FROZEN),
    ("kerupuk", {"cara": "steril", "kemasan": "kaleng"}, FROZEN),
    ("kerupuk", {"tahan": "7"}, "Yang wajib: SLHS (belum pasti), sertifikat halal, dan informasi nilai gizi."),
    ("kerupuk", {"kemasan": "tanpa"}, "Yang wajib: sertifikat halal."),
    (
        "kerupuk",
        {"tempat": "tidak-tahu"},
        "Yang wajib: P-IRT atau BPOM MD, sertifikat halal, dan informasi nilai gizi.",
    ),
    (
        "kerupuk",
        {"haram": "ya"},
        "Yang wajib: P-IRT, informasi nilai gizi, dan keterangan “tidak halal” pada label.",
    ),
    ("telur-asin", {}, UNSURE_FOOD),
    ("gula-aren", {}, UNSURE_FOOD),
    ("madu", {}, UNSURE_FOOD),
    ("minuman-serbuk", {}, UNSURE_FOOD),
    ("wadai-basah", {}, "Yang wajib: SLHS (belum pasti) dan sertifikat halal."),
    ("pangan-beku", {}, FROZEN),
    ("susu-kaleng", {}, FROZEN),
    ("minuman-siap", {}, "Yang wajib: BPOM MD, sertifikat halal, dan informasi nilai gizi (belum pasti)."),
    ("amdk", {}, "Yang wajib: BPOM MD, sertifikat halal, dan SNI (belum pasti)."),
    ("sambal-bumbu", {}, "Yang wajib: P-IRT dan sertifikat halal."),
    ("kopi", {}, "Yang wajib: P-IRT dan sertifikat halal."),
    ("teh-herbal", {}, "Yang wajib: P-IRT dan sertifikat halal."),
    ("teh-herbal", {"klaim": "ya"}, "Yang wajib: BPOM TR dan sertifikat halal."),
    (
        "pangan-nonhalal",
        {},
        "Yang wajib: P-IRT, informasi nilai gizi, dan keterangan “tidak halal” pada label.",
    ),
    ("jamu", {}, "Yang wajib: BPOM TR dan sertifikat halal."),
    ("jamu-gendong", {}, "Yang wajib: sertifikat halal (belum pasti)."),
    ("suplemen", {}, "Yang wajib: BPOM SD dan sertifikat halal."),
    ("kosmetik", {}, "Yang wajib: notifikasi kosmetik BPOM dan sertifikat halal."),
    ("sabun-cuci", {}, "Yang wajib: PKD Kemenkes."),
    ("sabun-cuci", {"hewan": "ya"}, "Yang wajib: PKD Kemenkes dan sertifikat halal."),
    ("hand-sanitizer", {}, "Yang wajib: PKD Kemenkes."),
    ("masker-kain", {}, NOTHING),
    ("alkes", {}, "Yang wajib: AKD Kemenkes (belum pasti)."),
    ("apd-nonmedis", {}, NOTHING),
    ("sasirangan", {}, NOTHING),
    ("sasirangan", {"hewan": "ya"}, "Yang wajib: sertifikat halal (belum pasti)."),
    ("batik-tenun", {}, NOTHING),
    ("pakaian", {}, NOTHING),
    ("kulit", {}, "Yang wajib: sertifikat halal (belum pasti)."),
    ("anyaman", {}, NOTHING),
    ("kerajinan", {}, NOTHING),
    ("mebel", {}, NOTHING),
    ("mainan", {}, "Yang wajib: SNI (belum pasti)."),
    ("permata", {}, NOTHING),
    ("logam", {}, NOTHING),
    ("jukung", {}, NOTHING),
    ("lainnya", {}, "Tanyakan petugas: belum ada aturan yang cocok untuk produk ini."),
]


@pytest.mark.parametrize(("code", "changes", "headline"), HEADLINES)
def test_first_line_of_the_answer(code, changes, headline):
    assert advice(code, **changes).headline == headline


def test_every_category_has_its_row():
    assert {code for code, _changes, _headline in HEADLINES} == set(
        ProductCategory.objects.values_list("pk", flat=True)
    )


def test_halal_becomes_mandatory_on_17_october_2026():
    before, after = advice("kerupuk", BEFORE), advice("kerupuk", DEADLINE)
    assert (words(before)["halal"], words(after)["halal"]) == ("Sukarela", "Wajib")
    assert before.headline == "Yang wajib: P-IRT dan informasi nilai gizi."
    assert next(topic.begins_on for topic in after.topics if topic.topic == "halal") == DEADLINE
    assert words(advice("kerupuk", BEFORE, skala="menengah"))["halal"] == "Wajib"


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("kerupuk", ["pembuatan", "penyimpanan", "kemasan", "isi", "usaha"]),
        ("pangan-beku", ["kemasan", "isi", "usaha"]),
        ("wadai-basah", ["isi", "usaha"]),
        ("jamu", ["usaha"]),
        ("sasirangan", ["isi", "usaha"]),
        ("masker-kain", []),
        ("anyaman", []),
    ],
)
def test_only_what_matters_is_asked(code, keys):
    category = ProductCategory.objects.get(pk=code)
    questions = guide.questions_for(category, rule_book(DEADLINE), exclusion_book(DEADLINE))
    assert [question.key for question in questions] == keys


def test_never_more_than_six_questions():
    book, exclusions = rule_book(DEADLINE), exclusion_book(DEADLINE)
    counts = {1 + len(guide.questions_for(row, book, exclusions)) for row in ProductCategory.objects.all()}
    assert max(counts) == guide.MOST_QUESTIONS == 6


def test_every_answer_fits_the_product_form():
    for part in guide.PARTS.values():
        if part.fact in guide.PRODUCT_FACTS:
            field = Product._meta.get_field(part.fact)
            for choice in part.choices:
                assert field.clean(choice.fact, None) == choice.fact
    assert [choice.fact for choice in guide.PARTS["skala"].choices] == BusinessScale.values[:4]


def test_a_pt_is_warned_and_not_refused():
    found = advice("kerupuk", bentuk="pt")
    assert shorts(found) == ["P-IRT", "BPOM MD"]
    assert found.permits[0].cautions == (
        "Menurut sebagian dinas, PT tidak dapat mengajukan P-IRT. Tanyakan Dinas Kesehatan.",
    )
    assert found.permits[1].cautions == ()


def test_why_not_speaks_of_this_product_only():
    assert dict(advice("kerupuk", simpan="beku").why_not) == {
        "P-IRT": ["Makanan yang disimpan beku tidak dapat P-IRT."]
    }
    assert dict(advice("masker-kain").why_not) == {
        "AKD Kemenkes": ["Masker kain bukan alat kesehatan, jadi tidak memerlukan AKD; SNI 8914:2020 sukarela."]
    }
    assert list(dict(advice("hand-sanitizer").why_not)) == ["notifikasi kosmetik BPOM", "AKD Kemenkes"]
    assert list(dict(advice("teh-herbal", klaim="ya").why_not)) == ["P-IRT", "BPOM MD"]
    assert advice("kerupuk").why_not == ()


def test_halal_path_follows_the_scale():
    assert [path.short for path in advice("kerupuk").halal] == ["self-declare", "reguler"]
    assert [path.short for path in advice("kerupuk", skala="tidak-tahu").halal] == ["self-declare", "reguler"]
    assert [path.short for path in advice("kerupuk", skala="besar").halal] == ["reguler"]
    found = advice("kerupuk", haram="ya")
    assert (found.halal, found.is_halal_impossible, words(found)["halal"]) == ((), True, "Tidak mungkin")


def test_what_is_not_known_is_asked_back_with_its_consequence():
    found = advice("kerupuk", simpan="tidak-tahu", siap="tidak-tahu")
    assert [check.part.key for check in found.checks] == ["simpan", "siap"]
    outcomes = dict(found.checks[0].outcomes)
    assert [str(label) for label in outcomes] == ["Suhu ruang", "Kulkas", "Pembeku"]
    assert [text.split()[0:2] for text in outcomes.values()] == [
        ["P-IRT", "wajib:"],
        ["Izin", "edar"],
        ["Izin", "edar"],
    ]
    assert found.checks[1].outcomes == ()


def test_nutrition_and_label_only_where_they_hold():
    assert (advice("kerupuk").nutrition, advice("kerupuk").has_label) == (guide_table.NUTRITION, True)
    assert (advice("kopi").nutrition, advice("kopi").has_label) == (None, True)
    assert (advice("wadai-basah").nutrition, advice("wadai-basah").has_label) == (None, False)
    assert (advice("anyaman").nutrition, advice("anyaman").has_label) == (None, False)


def test_every_licence_has_its_guide():
    assert set(LICENCES) == set(guide_table.PERMITS)
    for path in [*guide_table.PERMITS.values(), guide_table.SELF_DECLARE, guide_table.REGULAR, guide_table.NUTRITION]:
        assert len(path.steps) >= 4
        assert len(path.documents) >= 3
        assert path.legal_basis
        assert path.contact
        assert all(url.startswith("https://") and url.endswith(".go.id") for _label, url in path.links)
        assert all(bool(said.text) == (said.confidence in ("H", "M", "L")) for said in (path.cost, path.validity))


def test_every_combination_of_a_food_has_an_answer():
    book, exclusions = rule_book(DEADLINE), exclusion_book(DEADLINE)
    category = ProductCategory.objects.get(pk="kerupuk")
    keys = ("tempat", "cara", "simpan", "tahan", "kemasan", "siap", "klaim")
    values = [[*(choice.value for choice in guide.PARTS[key].choices), guide.UNKNOWN] for key in keys]
    headlines = set()
    for combination in combinations(*values):
        facts = guide.facts_of_answers(dict(zip(keys, combination, strict=True)))
        rule = guide._rules(category, facts, book)[Topic.LICENCE]
        headlines.add((rule.obligation, rule.accepted_permits))
    assert headlines == {
        ("mandatory", ("pirt", "md")), ("mandatory", ("md",)), ("advised", ("slhs",)), ("not_applicable", ()),
    }  # fmt: skip
    assert exclusions


def test_reading_keeps_offered_values_only():
    query = {"produk": "kerupuk", "tempat": "rumah", "cara": "<b>", "tahan": "9999", "klaim": "tidak-tahu", "x": "y"}
    assert guide.read(query, {"kerupuk"}) == {"produk": "kerupuk", "tempat": "rumah", "klaim": "tidak-tahu"}
    assert guide.read({"produk": "tidak-ada"}, {"kerupuk"}) == {}
    assert guide.query_string({"klaim": "ya", "produk": "kopi"}, ubah="isi") == "produk=kopi&klaim=ya&ubah=isi"


def test_answers_become_fields_of_a_product():
    answers = {"produk": "kerupuk", **SAFE, "simpan": "tidak-tahu"}
    assert guide.product_data(answers) == {
        "category": "kerupuk", "made_at": "home", "process": "dry", "shelf_life_days": 180,
        "packaging_kind": "plastic", "ready_to_eat": True, "health_claim": False, "animal_material": False,
    }  # fmt: skip
    assert guide.product_data(answers | {"haram": "ya"})["category"] == "pangan-nonhalal"
    assert guide.product_data({"produk": "anyaman"}) == {
        "category": "anyaman", "ready_to_eat": False, "health_claim": False,
    }  # fmt: skip
    assert (guide.legal_form({"bentuk": "pt"}), guide.legal_form({"bentuk": "lain"}), guide.legal_form({})) == (
        "pt",
        "",
        "",
    )
