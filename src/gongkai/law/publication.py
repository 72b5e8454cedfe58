"""The publication clock (Art 26): 20 working days from the day information came into being or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import parameters
from gongkai.law.calendar import WorkCalendar
from gongkai.law.errors import refuse


@dataclass(frozen=True, slots=True)
class PublicationDue:
    """The last day to publish; `provisional` when the count ran into a year without a notice."""

    due_on: date
    days: int
    provisional: bool
    article: str


def publication_due(formed_on: date, calendar: WorkCalendar) -> PublicationDue:
    """The last day to publish what was formed or changed on a day. Other laws may set another limit.

    Raises LawInputError before 2008-05-01, when no regulation was in force.
    """
    limit = parameters.dated("publication_limit", formed_on)
    if limit is None:
        raise refuse("before_regulation", f"{formed_on} 条例尚未施行", "formed_on")
    due = calendar.add(formed_on, limit.number)
    return PublicationDue(due, limit.number, calendar.provisional(formed_on, due), limit.citation)
