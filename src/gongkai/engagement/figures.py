"""Consultations in figures, by agency: how many, for how long, what was said and what became of it, whether in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.engagement import limits, queries
from gongkai.engagement.models import CommentGroup, Sorting

DECISIONS = (*CommentGroup.Decision.values, "")


@dataclass(slots=True)
class Figure:
    """Of one agency, or of all (`agency` is None). `comments` is the sum of `by_decision`; "" are those not answered yet.

    `days`: how long each was open; `due`: outcomes whose limit has passed or that are there; `in_time` among them.
    """

    agency: Agency | None
    number: int = 0
    days: list[int] = field(default_factory=list)
    comments: int = 0
    by_decision: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DECISIONS, 0))
    due: int = 0
    in_time: int = 0

    @property
    def average_days(self) -> float | None:
        """With one decimal; None of none."""
        return round(sum(self.days) / len(self.days), 1) if self.days else None

    @property
    def shortest(self) -> int | None:
        """The shortest; None of none."""
        return min(self.days, default=None)

    def add(self, other: Figure) -> None:
        """Count another one in."""
        self.number += other.number
        self.days += other.days
        self.comments += other.comments
        self.due += other.due
        self.in_time += other.in_time
        for name, number in other.by_decision.items():
            self.by_decision[name] += number


def of_year(year: int) -> QuerySet[Any]:
    """The public consultations that opened in a year."""
    return queries.public().filter(opens_on__year=year)


def by_agency(rows: QuerySet[Any], today: date) -> list[Figure]:
    """A figure for each agency in the order of the tree. A constant number of queries."""
    listed = list(queries.with_counts(rows))
    decided = _decided([row.pk for row in listed if row.is_answered])
    running = limits.in_force()
    found: dict[int, Figure] = {}
    for row in sorted(listed, key=lambda row: (row.agency.path, row.pk)):
        figure = found.setdefault(row.agency_id, Figure(row.agency))
        figure.add(_one(row, decided.get(row.pk, {}), running, today))
    return list(found.values())


def total(figures: Iterable[Figure]) -> Figure:
    """All of them together."""
    whole = Figure(None)
    for figure in figures:
        whole.add(figure)
    return whole


def _one(row: Any, decided: dict[str, int], running: limits.InForce, today: date) -> Figure:
    opened = max(row.opens_on, timezone.localdate(row.announced_at))
    ended = min(row.closes_on, row.called_off_on or row.closes_on)
    count = row.comment_count or 0
    made = Figure(row.agency, 1, [max(0, (ended - opened).days)], count)
    made.by_decision.update(decided)
    made.by_decision[""] += count - sum(decided.values())
    if row.called_off_on is None and row.law.comments:
        due_on = running.outcome_due(row.closes_on).due_on
        answered = timezone.localdate(row.answered_at) if row.answered_at else None
        made.due = int(answered is not None or due_on < today)
        made.in_time = int(answered is not None and answered <= due_on)
    return made


def _decided(pks: list[int]) -> dict[int, dict[str, int]]:
    counted = (
        Sorting.objects.filter(group__consultation__in=pks)
        .values_list("group__consultation", "group__decision")
        .annotate(Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for pk, decision, number in counted:
        found.setdefault(pk, {})[decision] = number
    return found
