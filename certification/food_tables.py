"""Food-composition tables from CSV: every value can be looked up on a page; an empty cell is unknown, never zero."""

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.models import Food, FoodTable
from core import audit

# Column of the CSV → field of `Food`, thousandths per unit of the column, and the most 100 g can hold.
VALUES = {
    "energi_kkal": ("energy_kcal", 1, 900),
    "lemak_g": ("fat_mg", 1000, 100),
    "lemak_jenuh_g": ("saturated_fat_mg", 1000, 100),
    "protein_g": ("protein_mg", 1000, 100),
    "karbohidrat_g": ("carbohydrate_mg", 1000, 100),
    "gula_g": ("sugar_mg", 1000, 100),
    "natrium_mg": ("sodium_mg", 1, 40_000),
}
TEXTS = {"kode": ("code", 40), "nama": ("name", 200), "halaman": ("page", 40)}
COLUMNS = (*TEXTS, *VALUES)
UNKNOWN = ("", "-", "–", "—")
MOST_ROWS = 20_000
SHOWN_REFUSALS = 50
NUMBER = re.compile(r"^\d{1,6}(?:[.,]\d{1,6})?$")
AMBIGUOUS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")


class FoodTableError(Exception):
    """Why a file cannot be read at all, as a sentence."""


@dataclass
class Reading:
    """`rows` are dicts of `Food` fields; `refused` is [(line number, reason)]."""

    rows: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@dataclass(frozen=True)
class Loaded:
    """What a load did; `kept` foods are in the table but not in this file."""

    table: FoodTable
    created: int
    updated: int
    unchanged: int
    kept: int
    refused: list


def template_csv():
    """The header alone: values come from a table that can be cited."""
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + ";".join(COLUMNS) + "\r\n"


def read_foods(content):
    """The `Reading` of CSV bytes, or `FoodTableError`."""
    lines = _lines(content)
    header = next(lines, None)
    names = [name.strip().casefold() for name in header or ()]
    lacking = [name for name in COLUMNS if name not in names]
    if lacking:
        raise FoodTableError(
            _("Baris pertama harus berisi nama kolom. Belum ada: %(names)s. Pakai berkas contoh.")
            % {"names": ", ".join(lacking)}
        )
    reading, seen = Reading(), {}
    for line in lines:
        cells = dict(zip(names, (cell.strip() for cell in line), strict=False))
        if not any(cells.values()):
            continue
        row, reason = _row(cells)
        if not reason and row["code"] in seen:
            reason = _("kode %(code)s sudah ada pada baris %(line)s") % {
                "code": row["code"],
                "line": seen[row["code"]],
            }
        if reason:
            reading.refused.append((lines.line_num, reason))
            continue
        seen[row["code"]] = lines.line_num
        reading.rows.append(row)
        if len(reading.rows) > MOST_ROWS:
            raise FoodTableError(_("Lebih dari 20.000 baris. Bagi menjadi beberapa tabel."))
    if not reading.rows and not reading.refused:
        raise FoodTableError(_("Berkas ini tidak berisi bahan. Isi sedikitnya satu baris di bawah nama kolom."))
    return reading


@transaction.atomic
def load_foods(reading, name, publisher, year, *, by=None):
    """Write the rows of a `Reading` by their code and return `Loaded`; foods that are not in the file stay."""
    about = {"publisher": publisher.strip(), "year": year, "loaded_by": by, "loaded_at": timezone.now()}
    table, _made = FoodTable.objects.get_or_create(name=name.strip(), defaults=about)
    table = FoodTable.objects.select_for_update().get(pk=table.pk)
    known = {food.code: food for food in table.foods.all()}
    new, changed, unchanged = [], [], 0
    for row in reading.rows:
        row = row | {"name_key": row["name"].casefold()[:200]}
        food = known.get(row["code"])
        if food is None:
            new.append(Food(table=table, **row))
        elif any(getattr(food, name) != value for name, value in row.items()):
            for name_, value in row.items():
                setattr(food, name_, value)
            changed.append(food)
        else:
            unchanged += 1
    Food.objects.bulk_create(new, batch_size=500)
    fields = ["name", "name_key", "page", *(column[0] for column in VALUES.values())]
    Food.objects.bulk_update(changed, fields, batch_size=200)
    for name_, value in about.items():
        setattr(table, name_, value)
    table.save()
    loaded = Loaded(table, len(new), len(changed), unchanged, len(known) - len(changed) - unchanged, reading.refused)
    audit.record(
        "foodtable.loaded", table, by=by, created=loaded.created, updated=loaded.updated, unchanged=loaded.unchanged,
        kept=loaded.kept, refused=len(loaded.refused), reasons=loaded.refused[:SHOWN_REFUSALS],
    )  # fmt: skip
    return loaded


@transaction.atomic
def switch_table(table, is_active, *, by):
    """Offer the foods of a table in recipes, or no longer; recipes that use them keep them."""
    table.is_active = is_active
    table.save(update_fields=["is_active"])
    audit.record("foodtable.switched", table, by=by, is_active=is_active)


def counts_sentence(loaded):
    """What a load did, in one line."""
    return _(
        "%(created)s bahan baru, %(updated)s diperbarui, %(unchanged)s sama, %(kept)s tidak ada di berkas dan tetap, "
        "%(refused)s baris ditolak."
    ) % {
        "created": loaded.created,
        "updated": loaded.updated,
        "unchanged": loaded.unchanged,
        "kept": loaded.kept,
        "refused": len(loaded.refused),
    }


def _lines(content):
    if b"\x00" in content:
        raise FoodTableError(_("Berkas ini bukan CSV. Simpan dari Excel sebagai “CSV UTF-8”, lalu kirim lagi."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    return _Checked(io.StringIO(text, newline=""), delimiter)


class _Checked:
    """csv.reader whose complaint is a sentence."""

    def __init__(self, stream, delimiter):
        self.reader = csv.reader(stream, delimiter=delimiter)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self.reader)
        except csv.Error as error:
            raise FoodTableError(
                _("Baris %(line)s tidak dapat dibaca sebagai CSV. Periksa tanda kutipnya.")
                % {"line": self.reader.line_num}
            ) from error

    @property
    def line_num(self):
        return self.reader.line_num


def _row(cells):
    """(fields of a `Food`, "") or (None, reason)."""
    row = {}
    for column, (name, length) in TEXTS.items():
        value = cells.get(column, "")
        if not value:
            return None, _TEXT_REASONS[column]()
        if len(value) > length:
            return None, _("%(column)s lebih panjang dari %(length)s huruf") % {"column": column, "length": length}
        row[name] = value
    for column, (name, factor, most) in VALUES.items():
        value, reason = _value(column, cells.get(column, ""), factor, most)
        if reason:
            return None, reason
        row[name] = value
    return row, ""


_TEXT_REASONS = {
    "kode": lambda: _("kode kosong"),
    "nama": lambda: _("nama bahan kosong"),
    "halaman": lambda: _("halaman kosong: setiap angka harus dapat dicari di tabelnya"),
}


def _value(column, text, factor, most):
    """(whole thousandths or units, "") or (None, reason); an empty cell is None."""
    shown = {"column": column, "text": text[:20], "most": most}
    text = text.replace(" ", "")
    if text in UNKNOWN:
        return None, ""
    if not NUMBER.match(text):
        return None, _("%(column)s “%(text)s” bukan angka; kosongkan bila tidak diketahui") % shown
    if AMBIGUOUS.match(text) and int(re.sub(r"\D", "", text)) <= most:
        return None, _("%(column)s “%(text)s” dapat dibaca dua cara; tulis tanpa titik ribuan") % shown
    number = Decimal(text.replace(",", "."))
    if number > most:
        return None, _("%(column)s “%(text)s” lebih dari %(most)s dalam 100 g") % shown
    return int((number * factor).quantize(Decimal(1), ROUND_HALF_UP)), ""
