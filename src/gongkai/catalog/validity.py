"""What a document's validity is on a day (有效性): one rule for objects and the same as a query expression. Knows no model.

Nothing is rewritten overnight: the row keeps what was recorded and since when, and the day decides. An end by repeal comes
before one by time, either before a change of parts.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Q, Value, When

NOT_YET, IN_FORCE, PARTLY, AMENDED = "not_yet", "in_force", "partly", "amended"
REPEALED, EXPIRED = "repealed", "expired"
ENDED = (REPEALED, EXPIRED)
RECORDED = (IN_FORCE, PARTLY, AMENDED, REPEALED, EXPIRED)
COLUMNS = (
    "validity", "validity_from", "effective_on", "expires_on", "repealed_from", "partly_from", "amended_from",
)  # fmt: skip
# Which column holds since when relations of other documents change this one.
BY_RELATION = {"repeals": "repealed_from", "repeals_partly": "partly_from", "amends": "amended_from"}


def on(document: Any, day: date) -> str:
    """The validity on a day, from the document's own columns."""
    if _acts(document, REPEALED, "repealed_from", day):
        return REPEALED
    if _recorded(document, EXPIRED, day) or (document.expires_on and document.expires_on < day):
        return EXPIRED
    if document.effective_on and document.effective_on > day:
        return NOT_YET
    if _acts(document, PARTLY, "partly_from", day):
        return PARTLY
    if _acts(document, AMENDED, "amended_from", day):
        return AMENDED
    return IN_FORCE


def _acts(document: Any, validity: str, column: str, day: date) -> bool:
    since = getattr(document, column)
    return (since is not None and since <= day) or _recorded(document, validity, day)


def _recorded(document: Any, validity: str, day: date) -> bool:
    since = document.validity_from
    return bool(document.validity == validity and (since is None or since <= day))


def expression(day: date) -> Case:
    """The same for queries: annotate or filter by it."""
    return Case(
        When(_q(REPEALED, day) | Q(repealed_from__lte=day), then=Value(REPEALED)),
        When(_q(EXPIRED, day) | Q(expires_on__lt=day), then=Value(EXPIRED)),
        When(effective_on__gt=day, then=Value(NOT_YET)),
        When(_q(PARTLY, day) | Q(partly_from__lte=day), then=Value(PARTLY)),
        When(_q(AMENDED, day) | Q(amended_from__lte=day), then=Value(AMENDED)),
        default=Value(IN_FORCE),
        output_field=CharField(),
    )


def _q(validity: str, day: date) -> Q:
    return Q(validity=validity) & (Q(validity_from__isnull=True) | Q(validity_from__lte=day))


def repealed_on(document: Any) -> date | None:
    """Since when the document is repealed, recorded or by another document."""
    recorded = document.validity_from if document.validity == REPEALED else None
    return min((day for day in (recorded, document.repealed_from) if day), default=None)


def ended_on(document: Any, by: date) -> tuple[str, date] | None:
    """How and since which day the document holds no more, as far as that is so on `by`: (validity, first day without it)."""
    ends = [
        (day, validity)
        for validity, day in (
            (REPEALED, document.repealed_from),
            (document.validity, document.validity_from if document.validity in ENDED else None),
            (EXPIRED, document.expires_on + timedelta(days=1) if document.expires_on else None),
        )
        if day is not None and day <= by
    ]
    if not ends:
        return None
    day, validity = min(ends, key=lambda end: (end[0], end[1] != REPEALED))
    return validity, day


def turns(document: Any) -> dict[date, str]:
    """The days on which something about the validity begins, with what it is from then on; in order."""
    days = {
        document.effective_on,
        document.validity_from,
        document.repealed_from,
        document.partly_from,
        document.amended_from,
        document.expires_on + timedelta(days=1) if document.expires_on else None,
    }
    return {day: on(document, day) for day in sorted(day for day in days if day)}


def turning(since: date, until: date) -> Q:
    """Documents about whose validity something begins after `since` and no later than `until`."""
    span = (since + timedelta(days=1), until)
    found = Q(expires_on__range=(since, until - timedelta(days=1)))
    for column in ("effective_on", "validity_from", "repealed_from", "partly_from", "amended_from"):
        found |= Q(**{f"{column}__range": span})
    return found
