from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.food_tables import FoodTableError, counts_sentence, load_foods, read_foods


class Command(BaseCommand):
    help = "Muat tabel komposisi pangan dari berkas CSV. Lihat docs/gizi.md."

    def add_arguments(self, parser):
        parser.add_argument("file", help="berkas CSV")
        parser.add_argument("--name", required=True, help="nama tabel")
        parser.add_argument("--publisher", required=True, help="penerbit")
        parser.add_argument("--year", required=True, type=int, help="tahun terbit")

    def handle(self, file, **options):
        name, publisher, year = options["name"].strip(), options["publisher"].strip(), options["year"]
        if not (0 < len(name) <= 200 and 0 < len(publisher) <= 200 and 1900 <= year <= timezone.localdate().year):
            raise CommandError(_("Isi nama dan penerbit (paling panjang 200 huruf) dan tahun terbit yang benar."))
        path = Path(file)
        if not path.is_file():
            raise CommandError(_("Berkas %(file)s tidak ada. Periksa nama dan foldernya.") % {"file": file})
        try:
            reading = read_foods(path.read_bytes())
        except OSError as error:
            raise CommandError(
                _("Berkas %(file)s tidak dapat dibaca. Periksa izin aksesnya.") % {"file": file}
            ) from error
        except FoodTableError as refused:
            raise CommandError(str(refused)) from refused
        loaded = load_foods(reading, name, publisher, year)
        for line, reason in loaded.refused:
            self.stdout.write(_("Baris %(line)s: %(reason)s.") % {"line": line, "reason": reason})
        self.stdout.write(counts_sentence(loaded))
