"""A text put together out of the nodes of XML trees, each of which can be written anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from gongkai.convert.extract.model import ExtractedCell, ExtractedTable
from gongkai.convert.parts.model import Place

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SPACED = frozenset(("t", "delText", "instrText", "delInstrText"))
"""Elements whose blanks at the ends are lost unless it is said that they count."""

_BLANKS = str.maketrans("\t\r\n", "   ")
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


Key = tuple[Any, str]
"""A place in a tree: an element, and the attribute's name; "" for its text, ">" for what follows it."""


class Holder(Protocol):
    """Where a stretch of a text is written in the file."""

    @property
    def key(self) -> Key:
        """The same for the same place."""

    @property
    def text(self) -> str:
        """The stretch, as it is read."""

    def put(self, text: str) -> None:
        """Write another text in its place."""


@dataclass(frozen=True, slots=True)
class Inner:
    """The text right after an element's opening tag; line breaks in the source are blanks."""

    element: Any

    @property
    def key(self) -> Key:
        """The node."""
        return (self.element, "")

    @property
    def text(self) -> str:
        return _in_one_line(self.element.text or "")

    def put(self, text: str) -> None:
        self.element.text = writable(text)
        if text != text.strip() and local(self.element) in _SPACED:
            self.element.set(_SPACE, "preserve")


@dataclass(frozen=True, slots=True)
class Tail:
    """The text right after an element's closing tag."""

    element: Any

    @property
    def key(self) -> Key:
        """The node."""
        return (self.element, ">")

    @property
    def text(self) -> str:
        return _in_one_line(self.element.tail or "")

    def put(self, text: str) -> None:
        self.element.tail = writable(text)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute's value."""

    element: Any
    name: str

    @property
    def key(self) -> Key:
        """The node."""
        return (self.element, self.name)

    @property
    def text(self) -> str:
        return str(self.element.get(self.name, ""))

    def put(self, text: str) -> None:
        self.element.set(self.name, writable(text))


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that names a sheet, in whose names an asterisk is not allowed."""

    element: Any

    @property
    def key(self) -> Key:
        """The node."""
        return self.element, ""

    @property
    def text(self) -> str:
        """As it is written."""
        return self.element.text or ""

    def put(self, text: str) -> None:
        """Write another one."""
        self.element.text = writable(text).replace("*", "＊")


@dataclass(frozen=True, slots=True)
class Gone:
    """A text that has no meaning once it is changed: putting anything there removes `owner`, and what holds nothing but it."""

    key: Key
    text: str
    owner: Any

    def put(self, text: str) -> None:
        """Remove it."""
        node = self.owner
        while (parent := node.getparent()) is not None:
            parent.remove(node)
            if len(parent):
                if "count" in parent.keys():  # noqa: SIM118 - an element is not a mapping
                    parent.set("count", str(len(parent)))
                return
            node = parent


@dataclass(slots=True)
class Strand:
    """A part of a file in the making: its text, and for each stretch the holder it comes from.

    `listed`: whether it is shown as a part. What is not listed repeats another strand (a fallback for old programs) or is of no
    interest to a reader, but is gone through when a value is taken out everywhere. `cells`: its holders are of cells, and there
    may be millions of them.
    """

    name: str
    visible: bool = True
    listed: bool = True
    cells: bool = False
    length: int = 0
    pieces: list[str] = field(default_factory=list)
    stitches: list[tuple[int, Holder]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tables: list[ExtractedTable] = field(default_factory=list)

    def take(self, holder: Holder) -> None:
        """Add what a holder holds."""
        if text := holder.text:
            self.stitches.append((self.length, holder))
            self.gap(text)

    def gap(self, text: str) -> None:
        """Add what no holder holds: a break, a label."""
        self.pieces.append(text)
        self.length += len(text)

    def line(self, holder: Holder, label: str = "") -> None:
        """Add a holder on a line of its own, after a label."""
        if holder.text.strip():
            if label:
                self.gap(f"{label}：")
            self.take(holder)
            self.gap("\n")

    def mark(self, start: int, **where: Any) -> None:
        """Say where everything since `start` stands."""
        if start < self.length:
            self.places.append(Place(start, self.length, **where))

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, Holder, int]]:
        """(start, end, holder, where in the holder it begins) of each stretch held between two places of the text."""
        for number in range(max(0, bisect_right(self.stitches, start, key=_at) - 1), len(self.stitches)):
            at, holder = self.stitches[number]
            if at >= end:
                return
            first, last = max(at, start), min(at + len(holder.text), end)
            if first < last:
                yield first, last, holder, first - at

    @property
    def text(self) -> str:
        """All of it."""
        if len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)]
        return self.pieces[0] if self.pieces else ""

    @property
    def holders(self) -> Iterator[Holder]:
        """All holders, in the order of the text."""
        return (holder for _, holder in self.stitches)


@lru_cache(4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _at(stitch: tuple[int, Holder]) -> int:
    return stitch[0]


@dataclass(slots=True)
class Cell:
    """A cell of a table in the making, the strand's text from `start` to `end`."""

    row: int
    column: int
    start: int
    end: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Cells:
    """A table in the making: what a strand gets from now on until it is closed."""

    strand: Strand
    start: int
    made: list[Cell] = field(default_factory=list)

    def close(self) -> None:
        """Leave the table with its strand, if it has cells."""
        if not self.made:
            return
        text = self.strand.text
        cells = tuple(
            ExtractedCell(
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
                text[cell.start : cell.end],
                cell.start,
                cell.end,
            )
            for cell in self.made
        )
        rows = max(cell.row for cell in self.made) + 1
        columns = max(cell.column + cell.colspan for cell in self.made)
        self.strand.tables.append(ExtractedTable(self.start, self.strand.length, cells, rows, columns))


def local(node: Any) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return _local(node.tag) if isinstance(node.tag, str) else ""


def value(node: Any, name: str, default: str = "") -> str:
    """An attribute by its name without namespace: the strict and the usual dialect differ in nothing else."""
    plain = node.get(name)
    if plain is not None:
        return str(plain)
    for key, found in node.items():
        if _local(key) == name:
            return str(found)
    return default


def attribute(node: Any, name: str) -> Attribute:
    """The holder of an attribute, by its name without namespace."""
    for key in node.keys():  # noqa: SIM118 - an element is not a mapping: iterating it gives its children
        if _local(key) == name:
            return Attribute(node, key)
    return Attribute(node, name)


def child(node: Any, *names: str) -> Any | None:
    """The first child of a child … by their names without namespace."""
    for name in names:
        node = next((one for one in node if local(one) == name), None)
        if node is None:
            return None
    return node


def descendants(node: Any, name: str) -> Iterator[Any]:
    """All elements below, by their name without namespace, in the order of the document."""
    return node.iter(f"{{*}}{name}")


def _in_one_line(text: str) -> str:
    """The text with blanks for its breaks, sign by sign."""
    return text.translate(_BLANKS) if "\n" in text or "\t" in text or "\r" in text else text


def writable(text: str) -> str:
    """The text without the characters XML has no way to write."""
    return _UNWRITABLE.sub("", text)
