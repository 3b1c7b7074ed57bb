"""Messages about cases of assistance, written in the transaction that causes them; each has a key."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import NoticeGroup
from accounts.notices import OFFICE, OWNER, offer
from assistance.enums import CaseState, Who
from core.outbox import tell

for _event, _label, _to in (
    ("case.opened", gettext_lazy("Pendampingan dibuka untuk usaha saya"), [OWNER]),
    ("case.turn", gettext_lazy("Giliran saya dalam pendampingan"), [OWNER, OFFICE]),
    ("case.closed", gettext_lazy("Pendampingan selesai atau dihentikan"), [OWNER]),
    ("case.reopened", gettext_lazy("Pendampingan dibuka lagi"), [OWNER]),
    ("case.assigned", gettext_lazy("Saya menjadi penanggung jawab pendampingan"), [OFFICE]),
    ("case.overdue", gettext_lazy("Langkah pendampingan lewat batas"), [OWNER, OFFICE]),
):
    offer(_event, _label, group=NoticeGroup.CASES, to=_to)


def _url(case):
    return reverse("assistance:case_detail", args=[case.pk])


def tell_opened(case):
    """The owner, once; whoever answers for it, unless that is who opened it."""
    tell(
        case.ikm.owner,
        "case.opened",
        _("Anda didampingi: %(kind)s") % {"kind": case.get_kind_display()},
        _("%(who)s mendampingi %(ikm)s. Langkah dan tenggatnya dapat Anda lihat di portal.")
        % {"who": case.responsible, "ikm": case.ikm},
        _url(case),
        key=f"case-opened:{case.pk}",
    )


def tell_assigned(case, person, *, by, what=None):
    """`what` is the step given to the person; without it the whole case."""
    if person is None or person.pk == by.pk:
        return
    tell(
        person,
        "case.assigned",
        _("Pendampingan untuk Anda: %(case)s") % {"case": case},
        _("Langkah: %(step)s, paling lambat %(day)s.") % {"step": what, "day": what.due_on.strftime("%d-%m-%Y")}
        if what
        else "",
        _url(case),
        key=f"case-assigned:{case.pk}:{what.pk if what else 0}:{person.pk}:{what.due_on if what else case.due_on}",
    )


def tell_turn(case, step, *, by):
    """The owner when the next step is theirs; the member of staff when it is theirs and another finished before."""
    if step is None or case.state != CaseState.OPEN:
        return
    if step.who == Who.OWNER:
        recipient = case.ikm.owner
    else:
        recipient = step.responsible if step.responsible_id else case.responsible
    if recipient is None or recipient.pk == by.pk:
        return
    tell(
        recipient,
        "case.turn",
        _("Giliran Anda: %(step)s") % {"step": step},
        step.explanation if step.who == Who.OWNER else str(case),
        _url(case),
        key=f"case-turn:{step.pk}:{recipient.pk}",
    )


def tell_waiting(case, note):
    tell(
        case.ikm.owner,
        "case.turn",
        _("Pendampingan %(kind)s menunggu Anda") % {"kind": case.get_kind_display()},
        note,
        _url(case),
        key=_moment("waiting", case),
    )


def tell_answered(case, by, note):
    if case.responsible_id == by.pk:
        return
    tell(
        case.responsible,
        "case.turn",
        _("%(ikm)s sudah menanggapi pendampingan") % {"ikm": case.ikm},
        note,
        _url(case),
        key=_moment("answered", case),
    )


def tell_closed(case):
    done = case.state == CaseState.DONE
    subject = _("Pendampingan %(kind)s selesai") if done else _("Pendampingan %(kind)s dihentikan")
    tell(
        case.ikm.owner,
        "case.closed",
        subject % {"kind": case.get_kind_display()},
        " ".join(filter(None, [f"{case.get_outcome_display()}." if case.outcome else "", case.outcome_note])),
        _url(case),
        key=_moment("closed", case),
    )


def tell_reopened(case, note):
    tell(
        case.ikm.owner,
        "case.reopened",
        _("Pendampingan %(kind)s dibuka lagi") % {"kind": case.get_kind_display()},
        note,
        _url(case),
        key=_moment("reopened", case),
    )


def tell_overdue(case, step, recipient, late_days):
    """Once per person, step and due day."""
    tell(
        recipient,
        "case.overdue",
        _("Lewat batas: %(step)s") % {"step": step},
        _("%(case)s, lewat %(days)d hari kerja.") % {"case": case, "days": late_days},
        _url(case),
        key=f"case-overdue:{step.pk}:{step.due_on}:{recipient.pk}",
    )


def tell_overdue_to_office(case, step, recipient, late_days):
    """An officer of the kabupaten, when a facilitator's step stays late."""
    tell(
        recipient,
        "case.overdue",
        _("Pendampingan tertahan: %(case)s") % {"case": case},
        _("Langkah “%(step)s” lewat %(days)d hari kerja. Hubungi %(who)s atau alihkan.")
        % {"step": step, "days": late_days, "who": step.responsible or case.responsible},
        _url(case),
        key=f"case-escalated:{step.pk}:{step.due_on}:{recipient.pk}",
    )


def _moment(what, case):
    return f"case-{what}:{case.pk}:{case.state_since.timestamp():.6f}"
