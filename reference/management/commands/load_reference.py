from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from reference.loading import BadTable, load_all, load_kbli_file


class Command(BaseCommand):
    help = "Load regions, holidays, KBLI, categories, units and estimates; may run again at any time."

    def add_arguments(self, parser):
        parser.add_argument("--province", default=settings.PROVINCE, help="Two-digit province code.")
        parser.add_argument("--kbli", metavar="FILE", help="Official list: csv kbli_versi,kode,judul.")

    def handle(self, *args, province, kbli, **options):
        try:
            with transaction.atomic():
                counts = load_all(province, self.stdout)
                if kbli:
                    counts["kbli_file"] = load_kbli_file(kbli)
        except BadTable as problem:
            raise CommandError(_("%(problem)s Tidak ada yang dimuat.") % {"problem": problem}) from None
        if not options["verbosity"]:
            return
        self.stdout.write(_("Data rujukan dimuat:"))
        for what, count in counts.items():
            self.stdout.write(f"  {what}: {count}")
