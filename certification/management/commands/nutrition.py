import json
import sys
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from certification.nutrition import Content, label_rows, percent_akg, sentences, servings_per_pack
from certification.nutrition_label import as_text
from products.enums import WeightUnit

AMOUNTS = {
    "fat_g": "fat", "saturated_fat_g": "saturated_fat", "protein_g": "protein", "carbohydrate_g": "carbohydrate",
    "sugar_g": "sugar", "sodium_mg": "sodium",
}  # fmt: skip
SIZES = {"serving_g": "serving", "pack_g": "pack"}
BASES = ("100g", "serving")
UNITS = (WeightUnit.GRAM.value, WeightUnit.MILLILITRE.value)
LARGEST, SMALLEST_SIZE, MOST_DECIMALS = 1_000_000, Decimal("0.001"), 20
NOT_A_NUMBER = Decimal("NaN")


class Command(BaseCommand):
    help = "Hitung Informasi Nilai Gizi dari berkas JSON. Lihat docs/gizi.md."

    def add_arguments(self, parser):
        parser.add_argument("file", help="berkas JSON UTF-8 berisi daftar, atau - untuk masukan baku")
        parser.add_argument("--json", action="store_true", help="jawaban sebagai daftar JSON")

    def handle(self, file, **options):
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        items = items_of(content_of_file(file))
        if options["json"]:
            answers = [answer(item) for item in items]
            self.stdout.write(json.dumps(answers, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n\n".join(report(number, item) for number, item in enumerate(items, start=1)))


class CaseRefused(Exception):
    """What is wrong with one item of the list, as a sentence."""


def content_of_file(file):
    """The bytes of the file, or a `CommandError` that says what to do."""
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if not path.is_file():
        raise CommandError(_("Berkas %(file)s tidak ada. Periksa nama dan foldernya.") % {"file": file})
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("Berkas %(file)s tidak dapat dibaca. Periksa izin aksesnya.") % {"file": file}) from error


def items_of(content):
    """The items of the JSON list; anything else than a list is one item that will be refused."""
    try:
        items = json.loads(content.decode("utf-8-sig"), parse_float=_number, parse_constant=_not_a_number)
    except (ValueError, RecursionError) as error:
        raise CommandError(_("Isi berkas bukan JSON yang benar. Periksa tanda kurung, koma, dan kutipnya.")) from error
    return items if isinstance(items, list) else [items]


def answer(item):
    """{"servings_per_pack", "rows", "warnings"} of one item; without rows when it cannot be computed."""
    try:
        content = read_case(item)
    except CaseRefused as refused:
        return {"servings_per_pack": None, "rows": [], "warnings": [str(refused)]}
    rows = [
        {
            "nutrient": row.nutrient,
            "amount": _json_number(row.amount),
            "rounded": _json_number(row.rounded),
            "unit": row.unit,
            "percent_akg": percent_akg(row.nutrient, row.amount),
        }
        for row in label_rows(content)
    ]
    return {
        "servings_per_pack": _json_number(servings_per_pack(content)),
        "rows": rows,
        "warnings": sentences(content),
    }


def report(number, item):
    """The label of one item as text, with its sentences."""
    try:
        content = read_case(item)
    except CaseRefused as refused:
        return f"{number}.\n{refused}"
    return "\n".join([f"{number}.", as_text(content), *(f"! {sentence}" for sentence in sentences(content))])


def read_case(item):
    """The `Content` of one item, or `CaseRefused`."""
    if not isinstance(item, dict):
        raise CaseRefused(_("Setiap isian harus berupa objek dengan kunci basis, fat_g, dan seterusnya."))
    lacking = [key for key in ("basis", *AMOUNTS, *SIZES) if key not in item]
    if lacking:
        raise CaseRefused(_("Belum ada: %(keys)s. Lengkapi isian ini.") % {"keys": ", ".join(lacking)})
    if item["basis"] not in BASES:
        raise CaseRefused(_("basis harus “100g” atau “serving”."))
    unit = item.get("unit", UNITS[0])
    if unit not in UNITS:
        raise CaseRefused(_("unit harus “g” atau “ml”."))
    amounts = {name: _amount(key, item[key]) for key, name in AMOUNTS.items()}
    sizes = {name: _size(key, item[key]) for key, name in SIZES.items()}
    return Content(per=item["basis"], unit=unit, **amounts, **sizes)


def _amount(key, value):
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise CaseRefused(_("%(key)s harus berupa angka, tanpa tanda kutip.") % {"key": key})
    amount = Decimal(value)
    if not amount.is_finite():
        raise CaseRefused(_("%(key)s bukan angka yang dapat dihitung.") % {"key": key})
    if amount < 0:
        raise CaseRefused(_("%(key)s tidak boleh kurang dari nol.") % {"key": key})
    if amount > LARGEST or amount.as_tuple().exponent < -MOST_DECIMALS:
        raise CaseRefused(
            _("%(key)s terlalu besar atau terlalu banyak angka di belakang koma. Periksa angkanya.") % {"key": key}
        )
    return amount


def _size(key, value):
    size = _amount(key, value)
    if size < SMALLEST_SIZE:
        raise CaseRefused(_("%(key)s harus lebih dari nol.") % {"key": key})
    return size


def _number(text):
    try:
        return Decimal(text)
    except InvalidOperation:
        return NOT_A_NUMBER


def _not_a_number(_text):
    return NOT_A_NUMBER


def _json_number(value):
    return int(value) if value == value.to_integral_value() else float(value)
