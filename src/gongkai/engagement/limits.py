"""The limits in force here: what an administrator set last goes before what is bundled; a verified number of the law stays the least."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.engagement.models import Consultation, EngagementLimit
from gongkai.law import consultations as law
from gongkai.law import parameters
from gongkai.law.calendar import WorkCalendar
from gongkai.law.consultations import Least

RETENTION = "comment_retention"
OF_LAW = ("consultation_period", "hearing_notice_limit", "pre_decision_notice_period", law.OUTCOME)
UNITS = {"calendar_days": "日", "years": "年"}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it stands. `least`: what may not be gone below; `is_own`: an administrator set it."""

    code: str
    label: str
    unit: str
    number: int
    least: int
    source: str
    is_own: bool


@cache
def _retention() -> dict[str, Any]:
    content = yaml.safe_load(
        (files("gongkai.engagement") / "data" / "limits.yaml").read_text(encoding="utf-8")
    )
    return dict(content[RETENTION])


def own() -> dict[str, Least]:
    """What administrators set, by code. One query."""
    return {row.code: Least(row.number, row.source) for row in EngagementLimit.objects.order_by("id")}


def current(on: date) -> list[Limit]:
    """Every limit on a day."""
    mine, found = own(), []
    for code in OF_LAW:
        parameter = parameters.parameters()[code]
        value = parameters.required(code, on)
        least = value.number if value.mark == "V" else 1
        found.append(
            _limit(code, parameter.title, "calendar_days", Least(value.number, value.citation), least, mine)
        )
    kept = _retention()
    bundled = Least(kept["number"], kept["source"])
    found.append(_limit(RETENTION, kept["label"], kept["unit"], bundled, kept["least"], mine))
    return found


def _limit(code: str, label: str, unit: str, bundled: Least, least: int, mine: dict[str, Least]) -> Limit:
    value = mine.get(code, bundled)
    return Limit(code, label, UNITS[unit], value.number, least, value.source, code in mine)


@dataclass(frozen=True, slots=True)
class InForce:
    """The limits and the calendar as they are now, read once for a whole list."""

    own: dict[str, Least]
    calendar: WorkCalendar

    def least(self, kind: str) -> Least | None:
        """What the office set as the shortest time of a kind."""
        return self.own.get(law.kinds()[kind].period)

    def period(self, row: Consultation, opened_on: date) -> law.Period:
        """How long the public has or had, from the day it could know of it; for a hearing: until the day of the hearing."""
        until = timezone.localdate(row.hearing.held_at) if row.law.hearing else row.closes_on
        return law.period(row.kind, opened_on, until, self.least(row.kind))

    def outcome_due(self, closed_on: date) -> law.Due:
        """By when the outcome is published."""
        return law.outcome_due(closed_on, self.calendar, self.own.get(law.OUTCOME))

    def retention_years(self) -> int:
        """How many years the original of an opinion is kept."""
        found = self.own.get(RETENTION)
        return found.number if found else int(_retention()["number"])


def in_force() -> InForce:
    """Two queries."""
    return InForce(own(), working_days.current())
