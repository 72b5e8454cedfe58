"""A file into its blocks in reading order: lines of text, headings, tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from gongkai.convert import grid, sanitise

_BLANKS = re.compile(r"[ \x00-\x09\x0b\x0e-\x1f\x7f\u3000\xa0\u2002\u2003\u2009\u200b\ufeff\f\r]+")
_WRAP_MIN_LINES = 8
_SENTENCE_END = "。！？!?；;：:"


@dataclass
class Block:
    """A line (or paragraph), heading or table; `html` is what the body shows when it is more than the text."""

    kind: Literal["line", "heading", "table"]
    text: str
    html: str = ""
    level: int = 0


@dataclass
class Source:
    """What a file holds before anything is judged: blocks, what its own markup says, and what was set aside."""

    blocks: list[Block] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    title_hints: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """Blanks and control characters of every kind as one space, none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def from_text(text: str) -> Source:
    """Plain text: one block a line; hard-wrapped lines are joined again; lines of `|` become a table."""
    source = Source()
    raw = [clean(line) for line in re.split(r"\r\n|\r|\n|\u2028|\u2029|\x0b", text)]
    if _is_hard_wrapped(raw):
        raw = list(_unwrapped(raw))
        source.notes.append(_("原文按固定宽度换行,已合并为段落,请核对分段。"))
    run: list[str] = []
    for line in [*raw, ""]:
        if line.count("|") + line.count("｜") >= 2:
            run.append(line)
            continue
        if run:
            source.blocks.extend(_piped(run))
            run = []
        if line:
            source.blocks.append(Block("line", line))
    return source


def _is_hard_wrapped(lines: list[str]) -> bool:
    """Most lines equally long and cut in the middle of a sentence: a PDF or terminal has wrapped them."""
    full = [line for line in lines if len(line) > 15]
    if len(full) < _WRAP_MIN_LINES:
        return False
    widest = max(len(line) for line in full)
    cut = [line for line in full if widest - len(line) <= 3 and line[-1] not in _SENTENCE_END]
    return widest <= 60 and len(cut) * 2 > len(full)


def _unwrapped(lines: list[str]) -> Iterator[str]:
    widest = max(len(line) for line in lines)
    held = ""
    for line in lines:
        held += line
        if not line or widest - len(line) > 3 or line[-1] in "。！？!?":
            yield held
            held = ""
    yield held


def _piped(lines: list[str]) -> list[Block]:
    """Rows of a text table; lines whose cells do not agree in number stay as they are."""
    rows = [[clean(part) for part in re.split(r"[|｜]", line.strip("|｜ "))] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?|", part) for part in row)]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return [Block("line", line) for line in lines]
    cells = [[grid.Cell(part, header=number == 0) for part in row] for number, row in enumerate(rows)]
    return [table_block(cells)]


def table_block(rows: list[list[grid.Cell]]) -> Block:
    """A table as HTML of our own making, from its cells."""
    shown = []
    for row in rows:
        cells = []
        for cell in row:
            tag = "th" if cell.header else "td"
            spans = "".join(
                f' {name}="{value}"'
                for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
                if value > 1
            )
            scope = ' scope="col"' if cell.header else ""
            cells.append(f"<{tag}{scope}{spans}>{html.escape(cell.text, quote=False)}</{tag}>")
        shown.append(f"<tr>{''.join(cells)}</tr>")
    text = "\n".join(" ".join(cell.text for cell in row) for row in rows)
    return Block("table", text, sanitise.html(f"<table><tbody>{''.join(shown)}</tbody></table>"))
