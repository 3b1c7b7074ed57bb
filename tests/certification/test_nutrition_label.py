import re
import xml.etree.ElementTree as ElementTree

import pypdfium2
import pytest
from django.utils import translation

from certification.enums import LabelLayout
from certification.models import NutritionFacts
from certification.nutrition_label import SMALLEST, as_pdf, as_svg, as_text, size_mm, text_width

EXAMPLE = {
    "basis": "table", "per": "100g", "serving_milli": 25_000, "pack_milli": 100_000, "fat_mg": 20_000,
    "saturated_fat_mg": 8_000, "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000, "sodium_mg": 420,
}  # fmt: skip
WIDE = {"serving_milli": 990_000, "pack_milli": 999_999_999, "sodium_mg": 39_000}
SVG = "{http://www.w3.org/2000/svg}"
TEXT = """INFORMASI NILAI GIZI
Takaran saji 25 g
4 Sajian per Kemasan
JUMLAH PER SAJIAN
Energi total 120 kkal
Lemak total 5 g (7% AKG)
  Lemak jenuh 2 g (10% AKG)
Protein 2 g (3% AKG)
Karbohidrat total 16 g (5% AKG)
  Gula 3 g
Garam (natrium) 105 mg (7% AKG)
*Persen AKG berdasarkan kebutuhan energi 2150 kkal. Kebutuhan energi Anda mungkin lebih tinggi atau lebih rendah."""


def facts(**values):
    return NutritionFacts(**(EXAMPLE | values))


def words_of(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_text_is_the_whole_label_in_indonesian_whatever_the_language():
    with translation.override("en"):
        assert as_text(facts()) == TEXT


def test_pack_smaller_than_the_serving_says_per_pack():
    small = as_text(facts(unit="ml", serving_milli=200_000, pack_milli=62_500)).splitlines()
    assert small[:4] == ["INFORMASI NILAI GIZI", "Isi kemasan 62,5 ml", "JUMLAH PER KEMASAN", "Energi total 290 kkal"]


def test_vertical_layout_draws_every_word_in_order():
    assert words_of(as_svg(facts(), LabelLayout.VERTICAL)) == [
        "INFORMASI NILAI GIZI", "Takaran saji 25 g", "4 Sajian per Kemasan", "JUMLAH PER SAJIAN", "Energi total",
        "120 kkal", "%AKG*", "Lemak total", "5 g", "7%", "Lemak jenuh", "2 g", "10%", "Protein", "2 g", "3%",
        "Karbohidrat total", "16 g", "5%", "Gula", "3 g", "Garam (natrium)", "105 mg", "7%",
        "*Persen AKG berdasarkan kebutuhan energi", "2150 kkal. Kebutuhan energi Anda mungkin",
        "lebih tinggi atau lebih rendah.",
    ]  # fmt: skip


@pytest.mark.parametrize("layout", LabelLayout)
@pytest.mark.parametrize("values", [{}, WIDE, {"pack_milli": 8_125, "unit": "ml"}], ids=["usual", "wide", "per pack"])
def test_every_layout_says_the_same_words(layout, values):
    def alike(text):
        return sorted(re.sub(r"[(),.:]|AKG\*?|%AKG\*", "", text).split())

    of = facts(**values)
    heads = 2 if layout == LabelLayout.HORIZONTAL else 1
    drawn = " ".join(text for text in words_of(as_svg(of, layout)) if text != "%AKG*")
    assert alike(drawn) == alike(as_text(of))
    assert words_of(as_svg(of, layout)).count("%AKG*") == (0 if layout == LabelLayout.LINEAR else heads)


@pytest.mark.parametrize("layout", LabelLayout)
@pytest.mark.parametrize("values", [{}, WIDE, {"pack_milli": 8_125}], ids=["usual", "wide", "per pack"])
def test_nothing_runs_over_the_frame_or_is_smaller_than_arial_6(layout, values):
    svg = ElementTree.fromstring(as_svg(facts(**values), layout))
    width, height = size_mm(facts(**values), layout)
    assert [float(part) for part in svg.get("viewBox").split()] == [0, 0, round(width, 3), round(height, 3)]
    assert f"0 0 {svg.get('width')} {svg.get('height')}".replace("mm", "") == svg.get("viewBox")
    drawn = []
    for element in svg.iter(f"{SVG}text"):
        size, length = float(element.get("font-size")), float(element.get("textLength"))
        assert size >= SMALLEST
        assert length == pytest.approx(text_width(element.text, size, element.get("font-weight") == "700"), abs=0.001)
        x = float(element.get("x")) - {"end": length, "middle": length / 2}.get(element.get("text-anchor"), 0)
        y = float(element.get("y"))
        assert x >= 1.5
        assert x + length <= width - 1.5
        assert y - size * 0.75 > 0
        assert y + size * 0.25 < height
        drawn.append((x, x + length, y))
    for x1, x2, y in drawn:
        assert [(a, b) for a, b, other in drawn if other == y and (a, b) != (x1, x2) and a < x2 and x1 < b] == []


def test_svg_uses_no_style_and_holds_the_text():
    svg = as_svg(facts(), LabelLayout.LINEAR)
    assert ("style" in svg, "<script" in svg, "<desc>INFORMASI NILAI GIZI\nTakaran saji 25 g" in svg) == (
        False, False, True,
    )  # fmt: skip


def test_known_widths():
    """Arial at 10 mm: a digit is 5.56 mm wide, a capital W 9.44 mm."""
    assert (text_width("120", 10), text_width("W", 10), text_width("W", 10, is_bold=True)) == (16.68, 9.44, 9.44)


@pytest.mark.parametrize("layout", LabelLayout)
def test_pdf_is_a_tagged_a4_sheet_with_the_whole_label(layout):
    pdf = as_pdf(facts(), layout, "Kerupuk <ikan> #haruan")
    assert b"/MarkInfo" in pdf
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    read = re.sub(r"\s+", " ", page.get_textpage().get_text_range()).strip()
    size = [round(side) for side in page.get_size()]
    title = document.get_metadata_dict()["Title"]
    pages = len(document)
    document.close()
    assert (pages, size, title) == (1, [595, 842], "INFORMASI NILAI GIZI – Kerupuk <ikan> #haruan")
    for line in TEXT.splitlines():
        wanted = (
            re.sub(r"[()]|AKG\)", "", line).split() if "(natrium)" not in line else ["(natrium)", "105", "mg", "7%"]
        )
        assert [word for word in wanted if word not in read] == []


def test_sheet_is_filled_with_labels():
    document = pypdfium2.PdfDocument(as_pdf(facts(), LabelLayout.VERTICAL, "Kerupuk", fills_sheet=True))
    counts = [page.get_textpage().get_text_range().count("JUMLAH PER SAJIAN") for page in document]
    document.close()
    assert counts == [12]
