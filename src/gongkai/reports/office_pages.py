"""What the report's screens show. Each function gathers one page and renders it in the office's frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, office
from gongkai.agencies.models import Duty
from gongkai.reports import (
    cells,
    computing,
    gathering,
    handover_pages,
    layout,
    queries,
    services,
    text_review,
)
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed, Entered
from gongkai.reports.models import KIND, AnnualReport


@dataclass(frozen=True, slots=True)
class OfficeCell:
    """A number of the form on the screen: a link to what is behind it, or a field to type it into."""

    cell: str
    label: str
    shown: str
    url: str
    typed: str | None
    is_blank: bool
    is_overridden: bool
    is_wrong: bool

    @property
    def classes(self) -> str:
        """How its box looks."""
        looks = {"annual__number--blank": self.is_blank, "annual__number--wrong": self.is_wrong}
        return " ".join(name for name, is_so in looks.items() if is_so)


@dataclass(frozen=True, slots=True)
class OfficeSection:
    """One of the six sections on the screen."""

    id: str
    heading: str
    must_cover: tuple[str, ...]
    text: str
    revision: int
    grid: layout.Grid | None
    problems: tuple[Problem, ...]
    has_fields: bool

    @property
    def paragraphs(self) -> list[str]:
        """The text as paragraphs."""
        return self.text.split("\n")


def show(
    request: HttpRequest,
    template: str,
    title: str,
    trail: Iterable[tuple[str, str]],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page of the room; `trail`: label and address of each page between the list of reports and this one."""
    way = [(str(_("年度报告")), reverse("reports_office:index")), *trail]
    return office.show(
        request, f"reports/office/{template}.html", title, way, icon="table", status=status, **context
    )


def show_list(
    request: HttpRequest, lines: Sequence[queries.Line], year: int, years: list[int], today: date
) -> HttpResponse:
    """The list of a year."""
    opening = (*services.WRITERS, Duty.SUPERVISOR)
    rows = [
        (line, line.report is None and access.holds(request.user, line.agency, *opening)) for line in lines
    ]
    counts = {
        "published": sum(line.is_published for line in lines),
        "overdue": sum(line.is_overdue for line in lines),
        "waiting": sum(not line.is_published and not line.is_overdue for line in lines),
    }
    title = _("%(year)s年度报告") % {"year": year}
    return show(
        request,
        "index",
        title,
        [],
        200,
        rows=rows,
        year=year,
        years=years,
        counts=counts,
        today=today,
        gathers=bool(gathering.superiors_for(request.user)),
    )


def show_report(
    request: HttpRequest,
    report: AnnualReport,
    *,
    refused: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The report itself; after a refusal with what was typed and why it was refused.

    `typed`: a form that goes on being filled in (a remark more), nothing was refused.
    """
    computed = queries.compute(report)
    problems = computing.problems(report, computed)
    posted: Mapping[str, str] = request.POST if refused else typed or {}
    handing = handover_pages.of(request, report, posted)
    may_write = report.is_open and access.holds(request.user, report.agency, *services.WRITERS)
    today = timezone.localdate()
    return show(
        request,
        "report",
        report.title,
        [],
        status,
        report=report,
        computed=computed,
        refused=refused,
        errors=[problem for problem in problems if problem.is_error],
        warnings=[problem for problem in problems if not problem.is_error],
        sections=_sections(report, computed, problems, posted, may_write=may_write),
        cells=_cells(report, computed, [*refused, *problems], posted, may_write=may_write),
        posted=posted,
        handing=handing,
        remarked_cells=handing.by_cell,
        remarked_sections=handing.by_section,
        may_write=may_write,
        may_sign=access.holds(request.user, report.agency, *services.SIGNERS),
        may_publish=access.holds(request.user, report.agency, *services.WRITERS),
        unsigned=[unit for unit in computed.units if not unit.is_signed],
        days_left=(report.due_on - today).days,
        today=today,
        year_is_over=today.year > report.year,
    )


def labels_of(problems: Iterable[Problem]) -> dict[str, dict[str, str]]:
    """The labels of the cells that problems speak of, as the list of problems wants them."""
    return {
        cell: {"label": cells.label(cell)}
        for problem in problems
        for cell in problem.cells
        if cells.is_known(cell)
    }


def _sections(
    report: AnnualReport, computed: Computed, problems: Sequence[Problem], posted: Any, *, may_write: bool
) -> list[OfficeSection]:
    stored = {row.section: row for row in report.sections.all()}
    read = {} if may_write else text_review.read(report, computed)
    grids = {grid.section: grid for grid in layout.grids(report.form)}
    sections = []
    for section in cells.form(report.form).sections:
        row, grid = stored.get(section.id), grids.get(section.id)
        text = (row.text if row else "") if may_write else read.get(section.id, "")
        if posted.get("section") == section.id:
            text = posted.get("text", "")
        fields = grid is not None and any(
            box.cell in computed.enterable for line in grid.rows for box in line
        )
        sections.append(
            OfficeSection(
                section.id,
                f"{section.number}、{section.title}",
                section.must_cover,
                text,
                row.revision if row else 0,
                grid,
                tuple(problem for problem in problems if problem.section == section.id),
                fields and may_write,
            )
        )
    return sections


def _cells(
    report: AnnualReport, computed: Computed, problems: Sequence[Problem], posted: Any, *, may_write: bool
) -> dict[str, OfficeCell]:
    wrong = {cell for problem in problems if problem.is_error for cell in problem.cells}
    page = reverse("reports_office:cell", args=[report.pk, "CELL"])
    found = {}
    for cell in cells.all_cells(report.form):
        own = computed.own_entry(cell)
        value = computed.values.get(cell)
        typed = None
        if may_write and cell in computed.enterable:
            typed = posted.get(f"cell:{cell}", layout.shown(cell, own.value) if own else "")
        found[cell] = OfficeCell(
            cell=cell,
            label=cells.label(cell, report.form),
            shown="" if value is None else layout.shown(cell, value),
            url=page.replace("CELL", cell),
            typed=typed,
            is_blank=value is None,
            is_overridden=bool(own and own.overrides),
            is_wrong=cell in wrong,
        )
    return found


def show_cell(
    request: HttpRequest, report: AnnualReport, computed: Computed, cell: str, page: Page[int]
) -> HttpResponse:
    """The page behind a number."""
    actor = office.actor_of(request)
    value = computed.values.get(cell)
    own = computed.own_entry(cell)
    may_write = report.is_open and access.holds(request.user, report.agency, *services.WRITERS)
    ids = computed.records.get(cell, [])
    trail = [(report.title, reverse("reports_office:report", args=[report.pk]))]
    return show(
        request,
        "cell",
        cells.label(cell, report.form),
        trail,
        200,
        report=report,
        cell=cell,
        unit=cells.unit(cell, report.form),
        shown=None if value is None else layout.shown(cell, value),
        why=computed.why(cell),
        found=queries.behind(actor, cell, list(page.object_list)),
        page=page,
        by_agency=queries.by_agency(actor, cell, ids) if computed.subtree else [],
        parts=[_part(report, computed, part) for part in cells.parts(cell, report.form)]
        if cells.is_sum(cell, report.form)
        else [],
        entries=computed.entries(cell),
        own=own,
        remarks=report.remarks.filter(cell=cell).select_related("written_by", "resolved_by"),
        may_remark=handover_pages.may_decide(request, report),
        own_shown=_own_shown(own),
        changes=_changes(report, cell),
        may_override=may_write and not cells.is_sum(cell, report.form) and cell not in computed.enterable,
        may_enter=may_write and cell in computed.enterable,
        is_sum=cells.is_sum(cell, report.form),
        machine=layout.shown(cell, computed.machine_values.get(cell, 0)),
    )


def _own_shown(own: Entered | None) -> str:
    return layout.shown(own.cell, own.value) if own else ""


def _part(report: AnnualReport, computed: Computed, cell: str) -> tuple[str, str, str]:
    url = reverse("reports_office:cell", args=[report.pk, cell])
    return cells.label(cell, report.form), layout.shown(cell, computed.values.get(cell)), url


def _changes(report: AnnualReport, cell: str) -> list[Any]:
    """What the ledger holds on a cell, oldest first."""
    return [event for event in queries.events(report) if event.data.get("cell") == cell]


def show_history(request: HttpRequest, report: AnnualReport) -> HttpResponse:
    """Everything that was done to a report."""
    trail = [(report.title, reverse("reports_office:report", args=[report.pk]))]
    events = [(event, _said(event.type, event.data, report.form)) for event in queries.events(report)]
    return show(request, "history", _("编制记录"), trail, 200, report=report, events=events)


def _said(kind: str, data: dict[str, Any], version: str) -> str:
    """An event in words."""
    verb = kind.removeprefix(f"{KIND}.")
    known = cells.form(version).cells
    label = cells.label(data["cell"], version) if data.get("cell") in known else ""
    number = "" if data.get("value") is None else f"{Decimal(data['value']).normalize():f}"
    numbers = {section.id: section.number for section in cells.form(version).sections}
    words = {
        "opened": _("开始编制"),
        "cell_entered": _("填报“%(label)s”为%(value)s") % {"label": label, "value": number},
        "cell_withdrawn": _("撤回“%(label)s”的填报") % {"label": label},
        "section_written": _("修改第%(section)s部分文字")
        % {"section": numbers.get(data.get("section", ""), "")},
        "signed_off": _signed_off(data),
        "reopened": _("撤回签发：%(reason)s") % {"reason": data.get("reason", "")},
        "published": _("在门户网站公布"),
        "submitted": _("报送上级（第%(number)s次）") % {"number": data.get("number", "")},
        "submission_withdrawn": _("撤回报送：%(reason)s") % {"reason": data.get("reason", "")},
        "returned": _("退回，提出%(number)s处意见") % {"number": len(data.get("remarks", ()))},
        "remark_answered": _("处理退回意见：%(answer)s") % {"answer": data.get("answer", "")},
        "accepted": _("审核通过"),
    }
    return words.get(verb, verb)


def _signed_off(data: Mapping[str, Any]) -> str:
    if data.get("reason"):
        return _("带%(number)s处错误签发，理由：%(reason)s") % {
            "number": len(data.get("errors", ())),
            "reason": data["reason"],
        }
    return _("签发")
