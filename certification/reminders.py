"""The daily look at papers that run out: to the owner at 180, 90, 30 and 7 days, to the kabupaten's officers from 30
days (from 180 where nobody has claimed the IKM), to the province from 7 days, to all once when the day has passed.

When the clock stood still only the nearest step is given; `Reminder` rows keep any step from being given twice. Each
chunk commits on its own with its messages, so a killed run goes on the next time.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.rules import covers
from certification.change_question import UNANSWERED_STEP, unanswered
from certification.enums import Audience
from certification.given import CHUNK, already_given, give, needed, remindable
from certification.models import Certificate, Reminder
from certification.notifications import digest_key, tell_digest, tell_owner_expiring
from certification.validity import ASKED_KINDS, validity_of
from core.jobs import on_daily
from core.models import Outbox
from reference.models import Region
from reference.working_days import Calendar

STEPS = (180, 90, 30, 7)
OVER = 0
OFFICER_FROM, REVIEWER_FROM = 30, 7
# A paper that ran out longer ago is no news: the lists show it, nobody is told.
OVER_IS_NEWS = timedelta(days=30)


@on_daily
def remind_expiring():
    """Returns how many reminders were given, to whomever."""
    today = timezone.localdate()
    count = _remind_owners(today)
    officers = _people(Role.OFFICER)
    for regency in Region.objects.regencies().order_by("code"):
        people = [person for person in officers if covers(person.region_id, regency.code)]
        count += _remind_office(Audience.OFFICER, people, today, regency)
    return count + _remind_office(Audience.REVIEWER, _people(Role.REVIEWER), today)


def expiring(certificates, today):
    """Papers with a known last day inside the longest step, or just past it, with `step`: the nearest one due."""
    return (
        remindable(certificates)
        .exclude(kind__in=ASKED_KINDS)
        .filter(valid_until__gte=today - OVER_IS_NEWS, valid_until__lte=today + timedelta(days=max(STEPS)))
        .annotate(step=_nearest_step(today))
    )


def due_for(audience, today):
    """Expiring papers whose nearest step this audience has not been told of."""
    papers = expiring(Certificate.objects, today)
    if audience == Audience.OWNER:
        papers = papers.filter(ikm__owner__is_active=True)
    elif audience == Audience.OFFICER:
        nobody = Q(ikm__owner=None) | Q(ikm__owner__is_active=False)
        papers = papers.filter(nobody | Q(valid_until__lte=today + timedelta(days=OFFICER_FROM)))
    else:
        papers = papers.filter(valid_until__lte=today + timedelta(days=REVIEWER_FROM))
    given = Reminder.objects.filter(
        certificate=OuterRef("pk"),
        due_on=OuterRef("valid_until"),
        audience=audience,
        days_before__lte=OuterRef("step"),
    )
    return papers.filter(~Exists(given))


def _nearest_step(today):
    steps = [When(valid_until__lt=today, then=Value(OVER))]
    steps += [When(valid_until__lte=today + timedelta(days=step), then=Value(step)) for step in sorted(STEPS)]
    return Case(*steps, default=Value(max(STEPS)))


def _remind_owners(today):
    calendar, last, count = Calendar(), 0, 0
    while True:
        with transaction.atomic():
            papers = due_for(Audience.OWNER, today).filter(pk__gt=last).select_related("ikm__owner", "ikm__regency")
            read = list(_locked(papers)[:CHUNK])
            told = _still_due(read, Audience.OWNER)
            give([(paper, paper.valid_until, paper.step) for paper in told], Audience.OWNER, 1)
            for paper in told:
                tell_owner_expiring(paper, validity_of(paper, today, calendar), paper.step)
        if not read:
            return count
        last, count = read[-1].pk, count + len(told)


@transaction.atomic
def _remind_office(audience, people, today, regency=None):
    """One digest per person about what is new, of one regency or of everything; returns how many papers.

    People who were told today hear tomorrow of what has come since.
    """
    if not people:
        return 0
    papers, silent = due_for(audience, today).select_related("ikm"), []
    if regency:
        papers, silent = papers.filter(ikm__regency=regency), unanswered(regency, today)
    papers = [
        paper
        for paper in _still_due(list(_locked(papers)), audience)
        if any(covers(person.region_id, paper.regency_id) for person in people)
    ]
    scope = regency.code if regency else "all"
    if not (papers or silent) or _were_told(people, scope, today):
        return 0
    reached = 0
    for person in people:
        counts = Counter(paper.step for paper in papers if covers(person.region_id, paper.regency_id))
        if counts or silent:
            tell_digest(person, scope, regency or person.region, counts, len(silent), today)
            reached += 1
    told = [(paper, paper.valid_until, paper.step) for paper in papers]
    told += [(paper, paper.asked_for, UNANSWERED_STEP) for paper in silent]
    give(told, audience, reached)
    return len(told)


def _locked(papers):
    """Whoever runs at the same time waits here, and then reads what was given meanwhile (`_still_due`)."""
    return papers.order_by("pk").select_for_update(of=("self",))


def _still_due(papers, audience):
    given = already_given(papers, audience)
    due = [paper for paper in papers if given.get((paper.pk, paper.valid_until), max(STEPS) + 1) > paper.step]
    return needed(due)


def _were_told(people, scope, today):
    keys = [f"app:{digest_key(person, scope, today)}" for person in people]
    return Outbox.objects.filter(key__in=keys).exists()


def _people(role):
    return list(User.objects.filter(role=role, is_active=True).select_related("region").order_by("pk"))
