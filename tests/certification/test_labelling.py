import datetime
import io
from decimal import Decimal

import pypdfium2
import pytest

from certification.label_draft import SIZES, draft_data, draft_pdf, size_of
from certification.labelling import (
    Confidence,
    Item,
    Panel,
    Status,
    forbidden_words,
    ingredients_of,
    label_check,
    permit_text,
    progress,
    scope_of,
)
from certification.models import Certificate, FoodLabel, NutritionFacts
from certification.requirements import Rule
from core.pdf import DRAWABLE
from ikm.models import Ikm
from products.models import Product
from reference.models import ProductCategory, Region

ON = datetime.date(2026, 11, 24)
KOTABARU = Region(code="63.02", name="Kabupaten Kotabaru", level=2)
VILLAGE = Region(code="63.02.01.1001", name="Kotabaru Hulu", level=4, postcode="72111")
CATEGORIES = {
    "kerupuk": "food", "pangan-nonhalal": "food", "minuman-siap": "drink", "sasirangan": "textile", "jamu": "herbal",
    "anyaman": "craft",
}  # fmt: skip
PIRT_KINDS = ("pirt", "md")
NAME_THEM = "Sebutkan sebagai alergen bila benar."
FULL = {
    "trade_name": "Saijaan", "ingredients": "ikan tenggiri 40%, tepung tapioka, garam", "allergens": "ikan",
    "best_before": "12 2027", "production_code": "241126-A",
}  # fmt: skip


def rule(obligation="mandatory", kinds=(), sentence="Aturannya begini.", confidence="H"):
    return Rule(obligation, tuple(kinds), sentence, "Dasar", confidence)


RULES = {"halal": rule(kinds=("halal",)), "licence": rule(kinds=PIRT_KINDS), "nutrition": rule()}


def product(category="kerupuk", ikm=None, **fields):
    values = {
        "pk": 7, "name": "Amplang ikan tenggiri", "net_weight": 250, "net_weight_unit": "g", "storage": "room",
        "packaging_kind": "plastic",
    } | fields  # fmt: skip
    ikm = ikm or Ikm(pk=3, name="Laut Saijaan", address="Jl. Contoh No. 3.", regency=KOTABARU, region=VILLAGE)
    kind = ProductCategory(code=category, name=category, group=CATEGORIES[category]) if category else None
    return Product(ikm=ikm, category=kind, **values)


def paper(kind="pirt", number="2056302010001-31", state="verified", pk=1, **fields):
    return Certificate(pk=pk, kind=kind, number=number, state=state, **fields)


def halal(number="ID63110000000020326", **fields):
    return paper("halal", number, **fields)


def facts(**fields):
    values = {
        "state": "verified", "basis": "table", "serving_milli": 25_000, "pack_milli": 250_000, "fat_mg": 20_000,
        "saturated_fat_mg": 8_000, "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
    } | fields  # fmt: skip
    return NutritionFacts(**values)


def check(of=None, label=None, papers=(), table=None, **rules):
    label = FoodLabel(**label) if isinstance(label, dict) else label
    return label_check(of or product(), label, papers, table, RULES | rules, ON)


def part(key, *args, **kwargs):
    return next(item for item in check(*args, **kwargs) if item.key == key)


def said(key, *args, **kwargs):
    item = part(key, *args, **kwargs)
    return item.status, item.value


def statuses(items):
    return {item.key: item.status for item in items}


def test_everything_known_is_there():
    items = check(label=FULL, papers=[paper(), halal(pk=2)], table=facts())
    assert statuses(items) == {
        "trade_name": "ada", "name": "ada", "net_weight": "ada", "halal": "ada", "producer": "ada",
        "best_before": "ada", "permit": "ada", "ingredients": "ada", "allergens": "ada", "nutrition": "ada",
        "origin": "tidak_perlu", "sweetener": "tidak_perlu", "pork": "tidak_perlu", "storage": "tidak_perlu",
        "usage": "tidak_perlu", "production_code": "ada", "words": "tidak_perlu",
    }  # fmt: skip
    assert progress(items) == (11, 11)
    assert [item.key for item in items if item.panel == Panel.FRONT] == [
        "trade_name", "name", "net_weight", "halal", "producer", "production_code", "best_before", "permit",
    ]  # fmt: skip


def test_nothing_known_is_named_part_by_part():
    items = check(product(name="", net_weight=None, ikm=Ikm(pk=3)))
    assert statuses(items) == {
        "trade_name": "tidak_perlu", "name": "kurang", "net_weight": "kurang", "halal": "kurang", "producer": "kurang",
        "best_before": "kurang", "permit": "kurang", "ingredients": "kurang", "allergens": "perlu_dicek",
        "nutrition": "kurang", "origin": "tidak_perlu", "sweetener": "perlu_dicek", "pork": "perlu_dicek",
        "storage": "tidak_perlu", "usage": "tidak_perlu", "production_code": "kurang", "words": "tidak_perlu",
    }  # fmt: skip
    assert progress(items) == (0, 12)
    assert all(item.sentence and item.where for item in items if item.status in ("kurang", "perlu_dicek"))


def test_names():
    assert said("name") == ("ada", "Amplang ikan tenggiri")
    assert said("trade_name", product(brand="Merek Produk")) == ("ada", "Merek Produk")
    assert said("trade_name", product(brand="Merek Produk"), {"trade_name": "Saijaan"}) == ("ada", "Saijaan")


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (250, "g", ("ada", "Berat bersih 250 g")),
        (1500, "g", ("ada", "Berat bersih 1.500 g")),
        (250, "ml", ("ada", "Isi bersih 250 ml")),
        (10, "pcs", ("perlu_dicek", "Isi 10 buah")),
        (None, "g", ("kurang", "")),
    ],
)
def test_net_weight(amount, unit, expected):
    assert said("net_weight", product(net_weight=amount, net_weight_unit=unit)) == expected


@pytest.mark.parametrize(
    ("ikm", "expected"),
    [
        (
            Ikm(name="Laut", address="Jl. A 3.", regency=KOTABARU, region=VILLAGE),
            ("ada", "Diproduksi oleh: Laut, Jl. A 3, Kotabaru 72111, Indonesia"),
        ),
        (Ikm(name="Laut", regency=KOTABARU), ("ada", "Diproduksi oleh: Laut, Kotabaru, Indonesia")),
        (Ikm(name="Laut"), ("kurang", "")),
        (Ikm(regency=KOTABARU), ("kurang", "")),
    ],
)
def test_producer(ikm, expected):
    assert said("producer", product(ikm=ikm)) == expected


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([halal()], ("ada", "ID63110000000020326")),
        ([halal("ID63110000000090126", state="claimed", pk=9), halal()], ("ada", "ID63110000000020326")),
        ([halal(state="refused")], ("kurang", "")),
        ([halal("LPPOM-00140130691021")], ("kurang", "")),
        ([halal("")], ("kurang", "")),
        ([paper("halal_mui", "00150099991220")], ("kurang", "")),
        ([], ("kurang", "")),
    ],
)
def test_halal_prints_only_a_bpjph_number(papers, expected):
    assert said("halal", papers=papers) == expected


def test_halal_says_why():
    assert part("halal", papers=[halal("LPPOM-00140130691021")]).sentence == (
        "Yang dicantumkan adalah nomor sertifikat halal BPJPH, ID dan 17 angka. Nomor KH (ketetapan halal) bukan "
        "nomor sertifikat. Perbaiki nomornya."
    )
    assert part("halal", papers=[halal(state="claimed")]).sentence == (
        "Belum diperiksa petugas. Tunggu hasilnya sebelum mencetak label."
    )
    assert part("halal").sentence == "Aturannya begini."


@pytest.mark.parametrize(
    ("obligation", "confidence", "expected"),
    [
        ("mandatory", "H", "kurang"),
        ("mandatory", "M", "perlu_dicek"),
        ("advised", "M", "perlu_dicek"),
        ("unknown", "L", "perlu_dicek"),
        ("voluntary", "H", "tidak_perlu"),
        ("not_applicable", "M", "tidak_perlu"),
    ],
)
def test_only_a_sure_rule_says_missing(obligation, confidence, expected):
    of = rule(obligation, PIRT_KINDS, confidence=confidence)
    assert [part(key, **{axis: of}).status for key, axis in (("halal", "halal"), ("permit", "licence"))] == [
        expected,
        expected,
    ]


def test_non_halal_food_carries_the_statement_and_never_a_number():
    item = part("halal", product("pangan-nonhalal"), papers=[halal()])
    assert (item.status, item.value, item.legal_basis) == ("ada", "TIDAK HALAL", "UU 33/2014 Pasal 26")
    assert said("origin", product("pangan-nonhalal")) == ("perlu_dicek", "")


@pytest.mark.parametrize(
    ("kind", "number", "text"),
    [
        ("pirt", "2056302010001-31", "P-IRT 2056302010001-31"),
        ("pirt", "205630201000131", "P-IRT 2056302010001-31"),
        ("pirt", "2056302010001", ""),
        ("md", "MD224510107115", "BPOM RI MD 224510107115"),
        ("md", "MD271111000300341", "BPOM RI MD 271111000300341"),
        ("ml", "ML224510107115", "BPOM RI ML 224510107115"),
        ("md", "MD1", ""),
        ("tr", "TR092699241", "POM TR 092699241"),
        ("pirt", "", ""),
    ],
)
def test_permit_text(kind, number, text):
    assert permit_text(paper(kind, number)) == text


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([paper()], ("ada", "P-IRT 2056302010001-31")),
        ([paper(valid_until=ON)], ("ada", "P-IRT 2056302010001-31")),
        ([paper(valid_until=ON - datetime.timedelta(days=1))], ("kurang", "")),
        ([paper(state="returned")], ("kurang", "")),
        ([paper(number="123")], ("kurang", "")),
        ([paper("tr", "TR092699241")], ("perlu_dicek", "POM TR 092699241")),
        ([paper("tr", "TR092699241", pk=9), paper()], ("ada", "P-IRT 2056302010001-31")),
        ([paper("sni", "SNI 1")], ("kurang", "")),
    ],
)
def test_permit(papers, expected):
    assert said("permit", papers=papers) == expected


def test_permit_names_its_rule_and_what_is_wrong():
    assert part("permit", papers=[paper()]).legal_basis == "PerBPOM 31/2018 Pasal 36 ayat (4)"
    assert part("permit", papers=[paper(valid_until=datetime.date(2025, 12, 31))]).sentence == (
        "Izin edar yang tercatat sudah habis masa berlakunya. Perpanjang sebelum mencetak label."
    )
    assert part("permit", papers=[paper(number="")]).sentence == (
        "Nomor izin edar yang tercatat tidak lengkap. Ketik ulang seperti pada sertifikatnya."
    )


def test_slhs_is_not_printed():
    assert said("permit", papers=[paper("slhs", "12/2026")], licence=rule(kinds=("slhs",))) == ("tidak_perlu", "")


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("Komposisi: ikan, garam", "ikan, garam"),
        ("Bahan:\n- ikan 40%\n- garam;\n\n", "ikan 40%, garam"),
        ("bahan-bahan : ikan", "ikan"),
        ("  ", ""),
    ],
)
def test_ingredients_on_one_line(typed, listed):
    assert ingredients_of(FoodLabel(ingredients=typed)) == listed
    expected = ("ada", f"Komposisi: {listed}") if listed else ("kurang", "")
    assert said("ingredients", label={"ingredients": typed}) == expected


@pytest.mark.parametrize(
    ("ingredients", "allergens", "status", "sentence"),
    [
        ("ikan, garam dan gula", "", "perlu_dicek", f"Di daftar bahan terbaca ikan. {NAME_THEM}"),
        ("ikan tenggiri, telur", "ikan", "perlu_dicek", f"Di daftar bahan terbaca telur. {NAME_THEM}"),
        ("tenggiri, telur", "ikan dan telur", "ada", ""),
        ("singkong, garam", "", "tidak_perlu", "Tidak terbaca bahan yang lazim menyebabkan alergi. Isi bila ada."),
        ("", "ikan", "ada", ""),
        ("", "", "perlu_dicek", "Isi daftar bahan dulu; alergen dibaca dari sana."),
    ],
)  # fmt: skip
def test_allergens_are_read_from_the_ingredients(ingredients, allergens, status, sentence):
    item = part("allergens", label={"ingredients": ingredients, "allergens": allergens})
    assert (item.status, item.sentence, item.confidence) == (status, sentence, Confidence.MEDIUM)
    assert item.value == (f"Mengandung alergen: {allergens}" if allergens else "")


def test_nutrition_table():
    exempt = rule("exempt", sentence="Informasi nilai gizi dikecualikan untuk kopi.")
    assert said("nutrition", table=facts()) == ("ada", "Tabel informasi nilai gizi")
    assert said("nutrition", table=facts(state="returned")) == ("perlu_dicek", "")
    assert said("nutrition") == ("kurang", "")
    item = part("nutrition", nutrition=exempt)
    assert (item.status, item.sentence) == ("tidak_perlu", "Informasi nilai gizi dikecualikan untuk kopi.")


def test_origin_of_animal_material():
    assert said("origin", product(animal_material=True)) == ("perlu_dicek", "")
    assert said("origin", label={"origin": "gelatin sapi"}) == ("ada", "gelatin sapi")
    assert said("origin") == ("tidak_perlu", "")


def test_warnings_are_printed_when_answered_yes():
    assert said("sweetener", label={"has_sweetener": True}) == (
        "ada",
        "Mengandung pemanis buatan, disarankan tidak dikonsumsi oleh anak di bawah 5 (lima) tahun, ibu hamil, dan ibu "
        "menyusui.",
    )
    shared = (
        "Pada proses pembuatannya bersinggungan dan/atau menggunakan fasilitas bersama dengan bahan bersumber babi."
    )
    assert said("pork", label={"shares_with_pork": True}) == ("ada", shared)
    assert said("pork", label={"shares_with_pork": True}, papers=[halal()]) == ("perlu_dicek", shared)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 2027", ("ada", "Baik digunakan sebelum: 12 2027")),
        ("Baik digunakan sebelum 12 2027", ("ada", "Baik digunakan sebelum 12 2027")),
        ("", ("kurang", "")),
    ],
)
def test_best_before(typed, expected):
    assert said("best_before", label={"best_before": typed}) == expected


def test_best_before_reminds_of_the_shelf_life():
    assert part("best_before", product(shelf_life_days=90)).sentence == (
        "Tulis bulan dan tahunnya, atau letaknya, misalnya “lihat bagian atas kemasan”. "
        "Produk ini tahan 90 hari sejak dibuat."
    )


def test_production_code():
    assert said("production_code", label={"production_code": "A1"}) == ("ada", "Kode produksi: A1")


@pytest.mark.parametrize(
    ("storage", "note", "expected"),
    [
        ("room", "", ("tidak_perlu", "")),
        ("chilled", "", ("kurang", "")),
        ("frozen", "", ("kurang", "")),
        ("frozen", "Simpan beku -18 °C", ("ada", "Simpan beku -18 °C")),
        ("chilled", "di kulkas", ("ada", "Cara menyimpan: di kulkas")),
    ],
)
def test_storage(storage, note, expected):
    assert said("storage", product(storage=storage), {"storage_note": note}) == expected


def test_usage():
    assert said("usage", label={"usage_note": "Goreng dulu."}) == ("ada", "Cara menyajikan: Goreng dulu.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Menyembuhkan asam urat", ["menyembuhkan"]),
        ("Obat batuk, mengobati flu", ["obat", "mengobati"]),
        ("mencegah penyakit jantung, mencegah segala penyakit", ["mencegah penyakit", "mencegah segala penyakit"]),
        ("100% aman dan paling sehat", ["100% aman", "paling sehat"]),
        ("Camilan ini bukan obat", []),
        ("Sobat petani, kobaran rasa", []),
        ("Renyah dan gurih", []),
    ],
)
def test_forbidden_words(text, words):
    assert forbidden_words(text) == words


@pytest.mark.parametrize(
    ("fields", "label", "place"),
    [
        ({"name": "Kerupuk obat"}, {}, "nama produk"),
        ({"description": "obat"}, {}, "keterangan produk"),
        ({"brand": "Obat"}, {}, "merek dagang"),
        ({}, {"trade_name": "Obat"}, "nama dagang di label"),
        ({}, {"usage_note": "obat"}, "cara menyajikan"),
    ],
)
def test_forbidden_words_are_named_with_their_place(fields, label, place):
    item = part("words", product(**fields), label)
    assert (item.status, item.confidence) == ("perlu_dicek", "M")
    assert item.sentence.startswith(f"Terbaca “obat” pada {place}.")


def test_health_claim_is_to_be_checked():
    assert part("words", product(health_claim=True)).status == "perlu_dicek"


@pytest.mark.parametrize(
    ("of", "applies", "confidence"),
    [
        (product(), True, "H"),
        (product("minuman-siap"), True, "H"),
        (product(packaging_kind="none"), False, "M"),
        (product("sasirangan"), False, "L"),
        (product("jamu"), False, "M"),
        (product("anyaman"), False, "L"),
        (product(None), False, "H"),
    ],
)
def test_scope(of, applies, confidence):
    scope = scope_of(of)
    assert (scope.applies, scope.confidence, bool(scope.sentence)) == (applies, confidence, not applies)


@pytest.mark.parametrize(
    ("asked", "weight", "unit", "key"),
    [
        ("besar", 50, "g", "besar"),
        ("", 100, "g", "kecil"),
        ("", 250, "ml", "sedang"),
        ("raksasa", 501, "g", "besar"),
        ("", 2000, "pcs", "sedang"),
        ("", None, "g", "sedang"),
    ],
)
def test_size_suits_the_weight(asked, weight, unit, key):
    assert size_of(asked, product(net_weight=weight, net_weight_unit=unit)).key == key


def pages(pdf):
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [" ".join(page.get_textpage().get_text_range().replace("\u200b", "").split()) for page in document]


def draft(of=None, label=None, papers=(), table=None, size=SIZES[1], **rules):
    of = of or product()
    return draft_pdf(of, check(of, label, papers, table, **rules), table, size, ON)


def test_draft_prints_every_part():
    (text,) = pages(draft(label=FULL, papers=[paper(), halal(pk=2)], table=facts()))
    for words in (
        "Saijaan", "Amplang ikan tenggiri", "Berat bersih 250 g", "Tempat logo Halal Indonesia dari BPJPH",
        "ID63110000000020326", "Baik digunakan sebelum: 12 2027", "P-IRT 2056302010001-31",
        "Diproduksi oleh: Laut Saijaan, Jl. Contoh No. 3, Kotabaru 72111, Indonesia",
        "Komposisi: ikan tenggiri 40%, tepung tapioka, garam", "Mengandung alergen: ikan", "INFORMASI NILAI GIZI",
        "Takaran saji 25 g", "10 Sajian per Kemasan", "Energi total 120 kkal", "Garam (natrium) 105 mg 7%",
        "Kode produksi: 241126-A", "80 mm", "120 mm",
        "RANCANGAN, belum untuk dicetak. Periksa dengan Dinas Kesehatan atau BPOM.",
        "dibuat 24 November 2026",
    ):  # fmt: skip
        assert words in text
    assert "BELUM ADA" not in text


def test_draft_marks_what_is_missing():
    (text,) = pages(draft(product(name="", net_weight=None)))
    for name in (
        "nama jenis pangan", "keterangan halal", "berat atau isi bersih", "kedaluwarsa", "nomor izin edar",
        "daftar bahan", "informasi nilai gizi", "tanggal dan kode produksi",
    ):  # fmt: skip
        assert f"BELUM ADA: {name}" in text
    assert "PERLU DICEK: alergen" in text


def test_draft_of_non_halal_food_has_no_place_for_the_logo():
    (text,) = pages(draft(product("pangan-nonhalal"), FULL, [paper(), halal(pk=2)], facts()))
    assert "TIDAK HALAL" in text
    assert "Halal Indonesia" not in text
    assert "ID6311" not in text


def test_draft_of_a_drink_states_millilitres_of_the_pack():
    table = facts(unit="ml", serving_milli=600_000, pack_milli=250_000)
    (text,) = pages(draft(product("minuman-siap", net_weight_unit="ml"), FULL, table=table))
    assert "Isi bersih 250 ml" in text
    assert "Isi kemasan 250 ml" in text
    assert "JUMLAH PER KEMASAN" in text
    assert "Sajian per Kemasan" not in text


def test_draft_reads_typed_text_as_data():
    name = '#panic("x") $x$ *tebal* _miring_ @a <b> \\ `c` [d] "kutip"'
    text = " ".join(pages(draft(product(name=name), {**FULL, "ingredients": f"#set page(width: 1cm), {name}"})))
    assert f"Komposisi: #set page(width: 1cm), {name}" in text
    assert text.count(name) == 2


def test_draft_leaves_out_what_it_cannot_draw():
    (text,) = pages(draft(product(name="Amplang 😀 ikan 漢 \x00é")))
    assert "Amplang ikan é" in text


def test_every_drawable_character_is_drawn():
    everything = "".join(chr(code) for low, high in DRAWABLE for code in range(low, high + 1))
    assert draft(label={"ingredients": everything, "allergens": everything}).startswith(b"%PDF")


def test_long_texts_flow_to_another_back_panel():
    ingredients = ", ".join(f"bahan{number}" for number in range(200))[:2000]
    label = {**FULL, "ingredients": ingredients, "usage_note": "Goreng " * 42, "storage_note": "s" * 200}
    long = product(name="Kerupuk" * 28)
    first, second = pages(draft(long, label, [paper(), halal(pk=2)], facts(), SIZES[0]))
    assert "Tidak muat pada ukuran ini" in first
    assert "Belakang, lanjutan" in second
    assert ingredients.split(", ")[-1] in first + second
    assert "Kode produksi: 241126-A" in first
    (one,) = pages(draft(product(), label, [paper(), halal(pk=2)], facts(), SIZES[2]))
    assert "Tidak muat" not in one


def test_text_stays_inside_the_panels():
    """Left and right of the two panels of 60 mm there is only paper, whatever was typed."""
    label = {**FULL, "trade_name": "W" * 120, "ingredients": "W" * 2000}
    pdf = draft(product(name="M" * 200), label, [paper(), halal(pk=2)], facts(), SIZES[0])
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    millimetre = page.get_width() / 297
    left, right = (297 - 2 * 60 - 22) / 2 * millimetre, (297 + 2 * 60 + 22) / 2 * millimetre
    text = page.get_textpage()
    letters = [text.get_charbox(index) for index in range(text.count_chars()) if text.get_text_range(index, 1) in "WM"]
    inside = [box for box in letters if 20 * millimetre < box[1] < 180 * millimetre]
    assert len(inside) > 500
    assert min(box[0] for box in inside) >= left
    assert max(box[2] for box in inside) <= right


def test_smallest_letters_are_a_millimetre_high():
    label = {**FULL, "ingredients": "xxxxx, " * 250}
    page = pypdfium2.PdfDocument(io.BytesIO(draft(product(), label, table=facts(), size=SIZES[0])))[0]
    text = page.get_textpage()
    heights = [
        box[3] - box[1]
        for index in range(text.count_chars())
        if text.get_text_range(index, 1) == "x"
        for box in [text.get_charbox(index)]
    ]
    millimetre = page.get_width() / 297
    assert Decimal(min(heights) / millimetre).quantize(Decimal("0.01")) >= 1


def test_draft_is_the_same_whenever_it_is_printed():
    assert draft(label=FULL, table=facts()) == draft(label=FULL, table=facts())


def test_draft_without_table_keeps_the_order_of_the_label():
    items = check(label=FULL)
    data = draft_data(product(), items, None, SIZES[0], ON)
    assert [row["key"] for row in data["back"]] == ["ingredients", "allergens", "nutrition"]
    assert data["nutrition"] is None


def test_item_of_a_part_leads_to_the_field_that_repairs_it():
    assert part("ingredients") == Item(
        "ingredients",
        "Daftar bahan",
        Panel.BACK,
        Status.MISSING,
        "",
        "Tulis semua bahan, mulai dari yang paling banyak, termasuk air dan bahan tambahan pangan.",
        ("certification:label_edit", (7,)),
        "ingredients",
    )
    assert part("net_weight").where == ("desk:path_product", (3, 7))
    assert part("nutrition").where == ("desk:path_nutrition", (3, 7))
