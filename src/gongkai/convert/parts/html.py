"""Web pages and other markup: everything in the source, shown or not, with the way back to it.

A tokenizer of our own, since no library keeps for each character where it came from. It follows the HTML standard where that
decides what a browser shows, and loses nothing: what is no text lands in one of the unseen parts. Its time is linear.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from gongkai.convert.extract.model import ExtractedTable
from gongkai.convert.parts.html_grid import Grid
from gongkai.convert.parts.html_vocabulary import (
    CELLS,
    ENDED_BY_THE_NEXT,
    HIDING,
    KEPT,
    LINKS,
    RAW,
    TABLES,
    TELLING,
    UNBROKEN,
    UNSAID,
    VOID,
    is_hidden,
    part_of,
)
from gongkai.convert.parts.mapped import Mapped
from gongkai.convert.parts.model import Collector, Contents, Inner
from gongkai.convert.parts.text import ESCAPE, MOST_CELLS, MappedPart, Source, too_many_cells, unescaped

_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|link|script|style|div|p|table|tr|td|article|section|span|br|a|b|i|img|ul|ol|li"
    r"|h[1-6]|font|form|input|iframe|svg|\?xml)[\s/>]|<!--"
    r"|data:[\w.+-]{1,80}/[\w.+-]{1,80};base64,",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"<(?=[A-Za-z/!?])")
"""Where a tag, a comment or something like it begins; any other `<` is a character."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^\s>]*+)))?"
)
_TAG_END = re.compile(r"[\s/]*+>")
_ENTITY = r"&#[xX]?[0-9a-fA-F]+;?|&[A-Za-z][A-Za-z0-9]*;?"
_IN_WORDS = re.compile(rf"{_ENTITY}|[ \t\r\n\f]{{2,}}|[\t\r\n\f]")
_IN_VALUES = re.compile(_ENTITY)
_IN_LINKS = re.compile(rf"{_ENTITY}|(?:%[0-9a-fA-F]{{2}})+")
_IN_SCRIPTS = re.compile(ESCAPE)
_NOTHING = re.compile(r"(?!)")
_EMBEDDED = re.compile(
    r"data:(?P<type>[\w.+-]+/[\w.+-]+)?(?:;[\w.+-]+=[\w.+-]+)*;base64,(?P<file>[A-Za-z0-9+/\s]{32,}={0,2})"
)

_MOST_OPEN = 10_000
_LOOKED_BACK = 200
"""Open elements an end tag is matched with; deeper ones stay open, which changes no text."""


def is_markup(text: str) -> bool:
    """Whether there is markup in the text, or a file written into it, wherever in it."""
    return bool(_MARKUP.search(text))


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file written into the page at `source[start:end]`: in base64, or as a page in an attribute (`srcdoc`)."""

    name: str
    data: bytes
    start: int
    end: int
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What the source of a page holds. `complete`: no table was too large to be kept with its cells."""

    parts: tuple[MappedPart, ...]
    embedded: tuple[Embedded, ...]
    complete: bool


def from_html(source: Source, path: tuple[str, ...], inner: Inner) -> Contents:
    """Everything in the page, and the files written into it."""
    page = walk_html(source)
    collector = Collector(path)
    for part in page.parts:
        collector.add(part.name, part.mapped.text, tables=part.tables, visible=part.visible)
    if not page.complete:
        collector.miss(*too_many_cells())
    for embedded in page.embedded:
        collector.include(inner(embedded.name, embedded.data, path))
    return collector.done("html")


def walk_html(source: Source) -> Page:
    """The parts of the page, each name once, with the way back to the source."""
    walker = _Walker(source.text)
    walker.walk()
    parts = tuple(walker.parts())
    return Page(parts, tuple(_embedded(source, walker)), walker.complete)


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    hidden: bool
    keeps_blanks: bool


_OUTSIDE = _Element("", hidden=False, keeps_blanks=False)


class _Walker:
    """One pass over the source."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mapped: dict[str, Mapped] = {"body": Mapped()}
        self.grids: list[Grid] = []
        self.finished: list[Grid] = []
        self.cells = 0
        self.opened: list[_Element] = []
        self.breaks: set[str] = set()
        self.pages: list[tuple[int, int]] = []
        self.files = list(_EMBEDDED.finditer(text))
        self.passed = 0

    @property
    def complete(self) -> bool:
        """Whether all cells were kept."""
        return self.cells <= MOST_CELLS

    def parts(self) -> Iterator[MappedPart]:
        """What was found, when the source is at its end."""
        for grid in self.grids:
            grid.close_cell()
        for name, mapped in self.mapped.items():
            mine = (grid for grid in [*self.finished, *self.grids] if grid.target is mapped)
            tables = [table for grid in mine if (table := grid.table(mapped.text)) is not None]
            tables.sort(key=lambda table: table.start)
            yield MappedPart(name, mapped, name == "body", _apart(tables))

    def walk(self) -> None:
        """Take the source apart."""
        at = 0
        while (begins := _BEGINS.search(self.text, at)) is not None:
            start = begins.start()
            self._words(at, start)
            tag = _TAG.match(self.text, start)
            at = self._comment(start) if tag is None else self._tag(tag)
        self._words(at, len(self.text))

    @property
    def _within(self) -> _Element:
        return self.opened[-1] if self.opened else _OUTSIDE

    def _part(self, name: str) -> Mapped:
        if name not in self.mapped:
            self.mapped[name] = Mapped()
        return self.mapped[name]

    def _comment(self, at: int) -> int:
        """A comment, a declaration or what a browser takes for one; where the text goes on."""
        for begins, ends in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<", ">")):
            if self.text.startswith(begins, at):
                start = at + len(begins)
                found = self.text.find(ends, start - 2 if ends == "-->" else start)
                end = found if found >= 0 else len(self.text)
                self._line("comment", start, end, _NOTHING)
                return end + len(ends)
        raise AssertionError("every such stretch begins with <")

    def _tag(self, match: re.Match[str]) -> int:
        """A start or an end tag with what belongs to it; where the text goes on."""
        name = match.group(2).lower()
        name = TABLES.get(name, name)
        self._name(*match.span(2))
        at, said = self._attributes(name, match.end())
        if match.group(1):
            self._close(name)
        elif name in RAW:
            at = self._raw(name, at)
        else:
            self._open(name, said, empty=name in VOID or self.text[at - 2 : at] == "/>")
        return at

    def _attributes(self, tag: str, at: int) -> tuple[int, dict[str, str]]:
        """Put the attributes down; where the tag ends, and those that say how it is shown."""
        said: dict[str, str] = {}
        while (match := _ATTRIBUTE.match(self.text, at)) is not None:
            at = match.end()
            name = match.group(1).lower()
            self._name(*match.span(1))
            start, end = match.span(match.lastindex or 1) if match.lastindex != 1 else (at, at)
            if name in KEPT:
                said[KEPT[name]] = html.unescape(self.text[start:end])
            if name == "srcdoc":
                self.pages.append((start, end))
            elif name not in UNSAID or TELLING.search(self.text, start, end):
                self._line(part_of(tag, name), start, end, _IN_LINKS if name in LINKS else _IN_VALUES)
        ended = _TAG_END.match(self.text, at)
        return (ended.end() if ended else len(self.text)), said

    def _name(self, start: int, end: int) -> None:
        """A name of an element or attribute, when somebody put something into it."""
        if TELLING.search(self.text, start, end):
            self._line("attribute", start, end, _NOTHING)

    def _raw(self, name: str, at: int) -> int:
        """The inside of an element that holds no tags; where the text goes on."""
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.text, at)
        end = closing.start() if closing else len(self.text)
        target = RAW[name]
        if target == "body":
            self._break("body")
            self._words(at, end)
            self._break("body")
        else:
            pattern = {"script": _IN_SCRIPTS, "property": _IN_VALUES}.get(target, _NOTHING)
            self._line(target, at, end, pattern)
        return end

    def _open(self, name: str, said: dict[str, str], *, empty: bool) -> None:
        if name in ENDED_BY_THE_NEXT and self._within.tag == name:
            self.opened.pop()
        hidden = self._within.hidden or name in HIDING or is_hidden(said)
        target = "hidden" if hidden else "body"
        if name not in UNBROKEN or hidden != self._within.hidden:
            self._break(target)
        if name == "table":
            self._open_table(target)
        elif self.grids and name == "tr":
            self.grids[-1].open_row()
        elif self.grids and name in CELLS:
            self._open_cell(said)
        if not empty:
            self.opened.append(_Element(name, hidden, name == "pre" or self._within.keeps_blanks))
            if len(self.opened) > 2 * _MOST_OPEN:
                del self.opened[:_MOST_OPEN]

    def _close(self, name: str) -> None:
        target = "hidden" if self._within.hidden else "body"
        for index in range(len(self.opened) - 1, max(-1, len(self.opened) - 1 - _LOOKED_BACK), -1):
            if self.opened[index].tag == name:
                del self.opened[index:]
                break
        if name not in UNBROKEN:
            self._break(target)
        if self.grids and name == "table":
            self.grids[-1].close_cell()
            self.finished.append(self.grids.pop())
        elif self.grids and name in CELLS:
            self.grids[-1].close_cell()

    def _open_table(self, target: str) -> None:
        for grid in self.grids[-1:]:
            grid.holds_tables = True
        mapped = self._part(target)
        if mapped.last not in ("", "\n", "\t"):
            mapped.add("\n")
        self.grids.append(Grid(mapped, mapped.length))
        if len(self.grids) > _LOOKED_BACK:
            del self.grids[0]

    def _open_cell(self, said: dict[str, str]) -> None:
        self.cells += 1
        if self.cells <= MOST_CELLS:
            self.grids[-1].open_cell(said.get("rowspan", ""), said.get("colspan", ""))
            self.breaks.clear()
        else:
            self.grids[-1].close_cell()
            self.grids[-1].target.add("\t")

    def _break(self, target: str) -> None:
        """A line ends, if more is to come."""
        self.breaks.add(target)

    def _words(self, start: int, end: int) -> None:
        """Text between tags: blanks as one, entities as what they stand for."""
        within = self._within
        if start >= end or (not within.keeps_blanks and self.breaks and self.text[start:end].isspace()):
            return
        name = "hidden" if within.hidden else "body"
        target = self._part(name)
        if name in self.breaks:
            self.breaks.discard(name)
            if target.last not in ("", "\n", "\t"):
                target.add("\n")
        for left, right in self._without_files(start, end):
            self._run(target, left, right, keeps=within.keeps_blanks)

    def _run(self, target: Mapped, start: int, end: int, *, keeps: bool) -> None:
        at = start
        for match in _IN_WORDS.finditer(self.text, start, end):
            self._copy(target, at, match.start(), keeps=keeps)
            at = match.end()
            if match.group()[0] == "&":
                target.put(html.unescape(match.group()), *match.span())
            elif keeps:
                target.copy(self.text, *match.span())
            elif target.last not in ("", " ", "\n", "\t"):
                target.put(" ", *match.span())
        self._copy(target, at, end, keeps=keeps)

    def _copy(self, target: Mapped, start: int, end: int, *, keeps: bool) -> None:
        """A stretch without entities; a blank after a blank is none."""
        if not keeps and self.text[start : start + 1] == " " and target.last in ("", " ", "\n", "\t"):
            start += 1
        target.copy(self.text, start, end)

    def _line(self, name: str, start: int, end: int, decoded: re.Pattern[str]) -> None:
        """Source that no reader sees as a line of its part; `decoded`: what is written otherwise than it is meant."""
        if start >= end or self.text[start:end].isspace():
            return
        target = self._part(name)
        if target.length:
            target.add("\n")
        for left, right in self._without_files(start, end):
            at = left
            for match in decoded.finditer(self.text, left, right):
                target.copy(self.text, at, match.start())
                target.put(_read(match.group()), *match.span())
                at = match.end()
            target.copy(self.text, at, right)

    def _without_files(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretch without the files written into it: their characters are no text."""
        while self.passed < len(self.files) and self.files[self.passed].start("file") < end:
            left, right = self.files[self.passed].span("file")
            self.passed += 1
            if left >= start:
                yield start, left
                start = min(right, end)
        yield start, end


def _read(written: str) -> str:
    """What an entity, percent signs or an escape stand for; themselves when they stand for nothing."""
    if written[0] == "&":
        return html.unescape(written)
    if written[0] == "\\":
        return unescaped(written)
    data = unquote_to_bytes(written)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return written


def _apart(tables: list[ExtractedTable]) -> tuple[ExtractedTable, ...]:
    """Tables one after the other: markup that lets them overlap is not believed."""
    kept: list[ExtractedTable] = []
    for table in tables:
        if not kept or table.start >= kept[-1].end:
            kept.append(table)
    return tuple(kept)


def _embedded(source: Source, walker: _Walker) -> Iterator[Embedded]:
    """The files written into the page."""
    for number, match in enumerate(walker.files, 1):
        try:
            data = base64.b64decode("".join(match["file"].split()) + "==")
        except (binascii.Error, ValueError):
            data = match["file"].encode()
        kind = (match["type"] or "text/plain").partition("/")[2].partition("+")[0]
        yield Embedded(f"data-{number}.{kind}", data, *match.span("file"))
    for number, (start, end) in enumerate(walker.pages, 1):
        page = html.unescape(source.text[start:end]).encode()
        yield Embedded(f"srcdoc-{number}.html", page, start, end, is_page=True)
