"""Which paragraphs are headings, and which rows of a table are its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.convert import outline
from gongkai.convert.intake.model import Block, Cell, Line, Table

LARGE = 18.0
"""Points from which a centred line is a title: the text of official documents has 16, their titles 22."""

_LONGEST = 60
_SENTENCE = re.compile(r"[。；;！!？?]|[，,、：:]$")
_ALLOWED_DEPTH = 3
"""Levels of the outline below which numbered lines are items, not headings, unless a style says otherwise."""

_FIGURES = re.compile(r"[\d.,，%％\-—/年月日\s]+")
_MOST_HEAD_ROWS = 4
_GENERIC = re.compile(
    r"(?:.{0,6}(?:内容|金额|数量|备注|说明|标准|数值|结果|数据|比例|情况|人数|件数|依据|要求|时限|材料|电话|地址|名称|日期|时间))(?:[（(].{1,8}[）)])?"
)
"""What the second column of a list is called; anything else beside a name is the value of that name."""


def ranks(blocks: Sequence[Block]) -> list[int]:
    """The level of each block as a heading (1 to 9), 0 for what is none."""
    lines = [block for block in blocks if not isinstance(block, Line) or block.text]
    order = {id(block): at for at, block in enumerate(lines)}
    found = []
    for block in blocks:
        if not isinstance(block, Line) or not block.text:
            found.append(0)
            continue
        at = order[id(block)]
        before = lines[at - 1] if at else None
        after = lines[at + 1] if at + 1 < len(lines) else None
        found.append(_rank(block, before, after))
    return found


def _rank(line: Line, before: Block | None, after: Block | None) -> int:
    words = line.words
    level = outline.level(words)
    if line.outline:
        return level or line.outline
    if line.titled or (line.align == "center" and line.size >= LARGE and _is_short(words)):
        return 1
    if not level or not outline.is_heading(words) or after is None or line.bullet or line.fixed:
        return 0
    below, is_sentence = _level(after), words.endswith("。")
    if level == 1 and not is_sentence:
        return 1
    is_loose = is_sentence or (level >= _ALLOWED_DEPTH and not line.bold)
    if is_loose and before is not None and _level(before) == level:
        return 0  # one item of several
    return level if (below == 0 or below > level) and level <= _ALLOWED_DEPTH + int(line.bold) else 0


def _level(block: Block) -> int:
    return outline.level(block.words) if isinstance(block, Line) else 0


def _is_short(words: str) -> bool:
    return len(words) <= _LONGEST and not _SENTENCE.search(words)


def set_headers(table: Table, marked: set[int]) -> None:
    """Mark the cells of the head: the rows that Word repeats on every page, else a first row that reads like one."""
    rows = 0
    while rows in marked and rows < table.rows:
        rows += 1
    rows = rows or _guessed(table)
    for cell in table.cells:
        cell.header = cell.row < rows and cell.row + cell.rowspan <= rows


def _guessed(table: Table) -> int:
    """Rows of names only, with something under them: a row with figures, or with blanks, is none."""
    first = [cell for cell in table.cells if cell.row == 0]
    if table.rows < 2 or table.columns < 2 or len(first) < 2 or not all(map(_is_name, first)):
        return 0
    rows = max(cell.rowspan for cell in first)
    if any(cell.colspan > 1 for cell in first) and rows == 1:
        return 0
    under = [cell for cell in table.cells if 0 < cell.row < rows]
    if table.columns == 2 and not _GENERIC.fullmatch(first[1].text):
        return 0  # names at the left and values at the right
    return rows if rows < table.rows and rows <= _MOST_HEAD_ROWS and all(map(_is_name, under)) else 0


def _is_name(cell: Cell) -> bool:
    return 0 < len(cell.text) <= 30 and not _FIGURES.fullmatch(cell.text) and not _SENTENCE.search(cell.text)
