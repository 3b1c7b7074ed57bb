"""Letters and reports as PDF: a Typst template of ours, and data that is never read as markup."""

import json
from datetime import UTC, datetime
from pathlib import Path

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template import TemplateDoesNotExist
from django.utils._os import safe_join

# Inside the file only: equal data gives equal bytes, whenever it is printed.
TIMESTAMP = datetime(2000, 1, 1, tzinfo=UTC)


def render_pdf(template_name: str, data: dict) -> bytes:
    """The tagged PDF (PDF/UA-1) of a `.typ` template under templates/.

    The template reads `json(bytes(sys.inputs.data))` and must set the document's title and language.
    Paths in it start at templates/: `#import "/pdf/letter.typ": *`.
    """
    root, path = _find(template_name)
    return typst.compile(
        str(path),
        root=str(root),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=TIMESTAMP,
    )


def _find(template_name):
    for engine in settings.TEMPLATES:
        for root in engine["DIRS"]:
            path = Path(safe_join(root, template_name))
            if path.is_file():
                return root, path
    raise TemplateDoesNotExist(template_name)
