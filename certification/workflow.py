"""States of certificates and nutrition facts: the same table for both (DESIGN §5)."""

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from certification.enums import CertificateState as S
from certification.models import Certificate
from core.workflow import Transition, Workflow

SHARED_KINDS = ("halal", "halal_mui", "slhs")


def _number_free(paper, by, data):
    if not isinstance(paper, Certificate) or not paper.number or paper.kind in SHARED_KINDS:
        return None
    taken = Certificate.objects.filter(kind=paper.kind, number=paper.number, state=S.VERIFIED).exclude(pk=paper.pk)
    if taken.exists():
        return _t("Nomor ini sudah terverifikasi pada usaha lain. Periksa kembali berkasnya.")
    return None


def _verified(paper, by, note, data):
    paper.verified_at = timezone.now()
    paper.verified_by = by
    paper.reason = ""


def _reasoned(paper, by, note, data):
    paper.reason = note.strip()[:300]


def _superseded(paper, by, note, data):
    if isinstance(paper, Certificate):
        paper.superseded_by = data.get("by_certificate")


def _table(model_label, log_label, name, redone=()):
    perm = f"certification.{{}}_{name}".format
    return Workflow(
        model_label,
        log_label,
        {
            "verify": Transition(
                _("Nyatakan benar"), (S.CLAIMED,), S.VERIFIED, perm("verify"),
                guard=_number_free, effect=_verified, kind="primary",
            ),
            "return": Transition(
                _("Kembalikan"), (S.CLAIMED, S.VERIFIED), S.RETURNED, perm("return"),
                needs_note=True, effect=_reasoned, kind="back",
            ),
            "refuse": Transition(
                _("Tolak"), (S.CLAIMED,), S.REFUSED, perm("verify"), needs_note=True, effect=_reasoned, kind="back",
            ),
            "claim": Transition(
                _("Ajukan lagi"), (S.RETURNED, S.REFUSED, S.VERIFIED, *redone), S.CLAIMED, perm("edit"),
            ),
            "revoke": Transition(
                _("Cabut"), (S.VERIFIED,), S.REVOKED, perm("revoke"), needs_note=True, effect=_reasoned, kind="back",
            ),
            "supersede": Transition(
                _("Ganti dengan yang baru"), (S.CLAIMED, S.VERIFIED, S.RETURNED, S.REFUSED), S.SUPERSEDED,
                perm("edit"), effect=_superseded,
            ),
        },
    )  # fmt: skip


CERTIFICATE = _table("certification.Certificate", "certification.CertificateTransition", "certificate")
# A product has one row of nutrition facts, so revoked ones are filled in again; a revoked certificate stays revoked.
NUTRITION = _table(
    "certification.NutritionFacts", "certification.NutritionTransition", "nutritionfacts", redone=(S.REVOKED,)
)
