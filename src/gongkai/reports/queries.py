"""Reading reports, for other rooms and for the office. What is not published takes the actor first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.ledger.models import Event
from gongkai.ledger.queries import histories, history
from gongkai.reports import cells, rules, snapshots
from gongkai.reports.computing import compute
from gongkai.reports.figures import Computed
from gongkai.reports.models import KIND, AnnualReport
from gongkai.reports.printing import Printed, printed
from gongkai.reports.publications import counts as published_counts
from gongkai.reports.publications import (
    figures_in,
    figures_of,
    public,
    series_named,
    series_of,
    series_of_all,
)
from gongkai.reports.records import RecordList, behind, by_agency

__all__ = [
    "RecordList",
    "behind",
    "blank_cells",
    "by_agency",
    "compute",
    "events",
    "figures_in",
    "figures_of",
    "overview",
    "printed",
    "projection_differences",
    "published",
    "published_counts",
    "published_for",
    "published_in",
    "published_years",
    "report_of",
    "series_named",
    "series_of",
    "series_of_all",
    "visible_to",
]

STATUSES = {
    "opened": AnnualReport.Status.OPEN,
    "signed_off": AnnualReport.Status.SIGNED_OFF,
    "published": AnnualReport.Status.PUBLISHED,
    "reopened": AnnualReport.Status.OPEN,
    "returned": AnnualReport.Status.OPEN,
}
SIGNED = {"signed_off", "published"}
HANDOVERS = {
    "submitted": AnnualReport.Handover.SUBMITTED,
    "returned": AnnualReport.Handover.RETURNED,
    "accepted": AnnualReport.Handover.ACCEPTED,
    "submission_withdrawn": AnnualReport.Handover.NONE,
}


def visible_to(actor: Any) -> QuerySet[AnnualReport]:
    """Reports of the agencies in the subtrees of the actor's posts."""
    return AnnualReport.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency")


def published_for(agency: Agency) -> QuerySet[AnnualReport]:
    """The published reports of an agency, newest year first, without their frozen content."""
    return public().filter(agency=agency).select_related("agency").defer("frozen").order_by("-year")


def published_in(year: int) -> QuerySet[AnnualReport]:
    """The published reports of a year, in the order of the agencies, without their frozen content."""
    return (
        public()
        .filter(year=year, agency__closed_on=None)
        .select_related("agency")
        .defer("frozen")
        .order_by("agency__path")
    )


def published_years() -> list[int]:
    """The years for which a report is published, the latest first."""
    published = public().filter(agency__closed_on=None)
    return list(published.order_by("-year").values_list("year", flat=True).distinct())


def published(agency: Agency, year: int) -> Printed | None:
    """The published report of an agency for a year as it was signed; None when there is none."""
    report = public().filter(agency=agency, year=year).select_related("agency").first()
    return printed(report, snapshots.from_snapshot(report)) if report else None


def report_of(computed: Computed) -> AnnualReport | None:
    """The report whose text belongs to computed figures: of the same agency, year and coverage."""
    coverage = AnnualReport.Coverage.SUBTREE if computed.subtree else AnnualReport.Coverage.OWN
    reports = AnnualReport.objects.filter(agency=computed.agency, year=computed.year, coverage=coverage)
    return reports.select_related("agency").first()


@dataclass(frozen=True, slots=True)
class Line:
    """One agency in the list of a year: its report, if begun, and the days left to publish it."""

    agency: Agency
    report: AnnualReport | None
    due_on: date
    days_left: int

    @property
    def is_published(self) -> bool:
        """Whether nothing remains to be done."""
        return self.report is not None and self.report.status == AnnualReport.Status.PUBLISHED

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed without publication (Art 49)."""
        return not self.is_published and self.days_left < 0

    @property
    def days_overdue(self) -> int:
        """Days since the limit."""
        return max(0, -self.days_left)

    @property
    def is_late(self) -> bool:
        """Whether it was published, but after the limit."""
        return bool(self.report and self.report.published_on and self.report.published_on > self.due_on)


def overview(actor: Any, year: int, as_of: date) -> list[Line]:
    """Every agency the actor may see with its report of a year, what is overdue first and what is published last."""
    from_rules = {kind: rules.due_on(year, is_government=kind) for kind in (True, False)}
    reports = {report.agency_id: report for report in visible_to(actor).filter(year=year).defer("frozen")}
    lines = []
    for agency in access.visible_agencies(actor).order_by("path"):
        report = reports.get(agency.pk)
        if agency.closed_on and report is None:
            continue
        due_on = report.due_on if report else from_rules[agency.is_government]
        lines.append(Line(agency, report, due_on, (due_on - as_of).days))
    return sorted(lines, key=lambda line: (line.is_published, not line.is_overdue, line.agency.path))


def blank_cells(actor: Any, year: int, *duties: str) -> list[tuple[AnnualReport, int]]:
    """Open reports of a year at which the actor may act with one of `duties`, and how many numbers each still lacks."""
    wanted = cells.entered(rules.form_of(year))
    reports = (
        AnnualReport.objects.filter(
            agency__in=access.acting_agencies(actor, *duties), year=year, status=AnnualReport.Status.OPEN
        )
        .annotate(entered=Count("manual_cells", filter=Q(manual_cells__cell__in=wanted)))
        .select_related("agency")
        .defer("frozen")
        .order_by("agency__path")
    )
    return [(report, len(wanted) - report.entered) for report in reports if report.entered < len(wanted)]


def events(report: AnnualReport) -> QuerySet[Event]:
    """Everything that happened to a report, oldest first."""
    return history(KIND, report.pk)


@dataclass(frozen=True, slots=True)
class Difference:
    """A projection that is not what the ledger says."""

    report_id: int
    what: str
    stored: str
    ledger: str


def projection_differences() -> list[Difference]:
    """Replay the ledger and compare: entered numbers, texts, status, and the frozen content under each signature."""
    reports = list(AnnualReport.objects.prefetch_related("manual_cells", "sections"))
    recorded = histories(KIND, [report.pk for report in reports])
    return [difference for report in reports for difference in _differences(report, recorded[report.pk])]


def _differences(report: AnnualReport, happened: list[Event]) -> Iterator[Difference]:
    expected: dict[str, str] = {}
    for event in happened:
        verb, data = event.type.removeprefix(f"{KIND}."), event.data
        if verb == "cell_entered":
            expected[f"cell {data['cell']}"] = _plain(data["value"])
        elif verb == "cell_withdrawn":
            expected.pop(f"cell {data['cell']}", None)
        elif verb == "section_written":
            expected[f"section {data['section']}"] = data["text"]
        if verb in STATUSES:
            expected["status"] = STATUSES[verb]
            expected["frozen"] = data["sha256"] if verb in SIGNED else ""
        if verb in HANDOVERS:
            expected["handover"] = HANDOVERS[verb]
    stored = {f"cell {row.cell}": _plain(row.value) for row in report.manual_cells.all()}
    stored |= {f"section {row.section}": row.text for row in report.sections.all()}
    stored["status"] = report.status
    stored["handover"] = report.handover
    stored["frozen"] = snapshots.digest(report.frozen) if report.frozen else ""
    for what in sorted(expected.keys() | stored.keys()):
        if expected.get(what, "") != stored.get(what, ""):
            yield Difference(report.pk, what, stored.get(what, ""), expected.get(what, ""))


def _plain(value: object) -> str:
    return f"{Decimal(str(value)).normalize():f}"
