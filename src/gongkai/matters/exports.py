"""The public results as a table to save: what the page shows and nothing more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.convert.sheet import harmless
from gongkai.matters.models import Matter

MOST = 50_000


def xlsx(rows: Iterable[Matter]) -> bytes:
    """A workbook of results."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("办件结果"))
    for line in _lines(rows):
        sheet.append(line)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_csv(rows: Iterable[Matter]) -> bytes:
    """The same as CSV with a byte order mark, which spreadsheets need to read Chinese."""
    out = io.StringIO()
    csv.writer(out).writerows(_lines(rows))
    return out.getvalue().encode("utf-8-sig")


def _lines(rows: Iterable[Matter]) -> Iterator[list[str]]:
    yield [
        _("办件编号"), _("事项名称"), _("事项类型"), _("机构"), _("承办单位"), _("申请人"), _("受理日期"), _("办理期限"), _("办结日期"),
        _("状态"), _("办理结果"),
    ]  # fmt: skip
    for row in rows:
        days = [day.isoformat() if day else "" for day in (row.accepted_on, row.due_on, row.finished_on)]
        said = [row.shown_number, row.name, row.get_kind_display(), row.agency.name, row.unit, row.shown_name]
        yield [harmless(text) for text in (*said, *days, str(row.get_state_display()), row.result)]
