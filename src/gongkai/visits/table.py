"""The figures as a workbook."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
from django.utils.translation import gettext as _

from gongkai.convert.sheet import harmless
from gongkai.visits import queries


def workbook(year: int, until: date) -> bytes:
    """A year beside the one before by month, and by agency, column and document, as XLSX."""
    since = date(year, 1, 1)
    book = openpyxl.Workbook(write_only=True)
    months = queries.year_on_year(year)
    sheet = book.create_sheet(_("按月"))
    sheet.append([_("月份"), *(_("%(year)d年浏览次数") % {"year": one} for one in months)])
    for month in range(1, 13):
        sheet.append([month, *(counts.get(month, 0) for counts in months.values())])
    sheet = book.create_sheet(_("按机关"))
    sheet.append([_("机关"), _("浏览次数")])
    for agency, count in queries.by_agency(since, until):
        sheet.append([harmless(agency.name), count])
    sheet = book.create_sheet(_("按栏目"))
    sheet.append([_("机关"), _("栏目"), _("浏览次数")])
    for column, count in queries.by_column(since, until):
        sheet.append([harmless(column.agency.name), harmless(column.name), count])
    sheet = book.create_sheet(_("浏览最多的文件"))
    sheet.append([_("名称"), _("机关"), _("索引号"), _("浏览次数")])
    for document, count in queries.most_opened(since, until, 200):
        sheet.append(
            [harmless(document.title), harmless(document.agency.name), harmless(document.index_number), count]
        )
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
