"""Whether the projections are what the ledger says: for `gongkai verify`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from gongkai.agencies.models import HolidayNotice
from gongkai.foi import facts
from gongkai.foi.facts import Facts
from gongkai.foi.models import Case
from gongkai.foi.services import projection
from gongkai.law import calendar
from gongkai.law.errors import LawInputError


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of a case that is not what its events say."""

    case_id: int
    receipt_number: str
    column: str
    stored: object
    computed: object


def projection_differences() -> list[Difference]:
    """Recompute every case from the ledger and compare. An empty list means: all projections are true.

    A closed case is compared by the notices that were at hand when it was last written: later ones do not touch it.
    """
    notices = list(HolidayNotice.objects.order_by("id").values_list("id", "loaded_at"))
    found: list[Difference] = []
    ids = list(Case.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), 500):
        cases = Case.objects.in_bulk(ids[start : start + 500])
        known = _known(cases, found)
        for case_id, of_case in known.items():
            case = cases[case_id]
            at_hand = _at_hand(case, of_case, notices)
            for name, value in projection.columns(of_case, _calendar(at_hand)).items():
                stored = getattr(case, name)
                if stored != value:
                    found.append(Difference(case_id, case.receipt_number, name, stored, value))
    return found


def _known(cases: dict[int, Case], found: list[Difference]) -> dict[int, Facts]:
    """The facts of many cases; one whose events contradict each other becomes a difference of its own."""
    try:
        return facts.of_cases(cases)
    except LawInputError:
        known = {}
        for case_id, case in cases.items():
            try:
                known[case_id] = facts.of_case(case_id)
            except LawInputError as error:
                found.append(Difference(case_id, case.receipt_number, "events", "", str(error)))
        return known


def _at_hand(case: Case, of_case: Facts, notices: list[tuple[int, datetime]]) -> tuple[int, ...]:
    closed_on = case.closed_on
    if closed_on is None or closed_on > timezone.localdate():
        return tuple(pk for pk, _loaded in notices)
    written_at = max(row.recorded_at for row in of_case.history if not row.type.endswith("destroyed"))
    return tuple(
        pk
        for pk, loaded_at in notices
        if loaded_at <= written_at or timezone.localtime(loaded_at).date() < closed_on
    )


@lru_cache(maxsize=16)
def _calendar(notice_ids: tuple[int, ...]) -> calendar.WorkCalendar:
    rows = HolidayNotice.objects.filter(pk__in=notice_ids).order_by("loaded_at", "id")
    return calendar.load([calendar.parse_notice(row.content) for row in rows])
