"""Two people press at once: one result, one history row. Real transactions; row locks exist on PostgreSQL."""

import threading

import pytest
from django.db import connection, connections

from core.workflow import TransitionRefused, perform
from ikm.enums import IkmState
from ikm.models import IkmTransition
from ikm.workflow import IKM
from tests.factories import make_ikm, make_user


def press(ikm, people):
    """Every person verifies the same record at the same moment; returns what each got."""
    results = []
    gate = threading.Barrier(len(people))

    def one(person):
        gate.wait()
        try:
            results.append(perform(IKM, ikm, "verify", by=person).state)
        except TransitionRefused as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_four_presses_leave_one_verification_and_one_row():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.fail("the race test needs a test database in a file; see tests/settings.py")
    ikm = make_ikm()
    results = press(ikm, [make_user("officer") for _ in range(4)])
    assert results.count(IkmState.VERIFIED) == 1
    assert sum("Mungkin orang lain lebih dahulu memprosesnya" in str(result) for result in results) == 3
    assert IkmTransition.objects.filter(subject=ikm).count() == 1
