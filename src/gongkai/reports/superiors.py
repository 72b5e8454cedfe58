"""Who gathers an agency's report: the nearest agency above it that gathers the year, or else that has a supervisor (Art 3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Duty, Post
from gongkai.reports.errors import refusal
from gongkai.reports.models import AnnualReport, Gathering

GATHERERS = (Duty.SUPERVISOR,)


def paths_above(path: str) -> list[str]:
    """The paths of the agencies above one, the nearest first."""
    return [path[:length] for length in range(len(path) - Agency.steplen, 0, -Agency.steplen)]


def gathering_of(agency: Agency, year: int) -> Gathering | None:
    """The gathering an agency's report of a year goes to: the nearest above it; None when nobody gathers."""
    found = gatherings_by_path(year)
    return next((found[path] for path in paths_above(agency.path) if path in found), None)


def gatherings_by_path(year: int) -> dict[str, Gathering]:
    """The gatherings of a year under the paths of those who gather; one query."""
    rows = Gathering.objects.filter(year=year, superior__closed_on=None).select_related("superior")
    return {row.superior.path: row for row in rows}


def superior_of(agency: Agency, year: int) -> Agency | None:
    """The agency to which a report is handed over; None when nobody above has the duty."""
    gathering = gathering_of(agency, year)
    if gathering:
        return gathering.superior
    above = paths_above(agency.path)
    today = timezone.localdate()
    supervised = Post.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        agency__path__in=above,
        agency__closed_on=None,
        duty__in=GATHERERS,
        since__lte=today,
        holder__is_active=True,
    )
    return Agency.objects.filter(pk__in=supervised.values("agency")).order_by("-path").first()


def submit_by(gatherings: Iterable[Gathering | None], report_due: date) -> date:
    """The day by which a report is handed over: as the gathering says, else the day of publication."""
    return next((row.submit_by for row in gatherings if row and row.submit_by), report_due)


def require_accepted(report: AnnualReport) -> None:
    """Raise ReportRefusedError for a report that may not be published before its superior has accepted it."""
    if report.handover == AnnualReport.Handover.ACCEPTED:
        return
    gathering = gathering_of(report.agency, report.year)
    if gathering and gathering.acceptance_required:
        raise refusal(
            "NOT-ACCEPTED",
            _("%(superior)s要求审核通过后公布，报告现为“%(status)s”。请先报送，通过后再公布。")
            % {"superior": gathering.superior.name, "status": report.get_handover_display()},
        )
