from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Sertifikasi")

    def ready(self):
        from certification import change_question, readiness, reminders, requirements, rules  # noqa: F401
