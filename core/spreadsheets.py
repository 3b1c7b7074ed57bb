"""Sheets in, read by a limited child process, and sheets out, written row by row."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Timer

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files import workbook_kind

WALL_SECONDS = 120
ROOT = Path(__file__).resolve().parent.parent
HEADER_WITHIN = 30
SHORT_TEXT = 60
CELL_LIMIT = 32_767
# Written into every workbook, so that equal content gives equal bytes.
CREATED = datetime(2000, 1, 1)

SENTENCES = {
    "absent": gettext_lazy("Lembar itu tidak ada di berkas ini. Pilih salah satu lembar yang tersedia."),
    "broken": gettext_lazy("Berkas ini rusak atau terpotong. Buka di Excel, simpan ulang, lalu kirim lagi."),
    "columns": gettext_lazy(
        "Lembar ini lebih dari 300 kolom. Hapus kolom yang tidak dipakai, juga isian jauh di kanan tabel."
    ),
    "empty": gettext_lazy("Lembar ini kosong. Pilih lembar atau berkas lain."),
    "far": gettext_lazy(
        "Lembar ini tidak dapat dibaca karena terlalu luas: ada isian jauh di luar tabel. "
        "Salin tabelnya saja ke berkas baru, lalu kirim lagi."
    ),
    "password": gettext_lazy("Berkas ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi."),
    "rows": gettext_lazy(
        "Lembar ini lebih dari 200.000 baris. Bagi menjadi beberapa berkas, dan hapus isian jauh di bawah tabel."
    ),
    "time": gettext_lazy("Berkas ini terlalu lama dibaca. Salin tabelnya saja ke berkas baru, lalu kirim lagi."),
}


class SheetError(Exception):
    """Why a sheet cannot be read, as a sentence for the person who sent it."""


class RuinedNumber(str):
    """Digits of a number the spreadsheet could not keep (16 or more, or 8.1E+10): never an identity."""

    __slots__ = ()


Cell = str | int | float | bool | RuinedNumber | None


@dataclass
class Sheet:
    """`rows[i]` is row `first_row + i` of the sheet; cells count from column A; blank ends are cut off."""

    name: str
    names: list[str]
    first_row: int
    rows: list[list[Cell]] = field(default_factory=list)


def read_sheet(path, sheet=None) -> Sheet:
    """The sheet called `sheet`, else the first visible one that is not empty; SheetError otherwise."""
    with open(path, "rb") as file:
        try:
            kind = workbook_kind(file)
        except ValidationError as error:
            raise SheetError(error.messages[0]) from error
    if sheet is not None and "\0" in sheet:
        raise SheetError(SENTENCES["absent"])
    command = [sys.executable, "-m", "core.sheet_child", str(Path(path).resolve()), kind]
    command += [] if sheet is None else [sheet]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        overdue = Timer(WALL_SECONDS, child.kill)
        overdue.start()
        try:
            return _collect(child, overdue)
        finally:
            overdue.cancel()
            child.kill()


def _collect(child, overdue):
    found = None
    for line in child.stdout:
        try:
            value = json.loads(line, object_hook=_ruined)
        except ValueError:
            break
        if isinstance(value, list):
            found.rows.extend(value)
        elif "error" in value:
            raise SheetError(SENTENCES[value["error"]])
        elif "end" in value:
            return found
        else:
            found = Sheet(**value)
    raise SheetError(SENTENCES[_why_ended(child.wait(), overdue)])


def _why_ended(code, overdue):
    """A reader out of memory is aborted, one out of time is killed, one that met nonsense exits."""
    if not overdue.is_alive() or code == -signal.SIGXCPU:
        return "time"
    return "far" if code < 0 else "broken"


def _ruined(value):
    return RuinedNumber(value["ruined"]) if "ruined" in value else value


def find_header(rows) -> int:
    """Index of the row with the column names: the first of the rows richest in distinct short texts."""
    scores = [_header_score(rows, index) for index in range(min(len(rows), HEADER_WITHIN))]
    best = max(scores, default=0)
    return next((index for index, score in enumerate(scores) if score and score >= 0.7 * best), 0)


def find_data(rows, header) -> int:
    """Index of the first row of data under `header`, past blank rows and a row that only counts 1 2 3."""
    for index in range(header + 1, len(rows)):
        if any(cell is not None for cell in rows[index]) and not _counts(rows[index]):
            return index
    return len(rows)


def _header_score(rows, index):
    """How many names the row could hold; nothing when no row under it fills half as many cells."""
    names = {
        cell.strip().casefold()
        for cell in rows[index]
        if isinstance(cell, str) and len(cell) <= SHORT_TEXT and any(letter.isalpha() for letter in cell)
    }
    below = (_filled(row) for row in rows[index + 1 : index + 4])
    return len(names) if any(2 * filled >= len(names) for filled in below) else 0


def _filled(row):
    return sum(cell is not None for cell in row)


def _counts(row):
    texts = [str(cell).strip().strip("()") for cell in row if cell is not None]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


@dataclass(frozen=True)
class Column:
    """A column of a sheet we write. Kinds: text, identity (digits as text), number, date, datetime."""

    header: str
    getter: Callable
    width: int = 18
    kind: str = "text"


FORMATS = {
    "text": {"num_format": "@"},
    "identity": {"num_format": "@"},
    "number": {"num_format": "#,##0.##"},
    "date": {"num_format": "dd/mm/yyyy"},
    "datetime": {"num_format": "dd/mm/yyyy hh:mm"},
}


def write_xlsx(target, sheets: Iterable[tuple[str, list[Column], Iterable]]) -> None:
    """Write `(name, columns, rows)` sheets to a path or a binary buffer, keeping one row in memory.

    Text stays text: nothing becomes a formula or a link. Equal content gives equal bytes.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": FORMATS["date"]["num_format"],
    }
    with tempfile.TemporaryDirectory() as scratch:
        target = str(target) if isinstance(target, Path) else target
        with xlsxwriter.Workbook(target, {**options, "tmpdir": scratch}) as book:
            book.set_properties({"created": CREATED})
            formats = {kind: book.add_format(options) for kind, options in FORMATS.items()}
            heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
            for name, columns, rows in sheets:
                _write_sheet(book.add_worksheet(_sheet_name(name)), columns, rows, formats, heading)


def _write_sheet(sheet, columns, rows, formats, heading):
    sheet.freeze_panes(1, 0)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width, formats[column.kind])
        sheet.write_string(0, position, str(column.header), heading)
    for number, row in enumerate(rows, start=1):
        for position, column in enumerate(columns):
            _write_cell(sheet, number, position, column.getter(row), column.kind, formats[column.kind])


def _write_cell(sheet, row, position, value, kind, style):
    if value is None or value == "":
        return
    if kind in {"date", "datetime"} and isinstance(value, date):
        written = sheet.write_datetime(row, position, _wall_time(value), style)
    elif kind == "number" and isinstance(value, int | float | Decimal) and abs(value) < 10**15:
        written = sheet.write_number(row, position, value, style)
    else:
        written = sheet.write_string(row, position, _text(value)[:CELL_LIMIT], style)
    if written:
        raise ValueError(f"Row {row + 1}, column {position + 1} does not fit in a sheet.")


def _wall_time(value):
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None)
    return value


def _text(value):
    if isinstance(value, bool):
        return _("Ya") if value else _("Tidak")
    return str(value)


def _sheet_name(name):
    """Excel allows 31 characters and not []:*?/\\ nor an apostrophe at the ends."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in str(name))[:31].strip("' ")


def neutral(value):
    """The value for a csv file: text a spreadsheet would run as a formula gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    if value[:1] in {"\t", "\r"} or value.lstrip()[:1] in {"=", "+", "-", "@"}:
        bare = value.strip().lstrip("+-")
        harmless = bare and all(letter.isdigit() or letter in ".," for letter in bare)
        return value if harmless else f"'{value}"
    return value
