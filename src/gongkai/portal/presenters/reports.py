"""A signed annual report as the page shows it: six sections, three tables with the merged headers of the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.portal.presenters.documents import File
from gongkai.reports.layout import Box, Grid
from gongkai.reports.printing import Printed


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The head of a report."""

    agency: Any
    year: int
    title: str
    published_on: datetime | None
    url: str
    attachments: list[File]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table (components/table_cell.html)."""

    text: str
    header: bool = False
    scope: str = ""
    colspan: int = 0
    rowspan: int = 0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: list[Cell]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the statutory form."""

    caption: str
    head: list[list[Cell]]
    rows: list[Row]
    form: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections."""

    id: str
    number: str
    title: str
    body_html: SafeString | str = ""
    tables: list[Table] = field(default_factory=list)


def report_page(request: HttpRequest, agency: Any, printed: Printed) -> ReportPage:
    """The report with its address and the files it can be saved as."""
    place = [agency.code, printed.year]
    saved = [
        File(_("%(title)s（可编辑文本）") % {"title": printed.title}, _file(place, "docx"), "DOCX", 0),
        File(_("%(title)s（打印版）") % {"title": printed.title}, _file(place, "pdf"), "PDF", 0),
    ]
    url = request.build_absolute_uri(reverse("portal:report", args=place))
    day = printed.dated_on
    published_on = timezone.make_aware(datetime.combine(day, time())) if day else None
    return ReportPage(agency, printed.year, printed.title, published_on, url, saved)


def _file(place: list[Any], kind: str) -> str:
    return reverse("portal:report_file", args=[*place, kind])


def report_sections(printed: Printed) -> list[Section]:
    """The sections in the order of the form."""
    return [
        Section(
            section.id,
            section.number,
            section.title,
            format_html_join("", "<p>{}</p>", ((text,) for text in section.paragraphs)),
            [_table(printed, section.grid)] if section.grid else [],
        )
        for section in printed.sections
    ]


def _table(printed: Printed, grid: Grid) -> Table:
    rows = [[_cell(printed, box) for box in row] for row in grid.rows]
    return Table(grid.caption, rows[: grid.head], [Row(cells) for cells in rows[grid.head :]])


def _cell(printed: Printed, box: Box) -> Cell:
    return Cell(
        printed.shown(box.cell) if box.cell else box.text,
        header=box.is_header,
        scope=box.scope,
        colspan=box.colspan if box.colspan > 1 else 0,
        rowspan=box.rowspan if box.rowspan > 1 else 0,
        numeric=bool(box.cell),
    )
