"""Web pages: what a browser shows, without recursion, so that no depth of nesting matters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import lxml.html
from lxml import etree

from gongkai.convert.extract.model import Extracted, Unreadable, Writer, placed
from gongkai.convert.extract.text import decoded

_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "head",
        "select",
        "textarea",
    )
)
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "li", "dl", "dt", "dd",
     "blockquote", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "figure",
     "figcaption", "pre", "center", "body", "html", "caption", "form", "fieldset", "br", "hr", "title")
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|article|meta|span|br)\b", re.IGNORECASE)
LONGEST_CELL = 400
"""Characters a cell of a table of data may have; longer ones hold prose, and their table only lays the page out."""

MOST_SPAN = 200


def is_markup(text: str) -> bool:
    """Whether the text is a web page, whatever its name says."""
    return bool(_MARKUP.search(text[:8000]))


def from_html(data: bytes | str) -> Extracted:
    """A page's visible text and its tables of data. Raises Unreadable when there is nothing on it."""
    markup = data if isinstance(data, str) else decoded(data)
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(_DECLARATION.sub("", markup), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable("empty", "页面是空的，没有文字。") from error
    title = root.findtext(".//title") or ""
    body = root.find("body")
    writer = Writer()
    if any("depth" in entry.message for entry in parser.error_log):
        _put_flat(writer, markup)
    else:
        _Walk(writer, root).over(body if body is not None else root)
    return writer.done("html", " ".join(title.split()))


def _put_flat(writer: Writer, markup: str) -> None:
    """A page nested deeper than the parser goes: its text between block tags, without the form of its tables."""
    writer.note("too_deep", "页面的标签嵌套过深，只读了文字，没有读表格的格式。")
    flat = _Flat()
    flat.feed(markup)
    flat.close()
    for line in "".join(flat.parts).split("\n"):
        if words := " ".join(line.split()):
            writer.line(words)


class _Flat(HTMLParser):
    """Text with line ends at blocks, whatever the nesting."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.unseen = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Begin a line at a block; hide scripts and styles."""
        if tag in ("script", "style", "title"):
            self.unseen = tag
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what began."""
        if tag == self.unseen:
            self.unseen = ""
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Visible text."""
        if not self.unseen:
            self.parts.append(data)


class _Walk:
    """One pass over a page. Text gathers until a block begins or ends."""

    def __init__(self, writer: Writer, root: Any) -> None:
        self.writer = writer
        self.pending: list[str] = []
        self.layout = _with_tables_inside(root)

    def over(self, top: Any) -> None:
        """Walk the tree in the order it is read."""
        todo: list[tuple[Any, bool]] = [(top, False)]
        while todo:
            node, left = todo.pop()
            if left:
                if node.tag in _BLOCKS:
                    self._flush()
                self._text(node.tail)
            elif not isinstance(node.tag, str) or _is_hidden(node) or self._is_put_as_table(node):
                self._text(node.tail)
            else:
                if node.tag in _BLOCKS:
                    self._flush()
                self._text(node.text)
                todo.append((node, True))
                todo.extend((child, False) for child in reversed(node))
        self._flush()

    def _is_put_as_table(self, node: Any) -> bool:
        return node.tag == "table" and node not in self.layout and self._table(node)

    def _text(self, text: str | None) -> None:
        if text:
            self.pending.append(text)

    def _flush(self) -> None:
        if self.pending:
            words = _spaced("".join(self.pending))
            self.pending.clear()
            if words:
                self.writer.line(words)

    def _table(self, table: Any) -> bool:
        """Put a table of data down; False when it only lays the page out."""
        rows = []
        for row in table.iter("tr"):
            if _is_hidden(row):
                continue
            cells = [cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)]
            rows.append(
                [("".join(_words(cell)), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells]
            )
        count = sum(map(len, rows))
        if count < 2 or any(len(text.strip()) > LONGEST_CELL for row in rows for text, _, _ in row):
            return False
        self._flush()
        for caption in table.iter("caption"):
            self.writer.line(" ".join("".join(_words(caption)).split()))
        self.writer.table(placed(rows))
        return True


def _spaced(text: str) -> str:
    """Blanks as one space; a tab inside a line is somebody's column and stays one."""
    return _BLANK.sub(
        lambda run: "\t" if "\t" in run.group() and "\n" not in run.group() else " ", text.strip()
    )


def _with_tables_inside(root: Any) -> set[Any]:
    """Tables that hold other tables: they lay the page out."""
    outer = set()
    for table in root.iter("table"):
        above = next(table.iterancestors("table"), None)
        if above is not None:
            outer.add(above)
    return outer


def _words(node: Any) -> Iterator[str]:
    """The visible text inside a cell, a space at each break."""
    todo: list[tuple[Any, bool]] = [(node, False)]
    while todo:
        at, left = todo.pop()
        if left:
            if at is not node and at.tail:
                yield at.tail
        elif not isinstance(at.tag, str) or _is_hidden(at):
            if at.tail:
                yield at.tail
        else:
            if at.tag in _BLOCKS and at is not node:
                yield " "
            if at.text:
                yield at.text
            todo.append((at, True))
            todo.extend((child, False) for child in reversed(at))


def _is_hidden(node: Any) -> bool:
    if node.tag in _UNSEEN or node.get("hidden") is not None:
        return True
    style = node.get("style")
    return bool(style and _HIDDEN.search(style))


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), MOST_SPAN) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
