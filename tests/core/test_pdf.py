import copy
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy

from core.pdf import render_pdf

TEMPLATE = """
#import "/pdf/parts.typ": greeting
#let data = json(bytes(sys.inputs.data))
#set document(title: "Surat")
#set text(lang: "id")
= #greeting
#data.name

#data.price / #data.day / #data.label / #datetime.today().display()
"""


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "parts.typ").write_text('#let greeting = "Yth."')
    (tmp_path / "pdf" / "letter.typ").write_text(TEMPLATE)
    (tmp_path / "pdf" / "untitled.typ").write_text("= Tanpa judul")
    settings.TEMPLATES = copy.deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"] = [tmp_path]


def letter():
    return {
        "name": '#read("/etc/passwd") *tebal* $x$',
        "price": Decimal("12500.50"),
        "day": date(2026, 11, 24),
        "label": gettext_lazy("Usulan"),
    }


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    page.close()
    document.close()
    return text.splitlines()


@pytest.mark.usefixtures("templates")
def test_data_is_shown_as_it_is_and_never_run():
    assert text_of(render_pdf("pdf/letter.typ", letter())) == [
        "Yth.",
        '#read("/etc/passwd") *tebal* $x$',
        "12500.50 / 2026-11-24 / Usulan / 2000-01-01",
    ]


@pytest.mark.usefixtures("templates")
def test_tagged_and_identical_on_repeat():
    first, second = (render_pdf("pdf/letter.typ", letter()) for _ in range(2))
    assert first == second
    assert b"/StructTreeRoot" in first
    assert b"pdfuaid:part" in first


@pytest.mark.usefixtures("templates")
def test_document_without_title_is_refused():
    with pytest.raises(RuntimeError, match="title"):
        render_pdf("pdf/untitled.typ", {})


@pytest.mark.usefixtures("templates")
def test_only_templates_are_found():
    with pytest.raises(TemplateDoesNotExist):
        render_pdf("pdf/absent.typ", {})
    with pytest.raises(SuspiciousFileOperation):
        render_pdf("../../etc/passwd", {})


def test_what_cannot_be_printed_is_left_out(templates):
    data = letter() | {"name": "Amplang 🐟 “Juku” 魚 café\n50 % ½"}
    text = pypdfium2.PdfDocument(render_pdf("pdf/letter.typ", data))[0].get_textpage().get_text_range()
    assert "Amplang “Juku” café 50 % ½" in " ".join(text.split())
