"""Reminders: each step once, the nearest when the clock stood still, nobody twice; the page of what runs out."""

import datetime
import io
import threading

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connections
from django.urls import reverse

from certification.enums import CertificateState
from certification.given import give, needed
from certification.models import Certificate, CertificateTransition, ChangeAnswer, Readiness, Reminder
from certification.reminders import remind_expiring
from core.models import AuditEvent, Outbox, Touch
from ikm.enums import IkmState
from products.enums import ProductState
from tests.factories import BANJAR, KOTABARU, make_certificate, make_ikm, make_product, make_user

D = datetime.date
UNTIL = D(2027, 3, 12)


@pytest.fixture
def clock(time_machine):
    """`clock(90)`: noon of the day 90 days before the paper runs out."""

    def move(days_before):
        day = UNTIL - datetime.timedelta(days=days_before)
        time_machine.move_to(datetime.datetime(day.year, day.month, day.day, 4, tzinfo=datetime.UTC), tick=False)

    return move


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def officer(reference_data):
    return make_user("officer")


@pytest.fixture
def reviewer(reference_data):
    return make_user("reviewer")


@pytest.fixture
def paper(owner):
    product = make_product(make_ikm(owner=owner), category="kerupuk")
    return make_certificate(product, number="2066302010012-30", valid_until=UNTIL)


def given():
    rows = Reminder.objects.order_by("pk")
    return list(rows.values_list("certificate", "due_on", "days_before", "audience", "recipients"))


def told(person):
    notices = Outbox.objects.filter(recipient=person, channel=Outbox.Channel.APP)
    return list(notices.order_by("pk").values_list("subject", flat=True))


@pytest.mark.django_db
def test_every_step_reaches_those_it_is_for_and_once(paper, owner, officer, reviewer, clock):
    make_user("officer", region=BANJAR)
    steps = {}
    for days in (181, 180, 179, 91, 90, 89, 31, 30, 29, 8, 7, 6, 0, -1, -2, -30):
        clock(days)
        remind_expiring()
        if new := given()[len(sum(steps.values(), [])) :]:
            steps[days] = new
    assert {days: [row[2:] for row in rows] for days, rows in steps.items()} == {
        180: [(180, "owner", 1)],
        90: [(90, "owner", 1)],
        30: [(30, "owner", 1), (30, "officer", 1)],
        7: [(7, "owner", 1), (7, "officer", 1), (7, "reviewer", 1)],
        -1: [(0, "owner", 1), (0, "officer", 1), (0, "reviewer", 1)],
    }
    assert {row[:2] for rows in steps.values() for row in rows} == {(paper.pk, UNTIL)}
    assert told(owner) == [
        "P-IRT 2066302010012-30 habis 180 hari lagi (12 Maret 2027)",
        "P-IRT 2066302010012-30 habis 90 hari lagi (12 Maret 2027)",
        "P-IRT 2066302010012-30 habis 30 hari lagi (12 Maret 2027)",
        "P-IRT 2066302010012-30 habis 7 hari lagi (12 Maret 2027)",
        "P-IRT 2066302010012-30 sudah habis (12 Maret 2027)",
    ]
    place = officer.region
    assert told(officer) == [
        f"Sertifikat di {place}: 1 habis dalam 30 hari",
        f"Sertifikat di {place}: 1 habis dalam 7 hari",
        f"Sertifikat di {place}: 1 sudah habis",
    ]
    place = reviewer.region
    assert told(reviewer) == [
        f"Sertifikat di {place}: 1 habis dalam 7 hari",
        f"Sertifikat di {place}: 1 sudah habis",
    ]
    events = AuditEvent.objects.filter(action="certificate.reminded").order_by("pk")
    assert events.count() == len(given())
    first = events[0]
    assert (first.object_type, first.object_id, first.actor, first.detail) == (
        "certification.certificate", str(paper.pk), None,
        {"due_on": "2027-03-12", "days": 180, "audience": "owner", "recipients": 1},
    )  # fmt: skip


@pytest.mark.django_db
def test_message_says_what_to_do_and_leads_there(paper, owner, clock):
    clock(30)
    remind_expiring()
    notice = Outbox.objects.get(recipient=owner)
    assert (notice.event, notice.url, notice.body) == (
        "certificate.expiring",
        reverse("desk:path_certificate_replace", args=[paper.ikm_id, paper.pk]),
        "Urus perpanjangannya lewat OSS (oss.go.id) sebelum hari itu.\n"
        "Sesudah yang baru terbit, masukkan di portal lewat tautan ini.\n"
        f"Perlu bantuan? Hubungi petugas industri {paper.ikm.regency}.",
    )


@pytest.mark.django_db
def test_owner_who_switched_the_mail_off_gets_the_notice_only(paper, owner, clock):
    owner.email = "pemilik@contoh.id"
    owner.save()
    clock(180)
    remind_expiring()
    owner.notice_choices = {"certificate.expiring": {"email": "never"}}
    owner.save()
    clock(90)
    remind_expiring()
    assert list(Outbox.objects.order_by("pk").values_list("channel", flat=True)) == ["app", "email", "app"]


@pytest.mark.django_db
def test_clock_that_stood_still_gives_the_nearest_step_only(paper, owner, officer, clock):
    clock(181)
    assert remind_expiring() == 0
    clock(6)
    assert remind_expiring() == 2
    assert [row[2:4] for row in given()] == [(7, "owner"), (7, "officer")]
    assert told(owner) == ["P-IRT 2066302010012-30 habis 6 hari lagi (12 Maret 2027)"]
    for days in (100, 31, 6, 0):
        clock(days)
        assert remind_expiring() == 0


@pytest.mark.django_db
def test_week_without_the_clock_skips_nothing_that_is_due(paper, owner, clock):
    clock(93)
    assert remind_expiring() == 1
    clock(86)
    assert remind_expiring() == 1
    assert [row[2] for row in given()] == [180, 90]


@pytest.mark.django_db
def test_new_end_date_starts_over(paper, owner, clock):
    clock(7)
    remind_expiring()
    Certificate.objects.filter(pk=paper.pk).update(valid_until=UNTIL + datetime.timedelta(days=60))
    remind_expiring()
    assert [(row[1], row[2]) for row in given()] == [(UNTIL, 7), (UNTIL + datetime.timedelta(days=60), 90)]


@pytest.mark.django_db
def test_paper_nobody_has_claimed_goes_to_the_officers_from_180_days(officer, reviewer, clock):
    product = make_product(make_ikm(), category="kerupuk")
    make_certificate(product, number="2066302010012-30", valid_until=UNTIL)
    gone = make_product(make_ikm(owner=make_user(is_active=False)), category="kerupuk")
    make_certificate(gone, number="2066302010013-30", valid_until=UNTIL)
    for days in (180, 90, 30, 7, -1):
        clock(days)
        remind_expiring()
    assert [row[2:4] for row in given()] == [
        (180, "officer"), (180, "officer"), (90, "officer"), (90, "officer"), (30, "officer"), (30, "officer"),
        (7, "officer"), (7, "officer"), (7, "reviewer"), (7, "reviewer"),
        (0, "officer"), (0, "officer"), (0, "reviewer"), (0, "reviewer"),
    ]  # fmt: skip
    assert told(officer)[0] == f"Sertifikat di {officer.region}: 2 habis dalam 180 hari"


@pytest.mark.django_db
def test_without_anybody_to_tell_nothing_counts_as_told(clock):
    make_certificate(make_product(make_ikm(), category="kerupuk"), valid_until=UNTIL)
    clock(7)
    assert (remind_expiring(), given()) == (0, [])
    officer = make_user("officer")
    assert remind_expiring() == 1
    assert told(officer) == [f"Sertifikat di {officer.region}: 1 habis dalam 7 hari"]


@pytest.mark.django_db
def test_digest_names_all_steps_at_once_and_what_comes_later_waits_for_tomorrow(paper, officer, clock):
    product = paper.products.get()
    make_certificate(product, "sni", number="S1", valid_until=UNTIL + datetime.timedelta(days=20))
    make_certificate(product, "brand", number="M1", valid_until=UNTIL - datetime.timedelta(days=8))
    clock(6)
    remind_expiring()
    place = officer.region
    assert told(officer) == [
        f"Sertifikat di {place}: 1 habis dalam 30 hari, 1 habis dalam 7 hari, 1 sudah habis",
    ]
    make_certificate(product, "tkdn", number="T1", valid_until=UNTIL)
    remind_expiring()
    assert len(told(officer)) == 1
    clock(5)
    remind_expiring()
    assert told(officer)[1:] == [f"Sertifikat di {place}: 1 habis dalam 7 hari"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["superseded", "revoked", "refused", "returned"])
def test_paper_out_of_force_is_not_reminded(owner, clock, state):
    product = make_product(make_ikm(owner=owner), category="kerupuk")
    make_certificate(product, state=state, valid_until=UNTIL)
    clock(7)
    assert (remind_expiring(), given()) == (0, [])


@pytest.mark.django_db
@pytest.mark.parametrize("state", [IkmState.DRAFT, IkmState.INACTIVE, IkmState.MERGED])
def test_paper_of_an_ikm_that_is_not_registered_is_not_reminded(owner, clock, state):
    product = make_product(make_ikm(state, owner=owner), category="kerupuk")
    make_certificate(product, valid_until=UNTIL)
    clock(7)
    assert (remind_expiring(), given()) == (0, [])


@pytest.mark.django_db
def test_estimate_and_halal_date_are_not_reminded(owner, clock):
    product = make_product(make_ikm(owner=owner), category="kerupuk")
    make_certificate(product, "slhs", number="503/1", issued_on=D(2024, 3, 12))
    make_certificate(product, "halal", number="ID63110001234560124", valid_until=UNTIL)
    clock(7)
    assert (remind_expiring(), given()) == (0, [])


@pytest.mark.django_db
def test_paper_long_past_is_no_news(paper, owner, clock):
    clock(-31)
    assert remind_expiring() == 0
    clock(-30)
    assert remind_expiring() == 1


@pytest.mark.django_db
def test_discontinued_products_need_no_paper(owner):
    ikm = make_ikm(owner=owner)
    one, other = make_product(ikm, category="kerupuk"), make_product(ikm, ProductState.DISCONTINUED, "kerupuk")
    of_both = make_certificate(one, valid_until=UNTIL)
    of_both.products.add(other)
    of_gone = make_certificate(other, valid_until=UNTIL)
    of_none = make_certificate(one, "brand", number="IDM000123456", valid_until=UNTIL)
    of_none.products.clear()
    assert needed([of_both, of_gone, of_none]) == [of_both, of_none]


@pytest.mark.django_db
def test_later_paper_of_the_axis_on_all_products_ends_the_reminding(owner):
    ikm = make_ikm(owner=owner)
    one, two = make_product(ikm, category="kerupuk"), make_product(ikm, category="kerupuk")
    old = make_certificate(one, valid_until=UNTIL)
    old.products.add(two)
    new = make_certificate(one, "md", number="MD224510107115", state="claimed", valid_until=D(2031, 1, 1))
    assert needed([old]) == [old]
    sni = make_certificate(two, "sni", number="S1", valid_until=D(2031, 1, 1))
    refused = make_certificate(two, number="X1", state="refused", valid_until=D(2031, 1, 1))
    earlier = make_certificate(two, number="X2", valid_until=UNTIL)
    assert needed([old, sni, earlier]) == [old, sni, earlier]
    new.products.add(two)
    assert needed([old, new, earlier]) == [new]
    assert refused.state == CertificateState.REFUSED
    mui = make_certificate(one, "halal_mui", number="00150099991220", valid_until=UNTIL)
    assert needed([mui]) == [mui]
    make_certificate(one, "halal", number="ID63110001234560124")
    assert needed([mui]) == []


@pytest.mark.django_db
def test_reminder_breaks_rather_than_being_given_twice(paper, owner, clock):
    clock(90)
    remind_expiring()
    with pytest.raises(IntegrityError):
        give([(paper, UNTIL, 90)], "owner", 1)


@pytest.mark.django_db
def test_killed_chunk_leaves_nothing_and_goes_on_the_next_time(paper, owner, clock, monkeypatch):
    clock(90)

    def killed(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("certification.reminders.tell_owner_expiring", killed)
        with pytest.raises(KeyboardInterrupt):
            remind_expiring()
    assert (given(), told(owner)) == ([], [])
    assert remind_expiring() == 1
    assert len(told(owner)) == 1


@pytest.mark.django_db
def test_chunks_reach_every_owner(clock, monkeypatch):
    monkeypatch.setattr("certification.reminders.CHUNK", 2)
    owners = [make_user() for _ in range(5)]
    for number, owner in enumerate(owners):
        product = make_product(make_ikm(owner=owner), category="kerupuk")
        make_certificate(product, number=f"20663020100{number}2-30", valid_until=UNTIL)
    clock(90)
    assert remind_expiring() == 5
    assert [len(told(owner)) for owner in owners] == [1] * 5


def queries_of_a_run(django_assert_max_num_queries):
    with django_assert_max_num_queries(10_000) as counted:
        remind_expiring()
    inserts = ("INSERT", "SAVEPOINT", "RELEASE")
    return len([query for query in counted.captured_queries if not query["sql"].startswith(inserts)])


@pytest.mark.django_db
def test_run_asks_the_same_however_many_are_due(officer, reviewer, clock, django_assert_max_num_queries):
    def more(count, until):
        for _ in range(count):
            product = make_product(make_ikm(owner=make_user()), category="kerupuk")
            make_certificate(product, valid_until=until)

    more(1, UNTIL)
    clock(7)
    one = queries_of_a_run(django_assert_max_num_queries)
    more(3, UNTIL + datetime.timedelta(days=1))
    clock(6)
    assert queries_of_a_run(django_assert_max_num_queries) == one


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_everybody_once(clock):
    owner, officer, reviewer = make_user(), make_user("officer"), make_user("reviewer")
    for number in range(3):
        product = make_product(make_ikm(owner=owner), category="kerupuk")
        make_certificate(product, number=f"20663020100{number}2-30", valid_until=UNTIL)
    clock(7)
    gate, counts = threading.Barrier(3), []

    def run():
        gate.wait()
        try:
            counts.append(remind_expiring())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 9
    assert Reminder.objects.count() == 9
    assert [len(told(person)) for person in (owner, officer, reviewer)] == [3, 1, 1]
    assert AuditEvent.objects.filter(action="certificate.reminded").count() == 9


@pytest.mark.django_db
def test_daily_twice_a_day_does_nothing_new(clock, officer, reviewer):
    clock(20)
    for regency in (KOTABARU, BANJAR):
        for owner in (None, make_user(email=f"pemilik.{regency}@contoh.id")):
            product = make_product(make_ikm(regency=regency, owner=owner), ProductState.ELIGIBLE, "kerupuk")
            for days in (-20, 0, 5, 25, 80, 170, 400):
                until = UNTIL + datetime.timedelta(days=days)
                make_certificate(product, number=f"{regency}{days}{bool(owner)}", valid_until=until)
            make_certificate(product, "halal", number="ID63110001234560124", issued_on=D(2025, 1, 1))
            make_certificate(product, "slhs", number=f"503/{days}", issued_on=D(2020, 1, 1))
    models = (
        Reminder, Outbox, AuditEvent, ChangeAnswer, Touch, CertificateTransition, Certificate, Readiness,
        Certificate.history.model,
    )  # fmt: skip

    def state():
        return [model.objects.count() for model in models], list(
            Certificate.objects.order_by("pk").values_list("pk", "state", "valid_until", "unchanged_on", "updated_at")
        )

    before = state()
    call_command("daily", verbosity=0, stdout=io.StringIO())
    after = state()
    assert (after[0][0] > 0, after[0][1] > 0, after[1]) == (True, True, before[1])
    call_command("daily", verbosity=0, stdout=io.StringIO())
    assert state() == after


@pytest.fixture
def list_url():
    return reverse("certification:expiring_list")


def names(response):
    return [row["name"] for row in response.context["rows"]]


@pytest.mark.django_db
def test_list_shows_what_runs_out_in_the_region_nearest_first(sign_in, officer, owner, paper, clock, list_url):
    clock(40)
    product = paper.products.get()
    make_certificate(product, "sni", number="LEWAT", valid_until=UNTIL - datetime.timedelta(days=41))
    make_certificate(product, "brand", number="DEKAT", valid_until=UNTIL - datetime.timedelta(days=39))
    make_certificate(product, "tkdn", number="JAUH", valid_until=UNTIL + datetime.timedelta(days=141))
    make_certificate(make_product(make_ikm(regency=BANJAR), category="kerupuk"), number="LAIN", valid_until=UNTIL)
    client = sign_in(officer)
    response = client.get(list_url)
    assert names(response) == ["Merek terdaftar DEKAT", "P-IRT 2066302010012-30"]
    assert [figure["value"] for figure in response.context["figures"]] == [1, 1, 2, 2, 1]
    assert response.context["regencies"] == []
    assert names(client.get(f"{list_url}?step=7")) == ["Merek terdaftar DEKAT"]
    assert names(client.get(f"{list_url}?step=over")) == ["SPPT SNI LEWAT"]
    assert names(client.get(f"{list_url}?kind=pirt")) == ["P-IRT 2066302010012-30"]
    assert names(client.get(f"{list_url}?step=x&kind=halal")) == ["Merek terdaftar DEKAT", "P-IRT 2066302010012-30"]
    body = response.content.decode()
    assert paper.ikm.nib not in body
    assert f'href="https://wa.me/{paper.ikm.phone.removeprefix("+")}?text=Yth.%20' in body


@pytest.mark.django_db
def test_province_counts_per_regency(sign_in, reviewer, paper, clock, list_url):
    clock(7)
    make_certificate(make_product(make_ikm(regency=BANJAR), category="kerupuk"), number="LAIN", valid_until=UNTIL)
    client = sign_in(reviewer)
    response = client.get(list_url)
    assert [(row["code"], row["within"], row["over"]) for row in response.context["regencies"]] == [
        (KOTABARU, [1, 1, 1, 1], 0),
        (BANJAR, [1, 1, 1, 1], 0),
    ]
    chosen = client.get(f"{list_url}?regency={BANJAR}")
    assert names(chosen) == ["P-IRT LAIN"]
    assert [figure["value"] for figure in chosen.context["figures"]] == [1, 1, 1, 1, 0]


@pytest.mark.django_db
def test_list_is_for_the_office(sign_in, owner, list_url):
    assert sign_in(owner).get(list_url).status_code == 403


@pytest.mark.django_db
def test_replaced_paper_needs_no_call(sign_in, officer, paper, clock, list_url):
    clock(7)
    make_certificate(paper.products.get(), number="BARU", valid_until=D(2031, 1, 1))
    response = sign_in(officer).get(list_url)
    assert [(row["name"], row["is_replaced"]) for row in response.context["rows"]] == [("P-IRT 2066302010012-30", True)]
    assert "wa.me" not in response.content.decode()


@pytest.mark.django_db
def test_list_pages_by_day(sign_in, officer, paper, clock, list_url, monkeypatch):
    monkeypatch.setattr("certification.views.validity.PAGE_SIZE", 2)
    clock(7)
    for number in range(3):
        make_certificate(paper.products.get(), "sni", number=f"S{number}", valid_until=UNTIL)
    client = sign_in(officer)
    first = client.get(list_url)
    second = client.get(f"{list_url}{first.context['page'].next_url}")
    assert names(first) + names(second) == ["P-IRT 2066302010012-30", "SPPT SNI S0", "SPPT SNI S1", "SPPT SNI S2"]
    assert names(client.get(f"{list_url}{second.context['page'].prev_url}")) == names(first)


@pytest.mark.django_db
def test_list_asks_the_same_at_one_and_three_rows(sign_in, officer, paper, clock, list_url, django_assert_num_queries):
    clock(7)
    client = sign_in(officer)
    client.get(list_url)
    for more in (0, 2):
        for number in range(more):
            ikm = make_ikm(regency=KOTABARU)
            make_certificate(make_product(ikm, category="kerupuk"), number=f"N{number}", valid_until=UNTIL)
        with django_assert_num_queries(9):
            assert len(names(client.get(list_url))) == 1 + more
