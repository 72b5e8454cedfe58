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
from gongkai.convert.parts.ooxml_rest import SENSELESS, rest_of
from gongkai.convert.parts.ooxml_strand import (
    Gone,
    Inner,
    Key,
    Reference,
    Strand,
    attribute,
    local,
    value,
)

Item = Strand | Inside | Miss
Chapters = dict[str, Callable[[Member, Any], Iterator[Strand]]]
"""How members are walked, by the name of their root element: the member and its root give strands."""

_LABELS = {
    "title": "标题", "subject": "主题", "creator": "作者", "keywords": "主题词", "description": "备注", "category": "类别",
    "lastModifiedBy": "最后保存者", "Company": "单位", "Manager": "经理", "contentStatus": "状态",
}  # fmt: skip
_SENSELESS = frozenset(
    ("created", "modified", "lastPrinted", "revision", "Application", "AppVersion", "Template")
)
_RELATIONS = re.compile(r"_rels/([^/]*)\.rels$")
_NUMERIC = frozenset(("numCache", "numLit", "numDim"))


class Format(Protocol):
    """One of the three kinds, made for one package."""

    kind: str
    main: str
    """The root element of the part without which there is no such file."""

    def order(self, member: Member) -> tuple[int, ...]:
        """Where the member stands among the others."""

    def chapters(self) -> Chapters:
        """How its members are walked."""

    def place(self, name: str) -> dict[str, Any]:
        """Where a person finds what the member of that name holds: the fields of a `Place`."""


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
            if member.root == "macrosheet":
                yield Miss("macros", f"文件含有宏表（{member.name}），打开时可能运行程序；请人工核对。")
            if member.declares:
                yield Miss(
                    "document_type", f"其中的 {member.name} 带有文档类型声明，可能藏有文字；请人工核对。"
                )
            place = form.place(_RELATIONS.sub(r"\1", member.name))
            for strand in _strands(member, chapters, everything=keep):
                if place and not strand.places:
                    strand.mark(0, **place)
                yield strand
            if not keep:
                member.release()
    if package.remarks:
        remarks = Strand("other", visible=False)
        remarks.gap("\n".join(text.decode("utf-8", "replace") for text in package.remarks))
        yield remarks


def _strands(member: Member, chapters: Chapters, *, everything: bool) -> Iterator[Strand]:
    """What a member holds, as it is walked, and the rest of it."""
    taken: set[Key] = set()
    for strand in chapters[member.root](member, member.tree) if member.root in chapters else ():
        if not strand.cells:
            taken.update(holder.key for holder in strand.holders)
        yield strand
    yield from rest_of(member, member.root in chapters, taken, everything=everything)


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
            if label or not (SENSELESS.fullmatch(holder.text)):
                strand.line(holder, "" if label else _LABELS.get(named, ""))
    yield strand


def _chart(_: Member, root: Any) -> Iterator[Strand]:
    """What a chart shows and remembers of its source. A number has no place for other words: its point goes."""
    strand = Strand("chart")
    for node in root.iter("{*}rich", "{*}v", "{*}pt", "{*}f"):
        kind = local(node)
        if kind == "rich":
            run_together(node, strand)
        elif kind == "f":
            strand.line(Reference(node))
        elif node.text and node.text.strip():
            point = node.getparent() if kind == "v" else node
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
