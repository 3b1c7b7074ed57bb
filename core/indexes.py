"""Indexes only PostgreSQL has, as migration operations that do nothing elsewhere."""

from django.db import migrations


def trigram(table, column):
    """A pg_trgm index for fragments and near matches of one text column."""
    name = f"{table}_{column}_trgm"

    def create(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            editor.execute(f'CREATE INDEX "{name}" ON "{table}" USING gin ("{column}" gin_trgm_ops)')

    def drop(apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP INDEX IF EXISTS "{name}"')

    return migrations.RunPython(create, drop)
