"""OFD (GB/T 33190): pages line by line, notes, seals, marks and properties, attachments, custom tags."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml import Chapters, contents
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import (
    Attribute,
    Cell,
    Cells,
    Inner,
    Key,
    Strand,
    child,
    descendants,
    local,
    writable,
)

_DRAWING = frozenset(
    ("Boundary", "CTM", "DeltaX", "DeltaY", "AbbreviatedData", "Clips", "Glyphs", "DashPattern", "Value", "PhysicalBox",
     "ApplicationBox", "ContentBox", "BleedBox", "StartPoint", "EndPoint", "X", "Y", "Size", "ID", "ResourceID", "Font")
)  # fmt: skip
"""Attributes and elements that hold measures: no words, though their digits may look like some."""

_WHITE = re.compile(r"\s*255\s+255\s+255\s*")
_LEAST_SIZE = 0.8
"""Millimetres below which no character can be read."""

_APART = 0.6
"""Widths of a character after which the next one is another word, as in the next cell of a table."""

_MOST_DELTAS = 100_000


def from_ofd(data: bytes, path: tuple[str, ...], inner: ReadInner) -> Contents:
    """Everything in an OFD. Raises Unreadable: damaged, encrypted, bomb."""
    package = Package(data)
    return contents(Ofd(package), package, path, inner)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a text code, which have widths and may have glyphs of their own: those go with them."""

    element: Any

    @property
    def key(self) -> Key:
        """The node."""
        return (self.element, "")

    @property
    def text(self) -> str:
        return self.element.text or ""

    def put(self, text: str) -> None:
        """Write other characters: as many widths, and no glyph of a character that went."""
        before, after = self.text, writable(text)
        self.element.text = after
        if len(before) != len(after):
            for name in ("DeltaX", "DeltaY"):
                if widths := deltas(self.element.get(name, "")):
                    fitted = (widths + widths[-1:] * len(after))[: max(len(after) - 1, 0)]
                    self.element.set(name, " ".join(f"{width:g}" for width in fitted))
        changed = {at for at in range(len(before)) if before[at] != after[at : at + 1]}
        for transform in [node for node in self.element.getparent() if local(node) == "CGTransform"]:
            _forget(transform, changed, moved=len(before) != len(after))


def _forget(transform: Any, changed: set[int], *, moved: bool) -> None:
    """Take the glyphs of characters that went out of a list of glyphs; the list, where it does not say which they are."""
    glyphs = child(transform, "Glyphs")
    listed = (glyphs.text or "").split() if glyphs is not None else []
    start = int(_number(transform.get("CodePosition"), 0))
    if moved or len(listed) != int(_number(transform.get("CodeCount"), 1)):
        transform.getparent().remove(transform)
    elif glyphs is not None:
        glyphs.text = " ".join("0" if start + at in changed else glyph for at, glyph in enumerate(listed))


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in one line, in millimetres from the page's upper left corner. `edges`: where each begins, and the last ends."""

    element: Any
    edges: tuple[float, ...]
    base: float
    size: float
    hidden: bool

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.edges[0]


class Ofd:
    """The kind of package an OFD is."""

    kind = "ofd"
    main = "OFD"

    def __init__(self, package: Package) -> None:
        self.pages = list(pages(package))
        self._numbers = {member.name: number for number, member in enumerate(self.pages, 1)}
        self._notes = dict(_pages_of_notes(package))

    def order(self, member: Member) -> tuple[int, ...]:
        """Pages as they follow each other, then everything else."""
        return (0, self._numbers[member.name]) if member.name in self._numbers else (1, 0)

    def place(self, name: str) -> dict[str, Any]:
        """The page it is, or that was written on."""
        number = self._numbers.get(name) or self._notes.get(name)
        return {"page": number} if number else {}

    def chapters(self) -> Chapters:
        """How its members are walked."""
        return {"Page": self._page, "PageAnnot": _notes, "OFD": _said}

    def _page(self, member: Member, root: Any) -> Iterator[Strand]:
        # What is no page is a template, printed on pages.
        body, hidden = (
            Strand("body" if member.name in self._numbers else "header"),
            Strand("hidden", visible=False),
        )
        seen = list(runs(root))
        for strand, mine in ((body, False), (hidden, True)):
            _lines(strand, lines(run for run in seen if run.hidden is mine))
            yield strand
        yield _drawing(root)


def pages(package: Package) -> Iterator[Member]:
    """The pages in their order."""
    for document in package.rooted("Document"):
        if (listed := child(document.tree, "Pages") if document.tree is not None else None) is not None:
            for page in listed:
                where = page.get("BaseLoc", "")
                if (member := package.named(resolved(document.name, where))) is not None:
                    yield member


def _pages_of_notes(package: Package) -> Iterator[tuple[str, int]]:
    """The members that hold what was written onto pages, and the number of the page."""
    numbers: dict[str, int] = {}
    for document in package.rooted("Document"):
        listed = child(document.tree, "Pages") if document.tree is not None else None
        for page in listed if listed is not None else ():
            numbers[page.get("ID", "")] = len(numbers) + 1
    for member in package.rooted("Annotations"):
        for page in member.tree if member.tree is not None else ():
            file = child(page, "FileLoc")
            if file is not None and page.get("PageID") in numbers:
                yield resolved(member.name, (file.text or "").strip()), numbers[page.get("PageID")]


def resolved(holder: str, location: str) -> str:
    """The name of a member that another one names."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(holder), location)).lstrip("/")


def runs(root: Any) -> Iterator[Run]:
    """The text codes of a page in the order of the file."""
    for node in descendants(root, "TextObject"):
        size = _number(node.get("Size"), 3.0)
        corner = [*_numbers(node.get("Boundary", "")), 0.0, 0.0][:2]
        scale = [*_numbers(node.get("CTM", "")), *(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)]
        turned = len(_numbers(node.get("CTM", ""))) == 6
        across, down, right, below = (scale[0], scale[3], scale[4], scale[5]) if turned else (1, 1, 0, 0)
        hidden = _is_hidden(node) or abs(size * down) < _LEAST_SIZE
        x = y = 0.0
        for code in node:
            if local(code) != "TextCode" or not code.text:
                continue
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            edges = [x]
            widths = deltas(code.get("DeltaX", ""))
            for at in range(len(code.text)):
                edges.append(edges[-1] + (widths[at] if at < len(widths) else size))
            placed = tuple(corner[0] + right + across * edge for edge in edges)
            yield Run(code, placed, corner[1] + below + down * y, abs(size * down), hidden)


def lines(listed: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs beside each other, from top to bottom, in each line from left to right."""
    line: list[Run] = []
    for run in sorted(listed, key=lambda run: (run.base, run.left)):
        if line and run.base - line[0].base > max(run.size, line[0].size) / 2:
            yield sorted(line, key=lambda run: run.left)
            line = []
        line.append(run)
    if line:
        yield sorted(line, key=lambda run: run.left)


def deltas(text: str) -> list[float]:
    """The widths a text code lists; `g 17 3.5` stands for 3.5 seventeen times."""
    found: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            times, width = _number(next(words, ""), 0), _number(next(words, ""), 0)
            found.extend([width] * int(min(max(times, 0), _MOST_DELTAS)))
        else:
            found.append(_number(word, 0))
    return found[:_MOST_DELTAS]


def _lines(strand: Strand, listed: Iterable[list[Run]]) -> None:
    """Lines of the page, what stands apart in them parted by tabs; lines of as many columns one after the other are a table."""
    table: Cells | None = None
    columns = row = 0
    for line in listed:
        start = strand.length
        words = list(_words(strand, line))
        if table is not None and (len(words) != columns or len(words) < 2):
            table.close()
            table = None
        if len(words) > 1:
            if table is None:
                table, columns, row = Cells(strand, start), len(words), 0
            table.made.extend(Cell(row, column, *span) for column, span in enumerate(words))
            row += 1
        strand.gap("\n")
    if table is not None:
        table.close()


def _words(strand: Strand, line: list[Run]) -> Iterator[tuple[int, int]]:
    """Add a line; start and end of what stands apart in it."""
    start = strand.length
    for before, run in zip([None, *line], line, strict=False):
        if before is not None and run.left - before.edges[-1] > _APART * run.size:
            yield start, strand.length
            strand.gap("\t")
            start = strand.length
        strand.take(Glyphs(run.element))
    yield start, strand.length


def _notes(_: Member, root: Any) -> Iterator[Strand]:
    """What was written onto a page: each note with its remark and its words."""
    strand = Strand("annotation")
    for node in root.iter("{*}Remark", "{*}Parameter"):
        strand.line(Inner(node))
    for note in descendants(root, "Annot"):
        _lines(strand, lines(runs(note)))
    yield strand
    yield _drawing(root)


def _said(_: Member, root: Any) -> Iterator[Strand]:
    """What the file says about itself."""
    strand = Strand("property", visible=False)
    for info in descendants(root, "DocInfo"):
        for node in info.iter("{*}*"):
            if node.text and node.text.strip() and local(node) not in ("DocID", "DocUsage"):
                strand.line(Inner(node), node.get("Name", ""))
    yield strand


def _drawing(root: Any) -> Strand:
    """Measures, which are no words."""
    strand = Strand("other", visible=False, listed=False)
    for node in root.iter("{*}*"):
        for name in node.keys():  # noqa: SIM118 - an element is not a mapping
            if name in _DRAWING:
                strand.line(Attribute(node, name))
        if local(node) in _DRAWING and node.text:
            strand.line(Inner(node))
    return strand


def _is_hidden(node: Any) -> bool:
    """Whether a text object is not drawn, or drawn so that nobody sees it."""
    if node.get("Visible", "true").lower() == "false" or node.get("Alpha") == "0":
        return True
    filled = child(node, "FillColor")
    if filled is not None and filled.get("Alpha") == "0":
        return True
    return filled is not None and _WHITE.fullmatch(filled.get("Value", "")) is not None


def _number(text: str | None, otherwise: float) -> float:
    """A number of the file; a wrong one counts for nothing."""
    try:
        found = float(text or "")
    except ValueError:
        return otherwise
    return found if abs(found) < 1e9 else otherwise


def _numbers(text: str) -> list[float]:
    return [_number(word, 0.0) for word in text.split()[:6]]
