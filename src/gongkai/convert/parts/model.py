"""What a file holds: its parts, hidden or not, each stretch of them with its place for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gongkai.convert.extract.model import ExtractedTable


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stretch from `start` to `end` of a part stands, as a person counts: all numbers from 1."""

    start: int
    end: int
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of one file.

    `name`: body, header, footer, footnote, endnote, comment, deleted, hidden, textbox, alternative (text of a picture), property,
    link, style, script, sheet, slide, notes, annotation, field, metadata, picture, name (a file's own name), …
    `number`: which of its name in that file, from 1. `path`: the names of the files inside files that lead to it, outermost
    first; empty for the file itself. `places`: in the order of the text, not overlapping. `recognised`: read off a picture.
    `visible`: a reader of the file sees it without looking for it.
    """

    name: str
    number: int
    text: str
    path: tuple[str, ...] = ()
    tables: tuple[ExtractedTable, ...] = ()
    places: tuple[Place, ...] = ()
    recognised: bool = False
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be seen, so that a person must look. `code` is stable; `text` is a Chinese sentence."""

    path: tuple[str, ...]
    code: str
    text: str


TOO_MUCH = "too_much"
"""The code of what was not read since a limit for the whole file is reached: what holds more files need not unpack them."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All parts of a file and of the files in it, and what could not be read. `kind`: docx, xlsx, pptx, pdf, ofd, html, txt, …"""

    kind: str
    parts: tuple[Part, ...] = ()
    unread: tuple[Unread, ...] = ()


Inner = Callable[[str, bytes, tuple[str, ...]], Contents]
"""Reads a file found in a file: its name there, its bytes, the path of the file that holds it (the name is added to it)."""


@dataclass(slots=True)
class Collector:
    """Gathers the parts of one file and numbers them by their name."""

    path: tuple[str, ...] = ()
    parts: list[Part] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _counted: dict[str, int] = field(default_factory=dict)

    def add(
        self,
        name: str,
        text: str,
        *,
        tables: Iterable[ExtractedTable] = (),
        places: Iterable[Place] = (),
        recognised: bool = False,
        visible: bool = True,
    ) -> Part | None:
        """Keep a part; None when it is empty (it is counted nevertheless, so that numbers do not depend on the content)."""
        number = self._counted[name] = self._counted.get(name, 0) + 1
        if not text.strip():
            return None
        part = Part(name, number, text, self.path, tuple(tables), tuple(places), recognised, visible)
        self.parts.append(part)
        return part

    def miss(self, code: str, text: str) -> None:
        """Say that something in this file could not be read."""
        self.unread.append(Unread(self.path, code, text))

    def include(self, contents: Contents) -> None:
        """Take over what a file within this one holds."""
        self.parts.extend(contents.parts)
        self.unread.extend(contents.unread)

    def done(self, kind: str) -> Contents:
        """The file's contents."""
        return Contents(kind, tuple(self.parts), tuple(self.unread))
