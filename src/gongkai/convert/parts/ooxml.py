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
        "panose",
        "panose1",
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
    r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|(?:https?://schemas\.|https?://purl\.|urn:)\S*"
    r"|\D{1,20}\s*\d{1,6}|-?\d{7,10}|\d{4}-\d\d-\d\dT[\d:.]+Z?|(?:[a-z-]+:[-\d.a-z%]+;?)+"
)
"""Identifiers, schemas, numbered names of shapes, times and styles: never words of a person."""

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
_ODD_IN_CELLS = etree.XPath(
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
    name, visible = _KINDS.get(member.root, ("other", False))
    words, described = Strand(name, visible), Strand("alternative", visible=False)
    passed_over = Strand("other", visible=False, listed=False)
    telling = _identifying if member.root in _DULL else _telling
    paragraph = None
    for node in _below(member.tree):
        kind = local(node)
        silent = _is_silent(kind) and _of_office(node)
        for key, text in node.items() if kind else ():
            called = key.rpartition("}")[2]
            if not text.strip() or (node, key) in taken:
                continue
            if silent or not telling(text) or (_is_silent(called) and _of_office(node)):
                passed_over.line(Attribute(node, key))
            elif called in _DESCRIPTIONS:
                described.line(Attribute(node, key))
            else:
                words.line(Attribute(node, key), "" if called.isascii() else called)
        if node.text and node.tag is not etree.Entity and node.text.strip() and (node, "") not in taken:
            if silent or _SENSELESS_VALUE.fullmatch(node.text) or (known and not telling(node.text)):
                passed_over.line(Inner(node))
            elif kind in _RUNS:
                above = next((one for one in node.iterancestors() if local(one) in _PARAGRAPHS), None)
                if words.length and (above is None or above is not paragraph):
                    words.gap("\n")
                paragraph = above
                words.take(Inner(node))
            else:
                words.line(Inner(node), "" if kind.isascii() else kind)
        if node.tail and node.tail.strip() and (node, ">") not in taken:
            words.line(Tail(node))
    yield words
    yield described
    if everything:
        yield passed_over


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


def _is_silent(name: str) -> bool:
    return name in _SILENT or name.startswith("rsid")


def _of_office(node: Any) -> bool:
    """Whether an element is of the office formats' own vocabulary."""
    return str(node.tag).startswith(_OFFICE)


def _telling(text: str) -> bool:
    """Whether a person may have written it."""
    return _WRITTEN.search(text) is not None and not _MACHINE.fullmatch(text)


def _identifying(text: str) -> bool:
    """Whether it may identify somebody, wherever it stands."""
    return _IDENTIFYING.search(text) is not None and not _MACHINE.fullmatch(text)


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
