"""Word, Excel and PowerPoint files as packages: members, the trees of those that are XML, what relates them."""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile, ZipInfo

from lxml import etree

from gongkai.convert.extract.packages import FAULTS, opened
from gongkai.convert.parts.ooxml_strand import local, value

_HEAD = 65536
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class Member:
    """A file in the package. `root`: the name of its root element when it sets out to be XML; empty otherwise."""

    def __init__(self, archive: ZipFile, info: ZipInfo) -> None:
        self.name = info.filename
        self._archive = archive
        self._info = info
        self._data: bytes | None = None
        self._tree: Any = None
        self.root = self._sniffed()

    @property
    def data(self) -> bytes:
        """Its bytes as they are in the package, or as they were put. Empty when they cannot be unpacked."""
        if self._data is not None:
            return self._data
        try:
            return self._archive.read(self._info)
        except FAULTS:
            return b""

    def put(self, data: bytes) -> None:
        """Give it other bytes."""
        self._data, self._tree = data, None

    @property
    def intact(self) -> bool:
        """Whether it can be unpacked, and has not been emptied since."""
        return bool(self.data) or self._info.file_size == 0

    @property
    def tree(self) -> Any | None:
        """Its root element, entities left alone; None when it is not well-formed. The same until it is released."""
        if self._tree is None and self.root:
            try:
                self._tree = etree.fromstring(self.data, _parser())
            except (etree.XMLSyntaxError, ValueError):
                return None
        return self._tree

    @property
    def declares(self) -> bool:
        """It brings a document type, which office files never do and which could hide words in entities."""
        return self.tree is not None and bool(self.tree.getroottree().docinfo.doctype)

    def release(self) -> None:
        """Forget the tree, which takes room."""
        self._tree = None

    def written(self) -> bytes:
        """Its bytes, with what was changed in its tree; without a document type and the entities it would need."""
        if self._tree is None:
            return self.data
        etree.strip_elements(self._tree, etree.Entity, with_tail=False)
        return etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _sniffed(self) -> str:
        try:
            with self._archive.open(self._info) as stream:
                head = stream.read(_HEAD)
        except FAULTS:
            return ""
        if not head.lstrip().startswith(_MARKUP):
            return ""
        pull = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True, load_dtd=False)
        with contextlib.suppress(etree.XMLSyntaxError):
            pull.feed(head)
        first = next((node for _, node in pull.read_events()), None)
        return "" if first is None else local(first)


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind`: the last word of its type, such as hyperlink or worksheet; `target`: a member's name, or an address outside."""

    kind: str
    target: str
    external: bool


class Package:
    """A package, opened. Raises Unreadable: damaged, encrypted, bomb."""

    def __init__(self, data: bytes) -> None:
        archive = opened(data)
        infos = [info for info in archive.infolist() if not info.is_dir()]
        self.members = [Member(archive, info) for info in infos]
        self.remarks = [text for text in (archive.comment, *(info.comment for info in infos)) if text]
        """What is written into the archive beside its members."""
        self._named = {member.name.lower(): member for member in self.members}

    def named(self, name: str) -> Member | None:
        """The member with that name; large and small letters are the same."""
        return self._named.get(name.lower())

    def rooted(self, *roots: str) -> Iterator[Member]:
        """The members whose root element has one of these names."""
        return (member for member in self.members if member.root in roots)

    def relations(self, name: str) -> dict[str, Relation]:
        """What the member of that name (the package itself: an empty one) is related to, by identifier."""
        folder, _, last = name.rpartition("/")
        related = self.named(posixpath.join(folder, "_rels", f"{last}.rels"))
        if related is None or related.tree is None:
            return {}
        return {
            value(node, "Id"): _relation(node, folder)
            for node in related.tree
            if local(node) == "Relationship"
        }


def _relation(node: Any, folder: str) -> Relation:
    external = value(node, "TargetMode") == "External"
    target = value(node, "Target")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relation(posixpath.basename(value(node, "Type")), target, external)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_blank_text=False
    )
