"""Messages about an owner's consent."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup
from accounts.notices import offer
from core.outbox import tell
from ikm.enums import Purpose

WITHDRAWN = "consent.withdrawn"
offer(WITHDRAWN, gettext_lazy("Persetujuan saya dicabut"), group=NoticeGroup.SAFETY)


def tell_consent_withdrawn(ikm, purpose, *, by):
    """The owner, whoever did it: with it a product may leave the catalogue."""
    tell(
        ikm.owner,
        WITHDRAWN,
        _("Persetujuan untuk %(ikm)s dicabut") % {"ikm": ikm},
        _("%(purpose)s. Dicabut oleh %(who)s.") % {"purpose": capfirst(Purpose(purpose).label), "who": by},
        reverse("desk:my_ikm"),
    )
