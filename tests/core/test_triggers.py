"""The database itself refuses to change or delete append-only rows."""

import pytest
from django.db import DatabaseError, connection, transaction

from core import triggers
from core.audit import record
from core.models import AuditEvent
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["UPDATE core_auditevent SET action = 'x'", "DELETE FROM core_auditevent"])
def test_raw_sql_cannot_change_an_audit_event(statement):
    record("test.done", by=make_user())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().action == "test.done"


def test_every_append_only_table_is_protected():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        else:
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        protected = {row[0] for row in cursor.fetchall()}
    assert set(triggers.protected_tables()) <= protected


def test_the_door_lets_one_transaction_rewrite_and_never_delete():
    event = record("test.done", by=make_user())
    with transaction.atomic(), triggers.erasing(connection):
        AuditEvent._base_manager.filter(pk=event.pk).update(detail={"x": 1})
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEvent._base_manager.filter(pk=event.pk)._raw_delete("default")
    assert AuditEvent.objects.get().detail == {"x": 1}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent._base_manager.filter(pk=event.pk).update(detail={})


def test_a_door_left_by_an_error_is_shut():
    event = record("test.done", by=make_user())
    with pytest.raises(KeyError), transaction.atomic(), triggers.erasing(connection):
        raise KeyError
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent._base_manager.filter(pk=event.pk).update(detail={})
