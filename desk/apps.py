from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Meja kerja")

    def ready(self):
        from desk import erasure_requests, rules, waiting  # noqa: F401
