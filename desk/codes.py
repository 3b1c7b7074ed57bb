"""A sign-in code an officer gives to an owner in person, seen by the owner afterwards and counted for four eyes."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import Purpose, issue
from accounts.models import LoginCode, User
from certification.models import Certificate, NutritionFacts
from core.audit import record
from core.models import Touch
from core.outbox import tell
from core.touches import touch_many
from ikm.models import Ikm
from products.models import Product

LIVES = timedelta(minutes=15)
PER_OFFICER, PER_OWNER = 20, 3
# What officers check, and the way from it to the owner.
CHECKED = (
    (Ikm, "owner"), (Product, "ikm__owner"), (Certificate, "ikm__owner"), (NutritionFacts, "product__ikm__owner"),
)  # fmt: skip
ISSUED = "account.sign_in_code"  # offered to nobody as a choice: word of it always goes out


class NotIssued(Exception):
    """No code was made; `sentence` says why and what to do."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def issue_to_owner(ikm, reason, *, by):
    """(row, code) for the owner of `ikm`; the code itself is kept nowhere. NotIssued past the day's limits."""
    people = {person.pk: person for person in _locked(by.pk, ikm.owner_id)}
    owner = people[ikm.owner_id]
    day = LoginCode.objects.filter(issued_by__isnull=False, created_at__gt=timezone.now() - timedelta(days=1))
    if day.filter(issued_by=by).count() >= PER_OFFICER:
        raise NotIssued(_("Anda sudah menerbitkan 20 kode dalam 24 jam. Minta rekan Anda, atau lanjutkan besok."))
    if day.filter(user=owner).count() >= PER_OWNER:
        raise NotIssued(_("Pemilik ini sudah menerima 3 kode dalam 24 jam. Lanjutkan besok."))
    row, code = issue(owner.login, Purpose.SIGN_IN, user=owner, lives=LIVES, issued_by=by, reason=reason)
    for model, way in CHECKED:
        pks = model._base_manager.filter(**{way: owner}).order_by("pk").values_list("pk", flat=True)
        touch_many(model, list(pks), Touch.Reason.SIGN_IN_CODE, by=by)
    record("login_code.issued", owner, by=by, code=row.pk, ikm=ikm.pk, reason=reason)
    body = _(
        "Alasan yang ditulis: %(reason)s. Bukan permintaan Anda? Ganti kata sandi sekarang, lalu beri tahu dinas "
        "kabupaten/kota Anda."
    )
    tell(
        owner,
        ISSUED,
        _("%(officer)s menerbitkan kode masuk untuk akun Anda") % {"officer": by},
        body % {"reason": reason},
        reverse("accounts:account"),
    )
    return row, code


def _locked(*pks):
    """Both people's rows, so that two codes at once cannot pass a limit."""
    return User.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
