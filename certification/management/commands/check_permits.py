import json
import sys
from collections import Counter
from io import TextIOWrapper
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from certification.permits import Verdict, read_permit
from reference.enums import PermitKind

SHOWN = 70


class Command(BaseCommand):
    help = "Periksa nomor izin dari berkas teks, satu isian per baris. Lihat docs/izin-nomor.md."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="berkas teks UTF-8, atau - untuk masukan baku")
        parser.add_argument("--json", action="store_true", help="satu baris JSON untuk setiap baris")

    def handle(self, file, **options):
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        lines = lines_of(content_of(file))
        if options["json"]:
            for line in lines:
                self.stdout.write(json.dumps(as_json(line), ensure_ascii=False, cls=DjangoJSONEncoder))
            return
        self.stdout.write("\n".join(report(lines)))


def content_of(file):
    """The bytes of the file, or a `CommandError` that says what to do."""
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    if not path.is_file():
        raise CommandError(f"Berkas {file} tidak ada. Periksa nama dan foldernya.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Berkas {file} tidak dapat dibaca. Periksa izin aksesnya.") from error


def lines_of(content):
    """UTF-8 with or without a mark at its beginning; else Latin-1, as old spreadsheets write it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def as_json(line):
    """{"text", "verdict", "kind", "numbers": [{"kind", "number", "decoded", "message"}], "message"}."""
    reading = read_permit(line)
    return {
        "text": line,
        "verdict": str(reading.verdict),
        "kind": str(reading.kind),
        "numbers": [
            {
                "kind": str(number.kind),
                "number": number.number,
                "decoded": number.decoded,
                "message": str(number.message),
            }
            for number in reading.numbers
        ],
        "message": str(reading.message),
    }


def report(lines):
    """What each line holds, then how often each verdict and kind was found."""
    readings = [(line, read_permit(line)) for line in lines]
    for number, (line, reading) in enumerate(readings, 1):
        shown = line if len(line) <= SHOWN else f"{line[:SHOWN]}…"
        found = ", ".join(one.number for one in reading.numbers if one.number)
        yield f"{number:>5}  {Verdict(reading.verdict).label:<18}  {shown}"
        for said in filter(None, [f"→ {found}" if found else "", str(reading.message)]):
            yield f"{'':27}{said}"
    yield ""
    yield f"{'Hasil':<20}{'Jenis':<45}{'Baris':>6}"
    counts = Counter((reading.verdict, reading.kind) for _line, reading in readings)
    for (verdict, kind), count in sorted(counts.items()):
        label = str(PermitKind(kind).label) if kind else "tidak diketahui"
        yield f"{Verdict(verdict).label!s:<20}{label:<45}{count:>6}"
    yield f"{'Jumlah':<65}{len(lines):>6}"
