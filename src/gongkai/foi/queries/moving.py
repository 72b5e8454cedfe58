"""How the reply limit came to be what it is: each event that moved it, with the day before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.foi.facts import Facts
from gongkai.foi.standing import run
from gongkai.law.calendar import WorkCalendar

# What ends a request does not move its limit.
ENDS = ("decided", "withdrawn")


@dataclass(frozen=True, slots=True)
class Move:
    """One move of the limit. `before`: the last date known (None: none yet); `after` None: the count stands still."""

    on: date
    type: str
    before: date | None
    after: date | None


def moves(known: Facts, calendar: WorkCalendar, as_of: date) -> list[Move]:
    """The moves up to a day, oldest first, each as the clock had it on the day of the event. No query."""
    pairs = sorted(zip(known.dicts, known.law, strict=True), key=lambda pair: pair[1].on)
    found: list[Move] = []
    last: date | None = None
    stood: date | None = None
    for number, (item, event) in enumerate(pairs, 1):
        kind = str(item["type"])
        if event.on > as_of or kind in ENDS:
            continue
        so_far = Facts((), tuple(d for d, _e in pairs[:number]), tuple(e for _d, e in pairs[:number]))
        due = run(so_far, calendar, event.on).due_on
        if number > 1 and due != stood:
            found.append(Move(event.on, kind, last, due))
        stood, last = due, due or last
    return found
