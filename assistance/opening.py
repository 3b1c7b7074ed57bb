"""Opening a case: who may answer for it, its steps from the plan, one per IKM, kind and product."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.enums import PROVINCE_LENGTH, Role
from accounts.models import User
from assistance.enums import Who
from assistance.models import AssistanceCase, CaseStep
from assistance.notifications import tell_assigned, tell_opened, tell_turn
from assistance.plans import plan
from assistance.turns import current_step, set_turn
from assistance.workflow import clash
from core.audit import record
from core.workflow import TransitionRefused
from ikm.models import Ikm


def possible_people(ikm):
    """Who may answer for a case or a step: the region's officers, the province's reviewers, assigned facilitators."""
    regency = ikm.regency_id or ""
    people = Q(role=Role.OFFICER, region=regency)
    people |= Q(role=Role.REVIEWER, region__in=[regency, regency[:PROVINCE_LENGTH]])
    people |= Q(role=Role.FACILITATOR, pk__in=ikm.facilitators.values("pk"))
    return User.objects.filter(people, is_active=True).exclude(pk=ikm.owner_id).order_by("name", "pk")


def open_case(ikm, kind, *, by, responsible, start, products=(), summary=""):
    """A new case with the steps of its kind; TransitionRefused (sentence) when one like it is open."""
    if not by.has_perm("assistance.open_case", ikm):
        raise PermissionDenied
    with transaction.atomic():
        # The lock on the IKM keeps two people from opening the same help at once.
        ikm = Ikm._base_manager.select_for_update().get(pk=ikm.pk)
        if sentence := clash(ikm, kind, products):
            raise TransitionRefused(sentence)
        planned = plan(kind, start)
        case = AssistanceCase(
            ikm=ikm, kind=kind, summary=summary, responsible=responsible, opened_by=by, started_on=start,
            due_on=planned[-1].due_on if planned else start,
        )  # fmt: skip
        case._history_user = by
        facilitators = list(ikm.facilitators.filter(is_active=True)[:2])
        steps = [_step(case, number, one, facilitators) for number, one in enumerate(planned, start=1)]
        set_turn(case, steps)
        case.save()
        case.products.set(products)
        for step in steps:
            step.case = case
            step._history_user = by
            step.save()
        record("assistance.case_opened", case, by=by, kind=kind, ikm=ikm.pk, products=[one.pk for one in products])
        tell_opened(case)
        tell_assigned(case, responsible, by=by)
        if case.turn == Who.OWNER:
            tell_turn(case, current_step(steps), by=by)
    return case


def _step(case, number, planned, facilitators):
    """A facilitator's step goes to the one facilitator of the IKM; with none or several, whoever answers sees to it."""
    template = planned.template
    is_theirs = template.who == Who.FACILITATOR and len(facilitators) == 1
    return CaseStep(
        case=case, order=number, title=template.title, explanation=template.explanation, who=template.who,
        documents_needed=template.documents_needed, working_days=template.working_days, due_on=planned.due_on,
        responsible=facilitators[0] if is_theirs else None,
    )  # fmt: skip
