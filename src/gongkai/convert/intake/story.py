"""A Word document as blocks: paragraphs with their look and printed numbers, tables, pictures, notes at the foot."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from gongkai.convert.extract.packages import damaged
from gongkai.convert.intake import styles
from gongkai.convert.intake.model import Block, Line, Table, Tally
from gongkai.convert.intake.names import R, W, is_on, local, value
from gongkai.convert.intake.numbering import Numbering
from gongkai.convert.intake.opening import Package
from gongkai.convert.intake.paragraph import Paragraph
from gongkai.convert.intake.pictures import Album
from gongkai.convert.intake.styles import Styles
from gongkai.convert.intake.tables import read_table

MOST_NESTED = 12
"""Depth of tables and text boxes in each other; what is deeper is left out, with a note."""

_THROUGH = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_GONE = frozenset(("del", "moveFrom"))
_DOCUMENT = "word/document.xml"


class Story:
    """Reads one document. What must be told goes into `tally`, pictures into `album`, in `footnotes` each with its mark."""

    def __init__(self, package: Package, tally: Tally) -> None:
        self.package, self.tally = package, tally
        self.album = Album(tally)
        media = [info.file_size for info in package.zip.infolist() if info.filename.startswith("word/media/")]
        self.album.allow(len(media), sum(media))  # before any is opened
        self.styles = Styles(package.xml("word/styles.xml"))
        self.numbering = Numbering(package.xml("word/numbering.xml"))
        self.targets = package.targets(_DOCUMENT)
        self.footnotes: list[Line] = []
        self._notes = {kind: self._read_notes(kind) for kind in ("footnote", "endnote")}
        self._marks: dict[tuple[str, str], str] = {}
        self._count = 0
        self._depth = 0

    def body(self) -> list[Block]:
        """The blocks of the text. Raises Unreadable."""
        document = self.package.xml(_DOCUMENT)
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise damaged()
        return list(self.blocks(body))

    def heads(self) -> list[Line]:
        """What stands in the heads of pages, which are no part of the text."""
        found: list[Line] = []
        names = sorted(
            name for name in self.targets.values() if posixpath.basename(name).startswith("header")
        )
        main, counted = self.targets, self._count
        for name in names:
            root = self.package.xml(name)
            if root is not None:
                self.targets = self.package.targets(name)
                found += [block for block in self.blocks(root) if isinstance(block, Line) and block.text]
        self.targets, self._count = main, counted
        for line in found:
            line.number = 0
        return found

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables below an element, content controls and insertions gone through; tables of contents left out."""
        if self._depth >= MOST_NESTED:
            self.tally.add("nested")
            return
        self._depth += 1
        todo = list(reversed(parent))
        while todo:
            node = todo.pop()
            name = local(node)
            if name == "p":
                yield from self._paragraph(node)
            elif name == "tbl":
                yield self._table(node)
            elif name in _GONE:
                self.tally.add("tracked")
            elif name == "altChunk":
                self.tally.add("embedded")
            elif name in _THROUGH and not self._is_contents(node):
                todo.extend(reversed(node))
        self._depth -= 1

    def note_mark(self, kind: str, identifier: str) -> str:
        """The mark of a note, [1] or [尾1]; its text is put down the first time it is asked for."""
        key = (kind, identifier)
        node = self._notes[kind].get(identifier)
        if key not in self._marks and node is not None:
            count = sum(1 for known, _ in self._marks if known == kind) + 1
            self._marks[key] = f"[{count}]" if kind == "footnote" else f"[尾{count}]"
            lines = [block for block in self.blocks(node) if isinstance(block, Line) and block.text]
            self.footnotes.append(
                Line(
                    text=" ".join(line.words for line in lines).strip(),
                    html="<br>".join(line.html.strip() for line in lines),
                    label=self._marks[key],
                )
            )
        return self._marks.get(key, "")

    def _read_notes(self, kind: str) -> dict[str, Any]:
        root = self.package.xml(f"word/{kind}s.xml")
        nodes = [] if root is None else root.iterchildren(f"{W}{kind}")
        return {value(node, "id"): node for node in nodes if value(node, "type") in ("", "normal")}

    def _is_contents(self, node: Any) -> bool:
        gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if "table of contents" not in value(gallery).lower():
            return False
        self.tally.add("contents")
        return True

    def _table(self, node: Any) -> Table:
        counted = self._count
        table = read_table(node, self)
        table.number = counted + 1
        return table

    def _paragraph(self, node: Any) -> Iterator[Block]:
        self._count += 1
        count = self._count
        properties = node.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        if self.styles.is_contents(style):
            self.tally.add("contents")
            return
        look = styles.of_paragraph(properties).over(self.styles.look(style))
        if properties is not None and is_on(properties.find(f"{W}rPr/{W}del")):
            self.tally.add("tracked")
        read = Paragraph(self, node, look)
        line = read.line
        line.number = count
        line.titled = self.styles.is_title(style)
        line.outline = look.outline or 0
        line.align = {"both": "left", "start": "left", "end": "right"}.get(
            look.align or "left", look.align or "left"
        )
        if line.text or line.figures:
            self._set_number(line, look, style)
        yield from read.boxes
        yield line

    def _set_number(self, line: Line, look: styles.Look, style: str) -> None:
        if look.list is None or look.list[0] in ("", "0"):
            return
        name, at = look.list
        if at is None:
            at = self.numbering.level_of_style(name, style) or 0
        mark = self.numbering.mark(name, at)
        line.label, line.bullet, line.ordered, line.depth = mark.label, mark.bullet, mark.ordered, at

    def target(self, node: Any, name: str) -> str:
        """What an element refers to by an attribute in the namespace of relations."""
        return self.targets.get(node.get(f"{R}{name}") or "", "")
