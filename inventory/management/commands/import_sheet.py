import json
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from core.spreadsheets import SheetError
from core.workflow import TransitionRefused
from inventory import applying, mapping, pipeline
from inventory.checking import Setting, check
from inventory.enums import ImportState, SheetKind
from inventory.fields import FIRST_YEAR
from inventory.models import ImportBatch
from reference.enums import RegionLevel
from reference.models import Region
from reference.regions import code_in


class Refused(CommandError):
    def __init__(self, sentence):
        super().__init__(sentence, returncode=2)


class Command(BaseCommand):
    help = "Periksa lembar IKM dari terminal; tanpa --apply tidak ada yang ditulis. Lihat docs/impor.md."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=SheetKind.values)
        parser.add_argument("file")
        parser.add_argument("--region", required=True, help="63 (provinsi) atau misalnya 63.02")
        parser.add_argument("--sheet", help="nama lembar; bawaan: lembar pertama yang berisi")
        parser.add_argument("--by", help="nomor HP atau surel petugas yang memasukkan")
        parser.add_argument("--year", type=int, help="tahun angka, untuk lembar gabungan")
        parser.add_argument("--mapping", help='berkas JSON {"<judul kolom>": "<isian>" atau null}')
        parser.add_argument(
            "--thousands", choices=["auto", "yes", "no"], default="auto", help="nilai rupiah dalam ribuan"
        )
        parser.add_argument("--apply", action="store_true", help="masukkan baris baru dan perubahan")
        parser.add_argument("--json", action="store_true")

    def handle(self, kind, file, **options):
        self.options = options
        region = self.region()
        year = options["year"]
        if year is not None and not FIRST_YEAR <= year <= timezone.localdate().year:
            raise Refused(f"Tahun {year} tidak mungkin. Tulis {FIRST_YEAR} sampai {timezone.localdate().year}.")
        by = self.person(region) if options["apply"] else None
        path = Path(file)
        if not path.is_file():
            raise Refused(f"Berkas {file} tidak ada. Periksa nama dan foldernya.")
        try:
            reading = pipeline.read(path, options["sheet"])
        except SheetError as error:
            raise Refused(str(error)) from error
        guesses = pipeline.propose(reading, kind, region.code)
        if options["mapping"]:
            guesses = self.decided(guesses, reading, kind)
        thousands = {"auto": None, "yes": True, "no": False}[options["thousands"]]
        setting = Setting(kind, region.code, year, thousands)
        if by is None:
            outcome = check(reading, {guess.header: guess.field for guess in guesses}, setting)
        else:
            outcome = self.apply(path, reading, guesses, setting, by)
        self.report(reading, guesses, outcome, applied=by is not None)

    def region(self):
        code = code_in(self.options["region"])
        region = Region.objects.filter(code=code, level__lte=RegionLevel.REGENCY).first()
        if region is None:
            raise Refused(
                f"Wilayah {self.options['region']} tidak dikenal. Tulis 63 atau 63.02; jalankan load_reference dahulu."
            )
        return region

    def person(self, region):
        if not self.options["by"]:
            raise Refused("--apply memerlukan --by: nomor HP atau surel petugas yang memasukkan.")
        user = User.objects.by_login(self.options["by"])
        if user is None or not user.has_perm("inventory.import_at_terminal", ImportBatch(regency=region)):
            raise Refused(
                f"{self.options['by']} bukan petugas wilayah {region.code}. "
                "Pakai akun petugas kabupaten/kota itu atau penilai provinsi."
            )
        return user

    def decided(self, guesses, reading, kind):
        try:
            chosen = json.loads(Path(self.options["mapping"]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Refused(
                'Berkas pemetaan tidak dapat dibaca. Isinya harus JSON {"<judul kolom>": "<isian>" atau null}.'
            ) from error
        if not isinstance(chosen, dict) or not all(name is None or isinstance(name, str) for name in chosen.values()):
            raise Refused('Isi berkas pemetaan harus JSON {"<judul kolom>": "<isian>" atau null}.')
        headers, names, twice = mapping.unknown_in(chosen, reading.headers, kind)
        if headers:
            raise Refused(f"Judul kolom ini tidak ada di lembar: {', '.join(headers)}.")
        if names:
            raise Refused(f"Isian ini tidak dikenal: {', '.join(names)}. Daftarnya ada di docs/impor.md.")
        if twice:
            raise Refused(f"Isian ini dipakai dua kolom: {', '.join(twice)}.")
        return [mapping.Guess(guess.header, chosen.get(guess.header), 1.0, guess.samples) for guess in guesses]

    def apply(self, path, reading, guesses, setting, by):
        try:
            with transaction.atomic(), path.open("rb") as file:
                batch = pipeline.open_batch(
                    file, path.name, reading, guesses, kind=setting.kind, region=setting.region, by=by,
                    year=setting.year, in_thousands=setting.in_thousands,
                )  # fmt: skip
                ImportBatch.objects.filter(pk=batch.pk).move(ImportState.CHECKED, ImportState.UPLOADED)
                return applying.apply(batch, by=by, update=True, perm="inventory.import_at_terminal")
        except (TransitionRefused, SheetError) as error:
            raise Refused(str(error)) from error
        except PermissionDenied as error:
            raise Refused("Akun ini tidak berwenang memasukkan data ke wilayah itu.") from error
        except IntegrityError as error:
            raise Refused(
                "Sebagian data baru saja didaftarkan orang lain. Tidak ada yang masuk; jalankan lagi."
            ) from error

    def report(self, reading, guesses, outcome, applied):
        if self.options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "sheet": reading.sheet,
                        "header_row": reading.header_row,
                        "mapping": {guess.header: guess.field for guess in guesses},
                        "mapping_confidence": {guess.header: guess.confidence for guess in guesses},
                        **outcome.counts,
                        "applied": applied,
                        "problems": outcome.problems,
                        "repairs": outcome.repairs,
                    },
                    ensure_ascii=False,
                )
            )
            return
        self.stdout.write(f"Lembar “{reading.sheet}”, judul kolom di baris {reading.header_row}.")
        for guess in guesses:
            meaning = f"{guess.field} (yakin {guess.confidence:.0%})" if guess.field else "diabaikan"
            self.stdout.write(f"  {guess.header} → {meaning}")
        counts = outcome.counts
        self.stdout.write(
            f"{counts['rows']} baris: {counts['new']} baru, {counts['changed']} berubah, {counts['same']} sama, "
            f"{counts['duplicates']} kemungkinan ganda, {counts['errors']} bermasalah, {counts['ignored']} dilewati."
        )
        for problem in outcome.problems:
            column = f", {problem['column']}" if problem["column"] else ""
            value = f" “{problem['value']}”" if problem["value"] else ""
            self.stdout.write(f"  Baris {problem['row']}{column}{value}: {problem['message']}")
        self.stdout.write(
            "Sudah dimasukkan." if applied else "Belum ada yang ditulis; tambahkan --apply untuk memasukkan."
        )
