"""Days on working days, whose turn it is, notices that come once, the daily look at late steps."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assistance.enums import CaseKind, Who
from assistance.models import AssistanceCase, StepTemplate
from assistance.overdue import remind_overdue
from assistance.plans import holidays_sentence, load_step_templates, plan
from assistance.progress import case_line
from assistance.step_table import STEPS
from assistance.stepping import add_step, change_step, hand_over, tick, untick
from assistance.turns import LateDays, end_of
from assistance.workflow import CASE
from core.jobs import run_daily
from core.models import Outbox
from core.workflow import TransitionRefused, perform
from ikm.enums import IkmState
from reference.models import Holiday
from reference.working_days import add_working_days
from tests.factories import make_user

pytestmark = pytest.mark.django_db
FRIDAY = datetime.date(2026, 11, 6)


def days_ago(count):
    return add_working_days(timezone.localdate(), -count)


def notices(person, event=None):
    rows = person.notices.filter(channel="app").order_by("pk")
    return [row.subject for row in (rows.filter(event=event) if event else rows)]


def test_every_kind_has_usual_steps_and_what_the_office_edited_stays():
    assert set(STEPS) == set(CaseKind.values)
    StepTemplate.objects.filter(kind="nib", order=1).update(title="Datang ke kantor")
    StepTemplate.objects.filter(kind="sni").delete()
    assert load_step_templates("63", None) == {"langkah pendampingan": len(STEPS["sni"])}
    assert StepTemplate.objects.get(kind="nib", order=1).title == "Datang ke kantor"


def test_days_pass_weekends_and_holidays():
    StepTemplate.objects.filter(kind="nib").delete()
    for order, days in enumerate((1, 2), start=1):
        StepTemplate.objects.create(kind="nib", order=order, title="x", working_days=days)
    Holiday.objects.update_or_create(date=datetime.date(2026, 11, 9), defaults={"name": "Libur contoh"})
    assert [one.due_on for one in plan("nib", FRIDAY)] == [datetime.date(2026, 11, 10), datetime.date(2026, 11, 12)]


def test_year_without_holidays_is_said():
    Holiday.objects.filter(date__year=2027).delete()
    assert holidays_sentence(datetime.date(2026, 11, 1), datetime.date(2027, 1, 5)).startswith("Hari libur tahun 2027")
    assert holidays_sentence(datetime.date(2026, 11, 1), datetime.date(2026, 12, 5)) == ""


def test_opening_makes_the_steps_of_the_plan(open_help, officer):
    case = open_help()
    planned = plan("pirt", datetime.date(2026, 11, 2))
    assert [(step.title, step.due_on) for step in case.steps.all()] == [
        (one.template.title, one.due_on) for one in planned
    ]
    assert (case.due_on, case.turn, case.turn_user, case.next_due_at) == (
        planned[-1].due_on, "office", officer, end_of(planned[0].due_on),
    )  # fmt: skip


def test_steps_are_counted_from_the_day_the_one_before_was_done(open_help, officer, owner):
    case = open_help()
    first, second, *_rest = case.steps.all()
    done = datetime.date(2026, 11, 20)
    tick(first, by=officer, done_on=done)
    second.refresh_from_db()
    case.refresh_from_db()
    assert second.due_on == add_working_days(done, second.working_days)
    assert (case.turn, case.turn_user, case.next_due_at) == ("owner", None, end_of(second.due_on))
    assert case.due_on == plan("pirt", datetime.date(2026, 11, 2))[-1].due_on
    assert notices(owner) == ["Anda didampingi: P-IRT", f"Giliran Anda: {second}"]


def test_owner_ticks_only_the_own_steps(open_help, officer, owner, facilitator):
    case = open_help()
    first, second, third, *_rest = case.steps.all()
    with pytest.raises(PermissionDenied):
        tick(first, by=owner)
    tick(first, by=officer)
    tick(second, by=owner)
    assert (third.responsible, notices(facilitator)) == (facilitator, [f"Giliran Anda: {third}"])
    untick(second, by=owner)
    tick(second, by=owner)
    assert notices(facilitator) == [f"Giliran Anda: {third}"]
    with pytest.raises(TransitionRefused, match="sudah dicatat selesai"):
        tick(second, by=owner)


def test_day_set_by_hand_stays(open_help, officer, facilitator):
    case = open_help()
    first, second, *_rest = case.steps.all()
    day = datetime.date(2026, 12, 24)
    change_step(second, by=officer, who=Who.OWNER, responsible=facilitator, due_on=day, note="Menunggu panen.")
    tick(first, by=officer, done_on=datetime.date(2026, 11, 3))
    second.refresh_from_db()
    assert (second.due_on, second.is_due_by_hand, second.note) == (day, True, "Menunggu panen.")
    third = case.steps.get(order=3)
    assert third.due_on == add_working_days(day, third.working_days)
    assert notices(facilitator) == [f"Pendampingan untuk Anda: {case}"]


def test_own_step_stands_where_its_day_puts_it(open_help, officer):
    case = open_help()
    first, second, *_rest = case.steps.all()
    add_step(case, by=officer, title="Ambil contoh", who=Who.OFFICE, due_on=first.due_on)
    titles = list(case.steps.values_list("order", "title"))
    assert titles[:3] == [(1, first.title), (2, "Ambil contoh"), (3, second.title)]


def test_closed_case_takes_no_work(open_help, officer):
    case = open_help()
    step = case.steps.first()
    perform(CASE, case, "stop", by=officer, note="Batal.")
    with pytest.raises(TransitionRefused, match="sudah ditutup"):
        tick(step, by=officer)


def test_waiting_turns_the_case_to_its_owner_and_back(open_help, officer, owner):
    case = perform(CASE, open_help(), "wait", by=officer, note="Bawa KTP.")
    assert (case.turn, case.turn_user, case.asked) == ("owner", None, "Bawa KTP.")
    case = perform(CASE, case, "resume", by=owner)
    assert (case.turn, case.turn_user, case.asked) == ("office", officer, "")
    assert notices(owner, "case.turn") == ["Pendampingan P-IRT menunggu Anda"]
    assert notices(officer, "case.turn") == [f"{case.ikm} sudah menanggapi pendampingan"]


def test_owner_is_asked_for_more_after_the_last_step(open_help, officer):
    case = open_help("nib")
    for step in case.steps.all():
        tick(step, by=officer)
    case.refresh_from_db()
    assert (case.turn, case.turn_user) == ("office", officer)
    case = perform(CASE, case, "wait", by=officer, note="Unggah NIB.")
    assert (case.turn, case.turn_user) == ("owner", None)


def test_case_is_handed_over(open_help, officer, facilitator):
    case = hand_over(open_help(), by=officer, responsible=facilitator)
    assert (case.responsible, case.turn_user) == (facilitator, facilitator)
    assert notices(facilitator) == [f"Pendampingan untuk Anda: {case}"]


def test_late_step_is_told_once_a_due_day(open_help, officer):
    case = open_help(start=days_ago(5))
    first = case.steps.first()
    assert [remind_overdue(), remind_overdue()] == [1, 1]
    assert notices(officer) == [f"Lewat batas: {first}"]
    assert officer.notices.get(channel="app").body == f"{case}, lewat 2 hari kerja."
    change_step(first, by=officer, who=first.who, responsible=None, due_on=days_ago(1))
    remind_overdue()
    assert notices(officer) == [f"Lewat batas: {first}"] * 2


def test_late_step_of_a_facilitator_reaches_the_officers_after_five_days(open_help, officer, facilitator):
    other = make_user("officer")
    make_user("officer", "63.03")
    case = open_help(start=days_ago(8), responsible=facilitator)
    first = case.steps.first()
    assert first.due_on == days_ago(5)
    remind_overdue()
    assert notices(other) == []
    change_step(first, by=officer, who=first.who, responsible=None, due_on=days_ago(6))
    remind_overdue()
    run_daily()
    assert notices(other) == notices(officer) == [f"Pendampingan tertahan: {case}"]
    assert Outbox.objects.filter(key__startswith="app:case-escalated").count() == 2


def test_officers_hear_when_the_facilitator_was_taken_off(open_help, ikm, officer, facilitator):
    case = open_help(start=days_ago(5), responsible=facilitator)
    ikm.facilitators.clear()
    remind_overdue()
    assert notices(facilitator, "case.overdue") == []
    assert notices(officer) == [f"Lewat batas: {case.steps.first()}"]


@pytest.mark.parametrize("state", [IkmState.MERGED, IkmState.INACTIVE])
def test_nobody_is_reminded_of_an_ikm_that_is_gone(open_help, ikm, officer, state):
    open_help(start=days_ago(20))
    type(ikm).objects.filter(pk=ikm.pk).update(state=state)
    assert (remind_overdue(), notices(officer, "case.overdue")) == (0, [])


def test_late_owner_is_reminded_with_whoever_answers(open_help, officer, owner):
    case = open_help(start=days_ago(20))
    first, second, *_rest = case.steps.all()
    tick(first, by=officer, done_on=days_ago(17))
    remind_overdue()
    assert notices(owner, "case.overdue") == notices(officer) == [f"Lewat batas: {second}"]


def test_what_a_line_says(open_help, officer):
    case = open_help(start=days_ago(5))
    line = case_line(AssistanceCase.objects.for_list().get(pk=case.pk))
    assert [(one.status, one.late_text, one.person) for one in line.lines][:2] == [
        ("late", "lewat 2 hari kerja", officer.name),
        ("todo", "", "pemilik usaha"),
    ]
    assert (line.now.number, line.total, line.turn_label) == (1, 6, officer.name)
    assert LateDays(datetime.date(2026, 11, 9)).past(FRIDAY) == 1
