"""The figures to save: a workbook with a sheet of definitions, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from gongkai.convert.sheet import harmless
from gongkai.statistics.figures import Line, Overview, Table


def definitions() -> list[tuple[str, str]]:
    """What each figure means; shown below the figures and saved with them."""
    return [
        (_("统计口径"), _("现在公开可见的主动公开文件，按首次发布日期计；已撤下的不计入，另列撤下件数。")),
        (_("本期"), _("发布日期在所选时段内的文件件数，首尾两日都计入。")),
        (_("上年同期"), _("上一年同样起止日期的件数；时段没有结束的，算到今天。上年同期为0的，增减百分比记作“—”。")),
        (_("累计"), _("自开始公开至所选时段最后一日的件数。")),
        (_("占比"), _("本期件数占本期合计的百分比，保留一位小数，用最大余额法取整，各项相加恰为100.0%。")),
        (_("全文电子化率"), _("截至期末公开的文件中，正文或者可以读取文字的附件在网上的，占全部文件的百分比；图片、压缩包不算。")),
        (_("按时公开率"), _("本期公开且有公开期限的文件中，在期限最后一日及以前公开的百分比（条例第二十六条）。")),
        (_("撤下"), _("撤下日期在所选时段内、曾经公开的文件件数。")),
    ]  # fmt: skip


def header() -> list[str]:
    """The names of the columns after the first."""
    return [_("本期"), _("占比（%）"), _("上年同期"), _("增减"), _("增减（%）"), _("累计")]


def _values(line: Line) -> list[Any]:
    count = line.count
    return [
        count.now,
        _number(line.share),
        count.before,
        line.difference,
        _number(line.change),
        count.total,
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _lines(table: Table) -> Iterator[tuple[str, list[Any]]]:
    for line in table.lines:
        yield f"{'　' * line.count.depth}{line.count.label}", _values(line)
    whole = Line(table.sum, Decimal("100.0") if table.sum.now else None)
    yield _("合计"), _values(whole)


def _summary(overview: Overview) -> list[tuple[str, Any]]:
    published, withdrawn = overview.published, overview.withdrawn.count
    return [
        (_("开始日期"), overview.period.since.isoformat()),
        (_("结束日期"), overview.period.until.isoformat()),
        (_("本期公开（件）"), published.count.now),
        (_("上年同期（件）"), published.count.before),
        (_("增减（件）"), published.difference),
        (_("累计公开（件）"), published.count.total),
        (_("本期撤下（件）"), withdrawn.now),
        (_("上年同期撤下（件）"), withdrawn.before),
        (_("累计撤下（件）"), withdrawn.total),
        (_("全文电子化率（%）"), _number(overview.full_text.per_cent)),
        (_("按时公开率（%）"), _number(overview.on_time.per_cent)),
    ]


def write(kind: str, overview: Overview, title: str) -> bytes:
    """The figures as `xlsx`, `csv` or `json`. Raises KeyError for another kind."""
    return xlsx(overview, title) if kind == "xlsx" else {"csv": csv_of, "json": json_of}[kind](overview)


def xlsx(overview: Overview, title: str) -> bytes:
    """A workbook: the summary, one sheet a table, the definitions."""
    book = Workbook()
    front: Any = book.active
    front.title = _("概况")
    _write(front, [title, ""], _summary(overview))
    for table in overview.tables:
        page = book.create_sheet(table.title[:31])
        _write(page, [table.title, *header()], ([label, *values] for label, values in _lines(table)))
    _write(book.create_sheet(_("指标说明")), [_("指标"), _("说明")], definitions())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, head: list[str], rows: Any) -> None:
    page.append([harmless(text) for text in head])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in rows:
        page.append([harmless(value) if isinstance(value, str) else value for value in row])
    page.freeze_panes = "B2"
    page.column_dimensions["A"].width = 42


def csv_of(overview: Overview) -> bytes:
    """Every line of every table, with the dimension it belongs to."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("维度"), _("名称"), *header()])
    for table in overview.tables:
        for label, values in _lines(table):
            writer.writerow(
                [table.title, harmless(label), *("" if value is None else value for value in values)]
            )
    return out.getvalue().encode("utf-8-sig")


def json_of(overview: Overview) -> bytes:
    """The same with stable English names; `share` and `change` in per cent."""
    published = overview.published
    content = {
        "since": overview.period.since.isoformat(),
        "until": overview.period.until.isoformat(),
        "published": _record(published),
        "withdrawn": overview.withdrawn.count.now,
        "withdrawn_year_before": overview.withdrawn.count.before,
        "withdrawn_cumulative": overview.withdrawn.count.total,
        "full_text": {"with_text": overview.full_text.part, "of": overview.full_text.whole},
        "on_time": {"on_time": overview.on_time.part, "of": overview.on_time.whole},
        "by": {table.dimension: [_record(line) for line in table.lines] for table in overview.tables},
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _record(line: Line) -> dict[str, Any]:
    count = line.count
    found: dict[str, Any] = {"key": count.key, "label": count.label} if count.key else {}
    return found | {
        "published": count.now,
        "share": _number(line.share),
        "year_before": count.before,
        "change": _number(line.change),
        "cumulative": count.total,
    }
