"""What the superior's screens show: the list of a year, the sum of the tree, one number with its agencies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.models import Agency
from gongkai.law.forms import Number
from gongkai.reports import cells, counting, gathering, layout, rules
from gongkai.reports.counting import Tally
from gongkai.reports.errors import Problem
from gongkai.reports.gathering import Part, Row, Sums
from gongkai.reports.models import Gathering
from gongkai.reports.office_pages import show

STAGE_NAMES = {
    "missing": gettext_lazy("未开始"),
    "open": gettext_lazy("编制中"),
    "returned": gettext_lazy("被退回"),
    "signed": gettext_lazy("已签发未报送"),
    "submitted": gettext_lazy("待审核"),
    "accepted": gettext_lazy("已通过"),
    "published": gettext_lazy("已公布"),
}
# What is most urgent for the superior comes first: what waits for a decision is its own work.
URGENCY = {stage: number for number, stage in enumerate(("submitted", "missing", "open", "returned", "signed", "accepted", "published"))}  # fmt: skip
SORTS: dict[str, tuple[object, Callable[[Row], Any]]] = {
    "urgent": (
        gettext_lazy("最急的在前"),
        lambda row: (not row.is_overdue, URGENCY[row.stage], row.agency.path),
    ),
    "agency": (gettext_lazy("机构顺序"), lambda row: row.agency.path),
    "days": (gettext_lazy("剩余天数"), lambda row: (row.is_settled, row.days_left, row.agency.path)),
    "blank": (gettext_lazy("待填格数"), lambda row: (-_count(row, "blank_count"), row.agency.path)),
    "findings": (
        gettext_lazy("错误和提示"),
        lambda row: (-_count(row, "error_count"), -_count(row, "warning_count"), row.agency.path),
    ),
}
SHOWS: dict[str, tuple[object, Callable[[Row], bool]]] = {
    **{
        stage: (name, lambda row, stage=stage: row.stage == stage)  # type: ignore[misc]
        for stage, name in STAGE_NAMES.items()
    },
    "overdue": (gettext_lazy("逾期未报送"), lambda row: row.is_overdue),
    "submitted_late": (gettext_lazy("报送逾期"), lambda row: row.submitted_late),
    "published_late": (gettext_lazy("公布逾期"), lambda row: row.published_late),
}


def _count(row: Row, name: str) -> int:
    return (getattr(row.report, name) or 0) if row.report else 0


def stage_name(row: Row) -> str:
    """How far an agency is, in words."""
    return str(STAGE_NAMES[row.stage])


PER_PAGE = 50
LONGEST_SEARCH = 100


def chosen(asked: Mapping[str, str], rows: Iterable[Row]) -> list[Row]:
    """The rows a page asks for: `show` and `q` (part of a name) filter, `sort` orders; unknown words mean all, the most urgent first."""
    show_only = SHOWS.get(asked.get("show", ""))
    _name, key = SORTS.get(asked.get("sort", ""), SORTS["urgent"])
    sought = asked.get("q", "").strip()[:LONGEST_SEARCH]
    return sorted(
        (
            row
            for row in rows
            if (show_only is None or show_only[1](row)) and (sought in row.agency.name or not sought)
        ),
        key=key,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row on the screen. `tally`: what is lacking and wrong; None before a report is begun.

    `counted_at`: when that was counted; None when it is of this moment or under a signature.
    """

    row: Row
    stage: str
    tally: Tally | None
    counted_at: datetime | None = None


def _lines(rows: Sequence[Row]) -> list[Line]:
    """The rows of one page with the counts of this moment; a government's sum keeps the counts of its last change."""
    open_ones = {row.report.pk for row in rows if row.report and row.report.is_open}
    fresh = counting.now(open_ones) if open_ones else {}
    lines = []
    for row in rows:
        report, counted_at = row.report, None
        tally = fresh.get(report.pk) if report else None
        if report and tally is None and report.checked_at:
            tally = Tally(report.blank_count or 0, report.error_count or 0, report.warning_count or 0)
            counted_at = report.checked_at if report.is_open else None
        lines.append(Line(row, str(STAGE_NAMES[row.stage]), tally, counted_at))
    return lines


def show_overview(
    request: HttpRequest,
    superior: Agency,
    year: int,
    *,
    refused: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    """The list of a year with its counts, its terms and the form that reminds."""
    today = timezone.localdate()
    rows = gathering.rows(superior, year, today)
    tally = gathering.counts(rows)
    asked = request.POST if request.method == "POST" else request.GET
    sort, show_only = asked.get("sort", ""), asked.get("show", "")
    sought = asked.get("q", "").strip()[:LONGEST_SEARCH]
    found = chosen(asked, rows)
    page = Paginator(found, PER_PAGE).get_page(asked.get("page"))
    narrowed = {"show": show_only, "q": sought, "sort": sort}
    return show(
        request,
        "gathering",
        _("%(name)s：%(year)s年度报告汇总") % {"name": superior.short_name, "year": year},
        [],
        status,
        **_frame(request, superior, year),
        page=page,
        lines=_lines(list(page.object_list)),
        total=len(rows),
        waiting=sum(not row.is_settled for row in found),
        sought=sought,
        narrowed=urlencode({name: value for name, value in narrowed.items() if value}),
        tallies=[(name, label, tally[name]) for name, (label, _test) in SHOWS.items()],
        sorts=[(name, label) for name, (label, _key) in SORTS.items()],
        sort=sort if sort in SORTS else "urgent",
        show_only=show_only if show_only in SHOWS else "",
        terms=Gathering.objects.filter(superior=superior, year=year).select_related("changed_by").first(),
        due_department=rules.due_on(year, is_government=False),
        refused=refused,
        posted=request.POST,
        ticked=request.POST.getlist("agency"),
        today=today,
    )


def _frame(request: HttpRequest, superior: Agency, year: int) -> dict[str, Any]:
    """What every page of the gathering needs to lead on to the others."""
    today = timezone.localdate()
    return {
        "superior": superior,
        "superiors": gathering.superiors_for(request.user),
        "year": year,
        "years": list(range(today.year, rules.first_year() - 1, -1)),
        "query": urlencode({"superior": superior.code, "year": str(year)}),
    }


@dataclass(frozen=True, slots=True)
class SumCell:
    """A number of the sum on the screen."""

    cell: str
    label: str
    shown: str
    from_records: str
    url: str
    differs: bool

    @property
    def classes(self) -> str:
        """How its box looks."""
        return "annual__number--blank" if self.differs else ""


def show_sums(request: HttpRequest, sums: Sums) -> HttpResponse:
    """The sum in the layout of the form; a number that differs from the records is marked and shows both."""
    frame = _frame(request, sums.superior, sums.year)
    return show(
        request,
        "sums",
        _("%(year)s年度报告汇总数") % {"year": sums.year},
        [_way_back(frame)],
        200,
        **frame,
        grids=layout.grids(rules.form_of(sums.year)),
        cells={
            cell: _sum_cell(sums, cell, frame["query"]) for cell in cells.all_cells(rules.form_of(sums.year))
        },
        differing=[_sum_cell(sums, cell, frame["query"]) for cell in sums.differing],
        missing=sums.missing,
        handed=[part for part in sums.parts if part.values is not None and not part.is_superior],
    )


def _way_back(frame: dict[str, Any]) -> tuple[str, str]:
    return str(_("汇总")), f"{reverse('reports_office:gathering')}?{frame['query']}"


def _sum_cell(sums: Sums, cell: str, query: str) -> SumCell:
    return SumCell(
        cell,
        cells.label(cell, rules.form_of(sums.year)),
        layout.shown(cell, sums.handed_over.get(cell)),
        layout.shown(cell, sums.from_records.get(cell)),
        f"{reverse('reports_office:gathered_cell', args=[cell])}?{query}",
        bool(sums.difference(cell)),
    )


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one agency gives to a number."""

    part: Part
    shown: str
    share: str
    url: str


def show_cell(request: HttpRequest, sums: Sums, cell: str) -> HttpResponse:
    """One number of the sum: both sums, and each agency's own number, the largest first."""
    frame = _frame(request, sums.superior, sums.year)
    parts = [part for part in sums.parts if part.values is not None]
    parts.sort(key=lambda part: (-((part.values or {}).get(cell) or 0), part.agency.path))
    total = sums.handed_over.get(cell)
    sums_url = f"{reverse('reports_office:sums')}?{frame['query']}"
    return show(
        request,
        "sum_cell",
        cells.label(cell, rules.form_of(sums.year)),
        [_way_back(frame), (str(_("汇总数")), sums_url)],
        200,
        **frame,
        cell=_sum_cell(sums, cell, frame["query"]),
        unit=cells.unit(cell, rules.form_of(sums.year)),
        difference=layout.shown(cell, sums.difference(cell)),
        contributions=[_contribution(part, cell, total) for part in parts],
        missing=sums.missing,
        components=[
            _sum_cell(sums, part, frame["query"]) for part in cells.parts(cell, rules.form_of(sums.year))
        ]
        if cells.is_sum(cell, rules.form_of(sums.year))
        else [],
        sums_url=sums_url,
    )


def _contribution(part: Part, cell: str, total: Number | None) -> Contribution:
    value = (part.values or {}).get(cell)
    share = f"{100 * float(value or 0) / float(total):.1f}%" if total else ""
    url = reverse("reports_office:cell", args=[part.report.pk, cell]) if part.report else ""
    return Contribution(part, layout.shown(cell, value), share, url)
