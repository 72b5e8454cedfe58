"""What is left of a member of an office file once it was walked: nothing in it is passed over, noise is told from words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from gongkai.convert.parts.ooxml_package import Member
from gongkai.convert.parts.ooxml_strand import Attribute, Inner, Key, Strand, Tail, local

TECHNICAL = "technical"
"""What the strand is called that holds measures and switches; it is never listed."""

_RUNS = frozenset(("t", "delText", "instrText", "delInstrText"))
_PARAGRAPHS = frozenset(("p", "si", "is", "text", "title"))
_DESCRIPTIONS = frozenset(("descr", "title", "alt"))
_KINDS = {
    "dataModel": ("diagram", True),
    "drawing": ("diagram", True),
    "wsDr": ("textbox", True),
}
"""What members without a chapter of their own are called, and whether a reader sees them."""

_DULL = frozenset((
    "theme", "fonts", "styles", "styleSheet", "tblStyleLst", "webSettings", "Types", "colorsDef", "styleDef",
    "layoutDef",
))  # fmt: skip
"""Members full of names of fonts and styles: only what looks like an identifier is worth showing."""

_PRINTED = frozenset(("formatCode",))
"""Attributes among those of styles whose words are shown to the reader."""

_SILENT = frozenset((
    "paraId", "textId", "durableId", "paraIdParent", "nsid", "tmpl", "docId", "spid", "cx", "cy", "x", "y", "Type", "ContentType",
    "typeface", "ascii", "hAnsi", "eastAsia", "cs", "usb0", "usb1", "usb2", "usb3", "csb0", "csb1", "gfxdata",
))  # fmt: skip
"""Attributes and elements that hold measures, identifiers of the program's own, and fonts."""

_MACHINE = re.compile(
    r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|\d{4}-\d\d-\d\dT[\d:.]+Z?"
    r"|(?:https?://schemas\.|https?://purl\.|urn:schemas-microsoft-com:)\S*"
)
"""Identifiers, times and schemas: never words of a person."""

_MEASURE = re.compile(r"-?\d{7,10}")
_SHAPE_NAME = re.compile(r"\D{1,20}\d{1,6}")
"""What programs call a shape they draw, such as 矩形 3."""

_OFFICE = (
    "{http://schemas.openxmlformats.org/",
    "{http://schemas.microsoft.com/",
    "{http://purl.oclc.org/ooxml/",
    "{urn:schemas-microsoft-com:",
)
_IDENTIFYING = re.compile(r"@|\d(?:[ -]?\d){10}")
_WRITTEN = re.compile(r"[\u3041-\ud7ff\uf900-\U0010ffff@]|\d(?:[ -]?\d){6}")
_ODD_IN_CELLS: Any = etree.XPath(
    "*/node()[not(self::*[local-name()='c'])][not(self::text())]"
    "|*/*[local-name()='c'][@*[not(contains(' r s t cm vm ph ', concat(' ', name(), ' ')))]]"
    "|*/*/node()[not(self::*[local-name()='v' or local-name()='f' or local-name()='is'])][not(self::text())]"
    "|*/*[@t='inlineStr']/*[local-name()='v']|*/*[not(@t='inlineStr')]/*[local-name()='is']"
)
"""What neither a row nor a cell has to hold: other elements, other attributes, a value beside another one, remarks."""

SENSELESS = re.compile(r"\s*(?:\d{0,6}|[Tt]rue|[Ff]alse)\s*")
"""Texts that are no words: switches and small numbers."""


def rest_of(member: Member, known: bool, taken: set[Key], *, everything: bool) -> Iterator[Strand]:
    """What the member holds beside what was taken already."""
    rest = _Rest(member.root, known)
    for node in _below(member.tree):
        name = local(node)
        for key in node.keys() if name else ():
            if (node, key) not in taken:
                rest.attribute(Attribute(node, key))
        if node.text and node.tag is not etree.Entity and (node, "") not in taken:
            rest.words(name, Inner(node))
        if node.tail and (node, ">") not in taken:
            rest.words("", Tail(node))
    yield rest.shown
    yield rest.described
    if everything:
        yield rest.passed_over


class _Rest:
    """What is left of a member, told apart: words, descriptions of pictures, and what nobody wrote."""

    def __init__(self, root: str, known: bool) -> None:
        name, visible = _KINDS.get(root, ("other", False))
        self.shown = Strand(name, visible)
        self.described = Strand("alternative", visible=False)
        self.passed_over = Strand(TECHNICAL, visible=False, listed=False)
        self._known = known
        self._telling = _IDENTIFYING if root in _DULL else _WRITTEN
        self._paragraph: Any = None

    def attribute(self, holder: Attribute) -> None:
        """An attribute."""
        text, name = holder.text, holder.name.rpartition("}")[2]
        if (
            not (_WRITTEN if name in _PRINTED else self._telling).search(text)
            or _MACHINE.fullmatch(text)
            or _is_technical(holder.element, name, text)
        ):
            self.passed_over.line(holder)
        elif name in _DESCRIPTIONS:
            self.described.line(holder)
        else:
            self._end_paragraph()
            self.shown.line(holder, "" if name.isascii() else name)

    def words(self, element: str, holder: Inner | Tail) -> None:
        """A text in an element of that name; the pieces of a paragraph stand in one line."""
        text = holder.text
        if not text.strip():
            return
        senseless = SENSELESS.fullmatch(text) or _MACHINE.fullmatch(text)
        if senseless or (self._known and not _WRITTEN.search(text)):
            self.passed_over.line(holder)
        elif element in _RUNS:
            above = next((one for one in holder.element.iterancestors() if local(one) in _PARAGRAPHS), None)
            if above is None or above is not self._paragraph:
                self._end_paragraph()
            self._paragraph = above
            self.shown.take(holder)
        else:
            self._end_paragraph()
            self.shown.line(holder, "" if element.isascii() else element)

    def _end_paragraph(self) -> None:
        self._paragraph = None
        if self.shown.pieces and not self.shown.pieces[-1].endswith("\n"):
            self.shown.gap("\n")


def _below(root: Any) -> Iterator[Any]:
    """All nodes of a tree, and those beside its root; of a sheet's cells only what does not belong there."""
    yield from root.itersiblings(preceding=True)
    yield from root.itersiblings()
    if local(root) not in ("worksheet", "macrosheet"):
        yield from root.iter()
        return
    yield root
    for part in root:
        if local(part) != "sheetData":
            yield from part.iter()
            continue
        yield part
        yield from part
        for odd in _ODD_IN_CELLS(part):
            yield odd
            if local(odd) != "c":
                yield from odd.iterdescendants()


def _is_technical(element: Any, name: str, text: str) -> bool:
    """Whether an attribute of the office's own vocabulary says nothing to a person."""
    if not str(element.tag).startswith(_OFFICE):
        return False
    kind = local(element)
    if kind in ("cNvPr", "docPr") and name == "name":
        return _SHAPE_NAME.fullmatch(text) is not None
    if name.startswith("panose") or kind.startswith("panose"):
        return True
    silent = name in _SILENT or kind in _SILENT or name.startswith("rsid") or kind.startswith("rsid")
    return (silent and not _IDENTIFYING.search(text)) or _MEASURE.fullmatch(text) is not None
