"""The yearly halal question "apakah bahan atau proses berubah?" (UU 33/2014 Pasal 42): who is asked, what is answered.

Asked a year after issue, check or last answer; once more after 30 days; named to the kabupaten's officers after 60.
No answer changes nothing about the paper: it neither blocks nor ends.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.rules import covers
from certification.enums import Audience, CertificateState
from certification.given import ACTIVE_STATES, CHUNK, already_given, give, needed, remindable
from certification.models import Certificate, ChangeAnswer, Reminder
from certification.notifications import tell_officers_changed, tell_owner_asked
from certification.validity import ASKED_KINDS, asked_since, latest_anniversary, years_later
from certification.workflow import CERTIFICATE
from core import audit
from core.changes import announce
from core.jobs import on_daily
from core.models import Touch
from core.touches import touch
from core.workflow import TransitionRefused, perform

# Days after the question, as `Reminder.days_before` counts them.
ASKED_STEP, AGAIN_STEP, UNANSWERED_STEP = 0, -30, -60
SECOND_AFTER, OFFICE_AFTER = timedelta(days=30), timedelta(days=60)


@on_daily
def ask_changes():
    """Put the question to owners, and once more 30 days later; returns how many were told."""
    today = timezone.localdate()
    last, count = 0, 0
    while True:
        with transaction.atomic():
            papers = to_ask(today).filter(pk__gt=last).select_related("ikm__owner").order_by("pk")
            read = list(papers.select_for_update(of=("self",))[:CHUNK])
            told = _asks(read, today)
            give(told, Audience.OWNER, 1)
            for paper, due_on, step in told:
                tell_owner_asked(paper, due_on, step == AGAIN_STEP)
        if not read:
            return count
        last, count = read[-1].pk, count + len(told)


def waiting(today):
    """Halal papers whose question is due: a year has passed since issue, check and answer, or else since entry."""
    year_ago = years_later(today, -1)
    papers = remindable(Certificate.objects).filter(kind__in=ASKED_KINDS)
    for name in ("issued_on", "unchanged_on", "changed_on"):
        papers = papers.filter(Q(**{name: None}) | Q(**{f"{name}__lte": year_ago}))
    unknown = Q(issued_on=None, unchanged_on=None, changed_on=None, verified_at=None)
    return papers.filter(Q(verified_at=None) | Q(verified_at__date__lte=year_ago)).exclude(
        unknown & Q(created_at__date__gt=year_ago)
    )


def to_ask(today):
    """Due papers whose owner has not been asked this year, or was asked 30 days ago and not again."""
    given = _given_this_year(today, Audience.OWNER)
    again = given.filter(days_before=AGAIN_STEP)
    lately = given.filter(days_before=ASKED_STEP, at__date__gt=today - SECOND_AFTER)
    return waiting(today).filter(~Exists(again), ~Exists(lately), ikm__owner__is_active=True)


def unanswered(regency, today):
    """Papers of a regency whose owner was asked 60 days ago, not yet named to its officers, with `asked_for`."""
    asked = _given_this_year(today, Audience.OWNER).filter(days_before=ASKED_STEP, at__date__lte=today - OFFICE_AFTER)
    named = _given_this_year(today, Audience.OFFICER).filter(days_before=UNANSWERED_STEP)
    papers = waiting(today).filter(Exists(asked), ~Exists(named), ikm__regency=regency)
    papers = papers.annotate(asked_for=Subquery(asked.order_by("-due_on").values("due_on")[:1]))
    papers = list(papers.order_by("pk").select_for_update(of=("self",)))
    given = already_given(papers, Audience.OFFICER)
    return needed([paper for paper in papers if (paper.pk, paper.asked_for) not in given])


def can_answer(certificate):
    return certificate.kind in ASKED_KINDS and certificate.state in ACTIVE_STATES


@transaction.atomic
def answer_change(certificate, has_changed, note="", *, by):
    """Keep the yearly answer and return it. After "yes" a verified paper is claimed again: it proves something else.

    The same answer by the same person on the same day is kept once. Raises TransitionRefused with a sentence.
    """
    paper = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    today = timezone.localdate()
    if not can_answer(paper):
        raise TransitionRefused(_("Pertanyaan ini hanya untuk sertifikat halal BPJPH yang masih dipakai."))
    said = {"has_changed": has_changed, "note": note.strip() if has_changed else "", "answered_on": today, "by": by}
    if same := paper.change_answers.filter(**said).first():
        return same
    answer = ChangeAnswer.objects.create(certificate=paper, **said)
    if has_changed and paper.state == CertificateState.VERIFIED:
        paper = perform(CERTIFICATE, paper, "claim", by=by, note=answer.note)
    setattr(paper, "changed_on" if has_changed else "unchanged_on", today)
    paper._history_user = by
    paper.save()
    touch(paper, Touch.Reason.CHANGED, by=by)
    on_behalf_of = paper.ikm.owner if paper.ikm.owner_id and paper.ikm.owner_id != by.pk else None
    audit.record("certificate.change_answered", paper, by=by, on_behalf_of=on_behalf_of, has_changed=has_changed)
    announce(Certificate, [paper.pk], by=by)
    if has_changed:
        tell_officers_changed(answer, _officers(paper, but=by))
    return answer


def _asks(papers, today):
    """[(paper, due_on, step)] of what is still to be asked; the second asking keeps the due day of the first."""
    given = {}
    asked = Reminder.objects.filter(
        certificate__in=[paper.pk for paper in papers], audience=Audience.OWNER, due_on__gt=years_later(today, -1)
    )
    for pk, due_on, step, at in asked.values_list("certificate_id", "due_on", "days_before", "at"):
        given.setdefault(pk, {})[step] = due_on, timezone.localdate(at)
    asks = []
    for paper in needed(papers):
        steps = given.get(paper.pk, {})
        if ASKED_STEP not in steps:
            asks.append((paper, latest_anniversary(asked_since(paper), today), ASKED_STEP))
        elif AGAIN_STEP not in steps and steps[ASKED_STEP][1] <= today - SECOND_AFTER:
            asks.append((paper, steps[ASKED_STEP][0], AGAIN_STEP))
    return asks


def _given_this_year(today, audience):
    return Reminder.objects.filter(
        certificate=OuterRef("pk"), audience=audience, due_on__gt=years_later(today, -1), due_on__lte=today
    )


def _officers(paper, but):
    """Those of the paper's regency, who check it again."""
    people = User.objects.filter(role=Role.OFFICER, is_active=True).exclude(pk=but.pk).order_by("pk")
    return [person for person in people if covers(person.region_id, paper.regency_id)]
