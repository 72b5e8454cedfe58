"""Which limits hold for a document: the law's data and what administrators set for its agency or one above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.catalog.models.limits import PublicationLimit
from gongkai.law import publication
from gongkai.law.calendar import WorkCalendar
from gongkai.law.errors import LawInputError
from gongkai.law.publication import Due, Limit, Matter, Value

OWN = "O"
CLARIFICATION = "clarification"
NORMATIVE = {"regulation", "normative_document"}
TRIGGERS = {limit.kind: limit.trigger for limit in reversed(publication.bundled())}


@lru_cache(maxsize=4)
def _own(known: tuple[tuple[int, datetime], ...]) -> tuple[tuple[str, Limit], ...]:
    rows = PublicationLimit.objects.filter(pk__in=[pk for pk, _at in known]).select_related("agency")
    values: dict[Any, list[Value]] = defaultdict(list)
    for row in rows.order_by("since", "pk"):
        key = (row.agency.path, row.kind, row.document_type, row.schema, str(row.column_id or ""))
        value = Value(row.since, row.number, row.unit, row.source, OWN)
        # Of two for the same day the one recorded later holds.
        values[key] = [*(other for other in values[key] if other.since != row.since), value]
    labels = dict(PublicationLimit.Kind.choices)
    return tuple(
        (
            path,
            Limit(
                f"own-{number}", kind, f"{labels[PublicationLimit.Kind(kind)]}期限", TRIGGERS[kind], tuple(found),
                document_type=document_type, schema=schema, column=column, nearness=len(path),
            ),
        )
        for number, ((path, kind, document_type, schema, column), found) in enumerate(values.items())
    )  # fmt: skip


def of(agency: Any) -> list[Limit]:
    """The limits of an agency. One small query; the rest is rebuilt only when a limit was added."""
    return of_each([agency])[0][1]


def of_each(agencies: Iterable[Any]) -> list[tuple[Any, list[Limit]]]:
    """The agencies, each with its limits; one small query for all."""
    known = tuple(PublicationLimit.objects.order_by("id").values_list("id", "recorded_at"))
    own = _own(known) if known else ()
    return [
        (agency, [*publication.bundled(), *(limit for path, limit in own if agency.path.startswith(path))])
        for agency in agencies
    ]


def due(
    document: Any,
    kind: str,
    start: date,
    limits: list[Limit] | None = None,
    calendar: WorkCalendar | None = None,
) -> Due | None:
    """The last day of one kind of limit for a document, with its steps; None where no limit is in force on the start."""
    matter = Matter(kind, document.document_type, document.schema, str(document.column_id or ""))
    try:
        return publication.due(
            matter,
            start,
            calendar or working_days.current(),
            of(document.agency) if limits is None else limits,
        )
    except LawInputError:  # a day beyond the calendar, typed by mistake: nothing can be counted from it
        return None


def _found_on(document: Any) -> date | None:
    """The day on which a false statement was found, where a clarification says it."""
    found = document.data.get("found_on") if document.schema == CLARIFICATION else None
    try:
        return date.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None


def publication_due(document: Any, *known: Any) -> Due | None:
    """Until when a document meant for everybody must be public (条例第二十六条 and special limits)."""
    start = _found_on(document) or document.formed_on or document.signed_on
    if start is None or document.disclosure_class != "proactive":
        return None
    return due(document, publication.PUBLICATION, start, *known)


def interpretation_due(document: Any, *known: Any) -> Due | None:
    """Until when a published rule or normative document needs its interpretation (国办发〔2016〕80号).

    None when its author said that it needs none, or when it is older than the duty.
    """
    if (
        document.published_on is None
        or document.document_type not in NORMATIVE
        or document.interpretation_waiver
    ):
        return None
    signed_on = document.signed_on
    if signed_on is None or due(document, publication.INTERPRETATION, signed_on, *known) is None:
        return None
    return due(document, publication.INTERPRETATION, timezone.localdate(document.published_on), *known)


def next_reassessment(document: Any, day: date) -> date | None:
    """When information that is not public must be looked at again (条例第十八条), counted from a day."""
    found = due(document, publication.REASSESSMENT, day)
    return found.due_on if found else None


def dates(
    document: Any, limits: list[Limit] | None = None, calendar: WorkCalendar | None = None
) -> dict[str, date | None]:
    """The columns of a document that follow from its limits; a caller with many documents passes both."""
    known = (of(document.agency) if limits is None else limits, calendar or working_days.current())
    public, explained = publication_due(document, *known), interpretation_due(document, *known)
    return {
        "publication_due_on": public.due_on if public else None,
        "interpretation_due_on": explained.due_on if explained else None,
    }
