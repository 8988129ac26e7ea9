"""Tables whose rows the database itself refuses to change or delete."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps


def append_only(table: str) -> RunPython:
    """Return the migration step that protects a table on SQLite and on PostgreSQL."""

    def protect(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _statements(table, editor.connection.vendor):
            editor.execute(statement, params=None)

    def release(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        where = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for event in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{event}{where}", params=None)

    return RunPython(protect, release)


def _statements(table: str, vendor: str) -> list[str]:
    message = f"rows of {table} are never changed or deleted"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for event in ("update", "delete")
        ]
    function = (
        "CREATE OR REPLACE FUNCTION filiform_append_only() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END "
        "$$ LANGUAGE plpgsql"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION filiform_append_only()"
            for event in ("update", "delete")
        ),
    ]
