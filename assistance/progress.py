"""A case as people read it: steps with word, colour, days and person. No queries beyond what is prefetched."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assistance.enums import STEP_KINDS, STEP_MARKS, StepStatus, Who
from assistance.models import AssistanceCase, CaseStep
from assistance.turns import LateDays, current_step


@dataclass(frozen=True)
class StepLine:
    step: CaseStep
    number: int
    status: str
    person: str
    late_days: int
    is_now: bool

    @property
    def label(self):
        return StepStatus(self.status).label

    @property
    def kind(self):
        return STEP_KINDS[self.status]

    @property
    def mark(self):
        return STEP_MARKS[self.status]

    @property
    def late_text(self):
        if self.status != StepStatus.LATE:
            return ""
        if not self.late_days:
            return _("lewat batas, jatuh pada hari libur")
        return ngettext("lewat %(days)d hari kerja", "lewat %(days)d hari kerja", self.late_days) % {
            "days": self.late_days
        }

    @property
    def is_owners(self):
        return self.step.who == Who.OWNER


@dataclass(frozen=True)
class CaseLine:
    """One case in one row: which step, whose turn, by when."""

    case: AssistanceCase
    lines: list
    now: StepLine | None

    @property
    def total(self):
        return len(self.lines)

    @property
    def moved_to(self):
        """The last step's day once it is later than what was promised."""
        last = max((line.step.due_on for line in self.lines if not line.step.done_on), default=None)
        return last if self.case.is_open and last and last > self.case.due_on else None

    @property
    def is_owners_turn(self):
        return self.case.is_open and self.case.turn == Who.OWNER

    @property
    def turn_label(self):
        """Whose turn, for the office."""
        if not self.case.is_open:
            return ""
        if self.case.turn == Who.OWNER:
            return _("Pemilik usaha")
        if self.case.turn == Who.ISSUER:
            return _("Penerbit izin")
        return str(self.case.turn_user or self.case.responsible)


def lines_of(case, late=None):
    """[StepLine] of the case in order; `late` is shared between the rows of a page."""
    late = late or LateDays(timezone.localdate())
    steps = list(case.steps.all())
    now = current_step(steps) if case.is_open else None
    return [_line(case, step, number, now, late) for number, step in enumerate(steps, start=1)]


def case_line(case, late=None):
    lines = lines_of(case, late)
    return CaseLine(case, lines, next((line for line in lines if line.is_now), None))


def open_lines(ikms, user):
    """{ikm pk: [CaseLine]} of the open cases that `user` may see; the same queries for one and for many IKM."""
    cases = (
        AssistanceCase.objects.visible_to(user)
        .open()
        .filter(ikm__in=[ikm.pk for ikm in ikms])
        .for_list()
        .order_by("next_due_at", "pk")
    )
    late, found = LateDays(timezone.localdate()), {}
    for case in cases:
        found.setdefault(case.ikm_id, []).append(case_line(case, late))
    return found


def _line(case, step, number, now, late):
    is_late = case.is_open and step.done_on is None and step.due_on < late.today
    if step.done_on:
        status = StepStatus.DONE
    elif is_late:
        status = StepStatus.LATE
    else:
        status = StepStatus.NOW if step is now else StepStatus.TODO
    return StepLine(step, number, status, _person(case, step), late.past(step.due_on) if is_late else 0, step is now)


def _person(case, step):
    if step.who == Who.OWNER:
        return _("pemilik usaha")
    if step.who == Who.ISSUER:
        return _("penerbit izin, dipantau %(who)s") % {"who": _who(case, step)}
    return _who(case, step)


def _who(case, step):
    return str(step.responsible if step.responsible_id else case.responsible)
