"""The calendar of the worker: daily work once a day, jobs of a killed worker taken back."""

import os
import socket
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.jobs import on_tick, run_daily
from core.models import ClockMark

JOB_LIMIT = timedelta(hours=1)


def run_daily_if_due():
    """Run the daily work when it has not run today (WITA); True when it ran."""
    now = timezone.now()
    with transaction.atomic():
        mark, _ = ClockMark.objects.select_for_update().get_or_create(name="daily")
        if mark.at and timezone.localdate(mark.at) == timezone.localdate(now):
            return False
        mark.at = now
        mark.save()
    run_daily()
    return True


def take_back_lost_jobs(limit):
    """Put jobs that a killed worker left RUNNING back in the queue; jobs are idempotent, so running again is safe."""
    return DBTaskResult.objects.filter(status="RUNNING", started_at__lt=timezone.now() - limit).update(
        status="READY", started_at=None
    )


def worker_name():
    """Of this process: host and process id, so that a later worker of the host can tell whether it still lives."""
    return f"{socket.gethostname()}:{os.getpid()}"


def take_back_jobs_of_dead_workers():
    """At the start of a worker: jobs left RUNNING by a process of this host that is gone."""
    rows = DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "worker_ids")
    lost = [pk for pk, workers in rows if workers and _is_gone(workers[-1])]
    return DBTaskResult.objects.filter(pk__in=lost, status="RUNNING").update(status="READY", started_at=None)


def _is_gone(name):
    host, _, process = name.rpartition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    if name == worker_name():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@on_tick
def take_back_old_jobs():
    return take_back_lost_jobs(JOB_LIMIT)


def mark_dirty(name):
    """Say that something derived (figures) is out of date."""
    ClockMark.objects.update_or_create(name=name, defaults={"dirty_at": timezone.now()})
