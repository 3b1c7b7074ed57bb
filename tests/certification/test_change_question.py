"""The yearly halal question: asked once a year, once more, then named to the office; never a reason to end."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from certification.change_question import answer_change, ask_changes
from certification.enums import AxisStatus, CertificateState
from certification.models import ChangeAnswer, Readiness, Reminder
from certification.reminders import remind_expiring
from core.audit import events_of
from core.models import Outbox, Touch
from core.workflow import TransitionRefused
from ikm.enums import IkmState
from products.enums import ProductState
from tests.factories import BANJAR, make_certificate, make_ikm, make_product, make_user

D = datetime.date
ISSUED = D(2025, 6, 1)
DUE = D(2026, 6, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    """`clock(30)`: noon of the day 30 days after the question is due."""

    def move(days_after):
        day = DUE + datetime.timedelta(days=days_after)
        time_machine.move_to(datetime.datetime(day.year, day.month, day.day, 4, tzinfo=datetime.UTC), tick=False)

    return move


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def officer(reference_data):
    return make_user("officer")


@pytest.fixture
def paper(owner, clock):
    clock(0)
    product = make_product(make_ikm(owner=owner), category="kerupuk")
    return make_certificate(product, "halal", number="ID63110001234560124", issued_on=ISSUED)


def told(person):
    notices = Outbox.objects.filter(recipient=person, channel=Outbox.Channel.APP)
    return list(notices.order_by("pk").values_list("subject", flat=True))


def given():
    return list(Reminder.objects.order_by("pk").values_list("due_on", "days_before", "audience"))


def run(clock, *days):
    for day in days:
        clock(day)
        ask_changes()
        remind_expiring()


def test_question_is_put_once_then_again_then_named_to_the_officers(paper, owner, officer, clock):
    make_user("officer", region=BANJAR)
    run(clock, -1, 0, 1, 29, 30, 31, 59, 60, 61, 119)
    assert given() == [(DUE, 0, "owner"), (DUE, -30, "owner"), (DUE, -60, "officer")]
    assert told(owner) == [
        "Apakah bahan atau proses berubah?",
        "Mengingatkan: apakah bahan atau proses berubah?",
    ]
    assert told(officer) == [f"Sertifikat di {officer.region}: 1 belum menjawab pertanyaan halal"]
    assert [event.action for event in events_of(paper)] == ["certificate.reminded"] * 3
    paper.refresh_from_db()
    assert (paper.state, paper.valid_until) == (CertificateState.VERIFIED, None)
    assert Readiness.objects.get(product=paper.products.get()).halal_status == AxisStatus.VERIFIED
    notice = Outbox.objects.filter(recipient=owner).earliest("pk")
    assert notice.url == reverse("certification:change_answer", args=[paper.pk])


def test_unanswered_question_comes_back_the_next_year(paper, owner, clock):
    run(clock, 0, 30, 364, 365)
    assert given() == [(DUE, 0, "owner"), (DUE, -30, "owner"), (D(2027, 6, 1), 0, "owner")]


def test_clock_that_stood_still_asks_first_and_names_nobody(paper, owner, officer, clock):
    run(clock, 200)
    assert (given(), told(officer)) == ([(DUE, 0, "owner")], [])
    run(clock, 229, 230, 259, 260, 261)
    assert given() == [(DUE, 0, "owner"), (DUE, -30, "owner"), (DUE, -60, "officer")]


def test_answer_ends_the_asking_for_a_year(paper, owner, officer, clock):
    run(clock, 10)
    answer_change(paper, False, by=owner)
    run(clock, 40, 100, 374)
    assert given() == [(DUE, 0, "owner")]
    run(clock, 375)
    assert given()[1:] == [(D(2027, 6, 11), 0, "owner")]


@pytest.mark.parametrize(
    "fields",
    [
        {"verified_at": datetime.datetime(2025, 7, 1, tzinfo=datetime.UTC)},
        {"unchanged_on": D(2025, 7, 1)},
        {"changed_on": D(2025, 7, 1)},
        {"issued_on": None},
        {"state": "returned"},
        {"state": "superseded"},
        {"kind": "halal_mui"},
    ],
)
def test_nothing_is_asked_that_is_not_due(paper, clock, fields):
    for name, value in fields.items():
        setattr(paper, name, value)
    paper.save()
    clock(0)
    assert ask_changes() == 0


@pytest.mark.parametrize("state", [IkmState.DRAFT, IkmState.INACTIVE])
def test_ikm_that_is_not_registered_is_not_asked(owner, clock, state):
    clock(0)
    product = make_product(make_ikm(state, owner=owner), category="kerupuk")
    make_certificate(product, "halal", number="ID63110001234560124", issued_on=ISSUED)
    gone = make_product(make_ikm(owner=owner), ProductState.DISCONTINUED, "kerupuk")
    make_certificate(gone, "halal", number="ID63110001234560124", issued_on=ISSUED)
    make_certificate(make_product(make_ikm()), "halal", number="ID63110001234560124", issued_on=ISSUED)
    assert ask_changes() == 0


def test_run_asks_the_same_however_many_are_due(paper, clock, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(10_000) as counted:
            ask_changes()
        inserts = ("INSERT", "SAVEPOINT", "RELEASE")
        return len([query for query in counted.captured_queries if not query["sql"].startswith(inserts)])

    clock(0)
    one = queries()
    for _ in range(3):
        product = make_product(make_ikm(owner=make_user()), category="kerupuk")
        make_certificate(product, "halal", number="ID63110001234560124", issued_on=ISSUED)
    assert queries() == one


def test_unchanged_is_kept_touched_and_audited(paper, owner):
    answer = answer_change(paper, False, "abaikan", by=owner)
    assert (answer.has_changed, answer.note, answer.answered_on, answer.by) == (False, "", DUE, owner)
    paper.refresh_from_db()
    assert (paper.state, paper.unchanged_on, paper.changed_on) == (CertificateState.VERIFIED, DUE, None)
    assert paper.history.first().history_user == owner
    assert list(Touch.objects.filter(object_id=paper.pk).values_list("user", "reason")) == [(owner.pk, "changed")]
    event = events_of(paper)[0]
    assert (event.action, event.actor, event.on_behalf_of, event.detail) == (
        "certificate.change_answered", owner, None, {"has_changed": False},
    )  # fmt: skip
    assert answer_change(paper, False, by=owner) == answer
    assert ChangeAnswer.objects.count() == 1


def test_change_claims_a_verified_paper_again_and_tells_the_officers(paper, owner, officer):
    stranger = make_user("officer", region=BANJAR)
    answer_change(paper, True, " minyak merek lain ", by=owner)
    paper.refresh_from_db()
    assert (paper.state, paper.changed_on, paper.unchanged_on) == (CertificateState.CLAIMED, DUE, None)
    assert list(paper.transitions.values_list("name", "note", "by")) == [("claim", "minyak merek lain", owner.pk)]
    assert Readiness.objects.get(product=paper.products.get()).halal_status == AxisStatus.CLAIMED
    assert told(officer) == [f"{paper.ikm} menyatakan bahan atau proses berubah"]
    assert told(stranger) == []
    answer_change(paper, True, "tempat pindah", by=owner)
    paper.refresh_from_db()
    assert (paper.state, paper.transitions.count()) == (CertificateState.CLAIMED, 1)


def test_answer_needs_a_paper_in_force_and_the_right_to_it(paper, officer, owner):
    with pytest.raises(PermissionDenied):
        answer_change(paper, True, "x", by=officer)
    assert ChangeAnswer.objects.count() == 0
    paper.state = CertificateState.RETURNED
    paper.save()
    with pytest.raises(TransitionRefused, match="hanya untuk sertifikat halal BPJPH yang masih dipakai"):
        answer_change(paper, False, by=owner)


def page_of(paper):
    return reverse("certification:change_answer", args=[paper.pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_owner_answers_with_one_press(sign_in, paper, owner):
    client = sign_in(owner)
    assert client.get(page_of(paper)).context["validity"].is_change_due
    response = client.post(page_of(paper), {"answer": "tidak"}, follow=True)
    assert said(response) == ["Tersimpan: tidak ada yang berubah. Kami tanyakan lagi tahun depan."]
    assert not response.context["validity"].is_change_due
    assert [answer.answered_on for answer in response.context["answers"]] == [DUE]


def test_owner_tells_of_a_change_and_reads_what_the_law_asks(sign_in, paper, owner):
    client = sign_in(owner)
    response = client.post(page_of(paper), {"answer": "ya", "note": " "})
    assert response.context["form"].errors == {"note": ["Tuliskan apa yang berubah."]}
    assert client.post(page_of(paper), {}).context["form"].errors == {"answer": ["Pilih salah satu jawaban."]}
    response = client.post(page_of(paper), {"answer": "ya", "note": "minyak merek lain"}, follow=True)
    assert said(response) == [
        "Tersimpan. Petugas memeriksa sertifikat ini lagi.",
        "Perubahan bahan atau proses wajib dilaporkan ke BPJPH (UU 33/2014).",
    ]
    assert response.context["certificate"].state == CertificateState.CLAIMED


def test_others_see_nothing_and_staff_only_look(sign_in, paper, officer):
    assert sign_in(make_user()).get(page_of(paper)).status_code == 404
    assert sign_in(officer).get(page_of(paper)).status_code == 403
    pirt = make_certificate(paper.products.get())
    assert sign_in(paper.ikm.owner).get(page_of(pirt)).status_code == 404


def test_officer_answers_for_an_ikm_nobody_claimed(sign_in, officer, clock):
    clock(0)
    product = make_product(make_ikm(), category="kerupuk")
    paper = make_certificate(product, "halal", number="ID63110001234560124", issued_on=ISSUED)
    sign_in(officer).post(page_of(paper), {"answer": "tidak"})
    paper.refresh_from_db()
    assert paper.unchanged_on == timezone.localdate()


def test_paper_out_of_use_asks_nothing(sign_in, paper, owner):
    paper.state = CertificateState.RETURNED
    paper.save()
    client = sign_in(owner)
    response = client.get(page_of(paper))
    assert "Sertifikat ini sedang tidak dipakai, jadi tidak ada yang perlu dijawab." in response.content.decode()
    response = client.post(page_of(paper), {"answer": "tidak"})
    assert response.context["form"].non_field_errors() == [
        "Pertanyaan ini hanya untuk sertifikat halal BPJPH yang masih dipakai."
    ]
    assert ChangeAnswer.objects.count() == 0


def test_page_asks_the_same_at_one_and_three_answers(sign_in, paper, owner, clock, django_assert_num_queries):
    client = sign_in(owner)
    for number, day in ((1, 0), (3, 2)):
        for offset in range(day - (number == 3), day + 1):
            clock(offset)
            answer_change(paper, False, by=owner)
        with django_assert_num_queries(6):
            assert len(client.get(page_of(paper)).context["answers"]) == number
