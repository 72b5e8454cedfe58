"""OFD written anew without what was to go. Signatures and seals hold no longer for the copy, and are left out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from gongkai.convert.parts.ofd import Glyphs, Ofd, resolved, runs
from gongkai.convert.parts.ooxml_package import Member, Package
from gongkai.convert.parts.ooxml_strand import child, descendants, local
from gongkai.convert.redaction.model import Box, Cut, Inner, NotRedacted
from gongkai.convert.redaction.ooxml import redacted
from gongkai.convert.redaction.picture import redact_picture

_A4 = (0.0, 0.0, 210.0, 297.0)


def redact_ofd(data: bytes, cuts: Sequence[Cut], boxes: Sequence[Box], inner: Inner) -> bytes:
    """The OFD without the cuts, and without what the boxes cover: characters, drawings, the pixels of pictures.

    Raises NotRedacted: stale, unread, no_page (a box is on a page that the file has not).
    """
    package = Package(data)
    form = Ofd(package)
    drawn: dict[str, list[Box]] = {}
    for box in boxes:
        if not 1 <= box.page <= len(form.pages):
            raise NotRedacted("no_page", f"文件没有第{box.page}页；请重新画框。")
        page = form.pages[box.page - 1]
        for name, part in _blacken(package, page, _area(package, page, box)):
            drawn.setdefault(name, []).append(part)

    def both(name: str, content: bytes, below: Sequence[Cut]) -> bytes:
        written = inner(name, content, below)
        return redact_picture(written, [], drawn[name]) if name in drawn else written

    return redacted(form, package, cuts, both, _unsign)


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle on a page in millimetres."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: _Area) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def _area(package: Package, page: Member, box: Box) -> _Area:
    """Where a box lies on its page."""
    sheet = child(page.tree, "Area", "PhysicalBox")
    if sheet is None:
        documents = (document.tree for document in package.rooted("Document"))
        found = (child(tree, "CommonData", "PageArea", "PhysicalBox") for tree in documents)
        sheet = next((node for node in found if node is not None), None)
    left, top, width, height = (_numbers(sheet.text or "") if sheet is not None else None) or _A4
    return _Area(
        left + box.left * width, top + box.top * height, left + box.right * width, top + box.bottom * height
    )


def _blacken(package: Package, page: Member, area: _Area) -> Iterator[tuple[str, Box]]:
    """Take out of a page what lies in the area and draw a black box; the pictures there, with the part of them to blacken."""
    root: Any = page.tree
    for run in runs(root):
        middles = [(before + after) / 2 for before, after in zip(run.edges, run.edges[1:], strict=False)]
        inside = [area.holds(middle, run.base - run.size / 3) for middle in middles]
        if any(inside):
            signs = zip(run.element.text, inside, strict=True)
            Glyphs(run.element).put("".join("*" if gone else sign for sign, gone in signs))
    for node in list(root.iter("{*}PathObject", "{*}CompositeObject", "{*}ImageObject")):
        bounds = _numbers(node.get("Boundary", ""))
        if bounds is None:
            continue
        left, top, width, height = bounds
        if local(node) == "ImageObject":
            if area.meets(_Area(left, top, left + width, top + height)):
                for name in _pictures(package, page, node.get("ResourceID", "")):
                    yield name, _share(area, bounds, node.get("CTM", ""))
        elif area.holds(left, top) and area.holds(left + width, top + height):
            node.getparent().remove(node)
        elif local(node) == "CompositeObject" and area.meets(_Area(left, top, left + width, top + height)):
            raise NotRedacted("not_certain", "框里有组合图形，不能只去掉其中一部分；请把框画到盖住整个图形。")
    _draw(root, area)


def _share(area: _Area, bounds: tuple[float, ...], matrix: str) -> Box:
    """The part of a picture that lies in an area; the whole of one that is turned."""
    left, top, width, height = bounds
    turned = [float(number) for number in matrix.split()[1:3] if _is_number(number)]
    if any(abs(number) > 1e-6 for number in turned) or not width or not height or matrix.startswith("-"):
        return Box(1, 0, 0, 1, 1)
    return Box(
        1,
        max((area.left - left) / width, 0),
        max((area.top - top) / height, 0),
        min((area.right - left) / width, 1),
        min((area.bottom - top) / height, 1),
    )


def _pictures(package: Package, page: Member, resource: str) -> Iterator[str]:
    """The names of the members that hold a picture, by the number of the resource."""
    for listed in package.rooted("Res"):
        if listed.tree is None:
            continue
        base = listed.tree.get("BaseLoc", "")
        for medium in descendants(listed.tree, "MultiMedia"):
            file = child(medium, "MediaFile")
            if medium.get("ID") == resource and file is not None:
                member = package.named(resolved(listed.name, posixpath.join(base, (file.text or "").strip())))
                if member is not None:
                    yield member.name


def _draw(root: Any, area: _Area) -> None:
    """A black box, so that the reader sees that something was taken out."""
    layers = list(descendants(root, "Layer"))
    if not layers:
        return
    space = layers[-1].tag.rpartition("}")[0] + "}"
    width, height = area.right - area.left, area.bottom - area.top
    highest = max(
        (int(node.get("ID", "0")) for node in root.iter() if node.get("ID", "0").isdecimal()), default=0
    )
    box = etree.SubElement(layers[-1], f"{space}PathObject")
    box.set("ID", str(highest + 1_000_000))
    box.set("Boundary", f"{area.left:g} {area.top:g} {width:g} {height:g}")
    box.set("Fill", "true")
    box.set("Stroke", "false")
    etree.SubElement(box, f"{space}FillColor").set("Value", "0 0 0")
    path = etree.SubElement(box, f"{space}AbbreviatedData")
    path.text = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C"


def _unsign(package: Package) -> None:
    """Leave the signatures out, and the seals in them."""
    gone = set()
    for member in [*package.rooted("Signatures"), *package.rooted("Signature")]:
        gone.add(member.name)
        if member.tree is None:
            continue
        for node in member.tree.iter("{*}SignedValue", "{*}BaseLoc"):
            gone.add(resolved(member.name, (node.text or "").strip()))
        for node in descendants(member.tree, "Signature"):
            gone.add(resolved(member.name, node.get("BaseLoc", "")))
    package.members = [member for member in package.members if member.name not in gone]
    for root in package.rooted("OFD"):
        for node in list(descendants(root.tree, "Signatures")):
            node.getparent().remove(node)


def _numbers(text: str) -> tuple[float, float, float, float] | None:
    words = text.split()
    if len(words) != 4 or not all(map(_is_number, words)):
        return None
    left, top, width, height = map(float, words)
    return left, top, width, height


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
