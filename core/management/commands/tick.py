from django.core.management.base import BaseCommand

from core.jobs import run_tick


class Command(BaseCommand):
    help = "Pekerjaan jam: pesan tertunda, angka dasbor, tugas yang terputus. Aman dijalankan berulang."

    def handle(self, *args, **options):
        for name, result in run_tick().items():
            self.stdout.write(f"{name}={result}")
