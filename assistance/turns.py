"""Whose turn a case is and by when: derived from its steps, kept on the case for lists and reminders."""

import datetime

from django.utils import timezone

from assistance.enums import CaseState, Who
from reference.working_days import Calendar, add_working_days


def current_step(steps):
    """The first unfinished step, or None. `steps` in order."""
    return next((step for step in steps if step.done_on is None), None)


def set_turn(case, steps):
    """Write the mirror fields on `case` (not saved)."""
    step = current_step(steps) if case.is_open else None
    if step is None:
        # Every step is done: the one who answers for the case writes the outcome, unless the owner was asked for more.
        asked = case.state == CaseState.WAITING_OWNER
        case.turn = ("", Who.OFFICE, Who.OWNER)[case.is_open + asked]
        case.turn_user_id = case.responsible_id if case.turn == Who.OFFICE else None
        case.next_due_at = end_of(max([case.due_on, *(one.due_on for one in steps)]))
        return
    case.turn = Who.OWNER if case.state == CaseState.WAITING_OWNER else step.who
    case.turn_user_id = None if case.turn == Who.OWNER else step.responsible_id or case.responsible_id
    case.next_due_at = end_of(step.due_on)


def end_of(day):
    """The last moment of a day in Kalimantan Selatan."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.max))


def reschedule(case, steps):
    """New days of the unfinished steps, each counted from the one before; returns the steps that moved."""
    moved, before = [], case.started_on
    for step in steps:
        if step.done_on is None and not step.is_due_by_hand:
            due = add_working_days(before, step.working_days)
            if due != step.due_on:
                step.due_on = due
                moved.append(step)
        before = step.done_on or step.due_on
    return moved


class LateDays:
    """Working days past a due day, with the holidays read once for a whole page."""

    def __init__(self, today):
        self.today = today
        self.calendar = Calendar()

    def past(self, due_on):
        days = (due_on + datetime.timedelta(days=step) for step in range(1, (self.today - due_on).days + 1))
        return sum(self.calendar.is_working(day) for day in days)
