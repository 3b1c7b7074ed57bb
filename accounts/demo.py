"""Invented people for the demonstration; never in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.enums import Role
from accounts.models import User

DEMO_PASSWORD = "banua-maju-2026"

OWNERS = {
    "owner_1": ("Rusmiati", "0812-0000-1001"),
    "owner_2": ("Muhammad Ilham", "0812-0000-1002"),
    "owner_3": ("Siti Mahmudah", "0812-0000-1003"),
    "owner_4": ("Akhmad Fauzi", "0812-0000-1004"),
    "owner_5": ("Noor Hasanah", "0812-0000-1005"),
    "owner_6": ("Yuliana Sari", "0812-0000-1006"),
}
STAFF = {
    "officer_banjarmasin": (Role.OFFICER, "63.71", "petugas.banjarmasin@contoh.id", "Rahmat Hidayat"),
    "officer_kotabaru": (Role.OFFICER, "63.02", "petugas.kotabaru@contoh.id", "Nurul Huda"),
    "officer_kotabaru_2": (Role.OFFICER, "63.02", "petugas2.kotabaru@contoh.id", "Hendra Saputra"),
    "officer_hss": (Role.OFFICER, "63.06", "petugas.hss@contoh.id", "Fitriani"),
    "officer_banjar": (Role.OFFICER, "63.03", "petugas.banjar@contoh.id", "Zainal Abidin"),
    "facilitator_kotabaru": (Role.FACILITATOR, "63.02", "pendamping.kotabaru@contoh.id", "Lestari Dewi"),
    "reviewer": (Role.REVIEWER, "63", "peninjau@contoh.id", "Gusti Ramadhani"),
    "reviewer_2": (Role.REVIEWER, "63", "peninjau2@contoh.id", "Norlaila"),
    "head_province": (Role.HEAD, "63", "kepala.provinsi@contoh.id", "Ir. H. Suriansyah, M.Si."),
    "head_kotabaru": (Role.HEAD, "63.02", "kepala.kotabaru@contoh.id", "Dra. Hj. Masitah"),
    "admin": (Role.ADMIN, None, "admin@contoh.id", "Budi Prasetyo"),
}
HEADS = {
    "head_province": ("Kepala Dinas Perindustrian Provinsi Kalimantan Selatan", "19700101 199503 1 001"),
    "head_kotabaru": ("Kepala Dinas Perindustrian Kabupaten Kotabaru", "19720202 199803 2 002"),
}


@transaction.atomic
def ensure_demo_users():
    """{key: User}: the demonstration's people, created where absent; may run twice."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Akun contoh memakai kata sandi terbuka dan tidak boleh dibuat di produksi.")
    people = {key: _ensure(phone=phone, name=name) for key, (name, phone) in OWNERS.items()}
    for key, (role, region, email, name) in STAFF.items():
        position, nip = HEADS.get(key, ("", ""))
        people[key] = _ensure(email=email, name=name, role=role, region_id=region, position=position, nip=nip)
    return people


def _ensure(*, phone=None, email=None, **fields):
    found = User.objects.by_login(phone or email)
    if found is not None and found.is_example:
        return found
    return User.objects.create_user(phone=phone, email=email, password=DEMO_PASSWORD, is_example=True, **fields)
