"""Database triggers that outlive migrations: how a table is made append-only, on SQLite and on PostgreSQL.

SQLite drops a table's triggers when a later migration rebuilds the table, so rooms install theirs after every `migrate`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connections

EVENTS = "ledger_event"


def install(
    needed: Iterable[str], statements: Callable[[str], Iterable[str]], using: str = "default"
) -> bool:
    """Run the statements for the database's dialect; False while one of the needed tables is still missing.

    The statements create only what is missing, so that this may be repeated.
    """
    connection = connections[using]
    if not set(needed).issubset(connection.introspection.table_names()):
        return False
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)
    return True


def append_only(*tables: str) -> Callable[[str], list[str]]:
    """Statements that make the database refuse to change, delete or truncate rows of the tables."""

    def statements(vendor: str) -> list[str]:
        return [line for table in tables for line in (_sqlite if vendor == "sqlite" else _postgresql)(table)]

    return statements


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'check_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
