"""Pure decisions: by when a matter must be finished, whether it is in time, what of a row does not fit together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.law.calendar import WorkCalendar
from gongkai.law.steps import Step, counting_steps, written

MOST_DAYS = 400
_DAYS = re.compile(r"([1-9]\d{0,2})(?:个?工作日)?")


def limit_days(text: str) -> int | None:
    """The working days of `20`, `20个工作日`; None when a text says none."""
    found = _DAYS.fullmatch(text.strip())
    return int(found[1]) if found and int(found[1]) <= MOST_DAYS else None


def due_on(
    accepted_on: date, promised_on: date | None, days: int | None, calendar: WorkCalendar
) -> date | None:
    """The last day: the promised one, else so many working days after the day of acceptance, which does not count."""
    if promised_on is not None:
        return promised_on
    return calendar.add(accepted_on, days) if days else None


def is_provisional(
    accepted_on: date, promised_on: date | None, days: int | None, calendar: WorkCalendar
) -> bool:
    """Whether the last day follows from a count that runs into a year whose days off are not announced yet."""
    due = None if promised_on else due_on(accepted_on, None, days, calendar)
    return due is not None and calendar.provisional(accepted_on, due)


def steps(
    accepted_on: date, promised_on: date | None, days: int | None, calendar: WorkCalendar
) -> list[Step]:
    """Why the last day is what it is; empty where there is none."""
    if promised_on is not None:
        return [
            Step(
                promised_on,
                "promised",
                "",
                _("业务系统报送的承诺办结日期为%(day)s") % {"day": written(promised_on)},
            )
        ]
    due = due_on(accepted_on, None, days, calendar)
    return counting_steps(calendar, accepted_on, due, days) if due and days else []


def is_overdue(due: date | None, finished_on: date | None, state: str, as_of: date) -> bool:
    """Whether the limit has passed. While it is paused or after a withdrawal no limit runs."""
    if due is None or state in ("paused", "withdrawn"):
        return False
    return (finished_on or as_of) > due


def faults(values: Mapping[str, str], days: Mapping[str, date], today: date) -> list[tuple[str, str, str]]:
    """What does not fit together, as (field, code, text)."""
    found = []
    state = values.get("state", "accepted")
    finished = state in ("granted", "denied", "done", "withdrawn")
    if finished and "finished_on" not in days:
        found.append(("finished_on", "incomplete", _("已办结的，须有办结日期。")))
    if not finished and "finished_on" in days:
        found.append(("state", "contradiction", _("有办结日期，状态却不是办结，请核对。")))
    found += [
        (name, "future", _("这一天还没有到。"))
        for name in ("accepted_on", "finished_on", "state_on")
        if days.get(name, today) > today
    ]
    accepted = days.get("accepted_on", date.min)
    found += [
        (name, "before_acceptance", _("不能早于受理日期。"))
        for name in ("finished_on", "promised_on")
        if days.get(name, accepted) < accepted
    ]
    if values.get("limit_days") and limit_days(values["limit_days"]) is None:
        found.append(("limit_days", "no_number", _("应为1至400的工作日数，如 20。")))
    if values.get("last_digits") and not re.fullmatch(r"[0-9Xx]{4}", values["last_digits"]):
        found.append(("last_digits", "no_digits", _("应为证件号码的最后四位。")))
    return found


def share(part: int, whole: int) -> str:
    """A share in percent with one digit; a dash for none of none."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def plain_key(text: Any) -> str:
    """A number or code however it was typed: width and case apart, without blanks and hyphens."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", str(text)).upper() if ch.isalnum())
