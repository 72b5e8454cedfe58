"""Word documents: paragraphs and tables in the order of the page, then the footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.convert.extract.model import Cell, Extracted, Writer
from gongkai.convert.extract.packages import damaged, opened, part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""The same text box once more, for programs that do not know the first."""

_GONE = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", f"{_W}tblPr"))
_THROUGH = frozenset(
    (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag")
)


def from_docx(data: bytes) -> Extracted:
    """The document's text and tables. Raises Unreadable: damaged, encrypted, bomb."""
    package = opened(data)
    document = part(package, "word/document.xml")
    body = None if document is None else document.find(f"{_W}body")
    if body is None:
        raise damaged()
    writer = Writer()
    _blocks(body, writer)
    notes = part(package, "word/footnotes.xml")
    if notes is not None:
        for note in notes.iterchildren(f"{_W}footnote"):
            if note.get(f"{_W}type") is None:
                _blocks(note, writer)
    properties = part(package, "docProps/core.xml")
    title = "" if properties is None else properties.findtext(f"{_DC}title") or ""
    if package.NameToInfo.keys() & {
        "word/media/image1.png",
        "word/media/image1.jpeg",
        "word/media/image1.jpg",
    }:
        writer.note("pictures", "文档里有图片，图片里的文字没有读。")
    return writer.done("docx", " ".join(title.split()))


def _blocks(parent: Any, writer: Writer) -> None:
    """Paragraphs and tables below an element, content controls and insertions gone through."""
    todo = [parent]
    while todo:
        node = todo.pop()
        if node.tag == f"{_W}p":
            for line in "".join(_words(node)).split("\n"):
                if words := " ".join(line.split()):
                    writer.line(words)
            for box in node.iter(f"{_W}txbxContent"):
                if next(box.iterancestors(_FALLBACK), None) is not None:
                    continue
                for paragraph in box.iter(f"{_W}p"):
                    if words := " ".join("".join(_words(paragraph)).split()):
                        writer.line(words)
        elif node.tag == f"{_W}tbl":
            writer.table(_cells(node))
        elif node is parent or node.tag in _THROUGH:
            todo.extend(reversed(node))


def _words(node: Any) -> Iterator[str]:
    """The text of a paragraph or a cell; text boxes stand for themselves."""
    todo = [node]
    while todo:
        at = todo.pop()
        if at.tag == f"{_W}t":
            yield at.text or ""
        elif at.tag in (f"{_W}tab", f"{_W}ptab"):
            yield " "
        elif at.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif at.tag not in _GONE and at.tag != f"{_W}txbxContent":
            if at.tag == f"{_W}p" and at is not node:
                yield "\n"
            todo.extend(reversed(at))


def _cells(table: Any) -> list[Cell]:
    """The cells of a table; a cell merged downwards is one cell with its rows."""
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    for row, line in enumerate(_rows(table)):
        column = _number(line, "trPr/{w}gridBefore")
        for cell in _through(line, f"{_W}tc"):
            span = max(1, _number(cell, "tcPr/{w}gridSpan"))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            continues = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            if continues and column in above:
                above[column].rowspan = row - above[column].row + 1
            else:
                made = Cell(row, column, "".join(_words(cell)), 1, span)
                cells.append(made)
                above.pop(column, None)
                if merged is not None:
                    above[column] = made
            column += span
    return cells


def _rows(table: Any) -> Iterator[Any]:
    yield from _through(table, f"{_W}tr")


def _through(parent: Any, tag: str) -> Iterator[Any]:
    """Children with a tag, content controls gone through."""
    todo = list(reversed(parent))
    while todo:
        node = todo.pop()
        if node.tag == tag:
            yield node
        elif node.tag in _THROUGH:
            todo.extend(reversed(node))


def _number(node: Any, path: str) -> int:
    found = node.find("/".join(f"{_W}{step.removeprefix('{w}')}" for step in path.split("/")))
    text = "" if found is None else found.get(f"{_W}val", "")
    return min(int(text), 200) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
