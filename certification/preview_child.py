"""Draws the first page of a document in a process of its own: `python -m certification.preview_child < document`.

A broken or hostile file can end this process, never the portal. Standard library, PDFium and Pillow only.
To standard output: one line of JSON {"pages", "sizes"}, then the JPEG pictures one after another, largest first;
or {"error": code, "pages"} alone. No line at all means the process was ended.
"""

import io
import json
import os
import resource
import sys

import pypdfium2
from PIL import Image

MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 10
LONGEST_SIDES = (900, 240)
MAX_BYTES = 60_000
QUALITIES = (75, 60, 45, 30)
MAX_PIXELS = 40_000_000


class Refused(Exception):
    """The code of a sentence in certification.preview."""


def main():
    limit()
    pages = 0
    try:
        image, pages = first_page(sys.stdin.buffer.read())
        pictures = [jpeg(image, side) for side in LONGEST_SIDES]
    except Refused as refused:
        say({"error": str(refused), "pages": pages})
    except MemoryError:
        say({"error": "far", "pages": pages})
    else:
        say({"pages": pages, "sizes": [len(picture) for picture in pictures]})
        for picture in pictures:
            sys.stdout.buffer.write(picture)


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def say(value):
    sys.stdout.buffer.write(json.dumps(value).encode() + b"\n")


def first_page(content):
    """(picture of the first page, number of pages); a photo is one page."""
    return pdf_page(content) if content.startswith(b"%PDF-") else (photo(content), 1)


def pdf_page(content):
    try:
        document = pypdfium2.PdfDocument(content)
        page = document[0]
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Refused("password" if locked else "broken") from error
    except (IndexError, ValueError) as error:
        raise Refused("broken") from error
    longest = max(page.get_size())
    if not 0 < longest < 100_000:
        raise Refused("broken")
    return page.render(scale=LONGEST_SIDES[0] / longest, draw_annots=True).to_pil().convert("RGB"), len(document)


def photo(content):
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("far")
            image.draft("RGB", (LONGEST_SIDES[0],) * 2)
            return image.convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused("broken") from error


def jpeg(image, side):
    """At most MAX_BYTES: coarser first, then smaller."""
    while True:
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            written = io.BytesIO()
            small.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
            if written.tell() <= MAX_BYTES:
                return written.getvalue()
        side = side * 4 // 5


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
