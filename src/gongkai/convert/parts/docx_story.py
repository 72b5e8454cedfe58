"""One text of a Word document: what its paragraphs and tables say, shown, hidden, deleted, in boxes and in attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils import get_column_letter

from gongkai.convert.parts.ooxml_strand import (
    Cell,
    Cells,
    Holder,
    Inner,
    Strand,
    attribute,
    child,
    descendants,
    local,
    value,
)

_PAGE_BREAK = "lastRenderedPageBreak"
"""Where Word last began a new page; other programs do not say it."""

_MOST_NESTED = 20
_MOST_COLUMNS = 16_000
_LETTERS = frozenset(("t", "delText"))
_SIGNS = {"tab": "", "ptab": "", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": ""}
"""Elements that stand for a sign; a tab stands for what tabs are in that place."""

_CHANGES = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_SKIPPED = frozenset(
    [
        "rPr",
        "pPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtEndPr",
        "Fallback",
        "tblPrEx",
        "fldData",
        "binData",
    ]
)
_WHITE, _UNKNOWN = "FFFFFF", "?"
_HIGHLIGHTS = {
    "black": "000000", "white": "FFFFFF", "red": "FF0000", "green": "00FF00", "blue": "0000FF", "yellow": "FFFF00",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkBlue": "000080", "darkRed": "800000", "darkGray": "808080",
}  # fmt: skip
"""Colours of the marker, which many take for a way to black words out."""

_INVISIBLE_SIZE = 4
"""Half-points up to which nobody can read a letter."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run stands in the document. `change`: ins or del when it is a tracked change; `fallback`: for old programs only."""

    hidden: bool = False
    change: str = ""
    fallback: bool = False

    @property
    def seen(self) -> bool:
        """A reader sees it."""
        return not self.hidden and self.change != "del"


_PLAIN = _Look()
_Pieces = list[tuple[Holder | str, _Look]]
"""A paragraph: what it is made of, in order."""


def _say(pieces: _Pieces, strand: Strand, wanted: Callable[[_Look], bool]) -> None:
    for piece, look in pieces:
        if not wanted(look):
            continue
        if isinstance(piece, str):
            strand.gap(piece)
        else:
            strand.take(piece)


def _any(pieces: _Pieces, wanted: Callable[[_Look], bool]) -> bool:
    return any(wanted(look) for piece, look in pieces if not isinstance(piece, str) and piece.text)


class Story:
    """One text of the document with what stands in it: text boxes, fields, descriptions of pictures."""

    def __init__(self, name: str, visible: bool, hidden_styles: frozenset[str]) -> None:
        self._hidden_styles = hidden_styles
        self._main = Strand(name, visible)
        self._hidden = Strand("hidden", visible=False)
        self._deleted = Strand("deleted", visible=False)
        self._marked = Strand("marked", listed=False)
        self._fields = Strand("field", visible=False)
        self._described = Strand("alternative", visible=False)
        self._boxes: list[tuple[Any, bool, dict[str, Any]]] = []
        self._paragraphs = 0
        self._tables = 0
        self._page: dict[str, Any] = {}
        self._where: dict[str, Any] = {}

    def read(self, root: Any) -> Iterator[Strand]:
        """The text itself, its text boxes, then what is not seen."""
        if self._main.name == "body" and next(descendants(root, _PAGE_BREAK), None) is not None:
            self._page = {"page": 1}
        self._blocks(root, self._main)
        yield self._main
        shown = set()
        while self._boxes:
            boxes, self._boxes = self._boxes, []
            for content, fallback, where in boxes:
                box = Strand("textbox", self._main.visible)
                self._blocks(content, box)
                box.places = []
                box.mark(0, **where)
                if not fallback:
                    shown.add(box.text)
                box.listed = not fallback or box.text not in shown
                yield box
        yield from (self._hidden, self._deleted, self._marked, self._fields, self._described)

    def _blocks(self, parent: Any, strand: Strand) -> None:
        """Paragraphs and tables below an element, whatever they are wrapped in."""
        todo: list[Any] = list(reversed(parent))
        while todo:
            node = todo.pop()
            name = local(node)
            if name == "p":
                self._paragraphs += 1
                start = strand.length
                pieces = self._pieces(node, where={"paragraph": self._paragraphs})
                self._speak(pieces, strand)
                strand.mark(start, **self._where)
                if strand.length > start:
                    strand.gap("\n")
            elif name == "tbl":
                self._tables += 1
                self._table(node, strand, f"表{self._tables}")
                strand.gap("\n")
            elif name and name not in _SKIPPED:
                todo.extend(reversed(node))

    def _speak(self, pieces: _Pieces, strand: Strand) -> None:
        """Say a paragraph as it reads, as it read before its tracked changes, and with what is hidden in it.

        What it shows with all its marks, old words beside new, is no text; but a value must not stand there either.
        """
        if all(look is _PLAIN for _, look in pieces):
            _say(pieces, strand, lambda _: True)
            return
        _say(pieces, strand, lambda look: look.seen)
        self._aside(pieces, self._marked, lambda _: True)
        if _any(pieces, lambda look: look.change == "del"):
            self._aside(pieces, self._deleted, lambda look: look.change != "ins")
        if _any(pieces, lambda look: look.hidden and look.change != "del"):
            self._aside(pieces, self._hidden, lambda look: look.change != "del")

    def _aside(self, pieces: _Pieces, strand: Strand, wanted: Callable[[_Look], bool]) -> None:
        """Say a paragraph in a strand of what is not seen, with the place it has in the text."""
        start = strand.length
        _say(pieces, strand, wanted)
        strand.mark(start, **self._where)
        strand.gap("\n")

    def _pieces(
        self,
        paragraph: Any,
        *,
        where: dict[str, Any] | None = None,
        paper: str = _WHITE,
        hidden: bool = False,
        tab: str = "\t",
    ) -> _Pieces:
        """What a paragraph is made of; its text boxes are kept for later. `where`: its place, unless it is its cell's."""
        properties = child(paragraph, "pPr")
        if properties is not None:
            style = child(properties, "pStyle")
            hidden = hidden or (style is not None and value(style, "val") in self._hidden_styles)
            paper = _fill(properties, paper)
        if where is not None:
            self._where = self._page | where
        pieces: _Pieces = []
        look = _Look(hidden=True) if hidden else _PLAIN
        todo = [(node, look) for node in reversed(paragraph)]
        while todo:
            node, look = todo.pop()
            name = local(node)
            if name == _PAGE_BREAK:
                self._turn(where if not pieces else None)
            elif name in _LETTERS:
                pieces.append((Inner(node), look))
            elif name in _SIGNS:
                pieces.append((_symbol(node) if name == "sym" else _SIGNS[name] or tab, look))
            elif name == "txbxContent":
                self._boxes.append((node, look.fallback, self._where))
            elif name == "Fallback":
                look = replace(look, fallback=True)
                todo.extend((box, look) for box in descendants(node, "txbxContent"))
            elif name and name not in _SKIPPED:
                fields, described = self._fields.length, self._described.length
                self._describe(name, node)
                self._fields.mark(fields, **self._where)
                self._described.mark(described, **self._where)
                if name == "r" and self._unseen(child(node, "rPr"), paper):
                    look = replace(look, hidden=True)
                elif name in _CHANGES:
                    look = replace(look, change=_CHANGES[name] if look.change != "del" else "del")
                todo.extend((below, look) for below in reversed(node))
        return pieces

    def _turn(self, where: dict[str, Any] | None) -> None:
        """A new page begins; with it the paragraph at `where`, if nothing of it stands on the old one."""
        if not self._page:
            return
        self._page = {"page": self._page["page"] + 1}
        if where is not None:
            self._where = self._page | where

    def _describe(self, name: str, node: Any) -> None:
        """The words that are written into attributes."""
        if name in ("docPr", "cNvPr"):
            self._described.line(attribute(node, "title"))
            self._described.line(attribute(node, "descr"))
        elif name in ("shape", "rect", "imagedata", "textpath"):
            for key in ("alt", "title", "string"):
                self._described.line(attribute(node, key))
        elif name in ("instrText", "delInstrText"):
            self._fields.take(Inner(node))
        elif name == "fldChar":
            self._field(node)
        elif name == "fldSimple":
            self._fields.line(attribute(node, "instr"))
        elif name == "sdtPr":
            for item in node.iter("{*}alias", "{*}tag", "{*}listItem", "{*}text", "{*}date"):
                for key in ("val", "displayText", "value", "fullDate"):
                    self._fields.line(attribute(item, key))

    def _field(self, node: Any) -> None:
        """A field begins or ends; a form's field brings its default, its choices and its help."""
        if self._fields.length and not self._fields.pieces[-1].endswith("\n"):
            self._fields.gap("\n")
        for item in node.iter("{*}default", "{*}listEntry", "{*}name", "{*}helpText", "{*}statusText"):
            self._fields.line(attribute(item, "val"))

    def _unseen(self, look: Any, paper: str) -> bool:
        """Whether a run with these properties is hidden: marked so, too small, or in the colour of what is behind it."""
        if look is None:
            return False
        found = {local(node): node for node in look}
        if any(is_on(found[name]) for name in ("vanish", "webHidden", "specVanish") if name in found):
            return True
        if (
            "rStyle" in found
            and value(found["rStyle"], "val") in self._hidden_styles
            and "vanish" not in found
        ):
            return True
        size = value(found["sz"], "val") if "sz" in found else ""
        if size.isdecimal() and int(size[:6]) <= _INVISIBLE_SIZE:
            return True
        marked = value(found["highlight"], "val") if "highlight" in found else ""
        behind = _HIGHLIGHTS.get(marked) or _fill(look, paper)
        return "color" in found and value(found["color"], "val").upper() == behind

    def _table(self, table: Any, strand: Strand, name: str, depth: int = 0) -> None:
        """A table: its rows as lines, its cells between tabs; a cell merged downwards is one cell with its rows."""
        cells, above = Cells(strand, strand.length), dict[int, Cell]()
        styled = child(table, "tblPr", "tblStyle") is not None
        paper = _fill(child(table, "tblPr"), _UNKNOWN if styled else _WHITE)
        for row, line in enumerate(_through(table, "tr")):
            if row:
                strand.gap("\n")
            column = _number(line, "trPr", "gridBefore")
            first = True
            for cell in _through(line, "tc"):
                span = max(1, _number(cell, "tcPr", "gridSpan"))
                if not depth:
                    address = f"{get_column_letter(min(column, _MOST_COLUMNS) + 1)}{row + 1}"
                    self._where = self._page | {"cell": f"{name} {address}"}
                merged = child(cell, "tcPr", "vMerge")
                continues = merged is not None and value(merged, "val", "continue") == "continue"
                if continues and column in above:
                    above[column].rowspan = row - above[column].row + 1
                    self._cell(cell, strand, name, hidden=True, paper=paper, depth=depth)
                else:
                    if not first:
                        strand.gap("\t")
                    at = strand.length
                    self._cell(cell, strand, name, hidden=False, paper=paper, depth=depth)
                    made = Cell(row, column, at, strand.length, colspan=span)
                    if not depth:
                        strand.mark(at, **self._where)
                    cells.made.append(made)
                    above.pop(column, None)
                    if merged is not None:
                        above[column] = made
                first = False
                column += span
        cells.close()

    def _cell(self, cell: Any, strand: Strand, name: str, *, hidden: bool, paper: str, depth: int) -> None:
        """A cell's paragraphs, one a line; a table in it likewise. A cell merged away shows nothing of what it holds."""
        paper = _fill(child(cell, "tcPr"), paper)
        start = strand.length
        todo: list[Any] = list(reversed(cell))
        while todo:
            node = todo.pop()
            kind = local(node)
            if kind not in ("p", "tbl"):
                if kind and kind not in _SKIPPED:
                    todo.extend(reversed(node))
                continue
            if kind == "p":
                pieces = self._pieces(node, paper=paper, hidden=hidden, tab=" ")
                if strand.length > start and _any(pieces, lambda look: look.seen):
                    strand.gap("\n")
                self._speak(pieces, strand)
            elif depth < _MOST_NESTED:
                if strand.length > start:
                    strand.gap("\n")
                self._table(node, strand, name, depth + 1)
            else:
                todo.extend(reversed(node))


def _fill(properties: Any, paper: str) -> str:
    """The colour behind what has these properties; `paper`: the one behind what it stands in."""
    shading = None if properties is None else child(properties, "shd")
    if shading is None:
        return paper
    if value(shading, "val") == "solid":
        return value(shading, "color", _UNKNOWN).upper()
    fill = value(shading, "fill", "auto").upper()
    return _WHITE if fill == "AUTO" else fill


def _through(parent: Any, name: str) -> Iterator[Any]:
    """Children of a name, content controls and tracked changes gone through."""
    todo = list(reversed(parent))
    while todo:
        node = todo.pop()
        kind = local(node)
        if kind == name:
            yield node
        elif kind and kind not in _SKIPPED and kind not in ("p", "tbl", "tc", "tr"):
            todo.extend(reversed(node))


def _number(node: Any, *names: str) -> int:
    found = child(node, *names)
    text = "" if found is None else value(found, "val")
    return min(int(text), 200) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _symbol(node: Any) -> str:
    """A character of a font; those of symbol fonts stand in the private area and say nothing."""
    code = value(node, "char")
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return sign if sign.isprintable() else ""


def is_on(node: Any) -> bool:
    """Whether a switch among the properties is on, as it is when nothing is said."""
    return value(node, "val", "1") not in ("0", "false", "off")
