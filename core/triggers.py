"""Append-only tables inside the database: triggers per vendor, created in migrations.

`append_only("core_auditevent")` is a migration operation. `lift`/`restore` exist for the tests' flush and
for the one sanctioned rewrite (erasure under UU PDP).
"""

from django.db import migrations

_tables = []


def _create(editor, table):
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION 'append-only table %%', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
        editor.execute(
            f'CREATE TRIGGER "{table}_rows" BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION portal_append_only()"
        )
        editor.execute(
            f'CREATE TRIGGER "{table}_truncate" BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()"
        )
    elif editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            editor.execute(
                f'CREATE TRIGGER "{table}_{verb.lower()}" BEFORE {verb} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, 'append-only table {table}'); END"
            )


def _drop(editor, table):
    if editor.connection.vendor == "postgresql":
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_rows" ON "{table}"')
        editor.execute(f'DROP TRIGGER IF EXISTS "{table}_truncate" ON "{table}"')
    elif editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            editor.execute(f'DROP TRIGGER IF EXISTS "{table}_{verb}"')


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
