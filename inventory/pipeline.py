"""From a file to rows under headings, and from an upload to a stored batch. No HTTP here.

`read` → `propose` (mapping) → `check` (checking) → `apply` (applying). Nothing before `open_batch` writes.
"""

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from core.spreadsheets import SheetError, find_header, read_sheet
from inventory import mapping
from inventory.checking import Setting
from inventory.models import ColumnMapping, ImportBatch


@dataclass
class Reading:
    """`rows` are (number in the sheet, cells) of every row below the heading, blank ones included."""

    sheet: str
    header_row: int
    headers: list
    rows: list


def read(path, sheet=None):
    """The first sheet with content, or the one named; SheetError with a sentence when it cannot be read."""
    found = read_sheet(path, sheet)
    if not found.rows:
        raise SheetError(_("Lembar ini kosong. Pilih lembar atau berkas lain."))
    header = find_header(found.rows)
    width = max(len(row) for row in found.rows[header:])
    numbered = [(found.first_row + index, row) for index, row in enumerate(found.rows)][header + 1 :]
    return Reading(found.name, found.first_row + header, headers_of(found.rows[header], width), numbered)


def headers_of(cells, width):
    """One name per column: blank headings get the column's letter, repeated ones a number."""
    names = []
    for index in range(width):
        name = mapping.plain(cells[index] if index < len(cells) else None) or _("Kolom %(letter)s") % {
            "letter": letter(index)
        }
        again, candidate = 1, name
        while candidate in names:
            again += 1
            candidate = f"{name} ({again})"
        names.append(candidate)
    return names


def letter(index):
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def propose(reading, kind, region=""):
    """[mapping.Guess]; what the office of `region` decided before comes first."""
    remembered = dict(
        ColumnMapping.objects.filter(regency_id=region, kind=kind).values_list("header_key", "field") if region else ()
    )
    return mapping.propose(reading.headers, [cells for _number, cells in reading.rows], kind, remembered)


def open_batch(file, file_name, reading, guesses, *, kind, region, by, year=None, in_thousands=None):
    """Store the upload and what was understood of it; nothing of its rows yet."""
    batch = ImportBatch(
        kind=kind, regency_id=region, year=year, in_thousands=in_thousands, file_name=file_name[:200],
        sheet=reading.sheet[:120], header_row=reading.header_row, total=len(reading.rows), created_by=by,
        headers=[
            {"header": guess.header, "samples": list(guess.samples), "confidence": guess.confidence}
            for guess in guesses
        ],
        mapping={guess.header: guess.field for guess in guesses},
    )  # fmt: skip
    batch.file.save(Path(file_name).name, File(file), save=False)
    batch.save()
    return batch


def remember(batch, chosen):
    """Keep the mapping a person decided, for this batch and for the office's next sheets."""
    with transaction.atomic():
        batch.mapping = chosen
        batch.save(update_fields=["mapping"])
        rows = {mapping.key_of(header)[:120]: field or "" for header, field in chosen.items()}
        ColumnMapping.objects.bulk_create(
            [
                ColumnMapping(regency_id=batch.regency_id, kind=batch.kind, header_key=key, field=field)
                for key, field in rows.items()
                if key
            ],
            update_conflicts=True,
            unique_fields=["regency", "kind", "header_key"],
            update_fields=["field"],
        )


def setting_of(batch):
    return Setting(batch.kind, batch.regency_id, batch.year, batch.in_thousands)


@contextmanager
def local_copy(file):
    """The stored or uploaded file as a path, wherever the store keeps it."""
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix) as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        yield copy.name


def read_batch(batch):
    """The batch's sheet again, with the headings it was opened with."""
    with batch.file.open("rb") as file, local_copy(file) as path:
        return read(path, batch.sheet if batch.file_name.lower().endswith((".xlsx", ".xls", ".ods")) else None)
