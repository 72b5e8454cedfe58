"""Word documents: everything in them, hidden or not, with the nodes it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.convert.parts.docx_story import Story, is_on
from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml import Chapters, contents
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import (
    Strand,
    attribute,
    child,
    descendants,
    value,
)


def from_docx(data: bytes, path: tuple[str, ...], inner: ReadInner) -> Contents:
    """Everything in a Word document. Raises Unreadable: damaged, encrypted, bomb."""
    package = Package(data)
    return contents(Word(package), package, path, inner)


class Word:
    """How a Word document is walked."""

    kind = "docx"
    main = "document"
    _ORDER = ("document", "hdr", "ftr", "footnotes", "endnotes", "comments")

    def __init__(self, package: Package) -> None:
        self._hidden_styles = _hidden_styles(package)

    def order(self, member: Member) -> tuple[int, ...]:
        """The body first, then what stands around it."""
        root = member.root
        return (self._ORDER.index(root) if root in self._ORDER else len(self._ORDER),)

    def chapters(self) -> Chapters:
        """The stories of the document, and its settings."""
        return {
            "document": lambda _, root: self._story("body", child(root, "body")),
            "hdr": lambda _, root: self._story("header", root),
            "ftr": lambda _, root: self._story("footer", root),
            "footnotes": lambda _, root: self._notes("footnote", root),
            "endnotes": lambda _, root: self._notes("endnote", root),
            "comments": lambda _, root: self._notes("comment", root),
            "glossaryDocument": lambda _, root: self._story("glossary", root, visible=False),
            "settings": _variables,
        }

    def place(self, name: str) -> dict[str, Any]:
        """Nothing: where a part belongs in the text, its place in the package does not tell."""
        return {}

    def _story(self, name: str, root: Any, *, visible: bool = True) -> Iterator[Strand]:
        if root is not None:
            yield from Story(name, visible, self._hidden_styles).read(root)

    def _notes(self, name: str, root: Any) -> Iterator[Strand]:
        for note in root:
            if value(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            yield from self._story(name, note)
            author = Strand("author", visible=False)
            author.line(attribute(note, "author"))
            if author.length:
                yield author


def _hidden_styles(package: Package) -> frozenset[str]:
    """The styles that hide what is set in them, also those based on them."""
    based, hidden = {}, set()
    for member in package.rooted("styles"):
        for style in member.tree if member.tree is not None else ():
            identifier = value(style, "styleId")
            base = child(style, "basedOn")
            based[identifier] = "" if base is None else value(base, "val")
            vanish = child(style, "rPr", "vanish")
            if vanish is not None and is_on(vanish):
                hidden.add(identifier)
    for identifier in based:
        seen, at = {identifier}, based[identifier]
        while at and at not in seen and identifier not in hidden:
            if at in hidden:
                hidden.add(identifier)
            seen.add(at)
            at = based.get(at, "")
    return frozenset(hidden - {""})


def _variables(_: Member, root: Any) -> Iterator[Strand]:
    """What macros and templates keep in the settings."""
    strand = Strand("property", visible=False)
    for node in descendants(root, "docVar"):
        strand.take(attribute(node, "name"))
        strand.gap("：")
        strand.line(attribute(node, "val"))
    yield strand
