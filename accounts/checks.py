"""A superuser passes every rule, so production refuses one."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from accounts.models import User


@register(Tags.security, deploy=True)
def no_superuser(app_configs, **kwargs):
    if settings.ENVIRONMENT != "production":
        return []
    try:
        found = User.objects.filter(is_superuser=True).count()
    except DatabaseError:
        return []
    if not found:
        return []
    return [
        Error(
            f"Ada {found} pengguna super; di produksi tidak boleh ada karena melewati semua aturan.",
            hint="Jadikan is_superuser=False dan beri peran admin.",
            id="accounts.E001",
        )
    ]
