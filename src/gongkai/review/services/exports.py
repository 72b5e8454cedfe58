"""A register that leaves the system leaves an event."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.ledger.services import NewEvent, append


def record_export(*, actor: Any, agency: Agency, register: str, period: str, kind: str, rows: int) -> None:
    """Who took which register of which agency and period out, in which format, and how many rows."""
    append(
        NewEvent(
            kind="review.register",
            object_id=agency.pk,
            type="review.register.exported",
            occurred_on=timezone.localdate(),
            data={
                "agency": agency.code,
                "register": register,
                "period": period,
                "format": kind,
                "rows": rows,
            },
            actor=actor,
        )
    )
