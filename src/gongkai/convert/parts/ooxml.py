"""What Word, Excel and PowerPoint files have in common: every member is walked by its kind, and what is left over after that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from lxml import etree

from gongkai.convert.extract.packages import damaged
from gongkai.convert.parts.model import Collector, Contents
from gongkai.convert.parts.model import Inner as ReadInner
from gongkai.convert.parts.ooxml_binary import Inside, Miss, from_binary, plain_strand
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import (
    Attribute,
    Gone,
    Inner,
    Key,
    Reference,
    Strand,
    Tail,
    attribute,
    local,
    value,
)

Item = Strand | Inside | Miss
Chapters = dict[str, Callable[[Member, Any], Iterator[Strand]]]
"""How members are walked, by the name of their root element: the member and its root give strands."""

_RUNS = frozenset(("t", "delText", "instrText", "delInstrText"))
_PARAGRAPHS = frozenset(("p", "si", "is", "text", "title"))
_DESCRIPTIONS = frozenset(("descr", "title", "alt"))
_KINDS = {
    "dataModel": ("diagram", True),
    "drawing": ("diagram", True),
    "wsDr": ("textbox", True),
}
"""What members without a chapter of their own are called, and whether a reader sees them."""

_DULL = frozenset(
    [
        "theme",
        "fonts",
        "styles",
        "numbering",
        "styleSheet",
        "tblStyleLst",
        "webSettings",
        "Types",
        "colorsDef",
        "styleDef",
        "layoutDef",
    ]
)
"""Members full of names of fonts and styles: only what looks like an identifier is worth showing."""

_SILENT = frozenset(
    [
        "paraId",
        "textId",
        "durableId",
        "paraIdParent",
        "nsid",
        "tmpl",
        "cx",
        "cy",
        "x",
        "y",
        "docId",
        "typeface",
        "ascii",
        "hAnsi",
        "eastAsia",
        "cs",
        "usb0",
        "usb1",
        "usb2",
        "usb3",
        "csb0",
        "csb1",
        "gfxdata",
        "spid",
        "Type",
        "ContentType",
    ]
)
"""Attributes and elements that hold measures, identifiers of the program's own, and fonts."""

_MACHINE = re.compile(
    r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|\d{4}-\d\d-\d\dT[\d:.]+Z?"
    r"|(?:https?://schemas\.|https?://purl\.|urn:schemas-microsoft-com:)\S*"
)
"""Identifiers, times and schemas: never words of a person."""

_MEASURE = re.compile(r"-?\d{7,10}")
_SHAPE_NAME = re.compile(r"\D{1,20}\d{1,6}")
"""What programs call a shape they draw, such as 矩形 3."""

_LABELS = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "主题词", "description": "备注", "category": "类别",
    "lastModifiedBy": "最后保存者", "Company": "单位", "Manager": "经理", "contentStatus": "状态",
}  # fmt: skip
_SENSELESS = frozenset(
    ("created", "modified", "lastPrinted", "revision", "Application", "AppVersion", "Template")
)
_OFFICE = (
    "{http://schemas.openxmlformats.org/",
    "{http://schemas.microsoft.com/",
    "{http://purl.oclc.org/ooxml/",
)
_IDENTIFYING = re.compile(r"@|\d(?:[ -]?\d){10}")
_WRITTEN = re.compile(r"[\u3041-\ud7ff\uf900-\U0010ffff@]|\d(?:[ -]?\d){6}")
_NUMERIC = frozenset(("numCache", "numLit", "numDim"))
_ODD_IN_CELLS: Any = etree.XPath(
    "*/node()[not(self::*[local-name()='c'])][not(self::text())]"
    "|*/*[local-name()='c'][@*[not(contains(' r s t cm vm ph ', concat(' ', name(), ' ')))]]"
    "|*/*/node()[not(self::*[local-name()='v' or local-name()='f' or local-name()='is'])][not(self::text())]"
    "|*/*[@t='inlineStr']/*[local-name()='v']|*/*[not(@t='inlineStr')]/*[local-name()='is']"
)
"""What neither a row nor a cell has to hold: other elements, other attributes, a value beside another one, remarks."""

_SENSELESS_VALUE = re.compile(r"\s*(?:\d{0,6}|[Tt]rue|[Ff]alse)\s*")


class Format(Protocol):
    """One of the three kinds, made for one package."""

    kind: str
    main: str
    """The root element of the part without which there is no such file."""

    def order(self, member: Member) -> tuple[int, ...]:
        """Where the member stands among the others."""

    def chapters(self) -> Chapters:
        """How its members are walked."""


def contents(form: Format, package: Package, path: tuple[str, ...], inner: ReadInner) -> Contents:
    """Everything the package holds, as a person meets it first, then the files in it."""
    collector = Collector(path)
    files = []
    for item in walked(form, package):
        if isinstance(item, Strand):
            if item.listed:
                collector.add(
                    item.name, item.text, tables=item.tables, places=item.places, visible=item.visible
                )
        elif isinstance(item, Inside):
            files.append((item.name, item.data))
        else:
            collector.miss(item.code, item.text)
    for name, data in files:
        collector.include(inner(name, data, path))
    return collector.done(form.kind)


def walked(form: Format, package: Package, *, keep: bool = False) -> Iterator[Item]:
    """Every member's strands, the files in it, what cannot be read. With `keep`, the trees are kept for writing and nothing is
    passed over, not even attributes that no reader would look at: those strands are not listed.
    """
    chapters = _COMMON | form.chapters()
    if next(package.rooted(form.main), None) is None:
        yield Miss("damaged", damaged().text)
    for member in sorted(package.members, key=form.order):
        if not member.root:
            yield from from_binary(member)
        elif member.root == "html":
            yield Inside(member.name, member.data, member.put)
        elif member.tree is None:
            yield Miss("damaged_part", f"其中的 {member.name} 已损坏，只能按纯文本查看；请人工核对。")
            yield plain_strand(member)
        else:
            if member.declares:
                yield Miss(
                    "document_type", f"其中的 {member.name} 带有文档类型声明，可能藏有文字；请人工核对。"
                )
            taken: set[Key] = set()
            for strand in chapters[member.root](member, member.tree) if member.root in chapters else ():
                if not strand.cells:
                    taken.update(holder.key for holder in strand.holders)
                yield strand
            yield from _rest(member, member.root in chapters, taken, everything=keep)
            if not keep:
                member.release()
    if package.remarks:
        remarks = Strand("other", visible=False)
        remarks.gap("\n".join(text.decode("utf-8", "replace") for text in package.remarks))
        yield remarks


def run_together(root: Any, strand: Strand) -> None:
    """Add what an element holds in runs: each paragraph a line, its breaks as breaks."""
    todo: list[Any] = [root]
    while todo:
        node = todo.pop()
        if node is None:
            strand.gap("\n")
            continue
        name = local(node)
        if name == "t":
            strand.take(Inner(node))
        elif name == "br":
            strand.gap("\n")
        elif name not in ("rPh", "Fallback"):
            if name == "p":
                todo.append(None)
            todo.extend(reversed(node))


def _rest(member: Member, known: bool, taken: set[Key], *, everything: bool) -> Iterator[Strand]:
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
        self.passed_over = Strand("other", visible=False, listed=False)
        self._known = known
        self._telling = _IDENTIFYING if root in _DULL else _WRITTEN
        self._paragraph: Any = None

    def attribute(self, holder: Attribute) -> None:
        """An attribute."""
        text, name = holder.text, holder.name.rpartition("}")[2]
        if (
            not self._telling.search(text)
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
        senseless = _SENSELESS_VALUE.fullmatch(text) or _MACHINE.fullmatch(text)
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


def _properties(_: Member, root: Any) -> Iterator[Strand]:
    """Who wrote the file and what he says about it; a property of the office's own goes by its name."""
    strand = Strand("property", visible=False)
    for node in root:
        named = local(node)
        if named in _SENSELESS or not named:
            continue
        if label := value(node, "name"):
            strand.take(attribute(node, "name"))
            strand.gap("：")
        for holder in map(Inner, node.iter(etree.Element)):
            if label or not (_SENSELESS_VALUE.fullmatch(holder.text)):
                strand.line(holder, "" if label else _LABELS.get(named, ""))
    yield strand


def _chart(_: Member, root: Any) -> Iterator[Strand]:
    """What a chart shows and remembers of its source. A number has no place for other words: its point goes."""
    strand = Strand("chart")
    for node in root.iter("{*}t", "{*}v", "{*}pt", "{*}f"):
        kind, above = local(node), node.getparent()
        if kind == "t":
            strand.take(Inner(node))
            if above is not None and above.getnext() is None:
                strand.gap("\n")
        elif kind == "f":
            strand.line(Reference(node))
        elif node.text and node.text.strip():
            point = above if kind == "v" else node
            numeric = any(local(one) in _NUMERIC for one in point.iterancestors())
            strand.line(Gone((node, ""), Inner(node).text, point) if numeric else Inner(node))
    yield strand


def _links(_: Member, root: Any) -> Iterator[Strand]:
    """The addresses outside that the file points to."""
    strand = Strand("link", visible=False)
    for node in root:
        if value(node, "TargetMode") == "External":
            strand.line(attribute(node, "Target"))
    yield strand


_COMMON: Chapters = {
    "coreProperties": _properties,
    "Properties": _properties,
    "Relationships": _links,
    "chartSpace": _chart,
}
