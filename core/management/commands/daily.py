from django.core.management.base import BaseCommand

from core.jobs import run_daily


class Command(BaseCommand):
    help = "Pekerjaan harian: masa berlaku, pengingat, pembersihan. Aman dijalankan dua kali."

    def handle(self, *args, **options):
        for name, result in run_daily().items():
            self.stdout.write(f"{name}={result}")
