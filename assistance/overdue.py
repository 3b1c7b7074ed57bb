"""The daily look at late steps; keys of the messages make a second run harmless."""

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from assistance.enums import Who
from assistance.models import AssistanceCase
from assistance.notifications import tell_overdue, tell_overdue_to_office
from assistance.turns import LateDays, current_step
from core.jobs import on_daily
from core.lists import in_chunks
from ikm.enums import IkmState

ESCALATE_AFTER = 5
GONE_STATES = (IkmState.INACTIVE, IkmState.MERGED)


@on_daily
def remind_overdue():
    """Late steps to who does them and who answers; a facilitator's to the kabupaten's officers after five days.

    Returns how many steps were late.
    """
    late, officers, count = LateDays(timezone.localdate()), {}, 0
    # Nobody can open the case of an IKM that was merged or switched off.
    cases = AssistanceCase.objects.overdue().exclude(ikm__state__in=GONE_STATES)
    cases = cases.select_related("ikm__owner", "responsible")
    for case in in_chunks(cases.prefetch_related("steps__responsible", "ikm__facilitators")):
        step = current_step(case.steps.all())
        if step is None or step.due_on >= late.today:
            continue
        count += 1
        _remind(case, step, late.past(step.due_on), officers)
    return count


def _remind(case, step, days, officers):
    person = step.responsible if step.responsible_id and step.who != Who.OWNER else case.responsible
    # Somebody who left, or was taken off this IKM, no longer sees the case: the officers hear instead.
    people = [person] if person.has_perm("assistance.work_case", case) else _officers(case, officers)
    if step.who == Who.OWNER and case.ikm.owner:
        people = [case.ikm.owner, *people]
    for one in people:
        tell_overdue(case, step, one, days)
    if person.role == Role.FACILITATOR and days > ESCALATE_AFTER:
        for officer in _officers(case, officers):
            tell_overdue_to_office(case, step, officer, days)


def _officers(case, known):
    """Active officers of the case's kabupaten/kota, asked once per run."""
    code = case.ikm.regency_id
    if code not in known:
        known[code] = list(User.objects.filter(role=Role.OFFICER, region=code, is_active=True).order_by("pk"))
    return known[code]
