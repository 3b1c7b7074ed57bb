"""Append-only tables inside the database: triggers per vendor, created in migrations.

`append_only("core_auditevent")` is a migration operation. `erasing` is the one sanctioned door: inside it rows may be
rewritten (never deleted) by its own transaction alone, while the triggers stand for everybody else. `lift`/`restore`
exist for the tests' flush.
"""

from contextlib import contextmanager

from django.db import migrations

DOOR = "portal_erasing"

_tables = []


def _create_function(editor):
    editor.execute(
        "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND current_setting('portal.erasing', true) = 'on' THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'append-only table %%', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
    )


def _create(editor, table):
    if editor.connection.vendor == "postgresql":
        _create_function(editor)
        editor.execute(
            f'CREATE TRIGGER "{table}_rows" BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
        )
        editor.execute(
            f'CREATE TRIGGER "{table}_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()"
        )
    elif editor.connection.vendor == "sqlite":
        editor.execute(f'CREATE TABLE IF NOT EXISTS "{DOOR}" (is_open INTEGER NOT NULL)')
        for verb, unless in (("UPDATE", f'WHEN NOT EXISTS (SELECT 1 FROM "{DOOR}") '), ("DELETE", "")):
            editor.execute(
                f'CREATE TRIGGER "{table}_{verb.lower()}" BEFORE {verb} ON "{table}" {unless}'
                f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
            )


def _drop(editor, table):
    if editor.connection.vendor == "postgresql":
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_rows" ON "{table}"')
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_truncate" ON "{table}"')
    elif editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            editor.execute(f'DROP TRIGGER IF EXISTS "{table}_{verb}"')


def renew(apps, editor):
    """Migration function: protected tables that exist already get the triggers of today."""
    if editor.connection.vendor == "postgresql":
        _create_function(editor)
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_update'")
        tables = [row[0] for row in cursor.fetchall()]
    for table in tables:
        _drop(editor, table)
        _create(editor, table)


@contextmanager
def erasing(connection):
    """Within this block of the current transaction, rows of protected tables may be rewritten.

    On PostgreSQL the door is a setting of the transaction, on SQLite a row nobody else sees before the commit, which
    is taken away again inside the same transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("erasing() belongs inside a transaction")
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'on'" if is_postgres else f'INSERT INTO "{DOOR}" VALUES (1)')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'off'" if is_postgres else f'DELETE FROM "{DOOR}"')


def append_only(table):
    """Migration operation that protects `table`."""
    _tables.append(table)
    return migrations.RunPython(
        lambda apps, editor: _create(editor, table), lambda apps, editor: _drop(editor, table), elidable=False
    )


def lift(connection, table=None):
    """Drop the triggers of one or of every protected table."""
    existing = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for name in [table] if table else protected_tables():
            if name in existing:
                _drop(editor, name)


def restore(connection, table=None):
    """Create them again."""
    existing = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for name in [table] if table else protected_tables():
            if name in existing:
                _drop(editor, name)
                _create(editor, name)


def protected_tables():
    """Names of all append-only tables, from the models."""
    from django.apps import apps

    from core.models import AppendOnly

    return sorted(m._meta.db_table for m in apps.get_models() if issubclass(m, AppendOnly))
