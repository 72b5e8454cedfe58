"""Findings as one HTML page that stands alone: no script, tables with captions and scopes, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import IO

from gongkai.audit import copying
from gongkai.audit.batch.store import Store
from gongkai.audit.results import rows
from gongkai.audit.results.rows import SEVERITY, FindingRow, Summary

_STYLE = """body{font:16px/1.75 system-ui,"Noto Sans CJK SC",sans-serif;margin:0 auto;max-width:72rem;padding:1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border:1px solid #8a8f98;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
thead th{background:#eef2f6}td.number{text-align:right}blockquote{margin:.25rem 0;padding-left:.75rem;border-left:4px solid #8a8f98}
a{color:#0b5394}a:focus{outline:3px solid #ffbf47}@media print{.scroll{overflow:visible}}"""


def write(store: Store, summary: Summary, shared: Sequence[copying.Shared], out: Path) -> None:
    """Write the page to `out`."""
    with out.open("w", encoding="utf-8", errors="xmlcharrefreplace", newline="\n") as file:
        file.write(
            '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>年度报告检查结果</title><style>{_STYLE}</style></head><body><main>\n<h1>年度报告检查结果</h1>\n"
        )
        file.write(
            f'<p>共{summary.files}个文件，读出{summary.reports}份报告。</p>\n<nav aria-label="目录"><ul>\n'
        )
        for severity, name in SEVERITY.items():
            file.write(f'<li><a href="#{severity}">{name}</a>：{summary.by_severity[severity]}处</li>\n')
        failed = len(summary.failures) + len(summary.without_report)
        file.write(f'<li><a href="#failed">没有读出的文件</a>：{failed}个</li>\n')
        file.write(f'<li><a href="#copies">雷同文字</a>：{len(shared)}对</li></ul></nav>\n')
        for severity, name in SEVERITY.items():
            _section(file, severity, name)
            _findings(file, rows.findings(store, severity), name, summary.by_severity[severity])
        _failures(file, summary)
        _copies(file, shared)
        file.write("</main></body></html>\n")


def _section(file: IO[str], name: str, heading: str) -> None:
    file.write(f'<h2 id="{name}">{heading}</h2>\n')


def _table(file: IO[str], caption: str, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    file.write(f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">')
    file.write(f"<table><caption>{escape(caption)}</caption><thead><tr>")
    file.write("".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings))
    file.write("</tr></thead><tbody>\n")
    for first, *others in lines:
        cells = "".join(f"<td>{other}</td>" for other in others)
        file.write(f'<tr><th scope="row">{first}</th>{cells}</tr>\n')
    file.write("</tbody></table></div>\n")


def _findings(file: IO[str], found: Iterable[FindingRow], name: str, count: int) -> None:
    if not count:
        file.write("<p>没有发现。</p>\n")
        return
    headings = ["机构", "年度", "检查", "问题", "致机构的话", "文件"]
    _table(file, f"{name}（{count}处）", headings, map(_line, found))


def _line(row: FindingRow) -> Sequence[str]:
    file = f"{row.file}（第{row.number}份）" if row.number > 1 else row.file
    check = f"{escape(row.title)}<br><code>{escape(row.check)}</code>"
    year = str(row.year or "未知")
    return (
        escape(row.agency or "未认出机构"),
        year,
        check,
        escape(row.text),
        escape(row.sentence),
        escape(file),
    )


def _failures(file: IO[str], summary: Summary) -> None:
    _section(file, "failed", "没有读出的文件")
    if not summary.failures and not summary.without_report:
        file.write("<p>全部文件均已读出。</p>\n")
        return
    lines = [(escape(path), escape(code), escape(why)) for path, code, why in summary.failures]
    lines += [(escape(path), "not_a_report", escape(why)) for path, why in summary.without_report]
    _table(file, "没有读出的文件", ["文件", "代码", "原因"], lines)


def _copies(file: IO[str], shared: Sequence[copying.Shared]) -> None:
    _section(file, "copies", "雷同文字")
    if not shared:
        file.write("<p>没有发现。</p>\n")
        return
    lines = (
        (
            f"{escape(pair.earlier)}<br>{escape(pair.later)}",
            f"{pair.share:.0%}",
            f"<blockquote>{escape(passage.earlier)}</blockquote>",
            f"<blockquote>{escape(passage.later)}</blockquote>",
        )
        for pair in shared
        for passage in pair.passages
    )
    _table(file, "雷同文字（较早的在前）", ["报告", "占较晚报告的比例", "较早的文字", "较晚的文字"], lines)
