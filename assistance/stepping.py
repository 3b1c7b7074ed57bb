"""Work on a case: tick and untick steps, move a day, give a step or the case to somebody, add a step.

Every function locks the case, asks for the permission, keeps the days and the turn right and audits.
"""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assistance.models import AssistanceCase, CaseStep
from assistance.notifications import tell_assigned, tell_turn
from assistance.turns import current_step, reschedule, set_turn
from core.audit import record
from core.workflow import TransitionRefused


@contextmanager
def open_for_work(case, *, by):
    """The locked case and its steps; afterwards days and turn are made right and saved."""
    with transaction.atomic():
        case = AssistanceCase._base_manager.select_for_update().get(pk=case.pk)
        if not case.is_open:
            raise TransitionRefused(_("Pendampingan ini sudah ditutup. Buka lagi dahulu untuk mengubahnya."))
        steps = list(case.steps.select_related("responsible"))
        for step in steps:
            step.case = case
        yield case, steps
        steps.sort(key=lambda step: step.order)
        for step in reschedule(case, steps):
            _save(step, by)
        set_turn(case, steps)
        case._history_user = by
        case.save()


def tick(step, *, by, note="", done_on=None):
    """Record a step as done; the next one in turn hears of it."""
    with open_for_work(step.case, by=by) as (case, steps):
        step = _found(steps, step)
        _allow(by, "assistance.tick_step", step)
        if step.done_on:
            raise TransitionRefused(_("Langkah “%(step)s” sudah dicatat selesai.") % {"step": step})
        before = current_step(steps)
        step.done_on, step.done_by = done_on or timezone.localdate(), by
        step.note = note[:300] or step.note
        _save(step, by)
        record("assistance.step_done", case, by=by, step=step.pk)
        if (following := current_step(steps)) is not before:
            tell_turn(case, following, by=by)
    return step


def untick(step, *, by):
    with open_for_work(step.case, by=by) as (case, steps):
        step = _found(steps, step)
        _allow(by, "assistance.tick_step", step)
        if not step.done_on:
            raise TransitionRefused(_("Langkah “%(step)s” memang belum selesai.") % {"step": step})
        step.done_on = step.done_by = None
        _save(step, by)
        record("assistance.step_undone", case, by=by, step=step.pk)
    return step


def change_step(step, *, by, who, responsible, due_on, note=""):
    """Who does the step and by when; a day that differs from the plan stays put from now on."""
    with open_for_work(step.case, by=by) as (case, steps):
        step = _found(steps, step)
        _allow(by, "assistance.work_case", case)
        before = {"due_on": str(step.due_on), "responsible": step.responsible_id}
        given = responsible is not None and responsible.pk != step.responsible_id
        step.who, step.responsible, step.note = who, responsible, note[:300]
        if due_on != step.due_on:
            step.due_on, step.is_due_by_hand = due_on, True
        _save(step, by)
        record("assistance.step_changed", case, by=by, step=step.pk, before=before, due_on=str(due_on))
        if given:
            tell_assigned(case, responsible, by=by, what=step)
    return step


def add_step(case, *, by, title, who, due_on, explanation="", responsible=None):
    """A step of the office's own, put before the first unfinished step that is due later."""
    with open_for_work(case, by=by) as (case, steps):
        _allow(by, "assistance.work_case", case)
        place = next((n for n, one in enumerate(steps) if one.done_on is None and one.due_on > due_on), len(steps))
        # From the end, so that no two steps hold one place in between.
        for step in reversed(steps[place:]):
            step.order += 1
            _save(step, by)
        order = steps[place].order - 1 if place < len(steps) else (steps[-1].order + 1 if steps else 1)
        step = CaseStep(
            case=case, order=order, title=title, explanation=explanation, who=who, responsible=responsible,
            due_on=due_on, is_due_by_hand=True,
        )  # fmt: skip
        _save(step, by)
        steps.append(step)
        record("assistance.step_added", case, by=by, step=step.pk)
        tell_assigned(case, responsible, by=by, what=step)
    return step


def hand_over(case, *, by, responsible):
    """Give the case to another person."""
    with open_for_work(case, by=by) as (case, _steps):
        _allow(by, "assistance.work_case", case)
        before = case.responsible_id
        case.responsible = responsible
        if before != responsible.pk:
            record("assistance.case_handed_over", case, by=by, before=before, after=responsible.pk)
            tell_assigned(case, responsible, by=by)
    return case


def _found(steps, step):
    return next(one for one in steps if one.pk == step.pk)


def _allow(by, perm, obj):
    if not by.has_perm(perm, obj):
        raise PermissionDenied


def _save(step, by):
    step._history_user = by
    step.save()
