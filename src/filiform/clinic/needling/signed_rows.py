"""Rows of a signed visit, which the database itself refuses to change, to add to or to delete.

The triggers are taken down before migrations and put up after them, at each start: SQLite makes a
changed table anew, which would drop the triggers of that table and break those of the others.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "a signed visit is never changed; write an amendment"
SESSIONS = "needling_sessionrecord"
SESSION_OF = {
    SESSIONS: "{row}.id",
    "needling_needlingrecord": "{row}.session_id",
    "needling_acknowledgementrecord": "{row}.session_id",
    "needling_emergencystoprecord": "{row}.session_id",
    "needling_journalentryrecord": "{row}.session_id",
    "needling_retainedneedlerecord": (
        "(SELECT session_id FROM needling_needlingrecord WHERE id = {row}.needling_id)"
    ),
    "needling_needlingdetailrecord": (
        "(SELECT session_id FROM needling_needlingrecord WHERE id = {row}.needling_id)"
    ),
    "needling_sitereasonrecord": (
        "(SELECT session_id FROM needling_needlingrecord WHERE id = {row}.needling_id)"
    ),
}
"""How the visit of a row is found, by table."""
ROWS_BY_EVENT = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def keep(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Put the triggers up on every table that is there."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not present >= SESSION_OF.keys():
        return
    with connection.cursor() as cursor:
        for table, event in _guarded():
            for statement in _statements(table, event, connection):
                cursor.execute(statement)


def let_go(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Take the triggers down."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, event in _guarded():
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{where}")


def _guarded() -> list[tuple[str, str]]:
    """Every table with every event; a visit itself may come in signed, as from a backup."""
    pairs = [(table, event) for table in SESSION_OF for event in ROWS_BY_EVENT]
    return [pair for pair in pairs if pair != (SESSIONS, "insert")]


def _name(table: str, event: str) -> str:
    return f"{table}_signed_no_{event}"


def _statements(table: str, event: str, connection: BaseDatabaseWrapper) -> list[str]:
    name, signed = _name(table, event), _signed(table, event)
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event.upper()} ON {table} "
            f"WHEN {signed} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        ]
    kept = "OLD" if event == "delete" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF {signed} THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN {kept}; END "
        "$$ LANGUAGE plpgsql",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _signed(table: str, event: str) -> str:
    """Whether a row belongs, or would belong, to a signed visit; names are this file's own."""
    if table == SESSIONS:
        return "OLD.signed_at IS NOT NULL"
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {SESSIONS} WHERE signed_at IS NOT NULL "  # noqa: S608
        f"AND id = {SESSION_OF[table].format(row=row)})"
        for row in ROWS_BY_EVENT[event]
    )
