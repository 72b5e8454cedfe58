"""A document's cleaned body (`sanitise.html`) as the blocks a layout sets, in reading order. Pure.

What no layout shows (where a link leads, a table within a table) becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import lxml.html

from gongkai.convert.grid import Cell

Kind = Literal["paragraph", "heading", "item", "quote", "table", "picture", "rule"]
_EMPHASIS = frozenset({"strong", "em", "u"})
_RAISED = {"sub": -1, "sup": 1}
_BLANKS = re.compile(r"[ \n\r\t\u3000]+")
MOST_SPAN = 100


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one look; `raised` is 1 above the line, -1 below it."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    raised: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body: what its kind needs of the rest."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        """The text without its look."""
        return "".join(run.text for run in self.runs).strip()

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it is emphasised."""
        return not any(run.bold or run.italic or run.underline or run.raised for run in self.runs)


def blocks(body: str) -> list[Block]:
    """The body in reading order; blank pieces are left out."""
    if not body.strip():
        return []
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    return [
        block
        for block in _blocks(root, 0)
        if block.text or block.rows or block.source or block.kind == "rule"
    ]


def _blocks(parent: Any, depth: int) -> Iterator[Block]:
    loose: list[Run] = _text(parent.text, Run(""))
    for child in parent:
        if child.tag in _EMPHASIS or child.tag in {"a", "br", *_RAISED}:
            loose += _runs(child, Run(""))
        else:
            if loose:
                yield Block("paragraph", tuple(loose))
            loose = []
            yield from _block(child, depth)
        loose += _text(child.tail, Run(""))
    if loose:
        yield Block("paragraph", tuple(loose))


def _block(element: Any, depth: int) -> Iterator[Block]:
    tag = element.tag
    if tag in {"h2", "h3", "h4", "h5"}:
        yield Block("heading", tuple(_runs(element, Run(""))), level=int(tag[1]) - 1)
    elif tag == "table":
        caption = element.find("caption")
        if caption is not None:
            yield Block("quote", tuple(_runs(caption, Run(""))))
        yield Block("table", rows=tuple(_table(element)))
        yield from (_picture(image) for image in element.iter("img"))
    elif tag in {"ul", "ol"}:
        yield from _list(element, depth)
    elif tag == "img":
        yield _picture(element)
    elif tag == "hr":
        yield Block("rule")
    elif tag == "p":
        yield Block("paragraph", tuple(_runs(element, Run(""))))
        yield from (_picture(image) for image in element.iter("img"))
    elif tag == "figcaption":
        yield Block("quote", tuple(_runs(element, Run(""))))
    elif isinstance(tag, str):
        yield from _blocks(element, depth)


def _list(element: Any, depth: int) -> Iterator[Block]:
    number = int(element.get("start") or 1)
    for item in element.iterchildren("li"):
        marker = f"{number}." if element.tag == "ol" else "•"
        number += 1
        for block in _blocks(item, depth + 1):
            if block.kind == "paragraph":
                block, marker = replace(block, kind="item", marker=marker, level=min(depth, 4)), ""
            yield block


def _picture(element: Any) -> Block:
    alt = element.get("alt") or "图片"
    return Block("picture", (Run(f"［{alt}］"),), source=element.get("src") or "-")


def _runs(element: Any, look: Run) -> list[Run]:
    if element.tag == "br":
        return [replace(look, text="\n")]
    if element.tag == "img" or not isinstance(element.tag, str):
        return []
    if element.tag in _EMPHASIS:
        look = replace(
            look,
            bold=look.bold or element.tag == "strong",
            italic=look.italic or element.tag == "em",
            underline=look.underline or element.tag == "u",
        )
    if element.tag in _RAISED:
        look = replace(look, raised=_RAISED[element.tag])
    found = _text(element.text, look)
    for child in element:
        found += _runs(child, look) + _text(child.tail, look)
    return found


def _text(text: str | None, look: Run) -> list[Run]:
    """A text without the line breaks of its source, which mean nothing in HTML; blanks between blocks are nothing either."""
    shown = _BLANKS.sub(" ", text or "")
    return [replace(look, text=shown)] if shown.strip() or (shown and "\n" not in (text or "")) else []


def _table(element: Any) -> Iterator[tuple[Cell, ...]]:
    """The rows with every place filled once: spans that stick out are cut, holes are blank cells."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    taken: set[tuple[int, int]] = set()
    placed: list[list[tuple[int, Cell]]] = []
    for number, row in enumerate(rows):
        column, line = 0, []
        for item in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            down = min(_span(item, "rowspan"), len(rows) - number)
            right = next(
                (at for at in range(1, _span(item, "colspan")) if (number, column + at) in taken),
                _span(item, "colspan"),
            )
            taken.update((number + y, column + x) for y in range(down) for x in range(right))
            line.append((column, _cell(item, right, down)))
            column += right
        placed.append(line)
    width = max((x + 1 for _y, x in taken), default=0)
    for number, line in enumerate(placed):
        holes = [(x, Cell("")) for x in range(width) if (number, x) not in taken]
        yield tuple(cell for _x, cell in sorted([*line, *holes], key=lambda entry: entry[0]))


def _cell(item: Any, right: int, down: int) -> Cell:
    text = "".join(run.text for run in _runs(item, Run(""))).strip()
    return Cell(text, right, down, header=item.tag == "th", align="center" if len(text) < 12 else "left")


def _span(item: Any, name: str) -> int:
    value = item.get(name) or "1"
    return min(max(int(value), 1), MOST_SPAN) if value.isdigit() else 1
