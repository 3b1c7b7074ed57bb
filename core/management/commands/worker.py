import signal
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker

from core.clock import run_daily_if_due, take_back_jobs_of_dead_workers, worker_name
from core.jobs import run_tick


class Command(BaseCommand):
    help = "Menjalankan tugas di belakang layar dan jam portal (tick, daily). Satu proses cukup untuk satu server."

    def add_arguments(self, parser):
        parser.add_argument("--tick", type=float, default=20.0, help="jarak antar-tick dalam detik")
        parser.add_argument("--once", action="store_true", help="kerjakan yang menunggu, satu tick, lalu berhenti")

    def handle(self, *args, tick, once, **options):
        self.running = True
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        take_back_jobs_of_dead_workers()
        next_tick = 0.0
        while self.running:
            self.run_waiting()
            if time.monotonic() >= next_tick:
                run_daily_if_due()
                run_tick()
                next_tick = time.monotonic() + tick
            close_old_connections()
            if once:
                return
            time.sleep(1)

    def run_waiting(self):
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=20,
            worker_id=worker_name(),
            excluded_queue_names=[],
        ).run()

    def stop(self, signum, frame):
        self.running = False
