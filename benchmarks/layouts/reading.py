"""What a page says, read back from its HTML, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html

from .model import Truth

_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption"))


def read(page: str) -> Truth:
    """Headings, lines, tables and pictures of a page. A list's numbers are those a browser prints."""
    found = Truth()
    root = html.fragment_fromstring(page, create_parent="div")
    for node in root.iter(*_LINES):
        if any(parent.tag in ("td", "th") for parent in node.iterancestors()):
            continue
        words = _printed(node) + _own(node)
        if words.strip():
            found.lines.append(words)
            if node.tag[0] == "h" and node.tag[1:].isdigit():
                found.headings.append((int(node.tag[1:]), words))
    found.tables = [list(_cells(table)) for table in root.iter("table")]
    found.pictures = len(list(root.iter("img")))
    return found


def _printed(node: Any) -> str:
    parent = node.getparent()
    if node.tag != "li" or parent.tag != "ol":
        return ""
    return f"{int(parent.get('start', 1)) + parent.findall('li').index(node)}."


def _own(node: Any) -> str:
    """The words of an element without those of lists in it."""
    parts = [node.text or ""]
    for child in node:
        if child.tag not in ("ul", "ol", "p"):
            parts.append("".join(child.itertext()))
        elif child.tag == "p":
            parts.append(_own(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _cells(table: Any) -> Iterator[tuple[int, int, int, int, str, bool]]:
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, across = int(cell.get("rowspan", 1)), int(cell.get("colspan", 1))
            taken |= {(row + low, column + right) for low in range(down) for right in range(across)}
            words = " ".join(" ".join(cell.itertext()).split())
            yield row, column, down, across, words, cell.tag == "th"
            column += across
