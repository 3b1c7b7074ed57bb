"""Work outside the request. Everything is enqueued here, and only after the transaction has committed.

Jobs are plain functions taking JSON arguments, declared with `@job`; they must be idempotent, since a killed
worker's job is run again by `tick`. `daily` and `tick` hold the clock work that higher apps register.
"""

import logging
from functools import partial

from django.db import transaction
from django_tasks import task

log = logging.getLogger("portal.jobs")
_tick = []
_daily = []


def job(function):
    """Declare a job: `@job def send(pk): …`, later `enqueue(send, pk)`."""
    return task()(function)


def enqueue(declared, *args, **kwargs):
    """Run `declared` after commit: in the worker, or at once where none is configured."""
    transaction.on_commit(partial(declared.enqueue, *args, **kwargs))


def on_tick(function):
    """Register work for every tick (about every 30 seconds); must be cheap when nothing is due."""
    if function not in _tick:
        _tick.append(function)
    return function


def on_daily(function):
    """Register work for every day; must be harmless when run twice."""
    if function not in _daily:
        _daily.append(function)
    return function


def run_tick():
    return _run(_tick)


def run_daily():
    return _run(_daily)


def _run(functions):
    results = {}
    for function in functions:
        name = f"{function.__module__}.{function.__qualname__}"
        try:
            results[name] = function()
        except Exception:
            log.exception("clock_work_failed name=%s", name)
            results[name] = "failed"
    return results
