import datetime
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.jobs import run_tick
from desk.seeding import Seeder


class Command(BaseCommand):
    help = (
        "Mengisi data uji beban: IKM, produk, izin, gizi, persetujuan, usulan, dan riwayatnya, semuanya karangan. "
        "Benih dan hari yang sama memberi data yang sama. Dijalankan lagi, data ditambah dan nomor dilanjutkan. "
        "Foto dan riwayat isian tidak dibuat; riwayat status dibuat. Akun pembuatnya tidak dapat masuk."
    )

    def add_arguments(self, parser):
        parser.add_argument("--ikm", type=int, required=True, help="jumlah IKM")
        parser.add_argument("--products", type=int, required=True, help="jumlah produk")
        parser.add_argument("--seed", type=int, default=1, help="benih bilangan acak (bawaan: 1)")
        parser.add_argument(
            "--today", type=datetime.date.fromisoformat, help="hari acuan TTTT-BB-HH (bawaan: hari ini)"
        )
        parser.add_argument("--yes-really", action="store_true", help="izinkan di produksi")

    def handle(self, ikm, products, seed, today, yes_really, **options):
        if settings.PRODUCTION and not yes_really:
            raise CommandError("Data karangan tidak dimuat di produksi. Bila memang dimaksud, tambahkan --yes-really.")
        if ikm < 1 or products < 0:
            raise CommandError("Isi --ikm sedikitnya 1 dan --products sedikitnya 0.")
        started = time.monotonic()

        def say(sentence):
            if options["verbosity"]:
                self.stdout.write(f"{time.monotonic() - started:7.1f} s  {sentence}")

        seeder = Seeder(ikm, products, seed=seed, today=today, say=say)
        if seeder.serial:
            say(f"Sudah ada {seeder.serial} IKM karangan; data ditambah dan nomornya dilanjutkan.")
        seeder.run()
        run_tick()
        say(f"Selesai: {ikm} IKM dan {products} produk.")
