"""Findings as a workbook: summary, findings by severity, table values, figures in words, what was not read, copies.

Written row by row, so that ten thousand reports need no more memory than ten; the same findings give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from gongkai.audit import checks, copying
from gongkai.audit.batch.store import Store
from gongkai.audit.results import rows
from gongkai.audit.results.rows import SEVERITY, FindingRow, Summary
from gongkai.law import forms

MOST_ROWS = 1_000_000
_MOST_CHARACTERS = 32_000
_LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - a mark for a file, of no zone
_OLDEST = (1980, 1, 1, 0, 0, 0)
_HEAD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")

Value = str | int | float | None


def write(store: Store, summary: Summary, shared: Sequence[copying.Shared], out: Path) -> None:
    """Write the workbook to `out`."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _LONG_AGO
    _sheet(book, "汇总", ["项目", "数量", "说明"], _summary(summary), [40, 12, 80])
    heading = ["机构", "年度", "检查编号", "检查", "涉及单元格", "问题", "致机构的话", "文件", "第几份"]
    for severity, name in SEVERITY.items():
        lines = (_finding(row) for row in rows.findings(store, severity))
        _sheet(book, name, heading, lines, [28, 8, 22, 22, 30, 60, 70, 40, 8])
    for version in forms.VERSIONS:
        if forms.load(version).cells:
            _tables(book, store, version)
    facts = [
        "文件",
        "第几份",
        "机构",
        "年度",
        "项目",
        "类别",
        "数值",
        "精确程度",
        "范围",
        "单位",
        "原文",
        "可信度",
    ]
    _sheet(book, "文字中的数字", facts, _facts(store), [40, 8, 28, 8, 18, 16, 12, 10, 10, 8, 60, 8])
    _sheet(
        book,
        "未读出",
        ["文件", "第几份", "代码", "说明", "单元格"],
        _unread(store, summary),
        [40, 8, 18, 60, 40],
    )
    _sheet(
        book,
        "雷同文字",
        [
            "较早的报告",
            "较晚的报告",
            "日期是否已知",
            "占较晚报告的比例",
            "权重",
            "较早的文字",
            "较晚的文字",
            "相似度",
        ],
        _copies(shared),
        [40, 40, 12, 12, 8, 70, 70, 8],
    )
    _save(book, out)


def _sheet(
    book: Workbook, name: str, heading: Sequence[str], lines: Iterable[Sequence[Value]], widths: Sequence[int]
) -> None:
    """A sheet with a frozen heading; rows beyond what a sheet holds go on to another one."""
    page, number, part = None, 0, 1
    for line in _chain(heading, lines):
        if page is None or number > MOST_ROWS:
            part, number = (part + 1, 0) if page is not None else (part, 0)
            page = book.create_sheet(name if part == 1 else f"{name}{part}")
            for at, width in enumerate(widths):
                page.column_dimensions[chr(ord("A") + at)].width = width
            page.freeze_panes = "A2"
        page.append([_cell(page, value, bold=number == 0) for value in line])
        number += 1


def _chain(heading: Sequence[str], lines: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield heading
    yield from lines


def _cell(page: Any, value: Value, *, bold: bool) -> Cell:
    """A cell; a text stays a text, whatever it begins with."""
    if not isinstance(value, str):
        number: Cell = WriteOnlyCell(page, value=value)
        return number
    cell: Cell = WriteOnlyCell(page, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:_MOST_CHARACTERS])
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    cell.alignment = _WRAP
    if bold:
        cell.font = _HEAD
    return cell


def _summary(summary: Summary) -> Iterator[Sequence[Value]]:
    yield "文件", summary.files, ""
    yield "读出的报告", summary.reports, ""
    yield (
        "不能读取的文件",
        len(summary.failures),
        "；".join(f"{path}：{why}" for path, _, why in summary.failures[:50]),
    )
    yield (
        "没有认出报告的文件",
        len(summary.without_report),
        "；".join(path for path, _ in summary.without_report[:50]),
    )
    for severity, name in SEVERITY.items():
        yield name, summary.by_severity[severity], ""
    known = checks.kinds()
    for check, count in sorted(summary.by_check.items()):
        yield f"{check}　{known[check].title}", count, known[check].explanation


def _finding(row: FindingRow) -> Sequence[Value]:
    cells = "、".join(row.labels)
    return (row.agency, row.year, row.check, row.title, cells, row.text, row.sentence, row.file, row.number)


def _tables(book: Workbook, store: Store, version: str) -> None:
    """One row a report, one column a cell of the form."""
    cells = forms.load(version).cells
    heading = ["文件", "第几份", "机构", "年度", *(cell.label for cell in cells.values())]

    def lines() -> Iterator[Sequence[Value]]:
        for entry, report in rows.reports(store):
            if report["tables"]["form"] == version:
                values = report["tables"]["values"]
                yield (
                    entry.path,
                    entry.number,
                    entry.agency,
                    entry.year,
                    *(_number(values.get(cell)) for cell in cells),
                )

    _sheet(book, f"表格数据{version}", heading, lines(), [40, 8, 28, 8])


def _number(value: int | str | None) -> int | float | None:
    return float(value) if isinstance(value, str) else value


def _facts(store: Store) -> Iterator[Sequence[Value]]:
    from_ids = {"exact": "确数", "at_least": "以上", "about": "约数"}
    scopes = {"own": "本机关", "area": "本地区", "system": "本系统", "cumulative": "累计"}
    for entry, report in rows.reports(store):
        for fact in report["facts"]:
            yield (
                entry.path,
                entry.number,
                entry.agency,
                entry.year,
                fact["kind"],
                fact["label"],
                _number(fact["value"]),
                from_ids[fact["precision"]],
                scopes[fact["scope"]],
                fact["unit"],
                fact["phrase"],
                fact["confidence"],
            )


def _unread(store: Store, summary: Summary) -> Iterator[Sequence[Value]]:
    for path, code, why in summary.failures:
        yield path, None, code, why, ""
    for path, why in summary.without_report:
        yield path, None, "not_a_report", why, ""
    for entry, report in rows.reports(store):
        for code, what, _, _, cells in (*report["unread"], *report["tables"]["unread"]):
            yield entry.path, entry.number, code, what, "、".join(cells)


def _copies(shared: Sequence[copying.Shared]) -> Iterator[Sequence[Value]]:
    for pair in shared:
        for passage in pair.passages:
            dated = "是" if pair.dated else "否"
            yield (
                pair.earlier,
                pair.later,
                dated,
                pair.share,
                pair.score,
                passage.earlier,
                passage.later,
                passage.similarity,
            )


def _save(book: Workbook, out: Path) -> None:
    """Save with the marks of time taken out, so that the same findings are the same file."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _undated(content)
            target.writestr(entry, content)


def _undated(core: bytes) -> bytes:
    """The document's properties with the moment of saving replaced."""
    head, tag, rest = core.partition(b"<dcterms:modified")
    start = rest.find(b">") + 1
    end = rest.find(b"<", start)
    return head + tag + rest[:start] + b"2000-01-01T00:00:00Z" + rest[end:] if tag else core
