"""Word, Excel and PowerPoint files written anew without what was to go: in the text, and wherever else the values stand."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

from gongkai.convert.parts.ooxml import Format, walked
from gongkai.convert.parts.ooxml_binary import Inside
from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.parts.ooxml_rest import TECHNICAL
from gongkai.convert.parts.ooxml_strand import Holder, Key, Strand, local, value
from gongkai.convert.redaction.model import Cut, Inner, NotRedacted
from gongkai.convert.redaction.values import Values

_LEAST_DIGITS = 7
"""Digits from which a number is no measure that happens to be the same."""

_TYPES = "[content_types].xml"


def redacted(
    form: Format,
    package: Package,
    cuts: Sequence[Cut],
    inner: Inner,
    tidy: Callable[[Package], None] = lambda _: None,
) -> bytes:
    """The package without the cuts. `tidy`: puts right what the format does not allow to stay as it was left.

    Raises NotRedacted: stale (a cut is not of this file), unread (a member cannot be unpacked, so nobody can vouch for it).
    """
    if not all(member.intact for member in package.members):
        raise NotRedacted("unread", "文件里有损坏的部分，不能确认其中没有同样的内容；请另存后再处理。")
    items = list(walked(form, package, keep=True))
    strands = [item for item in items if isinstance(item, Strand)]
    edits = _Edits()
    replacements = _cut(strands, [cut for cut in cuts if not cut.path], edits)
    names = {cut.path[0]: cut for cut in cuts if cut.name == "name" and len(cut.path) == 1}
    for name, cut in names.items():
        replacements.setdefault(name[cut.start : cut.end], cut.replacement)
    values = Values(replacements)
    for strand in strands:
        for start, end, found in values.in_text(strand.text):
            if strand.name != TECHNICAL or _is_unlike_machine(found):
                edits.add(strand, start, end, replacements[found])
    edits.apply()
    tidy(package)
    drop(package, outdated := _outdated(package))
    for item in items:
        if isinstance(item, Inside) and item.name not in outdated:
            content = inner(item.name, item.data, cuts)
            if content != item.data:
                item.put(content)
    unlike = Values(filter(_is_unlike_machine, replacements))
    renamed = {
        member.name: new for member in package.members if (new := _without(member.name, unlike, replacements))
    }
    _point_anew(package, renamed)
    return _zipped({renamed.get(member.name, member.name): member.written() for member in package.members})


def _is_unlike_machine(value: str) -> bool:
    """Whether a value is meant where it stands among measures, switches and names of types, which a word may equal by chance."""
    return not value.isascii() or "@" in value or sum(map(str.isdecimal, value)) >= _LEAST_DIGITS


class _Edits:
    """What is to be written into which holder; asked for twice, written once."""

    def __init__(self) -> None:
        self._asked: dict[Key, tuple[Holder, list[tuple[int, int, str]]]] = {}

    def add(self, strand: Strand, start: int, end: int, replacement: str) -> None:
        """A stretch of a strand: a replacement as long as it is spread over its holders, another goes into the first."""
        stretches = list(strand.between(start, end))
        held = sum(last - first for first, last, _, _ in stretches)
        at = 0
        for number, (first, last, holder, inside) in enumerate(stretches):
            if len(replacement) == end - start:
                words = replacement[first - start : last - start]
            elif len(replacement) == held:
                words = replacement[at : at + last - first]
            else:
                words = replacement if number == 0 else ""
            at += last - first
            self._asked.setdefault(holder.key, (holder, []))[1].append((inside, inside + last - first, words))

    def apply(self) -> None:
        """Write them."""
        for holder, asked in self._asked.values():
            text, at, written = holder.text, 0, []
            for start, end, words in sorted(asked, key=lambda one: (one[0], -one[1])):
                if end <= at:
                    continue
                written.append(text[at:start] + (words if start >= at else words[at - start :]))
                at = end
            holder.put("".join(written) + text[at:])


def _cut(strands: Sequence[Strand], cuts: Sequence[Cut], edits: _Edits) -> dict[str, str]:
    """Ask for the cuts; what they take out, with what is to stand for it. The strands are numbered as the parts are."""
    counted: Counter[str] = Counter()
    numbered = {}
    for strand in strands:
        if strand.listed:
            counted[strand.name] += 1
            numbered[strand.name, counted[strand.name]] = strand
    replacements: dict[str, str] = {}
    for cut in cuts:
        if cut.name == "name":
            continue
        meant = numbered.get((cut.name, cut.number))
        if meant is None or not 0 <= cut.start < cut.end <= meant.length:
            raise NotRedacted("stale", "要去掉的内容与这个文件对不上，文件可能改过；请重新检查后再处理。")
        edits.add(meant, cut.start, cut.end, cut.replacement)
        replacements.setdefault(meant.text[cut.start : cut.end], cut.replacement)
    return replacements


def _outdated(package: Package) -> set[str]:
    """The members that show the file as it was, or are empty now: picture, order of formulas, signature, program."""
    pictures = {
        relation.target for relation in package.relations("").values() if relation.kind == "thumbnail"
    }
    return {
        member.name
        for member in package.members
        if member.name in pictures
        or member.root == "calcChain"
        or member.name.startswith("_xmlsignatures/")
        or not member.intact
    }


def drop(package: Package, names: set[str]) -> None:
    """Leave members out, and what points to them."""
    package.members = [member for member in package.members if member.name not in names]
    for node, target in _pointers(package):
        if target in names:
            node.getparent().remove(node)


def _point_anew(package: Package, renamed: dict[str, str]) -> None:
    """Let what points to members point to their new names; where it is written plainly, it does already."""
    for node, target in _pointers(package) if renamed else ():
        if target in renamed:
            key = "PartName" if local(node) == "Override" else "Target"
            node.set(key, "/" + quote(renamed[target]))


def _pointers(package: Package) -> Iterator[tuple[Any, str]]:
    """Every element that names a member, and the name it means."""
    for member in package.members:
        if member.root == "Types" and member.tree is not None:
            for node in list(member.tree):
                if local(node) == "Override":
                    yield node, unquote(value(node, "PartName")).lstrip("/")
        elif member.root == "Relationships" and member.tree is not None:
            folder = posixpath.dirname(posixpath.dirname(member.name))
            for node in list(member.tree):
                if local(node) == "Relationship" and value(node, "TargetMode") != "External":
                    path = posixpath.join("/", folder, unquote(value(node, "Target")))
                    yield node, posixpath.normpath(path).lstrip("/")


def _without(name: str, values: Values, replacements: dict[str, str]) -> str | None:
    """A member's name without the values; None when there are none in it."""
    at, kept = 0, []
    for start, end, found in sorted(values.in_text(name)):
        if start >= at:
            kept.append(name[at:start] + replacements[found])
            at = end
    return "".join(kept) + name[at:] if at else None


def _zipped(members: dict[str, bytes]) -> bytes:
    """A package of these members and nothing else, the list of their types first."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, data in sorted(members.items(), key=lambda member: member[0].lower() != _TYPES):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return stream.getvalue()
