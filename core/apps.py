from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Inti")

    def ready(self):
        """A key that cannot be read stops the start, not the first person who types a NIK."""
        from core.fields import ciphers

        ciphers(settings.FIELD_KEYS)
