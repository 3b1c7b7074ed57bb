"""The calendar of the worker: daily work once a day, jobs of a killed worker taken back."""

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


def take_back_lost_jobs(limit=timedelta(0)):
    """Put jobs that a killed worker left RUNNING back in the queue; jobs are idempotent, so running again is safe."""
    return DBTaskResult.objects.filter(status="RUNNING", started_at__lt=timezone.now() - limit).update(
        status="READY", started_at=None
    )


@on_tick
def take_back_old_jobs():
    return take_back_lost_jobs(JOB_LIMIT)


def mark_dirty(name):
    """Say that something derived (figures) is out of date."""
    ClockMark.objects.update_or_create(name=name, defaults={"dirty_at": timezone.now()})
