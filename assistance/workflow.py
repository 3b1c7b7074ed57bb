"""The case's states: one table run by core.workflow."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assistance.enums import CaseState as S
from assistance.enums import Outcome
from assistance.models import AssistanceCase
from assistance.notifications import tell_answered, tell_closed, tell_reopened, tell_waiting
from assistance.turns import set_turn
from core.audit import record
from core.workflow import Transition, Workflow


def clash(ikm, kind, products, but=None):
    """The sentence when an open case already helps the same IKM with the same kind and product, or None."""
    others = AssistanceCase.objects.open().filter(ikm=ikm, kind=kind).exclude(pk=but.pk if but else None)
    wanted = {product.pk for product in products}
    for other in others.prefetch_related("products", "responsible"):
        covered = {product.pk for product in other.products.all()}
        if not wanted or not covered or wanted & covered:
            return _t(
                "Pendampingan %(kind)s untuk produk yang sama masih berjalan, dibuka %(day)s dan ditangani %(who)s. "
                "Lanjutkan yang itu, atau pilih produk lain."
            ) % {
                "kind": other.get_kind_display(),
                "day": date_format(timezone.localtime(other.opened_at), "j F Y"),
                "who": other.responsible,
            }
    return None


def _finishable(case, by, data):
    outcome, certificate = data.get("outcome"), data.get("certificate")
    if outcome not in Outcome.values:
        return _t("Pilih hasilnya dahulu.")
    if certificate and certificate.ikm_id != case.ikm_id:
        return _t("Sertifikat itu milik usaha lain. Pilih sertifikat usaha ini.")
    if certificate and outcome != Outcome.ISSUED:
        return _t("Sertifikat hanya dipilih bila hasilnya terbit. Kosongkan sertifikat atau ubah hasilnya.")
    left = case.steps.filter(done_on=None).count()
    if left and not data["note"].strip():
        return ngettext(
            "Masih ada %(count)d langkah yang belum selesai. Tulis catatan mengapa pendampingan tetap diselesaikan.",
            "Masih ada %(count)d langkah yang belum selesai. Tulis catatan mengapa pendampingan tetap diselesaikan.",
            left,
        ) % {"count": left}
    return None


def _no_clash(case, by, data):
    return clash(case.ikm, case.kind, case.products.all(), but=case)


def _turned(case, by, note, data):
    set_turn(case, list(case.steps.all()))


def _asked(case, by, note, data):
    case.asked = note.strip()[:300]
    _turned(case, by, note, data)


def _answered(case, by, note, data):
    case.asked = ""
    _turned(case, by, note, data)


def _finished(case, by, note, data):
    case.outcome = data["outcome"]
    case.outcome_note = note.strip()[:300]
    case.certificate = data.get("certificate")
    _closed(case, by, note, data)


def _stopped(case, by, note, data):
    case.outcome_note = note.strip()[:300]
    _closed(case, by, note, data)


def _closed(case, by, note, data):
    case.closed_at, case.asked = timezone.now(), ""
    _turned(case, by, note, data)


def _reopened(case, by, note, data):
    case.outcome = case.outcome_note = ""
    case.certificate = case.closed_at = None
    _turned(case, by, note, data)


def _tell_waiting(case, by, note, data):
    tell_waiting(case, note)


def _tell_answered(case, by, note, data):
    tell_answered(case, by, note)


def _after_close(case, by, note, data):
    record(
        "assistance.case_closed", case, by=by, state=case.state, outcome=case.outcome, certificate=case.certificate_id
    )
    tell_closed(case)


def _after_reopen(case, by, note, data):
    record("assistance.case_reopened", case, by=by)
    tell_reopened(case, note)


CASE = Workflow(
    "assistance.AssistanceCase",
    "assistance.CaseTransition",
    {
        "wait": Transition(
            _("Minta pemilik melengkapi"), (S.OPEN,), S.WAITING_OWNER, "assistance.work_case",
            needs_note=True, effect=_asked, after=_tell_waiting,
        ),
        "resume": Transition(
            _("Lanjutkan"), (S.WAITING_OWNER,), S.OPEN, "assistance.answer_case",
            effect=_answered, after=_tell_answered, kind="primary",
        ),
        "finish": Transition(
            _("Selesaikan"), (S.OPEN, S.WAITING_OWNER), S.DONE, "assistance.work_case",
            guard=_finishable, effect=_finished, after=_after_close, kind="primary",
        ),
        "stop": Transition(
            _("Hentikan"), (S.OPEN, S.WAITING_OWNER), S.STOPPED, "assistance.stop_case",
            needs_note=True, effect=_stopped, after=_after_close, kind="back",
        ),
        "reopen": Transition(
            _("Buka lagi"), (S.DONE, S.STOPPED), S.OPEN, "assistance.stop_case",
            needs_note=True, guard=_no_clash, effect=_reopened, after=_after_reopen,
        ),
    },
)  # fmt: skip
