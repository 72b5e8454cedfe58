"""A case on a day: its facts, what the clock says, and the calendar both rest on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.foi.facts import Facts
from gongkai.law import clock as law_clock
from gongkai.law import parameters
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock import Clock, ConsultationAnswered, ConsultationSent, Extended, Reopened

# The ledger's event of a search that was written down; the clock does not know it.
SEARCHED = "search_logged"


@dataclass(frozen=True, slots=True)
class Standing:
    """A case on a day: its facts, what the clock says, and the calendar both rest on."""

    facts: Facts
    calendar: WorkCalendar
    as_of: date
    clock: Clock

    @classmethod
    def on(cls, facts: Facts, calendar: WorkCalendar, as_of: date) -> Standing:
        """Run the clock as of that day; what happened later is not known yet."""
        return cls(facts, calendar, as_of, run(facts, calendar, as_of))

    def count(self, kind: type[Any]) -> int:
        """How many events of a kind have happened by the day."""
        return sum(1 for event in self.facts.law if isinstance(event, kind) and event.on <= self.as_of)

    def searched(self) -> bool:
        """Whether a search was written down by the day (since the request was opened again, if it was)."""
        since = self.reopened_on or date.min
        return any(
            row.type.endswith(f".{SEARCHED}") and since <= row.occurred_on <= self.as_of
            for row in self.facts.history
        )

    def parameter(self, name: str) -> int:
        """A parameter of the law under which the request came in."""
        return parameters.value(name, self.facts.received.on)

    def open_consultations(self) -> list[ConsultationSent]:
        """Letters that were not answered by the day."""
        answered = {e.ref for e in self.facts.known(ConsultationAnswered) if e.on <= self.as_of}
        sent = self.facts.known(ConsultationSent)
        since = self.reopened_on or date.min
        return [event for event in sent if since <= event.on <= self.as_of and event.ref not in answered]

    @property
    def reopened_on(self) -> date | None:
        """The day from which the request is handled anew; None when it never was opened again."""
        days = [event.on for event in self.facts.known(Reopened) if event.on <= self.as_of]
        return days[-1] if days else None

    def correction_latest(self) -> date | None:
        """The last day to ask for a correction (Art 30): seven working days from receipt."""
        start = self.clock.received_on
        return self.calendar.add(start, self.parameter("correction_notice_limit")) if start else None

    def extension_left(self) -> int:
        """How many working days of extension remain of the cap."""
        since = self.reopened_on or date.min
        used = sum(e.working_days for e in self.facts.known(Extended) if since <= e.on <= self.as_of)
        return max(0, self.parameter("extension_limit") - used)


def run(facts: Facts, calendar: WorkCalendar, as_of: date) -> Clock:
    """The one place where this room asks the law for the state of a request."""
    return law_clock.run(facts.law, calendar, as_of)


def waits_until(standing: Standing) -> date | None:
    """The day until which the agency waits for others, as far as a law sets one."""
    if standing.clock.status != "suspended":
        return None
    latest = []
    for letter in standing.open_consultations():
        limit = parameters.dated(f"{letter.party}_limit", standing.facts.received.on)
        if limit is None or limit.number is None:
            return None  # the law of that time set no limit: until the opinion arrives
        latest.append(standing.calendar.add(letter.received_on or letter.on, limit.number))
    return max(latest, default=None)


def day(value: date | None) -> str:
    """2026年12月12日(星期六): with the weekday, because someone must act."""
    if value is None:
        return ""
    return date_format(value, _("Y年n月j日（l）"))
