from django.core.management.base import BaseCommand

from accounts.context import title_of
from accounts.demo import DEMO_PASSWORD
from accounts.logins import spell_login
from accounts.models import User


class Command(BaseCommand):
    help = "Daftar akun contoh: peran dan wilayah, nama, cara masuk, kata sandi."

    def handle(self, **options):
        people = User.objects.filter(is_example=True).order_by("pk")
        if not people:
            self.stdout.write("Belum ada akun contoh.")
        for user in people:
            self.stdout.write(f"{title_of(user):<42} {user.name:<28} {spell_login(user.login):<30} {DEMO_PASSWORD}")
