"""The only reader of the remedies room for other rooms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.agencies import access, working_days
from gongkai.foi.models import Case
from gongkai.law.calendar import WorkCalendar
from gongkai.law.outcomes import OUTCOMES, RECONSIDERATION_FIRST
from gongkai.law.remedies import Limit, route
from gongkai.ledger.models import Event
from gongkai.ledger.queries import histories
from gongkai.remedies import rules
from gongkai.remedies.models import Remedy

KIND = "remedies.remedy"
GROUPS = {"reconsideration": "recon", "suit_direct": "suit_direct", "suit_after": "suit_after"}
COLUMNS = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True, slots=True)
class Limits:
    """Until when the applicant may still act: against the answer, and against the end of the last proceeding.

    `onward`: the next proceeding's label and limit (suit after reconsideration, appeal, retrial).
    """

    reconsideration: Limit | None
    suit: Limit | None
    onward: tuple[tuple[str, Limit], ...] = ()


def for_case(case: Case) -> QuerySet[Remedy]:
    """The proceedings about a case, oldest first."""
    return Remedy.objects.filter(case=case).order_by("filed_on", "id")


def visible_remedies(actor: Any) -> QuerySet[Remedy]:
    """The gateway: proceedings of the agencies in the subtrees of the actor's posts."""
    return Remedy.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency", "case")


def holding_cases(case_ids: Collection[int]) -> set[int]:
    """Those of the cases whose papers are still needed: a proceeding is pending or ended less than a year ago."""
    lately = timezone.localdate() - timedelta(days=365)
    needed = Q(result=Remedy.Result.PENDING) | Q(closed_on__isnull=True) | Q(closed_on__gte=lately)
    found: set[int] = set()
    ids = list(case_ids)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        found.update(Remedy.objects.filter(needed, case_id__in=part).values_list("case_id", flat=True))
    return found


def pending(actor: Any) -> QuerySet[Remedy]:
    """Open proceedings the actor may see, those to be answered first."""
    return (
        visible_remedies(actor)
        .filter(result=Remedy.Result.PENDING)
        .order_by(F("answered_on").asc(nulls_first=True), F("answer_due_on").asc(nulls_last=True), "id")
    )


def limits(case: Case) -> Limits:
    """The limits for reconsideration and direct suit against the answer (None before there is one) and for what may follow."""
    calendar = working_days.current()
    return Limits(
        rules.latest_filing("reconsideration", case.decided_on, None, calendar),
        rules.latest_filing("suit_direct", case.decided_on, None, calendar),
        _onward(case, calendar),
    )


NEXT = {
    "reconsideration": "suit_after",
    "suit_direct": "second_instance",
    "suit_after": "second_instance",
    "second_instance": "retrial",
}


def _onward(case: Case, calendar: WorkCalendar) -> tuple[tuple[str, Limit], ...]:
    """What may follow each closed proceeding that nothing has followed yet and that ordered no new answer."""
    rows = for_case(case).filter(kind__in=NEXT, closed_on__isnull=False, new_answer_from__isnull=True)
    found = []
    for row in rows.filter(followed_by__isnull=True):
        kind = NEXT[row.kind]
        limit = rules.latest_filing(kind, None, row.closed_on, calendar)
        if limit is not None:
            found.append((str(Remedy.Kind(kind).label), limit))
    return tuple(found)


def answers_due(actor: Any) -> QuerySet[Remedy]:
    """Open proceedings whose answer has not been handed in and has a limit, the nearest first."""
    return (
        pending(actor)
        .filter(answered_on__isnull=True, answer_due_on__isnull=False)
        .order_by("answer_due_on", "id")
    )


def reconsideration_comes_first(case: Case) -> bool:
    """Whether a suit against the answer needs a reconsideration before it (行政复议法第二十三条)."""
    if case.decided_on is None or case.outcome not in OUTCOMES:
        return False
    return route(OUTCOMES[case.outcome], case.decided_on) == RECONSIDERATION_FIRST


def notes(remedy: Remedy) -> list[rules.Note]:
    """What looks odd about a proceeding."""
    against = remedy.decision or remedy.case
    return rules.notes(remedy.kind, against.outcome, against.decided_on, filed_late=remedy.filed_late)


def table_four(agencies: Iterable[Any], year: int, as_of: date | None = None) -> dict[str, list[int]]:
    """The cells `t4.<group>.<column>` with the ids of the proceedings behind them, totals included, with one query.

    Closed in the year: under the result. Open at its end (in a running year: on `as_of`, today): pending. An appeal or
    retrial is no case of its own: the suit counts once, with the state of its last instance. Where the reconsideration body
    is co-defendant the suit counts for the organ of the original act alone (国办公开办函〔2016〕201号). A complaint is not
    counted: the form has no column for it.
    """
    first = date(year, 1, 1)
    last = min(date(year, 12, 31), as_of or timezone.localdate())
    cells: dict[str, list[int]] = {
        f"t4.{group}.{column}": [] for group in GROUPS.values() for column in (*COLUMNS, "total")
    }
    rows = list(
        Remedy.objects.filter(agency__in=agencies, filed_on__lte=last)
        .exclude(kind=Remedy.Kind.COMPLAINT)
        .order_by("filed_on", "id")
        .values_list("id", "kind", "follows_id", "result", "closed_on")
    )
    final: dict[int, tuple[str, date | None]] = {}
    root: dict[int, int] = {}
    for pk, kind, follows, result, closed_on in rows:
        root[pk] = pk if kind in GROUPS else root.get(follows or 0, 0)
        final[root[pk]] = (result, closed_on)
    for pk, kind, _follows, _result, _closed_on in rows:
        if kind not in GROUPS:
            continue
        result, closed_on = final[pk]
        if closed_on is not None and closed_on < first:
            continue
        column = "pending" if closed_on is None or closed_on > last else result
        cells[f"t4.{GROUPS[kind]}.{column}"].append(pk)
        cells[f"t4.{GROUPS[kind]}.total"].append(pk)
    return cells


def open_cases_with_remedies(case_ids: Iterable[int]) -> set[int]:
    """Which of these cases have an open proceeding, with one query."""
    found = Remedy.objects.filter(Q(case_id__in=list(case_ids)) & Q(result=Remedy.Result.PENDING))
    return set(found.values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of a proceeding that is not what its events say."""

    remedy_id: int
    column: str
    stored: object
    ledger: object


def projection_differences() -> list[Difference]:
    """Replay the ledger and compare every proceeding, for `gongkai verify`. Empty: all agree."""
    rows = list(Remedy.objects.order_by("id"))
    recorded = histories(KIND, [row.pk for row in rows])
    found = []
    for row in rows:
        for column, value in _as_recorded(recorded[row.pk]).items():
            stored = getattr(row, column)
            if stored != value:
                found.append(Difference(row.pk, column, stored, value))
    return found


def _as_recorded(events: Iterable[Event]) -> dict[str, object]:
    """The columns that follow from the events of one proceeding."""
    said: dict[str, object] = {"kind": None, "filed_on": None, "answered_on": None}
    said |= {"result": Remedy.Result.PENDING.value, "closed_on": None, "new_answer_from": None}
    for event in events:
        verb = event.type.removeprefix(f"{KIND}.")
        if verb == "filed":
            said |= {"kind": event.data["kind"], "filed_on": event.occurred_on}
        elif verb == "answered":
            said["answered_on"] = event.occurred_on
        elif verb == "closed":
            ordered = event.data.get("new_answer_from")
            said |= {"result": event.data["result"], "closed_on": event.occurred_on}
            said["new_answer_from"] = date.fromisoformat(ordered) if ordered else None
        elif verb == "reopened":
            said |= {"result": Remedy.Result.PENDING.value, "closed_on": None, "new_answer_from": None}
    return said
