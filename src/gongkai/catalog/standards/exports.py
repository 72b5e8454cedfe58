"""A standard catalogue as a workbook in the form it came in, with what was published beside each item."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from gongkai.catalog.standards import declared
from gongkai.catalog.standards.queries import STATES, Standing
from gongkai.convert.sheet import harmless

# The headings are those of the form, in Chinese whatever the language of the interface, so that the file can come back.
HEAD = (
    ("序号", ""), ("公开事项", "一级事项"), ("", "二级事项"), ("公开内容（要素）", ""), ("公开依据", ""), ("公开时限", ""),
    ("公开主体", ""), ("公开渠道和载体", ""), ("公开对象", "全社会"), ("", "特定群体"), ("公开方式", "主动"), ("", "依申请公开"),
    ("公开层级", "县级"), ("", "乡、村级"),
)  # fmt: skip
CHECKED = 2  # columns more, for how an item stands and its documents
WIDTHS = (6, 14, 20, 36, 30, 22, 18, 34, 8, 16, 8, 10, 8, 10, 12, 44)
ROW_OF_HEAD = 2


def workbook(title: str, standings: Sequence[Standing]) -> bytes:
    """One sheet: title, two rows of headings, the items, and in two more columns how they stand and the documents."""
    book = Workbook()
    page: Any = book.active
    page.title = _("标准目录")
    page.append([harmless(title)])
    page.append([top for top, _part in HEAD] + [_("核对情况"), _("对应文件")])
    page.append([part for _top, part in HEAD])
    _merge(page)
    for standing in standings:
        page.append([harmless(value) if isinstance(value, str) else value for value in _row(standing)])
    _dress(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _merge(page: Any) -> None:
    wide = len(HEAD) + CHECKED
    page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=wide)
    for at, (top, part) in enumerate((*HEAD, *(("x", ""),) * CHECKED), 1):
        if top and not part:
            page.merge_cells(start_row=2, start_column=at, end_row=3, end_column=at)
        elif top:
            page.merge_cells(start_row=2, start_column=at, end_row=2, end_column=at + 1)


def _row(standing: Standing) -> list[Any]:
    item = standing.item
    named, special = _split(item.audience, "全社会", "特定群体")
    active, asked = _split(item.manner, "主动", "依申请公开")
    county, town = _split(item.level, "县级", "乡、村级")
    return [
        item.number or item.order, item.topic, item.matter, item.content, item.basis, item.limit_text, item.publisher,
        channels(item.channels), named, special, active, asked, county, town, str(STATES[standing.state]),
        "\n".join(f"{one.document.title}（{one.published_on}）" for one in standing.answers),
    ]  # fmt: skip


def _split(said: str, first: str, second: str) -> tuple[str, str]:
    """The ticks of a group of two columns, with what was written out in the second."""
    ticked = "√" if re.search(rf"(^|、){re.escape(first)}($|、)", said) else ""
    written = re.search(rf"{re.escape(second)}(?:（(.*)）)?", said)
    if written is None:
        return ticked, "" if ticked else said
    return ticked, written[1] or "√"


def channels(chosen: Sequence[str]) -> str:
    """The check-list of the form with what applies ticked; channels the form does not name stand behind it."""
    known = declared.channels()
    lines = [f"{'■' if name in chosen else '□'}{name}" for name in known]
    return "\n".join([*lines, *(f"■{name}" for name in chosen if name not in known)])


def _dress(page: Any) -> None:
    thin = Side(style="thin", color="808080")
    for row in page.iter_rows(min_row=1, max_row=page.max_row):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="center" if cell.row <= 3 else "top")
            if cell.row >= ROW_OF_HEAD:
                cell.border = Border(thin, thin, thin, thin)
            if cell.row <= 3:
                cell.font = Font(bold=True)
    for at, width in enumerate(WIDTHS):
        page.column_dimensions[chr(ord("A") + at)].width = width
    page.freeze_panes = "D4"
