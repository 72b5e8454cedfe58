"""Workbooks: one report in the layout of the form, the gathered reports of a tree, the list of who is late."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.law.forms import Number
from gongkai.reports import cells, layout, rules
from gongkai.reports.exports import workbook
from gongkai.reports.gathering import Part, Row, Sums
from gongkai.reports.printing import Printed, PrintedSection

Line = tuple[workbook.Value, ...]


def xlsx(printed: Printed) -> bytes:
    """The report: its text on the first sheet, each statutory table on a sheet of its own with merged headers."""
    book = workbook.new()
    page = workbook.sheet(book, _("正文"), landscape=False)
    page.column_dimensions["A"].width = 92
    workbook.title(page, 1, printed.title, 1)
    row = 2
    for section in printed.sections:
        workbook.put(page, row, 1, section.heading, bold=True)
        for text in section.paragraphs:
            row += 1
            workbook.put(page, row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    for section in printed.sections:
        if section.grid:
            _table(book_sheet=workbook.sheet(book, section.title), printed=printed, section=section)
    return workbook.saved(book)


def _table(book_sheet: Worksheet, printed: Printed, section: PrintedSection) -> None:
    if section.grid is None:
        return
    workbook.title(book_sheet, 1, printed.title, len(section.grid.widths))
    workbook.put(book_sheet, 2, 1, section.heading, bold=True)
    workbook.grid(book_sheet, 3, section.grid, lambda cell: _zero(printed.values.get(cell)))


def _zero(value: Number | None) -> Number:
    return 0 if value is None else value


def gathered(sums: Sums) -> bytes:
    """The tree: the sum of what was handed over in the official layout, each table with one row per agency, the differences."""
    book, version = workbook.new(), rules.form_of(sums.year)
    heading = _("%(name)s%(year)s年年度报告汇总") % {"name": sums.superior.name, "year": sums.year}
    for grid in layout.grids(version):
        page = workbook.sheet(book, _("汇总 %(caption)s") % {"caption": grid.caption})
        workbook.title(page, 1, heading, len(grid.widths))
        workbook.put(page, 2, 1, _handed_over(sums))
        workbook.grid(page, 3, grid, lambda cell: _zero(sums.handed_over.get(cell)))
    for grid in layout.grids(version):
        wanted = [box.cell for row in grid.rows for box in row if box.cell]
        page = workbook.sheet(book, _("各单位 %(caption)s") % {"caption": grid.caption})
        lines = [_unit(part, wanted) for part in sums.parts]
        lines.append((_("合计"), "", *(_zero(sums.handed_over.get(cell)) for cell in wanted)))
        headings = [_("机构"), _("报送状态"), *(cells.label(cell, version) for cell in wanted)]
        workbook.rows(page, 1, headings, lines, [30, 12, *([14] * len(wanted))])
    page = workbook.sheet(book, _("与记录的差"))
    lines = [
        (
            cells.label(cell, version),
            _zero(sums.from_records.get(cell)),
            _zero(sums.handed_over.get(cell)),
            sums.difference(cell),
        )
        for cell in sums.differing
    ]
    workbook.rows(page, 1, [_("项目"), _("按记录汇总"), _("按报送汇总"), _("差")], lines, [60, 14, 14, 10])
    return workbook.saved(book)


def _handed_over(sums: Sums) -> str:
    below = [part for part in sums.parts if not part.is_superior]
    return _("已报送%(done)d个单位，未报送%(missing)d个单位。") % {
        "done": len(below) - len(sums.missing),
        "missing": len(sums.missing),
    }


def _unit(part: Part, wanted: Sequence[str]) -> Line:
    values = part.values
    state = _("本级") if part.is_superior else _state(part)
    return (part.agency.name, state, *(None if values is None else values.get(cell) for cell in wanted))


def _state(part: Part) -> str:
    if part.report is None:
        return _("未开始")
    if part.report.handover:
        return str(part.report.get_handover_display())
    return str(part.report.get_status_display())


def progress(rows: Sequence[Row], year: int, stage: Callable[[Row], str]) -> bytes:
    """How far each agency is with its report of a year, and who is late; `stage` names the stage in words."""
    book = workbook.new()
    page = workbook.sheet(book, _("%(year)s年年度报告进度") % {"year": year})
    headings = [
        _("机构"),
        _("进度"),
        _("报送期限"),
        _("报送日期"),
        _("报送逾期"),
        _("公布期限"),
        _("公布日期"),
        _("公布逾期"),
        _("待填格数"),
        _("错误"),
        _("提示"),
        _("校验日期"),
        _("带问题签发的理由"),
        _("最近提醒"),
    ]
    workbook.rows(page, 1, headings, [_progress(row, stage) for row in rows], [30, *([12] * 11), 40, 12])
    return workbook.saved(book)


def _progress(row: Row, stage: Callable[[Row], str]) -> Line:
    report = row.report
    yes = _("是")
    late = row.submitted_late or (row.is_overdue and not row.is_handed_over)
    return (
        row.agency.name,
        stage(row),
        row.submit_by,
        timezone.localdate(report.submitted_at) if report and report.submitted_at else None,
        yes if late else "",
        row.due_on,
        report.published_on if report else None,
        yes if row.published_late else "",
        report.blank_count if report else None,
        report.error_count if report else None,
        report.warning_count if report else None,
        timezone.localdate(report.checked_at) if report and report.checked_at else None,
        report.exception_reason if report else "",
        timezone.localdate(row.reminded_at) if row.reminded_at else None,
    )
