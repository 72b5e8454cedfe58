"""Limits that will soon be missed or have been: agency by agency for those who supervise, and the list behind each number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access, deadlines, working_days
from gongkai.agencies.models import Agency, Duty

OTHER = "other"
ROOMS = {
    "foi": _("依申请答复"),
    "catalog": _("信息公开"),
    "remedies": _("复议诉讼"),
    "engagement": _("征求意见"),
    "matters": _("办件"),
    OTHER: _("其他"),
}
"""What a limit is about, by the room that its matter names."""


def room_of(limit: deadlines.Deadline) -> str:
    """The key in `ROOMS`."""
    room = limit.matter.partition(".")[0]
    return room if room in ROOMS else OTHER


@dataclass(slots=True)
class Row:
    """One agency: how many limits are over and how many nearly, in each room."""

    agency: Agency
    late_by: Counter[str] = field(default_factory=Counter)
    near_by: Counter[str] = field(default_factory=Counter)
    first_on: date | None = None

    @property
    def late(self) -> int:
        """How many are over."""
        return self.late_by.total()

    @property
    def near(self) -> int:
        """How many end within the warning days."""
        return self.near_by.total()

    @property
    def presses(self) -> bool:
        """Whether anything is late or nearly so."""
        return bool(self.late or self.near)


def supervises(actor: Any) -> bool:
    """Whether the person supervises any agency today."""
    return any(post.duty == Duty.SUPERVISOR for post in access.current_posts(actor))


def agencies_of(actor: Any) -> QuerySet[Agency]:
    """The agencies whose limits are this person's concern: those supervised, else those of the posts held."""
    if supervises(actor):
        return access.acting_agencies(actor, Duty.SUPERVISOR)
    return access.acting_agencies(actor, *Duty.values)


def of(actor: Any) -> list[deadlines.Deadline]:
    """The near and missed limits of these agencies, the nearest first."""
    return deadlines.near(agencies_of(actor), timezone.localdate(), working_days.current())


def by_agency(agencies: QuerySet[Agency]) -> list[Row]:
    """One row for each agency, the worst first: most over, then most nearly over, then the order of the tree.

    A closed agency is there only while something of it presses.
    """
    today = timezone.localdate()
    rows = {agency.pk: Row(agency) for agency in agencies.order_by("path")}
    for limit in deadlines.near(agencies, today, working_days.current()):
        row = rows[limit.agency_id]
        (row.late_by if limit.due_on < today else row.near_by)[room_of(limit)] += 1
        row.first_on = min(row.first_on or limit.due_on, limit.due_on)
    shown = [row for row in rows.values() if row.presses or not row.agency.closed_on]
    return sorted(shown, key=lambda row: (-row.late, -row.near))
