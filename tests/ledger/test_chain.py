"""The ledger refuses to forget."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.ledger import queries, services
from gongkai.ledger.models import ChainHead, Event

pytestmark = pytest.mark.django_db


def append(count: int = 3) -> list[Event]:
    return services.append_many(
        services.NewEvent(
            "test.thing", number, "test.thing.made", date(2026, 3, 2), {"号": number, "a": [1, None]}
        )
        for number in range(count)
    )


def test_a_chain_is_whole() -> None:
    events = append()
    append(2)
    assert queries.chain_problems() == []
    assert [event.previous_hash for event in events[1:]] == [event.hash for event in events[:-1]]
    assert ChainHead.objects.get().length == 5


def test_history_is_oldest_first() -> None:
    append()
    append()
    assert [e.pk for e in queries.history("test.thing", 1)] == sorted(
        Event.objects.filter(object_id=1).values_list("pk", flat=True)
    )
    assert {key: len(value) for key, value in queries.histories("test.thing", [0, 1, 9]).items()} == {
        0: 2,
        1: 2,
        9: 0,
    }


@pytest.mark.parametrize("statement", ["UPDATE ledger_event SET type = 'x'", "DELETE FROM ledger_event"])
def test_the_database_refuses_changes(statement: str) -> None:
    append()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.count() == 3


def drop_guard() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_update")
            cursor.execute("DROP TRIGGER ledger_event_no_delete")
        else:
            cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda e: Event.objects.filter(pk=e.pk).update(data={"号": 9}), "LEDGER-HASH"),
        (lambda e: Event.objects.filter(pk=e.pk).delete(), "LEDGER-LINK"),
    ],
)
def test_tampering_past_the_guard_is_found(tamper: object, code: str) -> None:
    events = append()
    drop_guard()
    tamper(events[1])  # type: ignore[operator]
    assert code in {problem.code for problem in queries.chain_problems()}


def test_cutting_the_end_is_found() -> None:
    events = append()
    drop_guard()
    Event.objects.filter(pk=events[-1].pk).delete()
    assert {problem.code for problem in queries.chain_problems()} == {"LEDGER-HEAD"}
