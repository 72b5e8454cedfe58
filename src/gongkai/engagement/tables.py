"""Opinions from a table, and opinions as a table."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.convert.official import in_official_language
from gongkai.convert.sheet import harmless
from gongkai.convert.tables import Field, read_row, table, usual
from gongkai.engagement.models import Comment
from gongkai.engagement.services.comments import Said

LONGEST_CELL = 32_000


@in_official_language
def fields() -> tuple[Field, ...]:
    """What a table of opinions may say."""
    channels = {
        str(code): str(label) for code, label in Comment.Channel.choices if code != Comment.Channel.ONLINE
    }
    return (
        Field(
            "text",
            "意见",
            ("意见内容", "意见建议", "内容"),
            required=True,
            longest=LONGEST_CELL,
            personal=True,
        ),
        Field("received_on", "收到日期", ("日期", "来信日期", "时间"), "day", required=True),
        Field("channel", "渠道", ("来源", "方式"), "choice", required=True, choices=channels),
        Field("name", "姓名或者单位", ("姓名", "单位", "提出人"), longest=100, personal=True),
        Field("contact", "联系方式", ("电话", "联系电话", "邮箱"), longest=100, personal=True),
    )


def read(upload: Any) -> tuple[list[Said], list[str]]:
    """The opinions of an uploaded sheet, and what is wrong with its rows. Raises FileRefused for what is no table."""
    declared = fields()
    layout = usual(declared)
    said, faults = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(upload.name or '').suffix[:6]}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        headings, rows = table(path, declared, layout)
        for row in rows:
            values, wrong = read_row(row, headings, declared, layout)
            faults += [
                _("第%(row)d行“%(column)s”：%(text)s")
                % {"row": one.row, "column": one.column, "text": one.text}
                for one in wrong
            ]
            texts = values.texts
            said.append(
                Said(
                    texts.get("text", ""),
                    values.days.get("received_on", date.min),
                    texts.get("channel", ""),
                    texts.get("name", ""),
                    texts.get("contact", ""),
                )
            )
    if not said and not faults:
        faults.append(_("表格里没有意见。"))
    return said, faults


def workbook(comments: Iterable[Comment]) -> bytes:
    """Number, day, channel, masked text, group and decision; never a person."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("收到的意见"))
    sheet.append([_("编号"), _("收到日期"), _("渠道"), _("意见"), _("有遮盖"), _("内容相同的意见"), _("意见要点"), _("采纳情况"), _("说明")])  # fmt: skip
    for one in comments:
        sorting = getattr(one, "sorting", None)
        group = (
            [sorting.group.title, str(sorting.group.get_decision_display()), sorting.group.reason]
            if sorting
            else [""] * 3
        )
        said = [
            one.number, one.received_on.isoformat(), str(one.get_channel_display()), one.text, _("是") if one.is_masked else "",
            one.duplicate_of.number if one.duplicate_of else "", *group,
        ]  # fmt: skip
        sheet.append([harmless(text)[:LONGEST_CELL] for text in said])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
