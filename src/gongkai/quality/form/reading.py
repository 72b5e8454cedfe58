"""Sanitised HTML taken apart into blocks, tables, links and pictures; and the way back from a block to its text nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html as markup

from gongkai.quality.form.model import Block, Cell, Link, Picture, Table, Text

BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "div",
        "hr",
    ]
)
MOST_SPAN = 100


@dataclass(slots=True)
class Run:
    """A block under way: its innermost block element and the text nodes it is made of, each (element, is_tail, text)."""

    element: Any
    in_table: bool
    nodes: list[tuple[Any, bool, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What a reader sees, as long as its nodes are."""
        return "".join(node[2] for node in self.nodes)


def tree(html: str) -> Any:
    """The body under one element that is no part of it."""
    return markup.fragment_fromstring(html or "", create_parent="section")


def runs(root: Any) -> Iterator[Run | Any]:
    """The blocks that hold something but blanks, in order; and each picture and link as its element, where it begins."""
    run = Run(root, in_table=False)
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        is_block = element.tag in BLOCKS or element is root
        if leaving:
            if is_block:
                if run.text.strip():
                    yield run
                parent = _block_of(element.getparent(), root)
                run = Run(parent, _in_table(parent))
            if element is not root and element.tail:
                run.nodes.append((element, True, element.tail))
            continue
        if is_block and element is not root:
            if run.text.strip():
                yield run
            run = Run(element, _in_table(element))
        elif element.tag == "br":
            run.nodes.append((element, False, "\n"))
        elif element.tag in ("a", "img"):
            yield element
        if element.text and element.tag != "br":
            run.nodes.append((element, False, element.text))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element) if isinstance(child.tag, str))


def _block_of(element: Any, root: Any) -> Any:
    while element is not None and element is not root and element.tag not in BLOCKS:
        element = element.getparent()
    return root if element is None else element


def _in_table(element: Any) -> bool:
    return any(one.tag == "table" for one in (element, *element.iterancestors()))


def read(html: str) -> Text:
    """Take a sanitised body apart. Never raises on malformed HTML."""
    root = tree(html)
    text = Text()
    first: dict[Any, int] = {}
    pending: list[Any] = []
    for part in runs(root):
        if isinstance(part, Run):
            number = len(text.blocks)
            kind = "p" if part.element is root else part.element.tag
            text.blocks.append(Block(number, kind, part.text, part.in_table))
            first.setdefault(part.element, number)
            text.links.extend(_link(anchor, part, number) for anchor in pending)
            pending = []
        elif part.tag == "img":
            text.pictures.append(
                Picture(part.get("src", ""), (part.get("alt") or "").strip(), len(text.blocks))
            )
        else:
            pending.append(part)
    text.links.extend(Link(anchor.get("href", ""), "", None, 0) for anchor in pending)
    for table in root.iter("table"):
        if next(table.iterancestors("table"), None) is None:
            text.tables.append(_table(table, first))
    return text


def _link(anchor: Any, run: Run, block: int) -> Link:
    inside = {anchor, *anchor.iterdescendants()}
    start = 0
    for element, is_tail, words in run.nodes:
        if element in inside and not (element is anchor and is_tail):
            break
        start += len(words)
    return Link(anchor.get("href", ""), "".join(anchor.itertext()).strip(), block, min(start, len(run.text)))


def _table(table: Any, first: dict[Any, int]) -> Table:
    rows = [[_cell(cell, first) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    blocks = [cell.block for row in rows for cell in row if cell.block is not None]
    return Table(rows, blocks[0] if blocks else 0)


def _cell(cell: Any, first: dict[Any, int]) -> Cell:
    within = [first[one] for one in cell.iter() if one in first]
    text = " ".join("".join(cell.itertext()).split())
    return Cell(
        text, min(within, default=None), cell.tag == "th", _span(cell, "colspan"), _span(cell, "rowspan")
    )


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return min(int(value), MOST_SPAN) if value.isascii() and value.isdigit() and int(value) else 1
