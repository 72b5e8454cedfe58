"""The limits of Art 49 for calendars, digests and warnings: last year's reports that are not published."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.reports import rules
from gongkai.reports.models import AnnualReport, Gathering


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """One limit for each agency whose report of last year is begun, or gathered from above, and not published.

    Where nobody reports through this system there is nothing to warn of.
    """
    year = timezone.localdate().year - 1
    if year < rules.first_year():
        return []
    reports = AnnualReport.objects.filter(agency=OuterRef("pk"), year=year)
    gathered = (
        Gathering.objects.filter(year=year, superior__closed_on=None)
        .exclude(superior=OuterRef("pk"))
        .annotate(below=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(below__startswith=F("superior__path"))
    )
    waiting = (
        agencies.filter(closed_on=None)
        .exclude(Exists(reports.filter(status=AnnualReport.Status.PUBLISHED)))
        .filter(Exists(reports) | Exists(gathered))
    )
    address = f"{reverse('reports_office:index')}?year={year}"
    found = []
    for agency in waiting:
        due_on = rules.due_on(year, is_government=agency.is_government)
        if until is not None and due_on > until:
            continue
        found.append(
            Deadline(
                matter=f"reports.report-{agency.pk}-{year}",
                agency_id=agency.pk,
                due_on=due_on,
                since=date(year + 1, 1, 1),
                title=_("%(year)s年度报告公布期限（%(agency)s）")
                % {"year": year, "agency": agency.short_name},
                url=address,
            )
        )
    return found
