"""From the ledger to what the law reads: the events of a case that stand, in the form `law.clock` takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.clock import ConsultationSent, Event, Received
from gongkai.law.clock import parse_events as parse
from gongkai.ledger import queries as ledger
from gongkai.ledger.models import Event as Row

KIND = "foi.case"
DELIVERED = f"{KIND}.consultation_delivered"
VOIDED = f"{KIND}.event_voided"
# Set on events that an older register tells of: the procedure was not this program's, the clock reads them alike.
ORIGIN = "origin"


@dataclass(frozen=True, slots=True)
class Facts:
    """The standing events of one case. `dicts` is the input of `gongkai law clock`; `law` the same, read.

    `rows` are the ledger's events behind them (one for one, as far as they are written), `history` everything written.
    """

    rows: tuple[Row, ...]
    dicts: tuple[Mapping[str, Any], ...]
    law: tuple[Event, ...]
    history: tuple[Row, ...] = ()

    @property
    def received(self) -> Received:
        """The receipt every case begins with."""
        return next(event for event in self.law if isinstance(event, Received))

    @property
    def last_on(self) -> date:
        """The day of the latest event, a confirmation and the delivery of a letter included."""
        days = [event.on for event in self.law]
        for event in self.law:
            if isinstance(event, Received) and event.confirmed_on is not None:
                days.append(event.confirmed_on)
            elif isinstance(event, ConsultationSent) and event.received_on is not None:
                days.append(event.received_on)
        return max(days)

    def having(self, event: Mapping[str, Any]) -> Facts:
        """The facts as they would be with one more event. Raises LawInputError when it contradicts them."""
        dicts = (*self.dicts, event)
        return Facts(self.rows, dicts, tuple(parse(list(dicts))), self.history)

    def known(self, kind: type[Event]) -> list[Any]:
        """The standing events of one kind, oldest first."""
        return sorted((event for event in self.law if isinstance(event, kind)), key=lambda event: event.on)

    def without(self, event_id: int) -> Facts:
        """The facts as they would be without one written event; not yet checked against each other."""
        kept = [number for number in range(len(self.dicts)) if not self._is(number, event_id)]
        dicts = [dict(self.dicts[number]) for number in kept]
        gone = next((row for row in self.history if row.pk == event_id and row.type == DELIVERED), None)
        for event in dicts:
            if gone is not None and event["type"] == "consultation_sent" and event["ref"] == gone.data["ref"]:
                event.pop("received_on", None)
        rows = tuple(row for row in self.rows if row.pk != event_id)
        return Facts(rows, tuple(dicts), (), self.history)

    def _is(self, number: int, event_id: int) -> bool:
        return number < len(self.rows) and self.rows[number].pk == event_id

    def checked(self) -> Facts:
        """The same facts, read and checked again. Raises LawInputError when they contradict each other."""
        return Facts(self.rows, self.dicts, tuple(parse(list(self.dicts))), self.history)


def of_case(case_id: int) -> Facts:
    """The facts of one case, with one query."""
    return from_rows(ledger.history(KIND, case_id))


def of_cases(case_ids: Iterable[int]) -> dict[int, Facts]:
    """The facts of many cases, with one query per five hundred."""
    ids = list(case_ids)
    found: dict[int, Facts] = {}
    for start in range(0, len(ids), 500):
        histories = ledger.histories(KIND, ids[start : start + 500])
        found |= {case_id: from_rows(rows) for case_id, rows in histories.items()}
    return found


def voided_ids(rows: Iterable[Row]) -> set[int]:
    """The events that were undone."""
    return {int(row.data["event_id"]) for row in rows if row.type == VOIDED}


def from_rows(history: Iterable[Row]) -> Facts:
    """Sort the history into standing facts. Raises LawInputError when they contradict each other."""
    rows = tuple(history)
    gone = voided_ids(rows)
    delivered = {
        row.data["ref"]: row.data["on"] for row in rows if row.type == DELIVERED and row.pk not in gone
    }
    standing = []
    dicts = []
    for row in rows:
        if row.pk in gone or row.data.get("type") is None:
            continue
        event = dict(row.data)
        event.pop(ORIGIN, None)
        if event["type"] == "consultation_sent" and event["ref"] in delivered:
            event["received_on"] = delivered[event["ref"]]
        standing.append(row)
        dicts.append(event)
    return Facts(tuple(standing), tuple(dicts), tuple(parse(dicts)), rows)
