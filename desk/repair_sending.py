"""“Kirim ke petugas” from a repair link: the owner's own submission, back to whoever returned the file."""

from django.db import transaction

from certification.enums import CertificateState
from certification.models import Certificate, NutritionFacts
from core import audit
from core.workflow import TransitionRefused
from desk.models import ReturnNote
from desk.notifications import tell_owner_sent_by_link
from desk.returning import resolve_notes
from desk.submitting import submit_everything

AT_OFFICE = (CertificateState.CLAIMED, CertificateState.VERIFIED)


def send_repaired(link, *, by):
    """Submit what was repaired as the owner `by`. Raises TransitionRefused with a sentence."""
    returned = link.returned
    with transaction.atomic():
        for paper in _papers_at_office(returned):
            resolve_notes(paper, by=by)
        try:
            with transaction.atomic():
                submit_everything(returned.ikm, by=by)
        except TransitionRefused:
            # Papers alone were noted and each has gone back when it was saved.
            returned.refresh_from_db()
            if returned.answered_at is None:
                raise
        tell_owner_sent_by_link(returned)
        audit.record(
            "repair_link.sent", link, by=by, ikm=returned.ikm_id, returned=returned.pk, made_by=link.made_by_id
        )


def _papers_at_office(returned):
    """Noted papers that were claimed again by saving them."""
    noted = returned.notes.filter(resolved_at=None)
    for target, model in (
        (ReturnNote.Target.CERTIFICATE, Certificate), (ReturnNote.Target.NUTRITION, NutritionFacts),
    ):  # fmt: skip
        pks = noted.filter(target=target).values("target_id")
        yield from model.objects.filter(pk__in=pks, state__in=AT_OFFICE)
