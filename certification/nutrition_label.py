"""The label table drawn: vertical, horizontal and linear as SVG and PDF at true size, and as text.

The words are fixed by PerBPOM 26/2021 and stay Indonesian in every language of the portal. Letters are never smaller
than Arial 6 pt, whose "o" is 1 mm high (PerBPOM 31/2018, DOMAIN §8). Every length is in millimetres; widths of words
come from the published advance widths of Helvetica, which Arial and Liberation Sans share, and each text carries its
width, so that another font is fitted and never runs over the frame.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.html import conditional_escape as escape

from certification.enums import LabelLayout
from certification.figures import figure
from certification.nutrition import (
    LABELS,
    SUB_ROWS,
    content_of,
    is_per_pack,
    label_rows,
    printed_serving,
    servings_per_pack,
)
from core.pdf import render_pdf

TITLE = "INFORMASI NILAI GIZI"
PERCENT_HEAD = "%AKG*"
NO_BREAK = "\N{NO-BREAK SPACE}"
FOOTNOTE = (
    "*Persen AKG berdasarkan kebutuhan energi 2150 kkal. Kebutuhan energi Anda mungkin lebih tinggi atau lebih rendah."
)
FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif"
SMALL, BODY, LARGE = 2.2, 2.6, 3.6
SMALLEST = 2.117
LEADING = 1.38
PAD, GAP, INDENT = 2.0, 2.6, 2.2
FRAME, THICK, THIN = 0.4, 0.8, 0.15
VERTICAL_WIDTH, LINEAR_WIDTH, LEFT_BLOCK = 50.0, 60.0, 40.0

# Advance widths of the printable ASCII characters, from space on, in thousandths of the font size.
PLAIN = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
WIDEST = 1015


@dataclass(frozen=True)
class Line:
    """One nutrient as it stands on the label."""

    name: str
    amount: str
    percent: str
    is_sub_row: bool

    @property
    def running(self):
        """As words in a sentence: "Lemak total 5 g (7% AKG)"."""
        return f"{self.name} {self.amount}" + (f" ({self.percent} AKG)" if self.percent else "")


@dataclass(frozen=True)
class Words:
    """Everything a label says, whatever its layout."""

    size: str
    servings: str
    heading: str
    energy: Line
    lines: tuple


def words(facts):
    """The `Words` of a `NutritionFacts` or `Content`."""
    content = content_of(facts)
    per_pack = is_per_pack(content)
    with translation.override("id"):
        energy, *lines = (
            Line(
                str(LABELS[row.nutrient]),
                f"{figure(row.rounded)} {row.unit}",
                "" if row.percent_akg is None else f"{figure(row.percent_akg)}%",
                row.nutrient in SUB_ROWS,
            )
            for row in label_rows(content)
        )
    if per_pack:
        size, heading, servings = f"Isi kemasan {figure(content.pack)} {content.unit}", "JUMLAH PER KEMASAN", ""
    else:
        size = f"Takaran saji {figure(printed_serving(content.serving))} {content.unit}"
        heading, servings = "JUMLAH PER SAJIAN", f"{figure(servings_per_pack(content))} Sajian per Kemasan"
    return Words(size, servings, heading, energy, tuple(lines))


def as_text(facts):
    """The whole label as lines of text, for screen readers and for copying."""
    said = words(facts)
    lines = [TITLE, said.size, said.servings, said.heading, f"{said.energy.name} {said.energy.amount}"]
    lines += [f"{'  ' if line.is_sub_row else ''}{line.running}" for line in said.lines]
    return "\n".join([line for line in lines if line] + [FOOTNOTE])


def as_svg(facts, layout):
    """The label as an SVG file of true size in millimetres, without style attributes."""
    sheet = _LAYOUTS[layout](words(facts))
    width, height = _mm(sheet.width), _mm(sheet.height)
    frame = (
        f'<rect x="{_mm(FRAME / 2)}" y="{_mm(FRAME / 2)}" width="{_mm(sheet.width - FRAME)}" '
        f'height="{_mm(sheet.height - FRAME)}" fill="#fff" stroke="#000" stroke-width="{FRAME}"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="img" lang="id" font-family="{FONT}" fill="#000">'
        f"<title>{TITLE}</title><desc>{escape(as_text(facts))}</desc>{frame}{''.join(sheet.parts)}</svg>"
    )


def as_pdf(facts, layout, name, fills_sheet=False):
    """The label with cut marks on A4 at true size, once or as often as the sheet holds; `name` titles the document."""
    said = words(facts)
    return render_pdf(
        "certification/nutrition_label.typ",
        {
            "title": f"{TITLE} – {name}",
            "heading": TITLE,
            "size": said.size,
            "servings": said.servings,
            "amounts": said.heading,
            "percent_head": PERCENT_HEAD,
            "energy": _line_data(said.energy),
            "lines": [_line_data(line) for line in said.lines],
            "sentence": _running(said),
            "footnote": FOOTNOTE,
            "layout": str(layout),
            "width": _LAYOUTS[layout](said).width,
            "fills_sheet": fills_sheet,
        },
    )


def size_mm(facts, layout):
    """(width, height) of the drawn label."""
    sheet = _LAYOUTS[layout](words(facts))
    return sheet.width, sheet.height


def text_width(text, size, is_bold=False):
    """Width in millimetres of a text set in `size` millimetres; a character outside ASCII counts as the widest."""
    widths = BOLD if is_bold else PLAIN
    return sum(widths[ord(c) - 32] if 32 <= ord(c) < 127 else WIDEST for c in text) * size / 1000


class _Sheet:
    """A drawing that grows downwards; `y` is the lower edge of what has been drawn."""

    def __init__(self, width):
        self.width, self.y, self.parts = width, PAD, []
        self.left, self.right = PAD, width - PAD

    @property
    def height(self):
        return self.y + PAD

    def text(self, x, text, size, *, is_bold=False, anchor="start", up=0.0):
        """A text on the line that was opened last; `up` lifts it."""
        width = text_width(text, size, is_bold)
        weight = ' font-weight="700"' if is_bold else ""
        end = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.parts.append(
            f'<text x="{_mm(x)}" y="{_mm(self.y - size * 0.36 - up)}" font-size="{size}"{weight}{end} '
            f'textLength="{_mm(width)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">{escape(text)}</text>'
        )

    def open_line(self, size):
        self.y += size * LEADING

    def rule(self, thickness, left=None, right=None):
        self.y += thickness / 2 + 0.25
        x1, x2 = (self.left if left is None else left), (self.right if right is None else right)
        self.parts.append(
            f'<line x1="{_mm(x1)}" y1="{_mm(self.y)}" x2="{_mm(x2)}" y2="{_mm(self.y)}" '
            f'stroke="#000" stroke-width="{thickness}"/>'
        )
        self.y += thickness / 2 + 0.1

    def nutrient(self, line, left, right, percent_width):
        """Name at the left, amount and percentage at the right, on the line opened last."""
        self.text(left + (INDENT if line.is_sub_row else 0), line.name, BODY, is_bold=not line.is_sub_row)
        self.text(right - percent_width - GAP, line.amount, BODY, anchor="end")
        if line.percent:
            self.text(right, line.percent, BODY, is_bold=True, anchor="end")

    def paragraph(self, pieces, size):
        """[(words, is_bold)] filled into lines of the sheet's width."""
        for line in _filled(pieces, size, self.right - self.left):
            self.open_line(size)
            x = self.left
            for text, is_bold in line:
                self.text(x, text, size, is_bold=is_bold)
                x += text_width(text, size, is_bold)


def _vertical(said):
    name, amount, percent = _columns(said.lines)
    sheet = _Sheet(max(VERTICAL_WIDTH, name + amount + percent + 2 * GAP + 2 * PAD))
    inner = sheet.right - sheet.left
    title_size = min(LARGE * 1.3, LARGE * inner / text_width(TITLE, LARGE, is_bold=True))
    sheet.open_line(title_size)
    sheet.text(sheet.width / 2, TITLE, title_size, is_bold=True, anchor="middle")
    sheet.rule(THIN)
    for text in filter(None, (said.size, said.servings)):
        sheet.open_line(BODY)
        sheet.text(sheet.left, text, BODY)
    sheet.rule(THICK)
    sheet.open_line(BODY)
    sheet.text(sheet.left, said.heading, BODY, is_bold=True)
    sheet.rule(THIN)
    sheet.open_line(BODY * 1.15)
    sheet.text(sheet.left, said.energy.name, BODY * 1.15, is_bold=True)
    sheet.text(sheet.right, said.energy.amount, BODY * 1.15, is_bold=True, anchor="end")
    sheet.rule(THICK / 2)
    sheet.open_line(BODY)
    sheet.text(sheet.right, PERCENT_HEAD, BODY, is_bold=True, anchor="end")
    for line in said.lines:
        sheet.rule(THIN)
        sheet.open_line(BODY)
        sheet.nutrient(line, sheet.left, sheet.right, percent)
    sheet.rule(THICK)
    sheet.paragraph([(FOOTNOTE, False)], SMALL)
    return sheet


def _horizontal(said):
    name, amount, percent = _columns(said.lines)
    block = name + amount + percent + 2 * GAP
    title_size = LARGE * 0.92
    left = max(
        text_width(TITLE, title_size, is_bold=True),
        text_width(f"{said.energy.name}  {said.energy.amount}", BODY * 1.15, is_bold=True),
        text_width(said.heading, BODY, is_bold=True),
    )
    sheet = _Sheet(2 * PAD + left + 2 * (block + 2 * GAP))
    middle, right = sheet.left + left + 2 * GAP, sheet.left + left + block + 4 * GAP
    top = sheet.y
    sheet.open_line(title_size)
    sheet.text(sheet.left, TITLE, title_size, is_bold=True)
    for text in filter(None, (said.size, said.servings)):
        sheet.open_line(BODY)
        sheet.text(sheet.left, text, BODY)
    sheet.rule(THICK / 2, right=sheet.left + left)
    sheet.open_line(BODY)
    sheet.text(sheet.left, said.heading, BODY, is_bold=True)
    sheet.open_line(BODY * 1.15)
    sheet.text(sheet.left, said.energy.name, BODY * 1.15, is_bold=True)
    sheet.text(sheet.left + left, said.energy.amount, BODY * 1.15, is_bold=True, anchor="end")
    lowest = sheet.y
    half = (len(said.lines) + 1) // 2
    for start, part in ((middle, said.lines[:half]), (right, said.lines[half:])):
        sheet.y = top
        sheet.open_line(BODY)
        sheet.text(start + block, PERCENT_HEAD, BODY, is_bold=True, anchor="end")
        for line in part:
            sheet.rule(THIN, start, start + block)
            sheet.open_line(BODY)
            sheet.nutrient(line, start, start + block, percent)
        lowest = max(lowest, sheet.y)
    for x in (middle - GAP, right - GAP):
        sheet.parts.append(
            f'<line x1="{_mm(x)}" y1="{_mm(top)}" x2="{_mm(x)}" y2="{_mm(lowest)}" '
            f'stroke="#000" stroke-width="{THIN}"/>'
        )
    sheet.y = lowest
    sheet.rule(THICK)
    sheet.paragraph([(FOOTNOTE, False)], SMALL)
    return sheet


def _linear(said):
    sheet = _Sheet(LINEAR_WIDTH)
    sheet.y = PAD * 0.6
    pieces = [(part["text"], part["is_bold"]) for part in _running(said)]
    sheet.paragraph([*pieces, (FOOTNOTE, False)], SMALL)
    sheet.y -= PAD * 0.4
    return sheet


_LAYOUTS = {
    LabelLayout.VERTICAL: _vertical,
    LabelLayout.HORIZONTAL: _horizontal,
    LabelLayout.LINEAR: _linear,
}


def _columns(lines):
    """Widths of the name, amount and percentage columns."""
    return (
        max(text_width(line.name, BODY, not line.is_sub_row) + (INDENT if line.is_sub_row else 0) for line in lines),
        max(text_width(line.amount, BODY) for line in lines),
        max(text_width(text, BODY, is_bold=True) for text in (PERCENT_HEAD, *(line.percent for line in lines))),
    )


def _running(said):
    """The label as one sentence: [{"text", "is_bold"}]."""
    sizes = ", ".join(filter(None, (said.size, said.servings)))
    energy = f"{said.energy.name} {said.energy.amount}"
    nutrients = ", ".join(line.running for line in said.lines)
    parts = [
        (TITLE, True),
        (f"{sizes}.", False),
        (f"{said.heading}:", True),
        (energy, True),
        (f", {nutrients}.", False),
    ]
    return [{"text": text, "is_bold": is_bold} for text, is_bold in parts]


def _filled(pieces, size, width):
    """Lines of [(text, is_bold)], words kept whole; neighbours of one weight are one text."""
    lines, used = [[]], 0.0
    for text, is_bold in pieces:
        for position, word in enumerate(text.split(" ")):
            is_first = not lines[-1]
            glue = "" if is_first or word == "," or (position == 0 and word.startswith(",")) else " "
            if not is_first and used + text_width(glue + word, size, is_bold) > width:
                lines.append([])
                used, glue = 0.0, ""
            line = lines[-1]
            if line and line[-1][1] == is_bold:
                line[-1] = (line[-1][0] + glue + word, is_bold)
            else:
                line.append((glue + word, is_bold))
            used += text_width(glue + word, size, is_bold)
    return lines


def _line_data(line):
    values = {"name": line.name, "amount": line.amount, "percent": line.percent, "is_sub_row": line.is_sub_row}
    return {key: value.replace(" ", NO_BREAK) if isinstance(value, str) else value for key, value in values.items()}


def _mm(value):
    return f"{Decimal(value).quantize(Decimal('0.001')).normalize():f}"
