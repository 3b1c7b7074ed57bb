import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from core.audit import record
from core.models import validation_sentence


class Command(BaseCommand):
    help = "Buat akun petugas; kata sandi sekali pakai dicetak sekali dan diganti lewat halaman Akun saya."

    def add_arguments(self, parser):
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--region", help="kode wilayah tugas: 63 atau misalnya 63.06")
        parser.add_argument("--name", required=True)
        parser.add_argument("--phone")
        parser.add_argument("--email")
        parser.add_argument("--position", default="")
        parser.add_argument("--nip", default="")

    @transaction.atomic
    def handle(self, role, region, name, phone, email, position, nip, **options):
        password = secrets.token_urlsafe(12)
        user = User(role=role, region_id=region, name=name, phone=phone, email=email, position=position, nip=nip)
        user.set_password(password)
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError(validation_sentence(error)) from error
        user.save()
        record("account.created", user, role=role, region=region)
        self.stdout.write(f"Akun {user.login} dibuat. Kata sandi: {password}")
