"""Jobs run after commit or not at all; the clock's work survives one failing part; lost jobs come back."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import clock, jobs
from core.jobs import enqueue, job
from core.models import ClockMark, Outbox
from core.outbox import retry_unsent, tell
from tests.factories import make_user

RAN = []


@job
def remember(word):
    RAN.append(word)


@pytest.fixture(autouse=True)
def _forget():
    RAN.clear()


@pytest.mark.django_db(transaction=True)
def test_job_runs_after_the_commit():
    with transaction.atomic():
        enqueue(remember, "satu")
        assert RAN == []
    assert RAN == ["satu"]


@pytest.mark.django_db(transaction=True)
def test_job_of_a_rolled_back_transaction_never_runs():
    with transaction.atomic():
        enqueue(remember, "dua")
        transaction.set_rollback(True)
    assert RAN == []


def test_one_failing_part_does_not_stop_the_clock(monkeypatch):
    def broken():
        raise ValueError("x")

    monkeypatch.setattr(jobs, "_tick", [broken, lambda: 7])
    assert list(jobs.run_tick().values()) == ["failed", 7]


@pytest.mark.django_db
def test_daily_runs_once_a_day(monkeypatch):
    monkeypatch.setattr(jobs, "_daily", [lambda: RAN.append("harian")])
    assert [clock.run_daily_if_due(), clock.run_daily_if_due()] == [True, False]
    ClockMark.objects.update(at=timezone.now() - timezone.timedelta(days=1))
    assert clock.run_daily_if_due() is True
    assert RAN == ["harian", "harian"]


@pytest.mark.django_db
def test_commands_tick_and_daily_may_run_twice(capsys):
    for name in ("tick", "tick", "daily", "daily"):
        call_command(name)
    assert "failed" not in capsys.readouterr().out


@pytest.mark.django_db
def test_job_of_a_killed_worker_is_taken_back():
    row = DBTaskResult.objects.create(
        task_path="tests.core.test_jobs.remember", status="RUNNING", backend_name="default", queue_name="default",
        args_kwargs={"args": ["tiga"], "kwargs": {}}, run_after=timezone.now(), priority=0,
        started_at=timezone.now() - timezone.timedelta(hours=2),
    )  # fmt: skip
    assert clock.take_back_old_jobs() == 1
    row.refresh_from_db()
    assert (row.status, row.started_at) == ("READY", None)


@pytest.mark.django_db
def test_message_with_a_key_is_written_once():
    owner = make_user()
    for _ in range(2):
        tell(owner, "product.returned", "Perlu diperbaiki", key="return:1")
    assert owner.notices.count() == 1


@pytest.mark.django_db
def test_mail_only_for_those_who_want_it():
    officer = make_user("officer", notice_choices={"ikm.submitted": {"email": "never"}})
    tell(officer, "ikm.submitted", "Pengajuan baru")
    tell(officer, "batch.signed", "Ditandatangani")
    assert list(officer.notices.order_by("pk").values_list("channel", "event")) == [
        ("app", "ikm.submitted"),
        ("app", "batch.signed"),
        ("email", "batch.signed"),
    ]


@pytest.mark.django_db
def test_unsent_mail_goes_again(mailoutbox):
    officer = make_user("officer")
    row = Outbox.objects.create(
        recipient=officer, channel="email", event="x", subject="Halo", body="Isi", url="/antrean/"
    )
    assert retry_unsent() == 0
    Outbox.objects.filter(pk=row.pk).update(next_try_at=timezone.now())
    assert retry_unsent() == 1
    row.refresh_from_db()
    assert row.sent_at is not None
    assert (mailoutbox[0].subject, mailoutbox[0].to) == ("Halo", [officer.email])
    assert retry_unsent() == 0


def running(worker):
    return DBTaskResult.objects.create(
        task_path="tests.core.test_jobs.remember", status="RUNNING", backend_name="default", queue_name="default",
        args_kwargs={"args": ["empat"], "kwargs": {}}, run_after=timezone.now(), priority=0,
        started_at=timezone.now(), worker_ids=[worker],
    )  # fmt: skip


@pytest.mark.django_db
def test_a_new_worker_takes_back_only_the_jobs_of_dead_ones():
    host = socket.gethostname()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = running(f"{host}:{ended.pid}")
    living = running(f"{host}:{os.getppid()}")
    elsewhere = running("lain:1")
    assert clock.take_back_jobs_of_dead_workers() == 1
    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert states == {dead.pk: "READY", living.pk: "RUNNING", elsewhere.pk: "RUNNING"}
