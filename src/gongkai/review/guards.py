"""Database triggers: signatures and clearances are written once, on SQLite and on PostgreSQL.

Installed after every `migrate`, because SQLite drops a table's triggers when a later migration rebuilds the table.
"""

from __future__ import annotations

from django.db import connections

TABLES = ("review_signature", "review_clearance")
NEEDED = {
    *TABLES,
    "review_reviewstep",
    "review_agencyworkflow",
    "wagtailcore_workflowtask",
    "django_content_type",
}


def install(using: str = "default") -> bool:
    """Create the triggers where they are missing; False while the database is not fully migrated."""
    connection = connections[using]
    if not NEEDED.issubset(connection.introspection.table_names()):
        return False
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)
    return True


def statements(vendor: str) -> list[str]:
    """What makes the tables append-only."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in TABLES
            for act in ("UPDATE", "DELETE")
        ]
    function = """CREATE OR REPLACE FUNCTION review_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the sign-off register is append-only' USING ERRCODE = 'check_violation'; END $$"""
    return [
        function,
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION review_refuse()"
            for table in TABLES
        ),
        *(
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION review_refuse()"
            for table in TABLES
        ),
    ]
