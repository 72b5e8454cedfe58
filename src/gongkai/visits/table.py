"""The figures as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.convert.sheet import harmless
from gongkai.visits import queries

MOST_DOCUMENTS = 200


def workbook(since: date, until: date, agency: Agency | None = None) -> bytes:
    """A year (up to a day) beside the one before by month, and by agency, column and document, as XLSX; of one agency, its own."""
    narrowed: dict[str, Any] = {"agency": agency} if agency is not None else {}
    book = openpyxl.Workbook(write_only=True)
    months = queries.year_on_year(until.year, until, **narrowed)
    head = [_("月份"), *(_("%(year)d年浏览次数") % {"year": year} for year in months)]
    lines: Iterable[list[Any]] = (
        [month, *(counts.get(month, 0) for counts in months.values())] for month in range(1, 13)
    )
    _write(book, _("按月"), head, lines)
    if agency is None:
        agencies = ([row.name, count] for row, count in queries.by_agency(since, until))
        _write(book, _("按机关"), [_("机关"), _("浏览次数")], agencies)
    columns = ([row.agency.name, row.name, count] for row, count in queries.by_column(since, until, agency))
    _write(book, _("按栏目"), [_("机关"), _("栏目"), _("浏览次数")], columns)
    documents = (
        [row.title, row.agency.name, row.index_number, count]
        for row, count in queries.most_opened(since, until, MOST_DOCUMENTS, agency)
    )
    _write(book, _("浏览最多的文件"), [_("名称"), _("机关"), _("索引号"), _("浏览次数")], documents)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write(book: Any, title: str, head: list[str], lines: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(title)
    sheet.append(head)
    for line in lines:
        sheet.append([harmless(value) if isinstance(value, str) else value for value in line])
