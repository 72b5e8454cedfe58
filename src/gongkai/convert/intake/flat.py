"""Files without structure of their own, OFD and plain text: lines into paragraphs, rows into tables as far as it goes."""

from __future__ import annotations

import html

from gongkai.convert import facts, outline
from gongkai.convert.decoding import decode
from gongkai.convert.extract.model import ExtractedTable, Unreadable
from gongkai.convert.intake import headings
from gongkai.convert.intake.model import Block, Cell, Line, Table, Tally
from gongkai.convert.parts.model import Contents, Part
from gongkai.convert.parts.ofd import from_ofd as read_ofd

_FULL = 0.85
"""Share of the widest line from which a line was broken by the page and not by its author."""

_FULL_LINES = 3
_ENDS = "。！？!?；;：:"


def from_text(data: bytes) -> list[Block]:
    """A paragraph a line. Raises Unreadable("not_text")."""
    found = decode(data)
    if found is None:
        raise Unreadable("not_text", "文件不是 UTF-8 或者 GB18030 编码的文本。")
    return [_line(text, number) for number, text in enumerate(found.text.splitlines(), 1)]


def from_ofd(data: bytes, tally: Tally) -> list[Block]:
    """The pages of an OFD: lines joined to paragraphs, what stands in columns as tables. Raises Unreadable."""
    contents = read_ofd(data, (), lambda name, _data, path: Contents("unread"))
    blocks: list[Block] = []
    for part in contents.parts:
        if part.name == "body" and part.visible:
            blocks += _page(part, len(blocks))
    tally.add("layout_lost")
    return blocks


def _page(part: Part, count: int) -> list[Block]:
    tables = {table.start: table for table in part.tables if table.rows > 1}
    lines = part.text.split("\n")
    full = _full(lines)
    blocks: list[Block] = []
    held: list[str] = []
    at = end = 0
    for line in lines:
        if at in tables:
            blocks += [*_paragraphs(held, full, count + len(blocks)), _table(tables[at])]
            held, end = [], tables[at].end
        if at >= end:
            held.append(line.replace("\t", " "))
        at += len(line) + 1
    return [*blocks, *_paragraphs(held, full, count + len(blocks))]


def _full(lines: list[str]) -> float:
    """The length from which the page broke a line; without end where too few lines are that long to tell."""
    widest = max(map(len, lines), default=0)
    many = sum(1 for line in lines if len(line) >= widest * _FULL) >= _FULL_LINES
    return widest * _FULL if many else float("inf")


def _paragraphs(lines: list[str], full: float, count: int) -> list[Block]:
    made: list[str] = []
    joins = False
    for line in lines:
        words = line.strip()
        if joins and words and not outline.level(words):
            made[-1] += words
        elif words:
            made.append(words)
        joins = (
            bool(words) and len(line) >= full and words[-1] not in _ENDS and not facts.reads_as_title(words)
        )
    return [_line(text, count + number) for number, text in enumerate(made, 1)]


def _line(text: str, number: int) -> Line:
    words = " ".join(text.split())
    return Line(text=words, html=html.escape(words, quote=False), number=number)


def _table(found: ExtractedTable) -> Table:
    cells = [
        Cell(one.row, one.column, html.escape(one.text, quote=False), one.text, one.colspan, one.rowspan)
        for one in found.cells
    ]
    table = Table(cells, found.rows, found.columns)
    headings.set_headers(table, set())
    return table
