from django.core.management.base import BaseCommand

from core.jobs import run_tick
from desk.demo import ensure_demo


class Command(BaseCommand):
    help = "Memuat data contoh: semua peran, IKM dan produk dalam setiap status. Aman dijalankan berulang."

    def handle(self, *args, **options):
        count = ensure_demo()
        run_tick()
        self.stdout.write(f"Data contoh siap: {count} IKM.")
