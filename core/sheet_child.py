"""Reads one sheet in a process of its own, with limits on memory and time: `python -m core.sheet_child`.

A broken or hostile file can end this process, never the portal. Standard library and calamine only.
To standard output, one JSON value per line: {"name", "names", "first_row"}, then lists of rows, then
{"end": true}; or {"error": code} at any point. A missing last line means the process was ended.
"""

import csv
import datetime
import io
import json
import os
import re
import resource
import sys
from itertools import islice

import python_calamine

MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 60
MAX_ROWS = 200_000
MAX_COLUMNS = 300
ROWS_PER_LINE = 500
DELIMITERS = ";,\t|"
SAMPLE_LINES = 50
# Spreadsheets keep 15 digits: whatever a longer number shows, its end is made up.
FIRST_RUINED = 10**15
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?0*(?:9|[1-9]\d)")


class Refused(Exception):
    """The code of a sentence in core.spreadsheets."""


def main(path, kind, wanted):
    limit()
    try:
        head, rows = read_csv(path) if kind == "csv" else read_workbook(path, wanted)
        say(head)
        for lines in batches(checked(rows)):
            say(lines)
        say({"end": True})
    except Refused as refused:
        say({"error": str(refused)})
    except MemoryError:
        say({"error": "far"})


def limit():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def say(value):
    sys.stdout.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")


def checked(rows):
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise Refused("rows")
        while row and row[-1] is None:
            row.pop()
        if len(row) > MAX_COLUMNS:
            raise Refused("columns")
        yield row


def batches(rows):
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_PER_LINE:
            yield batch
            batch = []
    if batch:
        yield batch


def read_workbook(path, wanted):
    try:
        book = python_calamine.load_workbook(path)
        names = readable_names(book)
        sheet = chosen_sheet(book, names, wanted)
    except python_calamine.PasswordError:
        raise Refused("password") from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refused("broken") from None
    first_row, first_column = sheet.start
    rows = workbook_rows(sheet, first_row, first_column)
    return {"name": sheet.name, "names": names, "first_row": first_row + 1}, rows


def readable_names(book):
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]


def chosen_sheet(book, names, wanted):
    """The sheet asked for, else the first visible one with anything in it."""
    if wanted is not None and wanted not in names:
        raise Refused("absent")
    for name in names if wanted is None else [wanted]:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            check_extent(sheet)
            return sheet
    raise Refused("empty")


def check_extent(sheet):
    if sheet.total_height > MAX_ROWS and sheet.height > MAX_ROWS:
        raise Refused("rows")
    if sheet.total_width > MAX_COLUMNS:
        raise Refused("columns")


def workbook_rows(sheet, first_row, first_column):
    """Rows from the first filled one; cells from column A on, whatever columns were left blank."""
    margin = [None] * first_column
    for number, row in enumerate(sheet.iter_rows()):
        if number >= first_row:
            yield margin + [workbook_cell(value) for value in row]


def workbook_cell(value):
    kind = type(value)
    if kind is str:
        return text_cell(value)
    if kind is bool:
        return value
    if kind is int or kind is float:
        return number_cell(value)
    if kind is datetime.datetime and value.time() == datetime.time.min:
        return value.date().isoformat()
    if kind is datetime.timedelta:
        return str(value)
    return value.isoformat()


def number_cell(value):
    if value != value or value in (float("inf"), float("-inf")):
        return None
    if abs(value) >= FIRST_RUINED:
        return {"ruined": str(int(value))}
    return int(value) if value == int(value) else value


def text_cell(value):
    value = value.replace("\0", "")
    if not value or value.isspace():
        return None
    if SCIENTIFIC.fullmatch(value.strip()):
        return {"ruined": value.strip()}
    return value


def read_csv(path):
    text = decoded(path)
    if not text.strip():
        raise Refused("empty")
    delimiter, text = split_hint(text)
    rows = csv_rows(text, delimiter or best_delimiter(text))
    return {"name": "CSV", "names": ["CSV"], "first_row": 1}, rows


def decoded(path):
    with open(path, "rb") as file:
        content = file.read()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def split_hint(text):
    """Excel's own first line `sep=;` says the delimiter and is blanked, so that rows keep their numbers."""
    hint = re.match(r"sep=([;,\t|])\r?\n", text)
    return (hint[1], text[hint.end() - 1 :]) if hint else (None, text)


def best_delimiter(text):
    """The delimiter under which most of the first rows have the same number of cells, and most cells."""
    sample = "".join(islice(io.StringIO(text, newline=""), SAMPLE_LINES))
    return max(DELIMITERS, key=lambda delimiter: evenness(sample, delimiter))


def evenness(sample, delimiter):
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (widths.count(usual) / len(widths), usual) if usual > 1 else (0, 0)


def csv_rows(text, delimiter):
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [text_cell(value) for value in row]
    except csv.Error:
        raise Refused("broken") from None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None)
    sys.stdout.flush()
    # Nothing to clean up, and freeing a big sheet cell by cell takes as long as reading it.
    os._exit(0)
