"""Letters and reports as PDF: a Typst template of ours, and data that is never read as markup."""

import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template import TemplateDoesNotExist
from django.utils._os import safe_join

# Inside the file only: equal data gives equal bytes, whenever it is printed.
TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)
# What the typeface inside the engine can draw; anything else (emoji, Han) would stop the whole document.
DRAWABLE = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x4FF), (0x621, 0x63A), (0x640, 0x652), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x2040), (0x2070, 0x209F), (0x20A0, 0x20BF), (0x2122, 0x2122), (0x2153, 0x2184),
    (0x2190, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip


def render_pdf(template_name: str, data: dict) -> bytes:
    """The tagged PDF (PDF/UA-1) of a `.typ` template under templates/.

    The template reads `json(bytes(sys.inputs.data))` and must set the document's title and language.
    Paths in it start at templates/: `#import "/pdf/letter.typ": *`. Characters nobody could print are left out.
    """
    root, path = _find(template_name)
    return typst.compile(
        str(path),
        root=str(root),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": drawable(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False))},
        pdf_standards=["ua-1"],
        timestamp=TIMESTAMP,
    )


def drawable(text: str) -> str:
    """The text in composed form, without the characters the PDF cannot draw; line ends stay."""
    return "".join(
        character for character in unicodedata.normalize("NFC", text) if character in "\n\t" or _can_draw(character)
    )


def _can_draw(character):
    code = ord(character)
    return unicodedata.category(character) != "Cn" and any(low <= code <= high for low, high in DRAWABLE)


def _find(template_name):
    for engine in settings.TEMPLATES:
        for root in engine["DIRS"]:
            path = Path(safe_join(root, template_name))
            if path.is_file():
                return root, path
    raise TemplateDoesNotExist(template_name)
