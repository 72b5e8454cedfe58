"""Slides: what stands on them, shown or not, the speaker's notes, the comments, the masters behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml import Chapters, contents, run_together
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import Cell, Cells, Inner, Strand, child, descendants, local, value

_MASTERS = ("sldMaster", "sldLayout", "notesMaster", "handoutMaster")
_SHAPES = frozenset(("sp", "pic", "cxnSp", "grpSp", "graphicFrame"))


def from_pptx(data: bytes, path: tuple[str, ...], inner: ReadInner) -> Contents:
    """Everything in a presentation. Raises Unreadable: damaged, encrypted, bomb."""
    package = Package(data)
    return contents(PowerPoint(package), package, path, inner)


class PowerPoint:
    """How a presentation is walked."""

    kind = "pptx"
    main = "presentation"
    _ORDER = ("sld", "notes", "cmLst", *_MASTERS)

    def __init__(self, package: Package) -> None:
        self._pages = _pages(package)

    def order(self, member: Member) -> tuple[int, ...]:
        """The slides as they are shown, their notes, their comments, then the masters."""
        root = member.root
        return (
            self._ORDER.index(root) if root in self._ORDER else len(self._ORDER),
            self._pages.get(member.name, len(self._pages) + 1),
        )

    def chapters(self) -> Chapters:
        """What is shown and said."""
        return {
            "sld": self._slide,
            "notes": lambda member, root: self._sheet("notes", member, root),
            "cmLst": self._comments,
        } | dict.fromkeys(_MASTERS, lambda member, root: self._sheet("master", member, root))

    def place(self, name: str) -> dict[str, Any]:
        """The slide it belongs to."""
        return {"page": self._pages[name]} if name in self._pages else {}

    def _slide(self, member: Member, root: Any) -> Iterator[Strand]:
        yield from self._sheet("slide", member, root)

    def _sheet(self, name: str, member: Member, root: Any) -> Iterator[Strand]:
        """The shapes of a slide, and those of them that are hidden."""
        page = self._pages.get(member.name)
        shown = Strand(name, visible=name != "notes" and value(root, "show", "1") not in ("0", "false"))
        hidden = Strand("hidden", visible=False)
        todo: list[tuple[Any, Strand]] = [(root, shown)]
        while todo:
            node, strand = todo.pop()
            kind = local(node)
            if kind in _SHAPES and _is_hidden(node):
                strand = hidden
            if kind == "txBody":
                start = strand.length
                run_together(node, strand)
                strand.mark(start, page=page)
            elif kind == "tbl":
                _table(node, strand, page)
            elif kind != "Fallback":
                todo.extend((below, strand) for below in reversed(node))
        yield from (shown, hidden)

    def _comments(self, member: Member, root: Any) -> Iterator[Strand]:
        """Each comment, and each answer to it."""
        page = self._pages.get(member.name)
        for comment in root.iter("{*}cm", "{*}reply"):
            strand = Strand("comment")
            body = child(comment, "txBody")
            if body is not None:
                run_together(body, strand)
            elif (text := child(comment, "text")) is not None:
                strand.take(Inner(text))
            strand.mark(0, page=page)
            yield strand


def _pages(package: Package) -> dict[str, int]:
    """The number of the slide, from 1, for each slide and for what belongs to it."""
    pages: dict[str, int] = {}
    for member in package.rooted("presentation"):
        relations = package.relations(member.name)
        for slide in descendants(member.tree, "sldId") if member.tree is not None else ():
            identifiers = (text for key, text in slide.items() if key.endswith("}id"))
            relation = relations.get(next(identifiers, ""))
            target = package.named(relation.target) if relation else None
            if target is not None:
                pages.setdefault(target.name, len(pages) + 1)
    for name, page in list(pages.items()):
        for relation in package.relations(name).values():
            beside = None if relation.external else package.named(relation.target)
            if beside is not None and relation.kind != "slideLayout":
                pages.setdefault(beside.name, page)
    return pages


def _is_hidden(shape: Any) -> bool:
    return any(
        value(child(part, "cNvPr"), "hidden") in ("1", "true")
        for part in shape
        if local(part).startswith("nv") and child(part, "cNvPr") is not None
    )


def _table(table: Any, strand: Strand, page: int | None) -> None:
    """A table: its rows as lines, its cells between tabs; what a merged cell covers is hidden with it."""
    cells = Cells(strand, strand.length)
    for row, line in enumerate(one for one in table if local(one) == "tr"):
        if row:
            strand.gap("\n")
        for column, cell in enumerate(one for one in line if local(one) == "tc"):
            at = strand.length
            body = child(cell, "txBody")
            if body is not None:
                _lines(body, strand)
            strand.mark(at, page=page, cell=f"{get_column_letter(min(column, 16000) + 1)}{row + 1}")
            if value(cell, "hMerge") in ("1", "true") or value(cell, "vMerge") in ("1", "true"):
                continue
            made = Cell(row, column, at, strand.length, _count(cell, "rowSpan"), _count(cell, "gridSpan"))
            cells.made.append(made)
            strand.gap("\t")
    cells.close()
    strand.gap("\n")


def _lines(body: Any, strand: Strand) -> None:
    """A cell's paragraphs, with breaks between them and none after the last."""
    for number, paragraph in enumerate(descendants(body, "p")):
        if number:
            strand.gap("\n")
        for node in paragraph.iter("{*}t", "{*}br"):
            if local(node) == "t":
                strand.take(Inner(node))
            else:
                strand.gap("\n")


def _count(cell: Any, name: str) -> int:
    text = value(cell, name, "1")
    return max(1, min(int(text), 1000)) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
