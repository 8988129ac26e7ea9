"""Emptying the demo's database, append-only tables included.

Their triggers refuse every DELETE, so on SQLite the triggers are set aside and put back inside the
same transaction: if anything fails, the old records and their protection stand as before. Removing
the database file instead would pull it from under a server that still has it open. PostgreSQL's
TRUNCATE does not fire triggers of single rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

ERASED_FROM_OTHERS = ("sessions", "account")
"""Apps of other packages whose rows belong to the demo's people: sign-ins and addresses."""


@transaction.atomic
def erase_everything() -> None:
    """Empty every table of the clinic; the schema and its protections stay."""
    statements = connection.ops.sql_flush(
        no_style(), _tables(), reset_sequences=True, allow_cascade=True
    )
    with connection.cursor() as cursor, _without_triggers():
        if connection.vendor == "postgresql":
            # TRUNCATE refuses a table whose deferred keys wait for the end of the transaction.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(statement)


def _tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("filiform.") or model._meta.app_label in ERASED_FROM_OTHERS
    ]


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Set SQLite's triggers aside, and put them back word for word."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
