"""Reconsideration and litigation of the county, through the services of the remedies room."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from gongkai.demo import stories
from gongkai.demo.people import Desk
from gongkai.demo.places import CITY, COUNTY, COURT, ROOT
from gongkai.demo.stories import Proceeding
from gongkai.foi.models import Case
from gongkai.law.calendar import WorkCalendar
from gongkai.remedies import services
from gongkai.remedies.models import Remedy


def bring(desks: dict[str, Desk], as_of: date, calendar: WorkCalendar) -> None:
    """File every proceeding of `stories.PROCEEDINGS` and record what has come of it by the day of the demo."""
    answered: dict[str, list[Case]] = defaultdict(list)
    cases = Case.objects.filter(status=Case.Status.DECIDED, decided_on__lt=as_of).select_related("agency")
    for case in cases.order_by("decided_on", "receipt_number"):
        answered[case.outcome].append(case)
    last_event: dict[int, date] = {}
    serial = 0
    for told in stories.PROCEEDINGS:
        case = answered[told.outcome][told.nth]
        start = last_event.get(case.pk) or case.decided_on
        if start is None or start + timedelta(days=told.after) > as_of:
            continue
        serial += 1
        filed_on = calendar.on_or_after(start + timedelta(days=told.after))
        if filed_on > as_of:
            continue
        remedy = _file(told, case, desks[case.agency.code].officer, filed_on, as_of, serial)
        last_event[case.pk] = _close(told, remedy, desks[case.agency.code].officer, calendar, as_of)


def _file(told: Proceeding, case: Case, officer: Any, filed_on: date, as_of: date, serial: int) -> Remedy:
    government = case.agency.code == ROOT
    if told.kind == "reconsideration":
        body, mark = f"{CITY if government else COUNTY}人民政府", f"云政复〔{filed_on.year}〕{serial}号"
    else:
        body = f"{CITY}中级人民法院" if government or told.kind == "second_instance" else COURT
        mark = f"（{filed_on.year}）江0999行{'终' if told.kind == 'second_instance' else '初'}{serial}号"
    notified_on = filed_on + timedelta(days=5)
    return services.file_remedy(
        actor=officer,
        case=case,
        kind=told.kind,
        filed_on=filed_on,
        body=body,
        reference=mark,
        notified_on=notified_on if notified_on <= as_of else None,
        procedure="ordinary" if told.kind == "reconsideration" else "",
    )


def _close(told: Proceeding, remedy: Remedy, officer: Any, calendar: WorkCalendar, as_of: date) -> date:
    """Answer in time and record the result when it has come; the day from which a next proceeding counts."""
    answered_on = calendar.add(remedy.filed_on, 6)
    if told.kind == "reconsideration" and answered_on <= as_of:
        services.record_answer(actor=officer, remedy=remedy, on=answered_on)
    if told.closes is None:
        return as_of
    closed_on = calendar.on_or_after(remedy.filed_on + timedelta(days=told.closes))
    if closed_on > as_of:
        return as_of
    services.record_result(
        actor=officer, remedy=remedy, on=closed_on, result=told.result, summary=told.summary
    )
    return closed_on
