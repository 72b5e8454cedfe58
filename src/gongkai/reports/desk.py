"""The reports' lines on the opening page and in the daily mail: what is due, given back, waited for, and still blank."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.reports import queries, services, superiors
from gongkai.reports.models import AnnualReport, Reminder

# Days before the limit at which the line becomes more urgent; it then stays until the next one.
STEPS = (1, 7, 14, 30)
SOON_DAYS = 14


def lines(request: HttpRequest) -> list[TodayItem]:
    """Everything about the reports of last year for the signed-in person."""
    today = timezone.localdate()
    year = today.year - 1
    found = [*_limits(request.user, year, today), *_returned(request.user), *_reminded(request.user, year)]
    return [*found, *_blank(request.user, year), *_to_decide(request.user)]


def _list(year: int) -> str:
    return f"{reverse('reports_office:index')}?year={year}"


def _limits(actor: Any, year: int, today: date) -> Iterable[TodayItem]:
    """What is overdue, and what must be published within 30, 14, 7 or 1 days: one line for each step."""
    waiting = [line for line in queries.overview(actor, year, today) if not line.is_published]
    overdue = sum(line.is_overdue for line in waiting)
    if overdue:
        text = ngettext("份%(year)s年度报告已过公布期限", "份%(year)s年度报告已过公布期限", overdue)
        yield TodayItem(Urgency.OVERDUE, text % {"year": year}, _list(year), overdue)
    before = -1
    for step in STEPS:
        many = sum(before < line.days_left <= step for line in waiting)
        before = step
        if not many:
            continue
        text = ngettext(
            "份%(year)s年度报告须在%(days)d天内公布", "份%(year)s年度报告须在%(days)d天内公布", many
        )
        urgency = Urgency.SOON if step <= SOON_DAYS else Urgency.OPEN
        yield TodayItem(urgency, text % {"year": year, "days": step}, _list(year), many)


def _returned(actor: Any) -> Iterable[TodayItem]:
    """被退回：2处意见, one line for each report."""
    rows = (
        AnnualReport.objects.filter(
            agency__in=access.acting_agencies(actor, *services.WRITERS),
            handover=AnnualReport.Handover.RETURNED,
            status=AnnualReport.Status.OPEN,
        )
        .annotate(waiting=Count("remarks", filter=Q(remarks__resolved_at=None)))
        .select_related("agency")
        .defer("frozen")
    )
    for row in rows:
        address = reverse("reports_office:report", args=[row.pk])
        if not row.waiting:
            text = _("份%(year)s年度报告已改好，待签发后再次报送") % {"year": row.year}
            yield TodayItem(Urgency.SOON, text, f"{address}#finish", 1)
            continue
        text = ngettext("处退回意见，%(year)s年度报告", "处退回意见，%(year)s年度报告", row.waiting)
        yield TodayItem(Urgency.SOON, text % {"year": row.year}, f"{address}#remarks", row.waiting)


def _reminded(actor: Any, year: int) -> Iterable[TodayItem]:
    """A superior's reminder stays until the report is handed over or published."""
    mine = access.acting_agencies(actor, *services.WRITERS)
    settled = AnnualReport.objects.filter(agency__in=mine, year=year).filter(
        Q(status=AnnualReport.Status.PUBLISHED)
        | Q(handover__in=[AnnualReport.Handover.SUBMITTED, AnnualReport.Handover.ACCEPTED])
    )
    waiting = Reminder.objects.filter(agency__in=mine, year=year).exclude(agency__in=settled.values("agency"))
    many = waiting.values("agency").distinct().count()
    if many:
        text = ngettext("份%(year)s年度报告被上级提醒", "份%(year)s年度报告被上级提醒", many)
        yield TodayItem(Urgency.SOON, text % {"year": year}, _list(year), many)


def _blank(actor: Any, year: int) -> Iterable[TodayItem]:
    """How many numbers are still to be entered; leads to the report when there is but one."""
    blank = queries.blank_cells(actor, year, *services.WRITERS)
    if not blank:
        return
    address = _list(year)
    if len(blank) == 1:
        address = reverse("reports_office:report", args=[blank[0][0].pk]) + "#s2"
    count = sum(number for _report, number in blank)
    text = ngettext("个数待填入%(year)s年度报告", "个数待填入%(year)s年度报告", count) % {"year": year}
    yield TodayItem(Urgency.OPEN, text, address, count)


def _to_decide(actor: Any) -> Iterable[TodayItem]:
    """待审8份: reports handed over to the agencies at which the actor supervises, one line for each year."""
    superior = access.acting_agencies(actor, *superiors.GATHERERS)
    rows = (
        AnnualReport.objects.filter(
            handover=AnnualReport.Handover.SUBMITTED, submissions__superior__in=superior
        )
        .values("year")
        .annotate(many=Count("pk", distinct=True))
        .order_by("-year")
    )
    for row in rows:
        text = ngettext("份%(year)s年度报告待审核", "份%(year)s年度报告待审核", row["many"]) % {
            "year": row["year"]
        }
        query = urlencode({"year": str(row["year"]), "show": "submitted"})
        yield TodayItem(Urgency.SOON, text, f"{reverse('reports_office:gathering')}?{query}", row["many"])
