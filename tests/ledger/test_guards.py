"""A guard that a rebuilt table lost comes back with the next migrate."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from gongkai.ledger import guards
from gongkai.ledger.models import Event
from tests.ledger.test_chain import append

pytestmark = pytest.mark.django_db
TABLES = {
    "ledger": ["ledger_event"],
    "foi": ["foi_applicantlook"],
    "review": ["review_signature", "review_clearance"],
}


def triggers(table: str) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        return {row[0] for row in cursor.fetchall()}


def drop(table: str) -> set[str]:
    """What SQLite does to the triggers of a table it rebuilds."""
    lost = triggers(table)
    with connection.cursor() as cursor:
        for name in lost:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
    return lost


@pytest.mark.parametrize("room", TABLES)
def test_guards_come_back_after_migrate(room: str) -> None:
    for table in TABLES[room]:
        lost = drop(table)
        assert lost
        config = apps.get_app_config(room)
        post_migrate.send(
            sender=config,
            app_config=config,
            verbosity=0,
            interactive=False,
            using="default",
            apps=apps,
            plan=[],
        )
        assert triggers(table) == lost


def test_a_restored_guard_refuses() -> None:
    append()
    drop("ledger_event")
    assert guards.install([guards.EVENTS], guards.append_only(guards.EVENTS))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all().delete()


def test_nothing_is_installed_before_the_tables_are_there() -> None:
    assert not guards.install(["no_such_table"], guards.append_only("no_such_table"))
