"""The limits of steps: what is left of them, and which of them superiors and calendars are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import working_days
from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.law.calendar import WorkCalendar
from gongkai.review import rounds
from gongkai.review.queries import Waiting

SOON = 1  # working days


@dataclass(frozen=True, slots=True)
class Left:
    """Working days until a limit; below zero once it has passed. `is_held`: the answer of another authority is awaited."""

    days: int
    is_held: bool = False

    @property
    def late(self) -> int:
        """Working days since the limit."""
        return -self.days

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed."""
        return not self.is_held and self.days < 0

    @property
    def is_soon(self) -> bool:
        """Whether it ends today or on the next working day."""
        return not self.is_held and 0 <= self.days <= SOON


def left(row: Waiting, calendar: WorkCalendar) -> Left | None:
    """What is left of a step's limit; None for a step without one."""
    if row.due_on is None:
        return None
    today = timezone.localdate()
    days = calendar.count(today, row.due_on)
    return Left(min(days, -1) if row.due_on < today else days, is_held=row.referral is not None)


def limits(agencies: QuerySet[Agency], until: date | None = None) -> Iterator[Deadline]:
    """The limits of the steps that are open at these agencies, for calendars, digests and warnings. No title, no name."""
    found = rounds.of(rounds.under_way().filter(agency__in=agencies))
    calendar = working_days.current() if found else None
    for current in found:
        if calendar is None or current.open_referral is not None:
            continue
        for opened in current.open:
            due_on = rounds.due_on(opened.step, opened.since, calendar)
            if due_on is None or (until is not None and due_on > until):
                continue
            yield Deadline(
                matter=f"review.step-{current.submission.pk}-{opened.step.pk}",
                agency_id=current.submission.agency_id,
                due_on=due_on,
                since=timezone.localdate(opened.since),
                title=_("审签期限 %(step)s（%(agency)s）")
                % {"step": opened.step.name, "agency": current.submission.agency.short_name},
                url=reverse("review_progress", args=[current.submission.pk]),
            )
