"""The only place that writes what a case looks like now: columns drawn from the ledger through `law.clock`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.agencies import working_days
from gongkai.foi import facts as case_facts
from gongkai.foi import rules
from gongkai.foi.facts import Facts
from gongkai.foi.models import Case
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clock import Clock, Decided, Reopened, Withdrawn

COLUMNS = (
    "status",
    "received_on",
    "due_on",
    "provisional",
    "waits_until",
    "closing_status",
    "closed_on",
    "outcome",
    "decided_on",
    "decided_on_time",
    "has_problems",
    "reopened_on",
    "first_closed_on",
    "first_outcome",
)
_LAPSE = {"awaiting_correction": "other.not_corrected", "awaiting_payment": "other.fee_unpaid"}


def refresh(case: Case, facts: Facts | None = None, calendar: WorkCalendar | None = None) -> Case:
    """Recompute the projections of one case and save them. The caller holds the lock on its row.

    `facts` and `calendar` are passed by callers that have just read them.
    """
    apply(case, facts or case_facts.of_case(case.pk), calendar or working_days.current())
    case.save(update_fields=list(COLUMNS))
    return case


def apply(case: Case, facts: Facts, calendar: WorkCalendar) -> None:
    """Set the projections on the instance without saving."""
    for name, value in columns(facts, calendar).items():
        setattr(case, name, value)


def columns(facts: Facts, calendar: WorkCalendar) -> Mapping[str, Any]:
    """The projections of a case. They hold for any day from the last event on, until something else happens.

    An abandonment lies ahead while the applicant's time runs: `closed_on` is then the day on which it will take effect.
    """
    standing = rules.Standing.on(facts, calendar, facts.last_on)
    clock = standing.clock
    closing_status, closed_on, outcome = _closing(facts, clock)
    status = {"overdue": "running"}.get(clock.status, clock.status)
    if status == "abandoned":
        status = next(name for name, code in _LAPSE.items() if code == outcome)
    decided = facts.known(Decided) if status == "decided" else []
    return {
        "status": status,
        "received_on": clock.received_on,
        "due_on": clock.due_on,
        "provisional": clock.provisional,
        "waits_until": clock.applicant_limit_on or rules.waits_until(standing),
        "closing_status": closing_status,
        "closed_on": closed_on,
        "outcome": outcome,
        "decided_on": decided[-1].on if decided else None,
        "decided_on_time": clock.decided_on_time,
        "has_problems": any(problem.code != "reply_overdue" for problem in clock.problems),
        **_first_end(facts, clock),
    }


def _first_end(facts: Facts, clock: Clock) -> Mapping[str, Any]:
    """How a request that was opened again had ended first; it counts under that result."""
    if not clock.conclusions:
        return {"reopened_on": None, "first_closed_on": None, "first_outcome": ""}
    first = clock.conclusions[0]
    lapsed = first.status == "abandoned"
    return {
        "reopened_on": facts.known(Reopened)[-1].on,
        "first_closed_on": first.on + timedelta(days=1) if lapsed else first.on,
        "first_outcome": first.outcome,
    }


def _closing(facts: Facts, clock: Clock) -> tuple[str, date | None, str]:
    """How the case ends as things stand: status, day, outcome; all empty while no end is in sight."""
    if clock.status == "decided":
        return "decided", facts.known(Decided)[-1].on, clock.outcome or ""
    if clock.status == "withdrawn":
        return "withdrawn", facts.known(Withdrawn)[-1].on, clock.outcome or ""
    if clock.status == "abandoned":
        limit = next(step.on for step in clock.steps if step.rule == "abandoned")
        return "abandoned", limit + timedelta(days=1), clock.outcome or ""
    if clock.applicant_limit_on is not None:
        return "abandoned", clock.applicant_limit_on + timedelta(days=1), _LAPSE[clock.status]
    return "", None, ""
