"""The first page of a certificate's document as a picture, drawn once and kept beside the document.

Drawn in a process of its own (`preview_child`), because documents come from strangers. What is kept lies in the private
part of the storage under the document's random name, and is handed out only by a view that asks who may see the paper:
`<document>.pratinjau-isi.json` with the number of pages or why there is no picture, and the pictures themselves.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WALL_SECONDS = 15
LARGE, SMALL = "besar", "kecil"
SENTENCES = {
    "password": gettext_lazy("Berkas ini memakai kata sandi, jadi tanpa pratinjau. Minta berkas tanpa kata sandi."),
    "broken": gettext_lazy("Berkas ini rusak atau terpotong, jadi tanpa pratinjau. Minta berkas yang baru."),
    "far": gettext_lazy("Halaman pertama berkas ini terlalu besar untuk pratinjau. Buka berkasnya."),
    "time": gettext_lazy("Pratinjau berkas ini terlalu lama dibuat. Buka berkasnya."),
    "absent": gettext_lazy("Berkasnya tidak ditemukan. Minta pemilik mengirimnya lagi."),
}  # fmt: skip
# A page with many documents asks for many pictures at once; two are drawn at a time.
_drawing = BoundedSemaphore(2)


@dataclass(frozen=True)
class Preview:
    """`sentence` says why there is no picture; "" when there is one."""

    pages: int
    sentence: str = ""

    @property
    def pages_text(self):
        return _("%(count)d halaman") % {"count": self.pages} if self.pages else ""


def preview_of(document):
    """The `Preview` of a stored document, drawn now when it has not been; None without a document."""
    if not document:
        return None
    if not document.storage.exists(document.name):
        return Preview(0, str(SENTENCES["absent"]))
    head = _kept_head(document)
    if head is None:
        with _drawing:
            head = _kept_head(document) or _draw(document)
    return Preview(head["pages"], str(SENTENCES[head["error"]]) if "error" in head else "")


def picture_of(document, size=LARGE):
    """The JPEG as an open file, or None when there is none."""
    preview = preview_of(document)
    if preview is None or preview.sentence:
        return None
    name = _name(document, f"{size}.jpg")
    return document.storage.open(name, "rb") if document.storage.exists(name) else None


def _name(document, what):
    return f"{document.name}.pratinjau-{what}"


def _kept_head(document):
    name = _name(document, "isi.json")
    if not document.storage.exists(name):
        return None
    with document.storage.open(name, "rb") as file:
        return json.loads(file.read())


def _draw(document):
    """Pictures first, so that a head always has its pictures."""
    with document.storage.open(document.name, "rb") as file:
        head, pictures = draw(file.read())
    for size, picture in zip((LARGE, SMALL), pictures, strict=False):
        _keep(document, f"{size}.jpg", picture)
    _keep(document, "isi.json", json.dumps(head).encode())
    return head


def _keep(document, what, content):
    """Under exactly this name: another process may have drawn the same page meanwhile."""
    name = _name(document, what)
    saved = document.storage.save(name, ContentFile(content))
    if saved != name:
        document.storage.delete(saved)


def draw(content):
    """({"pages"} or {"pages", "error"}, pictures from large to small) of a PDF or JPEG, within limits."""
    command = [sys.executable, "-m", "certification.preview_child"]
    try:
        child = subprocess.run(
            command, input=content, cwd=Path(settings.BASE_DIR), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"pages": 0, "error": "time"}, []
    line, _newline, rest = child.stdout.partition(b"\n")
    if not line:
        return {"pages": 0, "error": "far" if child.returncode < 0 else "broken"}, []
    head = json.loads(line)
    pictures = []
    for size in head.pop("sizes", []):
        pictures.append(rest[:size])
        rest = rest[size:]
    return head, pictures
