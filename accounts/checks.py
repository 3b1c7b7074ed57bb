"""A superuser passes every rule, and example accounts have a known password: production refuses both."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from accounts.models import User


@register(Tags.security, deploy=True)
def no_open_accounts(app_configs, **kwargs):
    """Errors in production for superusers and for the demonstration's accounts with their known password."""
    if settings.ENVIRONMENT != "production":
        return []
    try:
        superusers = User.objects.filter(is_superuser=True).count()
        examples = User.objects.filter(is_example=True, is_active=True).count()
    except DatabaseError:
        return []
    errors = []
    if superusers:
        errors.append(
            Error(
                f"Ada {superusers} pengguna super; di produksi tidak boleh ada karena melewati semua aturan.",
                hint="Jadikan is_superuser=False dan beri peran admin.",
                id="accounts.E001",
            )
        )
    if examples:
        errors.append(
            Error(
                f"Ada {examples} akun contoh yang aktif; kata sandinya diketahui umum.",
                hint="Nonaktifkan semua akun contoh.",
                id="accounts.E002",
            )
        )
    return errors
