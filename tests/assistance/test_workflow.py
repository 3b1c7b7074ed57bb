"""The case: who may do what in which state, how it is finished, one case per IKM, kind and product."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from assistance.enums import CaseState
from assistance.models import AssistanceCase, CaseStep
from assistance.opening import open_case, possible_people
from assistance.stepping import tick
from assistance.workflow import CASE
from core.models import AuditEvent
from core.workflow import TransitionRefused, perform
from ikm.enums import IkmState
from tests.factories import BANJAR, make_certificate, make_ikm, make_product, make_user
from tests.matrix import KINDS, allowed, people, tie, verbs

pytestmark = pytest.mark.django_db

WORKS = "officer officer_who_typed officer_after_claim reviewer"
ALLOWED = allowed(
    {
        "wait": ("open", f"{WORKS} facilitator"),
        "resume": ("waiting_owner", f"{WORKS} facilitator owner reviewer_who_owns"),
        "finish": ("open waiting_owner", f"{WORKS} facilitator"),
        "stop": ("open waiting_owner", WORKS),
        "reopen": ("done stopped", WORKS),
    }
)
TICKS = {
    "owner": {*WORKS.split(), "facilitator", "owner", "reviewer_who_owns"},
    "office": {*WORKS.split(), "facilitator"},
}


def make_case(ikm, state=CaseState.OPEN, **fields):
    return AssistanceCase.objects.create(
        ikm=ikm, kind="pirt", state=state, outcome="other" if state == CaseState.DONE else "",
        responsible=make_user("officer"), opened_by=make_user("officer"), due_on=datetime.date(2026, 12, 1), **fields,
    )  # fmt: skip


def test_matrix_of_states_verbs_and_people():
    persons, found = people(), set()
    for kind in KINDS:
        ikm = make_ikm(state=IkmState.VERIFIED)
        tie(ikm, kind, persons[kind])
        for state in CaseState.values:
            found |= {(state, verb, kind) for verb in verbs(CASE, make_case(ikm, state), persons[kind])}
    assert found == ALLOWED


def test_who_opens_ticks_and_hands_in():
    persons = people()
    opens, adds, ticks = set(), set(), {"owner": set(), "office": set()}
    for kind in KINDS:
        ikm = make_ikm(state=IkmState.VERIFIED)
        tie(ikm, kind, persons[kind])
        case = make_case(ikm)
        opens |= {kind} if persons[kind].has_perm("assistance.open_case", ikm) else set()
        adds |= {kind} if persons[kind].has_perm("assistance.add_document", case) else set()
        for who, names in ticks.items():
            step = CaseStep(case=case, who=who, order=1, due_on=case.due_on)
            names |= {kind} if persons[kind].has_perm("assistance.tick_step", step) else set()
    assert opens == set(WORKS.split())
    assert adds == {*WORKS.split(), "facilitator", "owner", "reviewer_who_owns"}
    assert ticks == TICKS


def test_people_who_may_answer_for_a_case(ikm, officer, facilitator):
    reviewer = make_user("reviewer")
    make_user("officer", BANJAR)
    make_user("facilitator")
    make_user("head")
    make_user("officer", is_active=False)
    assert set(possible_people(ikm)) == {officer, facilitator, reviewer}


def test_case_is_finished_with_an_outcome_and_its_certificate(open_help, ikm, officer, owner):
    product = make_product(ikm, category="kerupuk")
    case = open_help(products=[product])
    for step in case.steps.all():
        tick(step, by=officer)
    with pytest.raises(TransitionRefused, match="Pilih hasilnya"):
        perform(CASE, case, "finish", by=officer)
    strange = make_certificate(make_product(category="kerupuk"))
    with pytest.raises(TransitionRefused, match="milik usaha lain"):
        perform(CASE, case, "finish", by=officer, data={"outcome": "issued", "certificate": strange})
    paper = make_certificate(product)
    with pytest.raises(TransitionRefused, match="Sertifikat hanya dipilih bila hasilnya terbit"):
        perform(CASE, case, "finish", by=officer, data={"outcome": "not_needed", "certificate": paper})
    done = perform(CASE, case, "finish", by=officer, data={"outcome": "issued", "certificate": paper})
    assert (done.state, done.certificate, done.turn, done.turn_user_id) == ("done", paper, "", None)
    assert AuditEvent.objects.get(action="assistance.case_closed").detail == {
        "state": "done", "outcome": "issued", "certificate": paper.pk,
    }  # fmt: skip
    assert owner.notices.get(event="case.closed").subject == "Pendampingan P-IRT selesai"


def test_unfinished_steps_want_a_note(open_help, officer):
    case = open_help()
    with pytest.raises(TransitionRefused, match="Masih ada 6 langkah"):
        perform(CASE, case, "finish", by=officer, data={"outcome": "withdrew"})
    done = perform(CASE, case, "finish", by=officer, note="Pindah usaha.", data={"outcome": "withdrew"})
    assert (done.outcome, done.outcome_note) == ("withdrew", "Pindah usaha.")


def test_reopened_case_is_as_before(open_help, officer):
    case = open_help()
    stopped = perform(CASE, case, "stop", by=officer, note="Pemilik sakit.")
    assert (stopped.turn, stopped.outcome_note) == ("", "Pemilik sakit.")
    again = perform(CASE, stopped, "reopen", by=officer, note="Sudah sehat.")
    assert (again.state, again.outcome_note, again.closed_at, again.turn) == ("open", "", None, "office")
    assert [row.name for row in again.transitions.all()] == ["stop", "reopen"]


def test_same_help_is_not_opened_twice(open_help, ikm, officer):
    kerupuk, sambal = make_product(ikm), make_product(ikm)
    first = open_help(products=[kerupuk])
    with pytest.raises(TransitionRefused, match="untuk produk yang sama masih berjalan"):
        open_help(products=[kerupuk, sambal])
    with pytest.raises(TransitionRefused, match="untuk produk yang sama masih berjalan"):
        open_help()
    open_help(products=[sambal])
    open_help("nib")
    perform(CASE, first, "stop", by=officer, note="Salah pilih.")
    open_help(products=[kerupuk])
    with pytest.raises(TransitionRefused, match="masih berjalan"):
        perform(CASE, first, "reopen", by=officer, note="Ternyata perlu.")


def test_history_cannot_be_rewritten(open_help, officer):
    case = perform(CASE, open_help(), "stop", by=officer, note="Salah.")
    row = case.transitions.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE assistance_casetransition SET note = 'x' WHERE id = %s", [row.pk])


def test_officer_of_another_region_opens_nothing(ikm):
    with pytest.raises(PermissionDenied):
        open_case(ikm, "pirt", by=make_user("officer", BANJAR), responsible=make_user(), start=datetime.date.today())
    assert AssistanceCase.objects.count() == 0
