"""One paragraph of a Word document: its words as HTML, its pictures, its text boxes."""

from __future__ import annotations

import html
import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from gongkai.convert.intake import styles
from gongkai.convert.intake.model import Block, Figure, Line
from gongkai.convert.intake.names import WP, A, M, V, W, is_on, local, value

if TYPE_CHECKING:
    from gongkai.convert.intake.story import Story

_THROUGH = frozenset(
    ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARKS = ("strong", "em", "u", "sup", "sub")
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_FIELD_LINK = re.compile(r'HYPERLINK\s+"([^"]+)"')
_BLANKS = re.compile(r"[ \t\xa0\u2002\u2003\u2009\ufeff\u200b]+")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EMU_OF_MILLIMETRE = 36_000
_RED = re.compile(r"[C-F][0-9A-F][0-4][0-9A-F][0-4][0-9A-F]")
_MOST_DEPTH = 40


class Paragraph:
    """Reads a paragraph. `line` is what it says, `boxes` the blocks of the text boxes anchored in it."""

    def __init__(self, story: Story, node: Any, look: styles.Look) -> None:
        self.line = Line()
        self.boxes: list[Block] = []
        self._story, self._look = story, look
        self._pieces: list[tuple[str, frozenset[str], str]] = []
        self._fields: list[list[str]] = []  # instruction, then "" once the field's result has begun
        self._sized: dict[float, int] = {}
        self._letters = self._red = self._bold = 0
        self._walk(node, "", 0)
        self._finish()

    def _walk(self, node: Any, address: str, depth: int) -> None:
        if depth > _MOST_DEPTH:
            self._story.tally.add("nested")
            return
        for child in node:
            name = local(child)
            if name == "r":
                self._run(child, address)
            elif name == "hyperlink":
                self._walk(child, self._story.target(child, "id") or address, depth + 1)
            elif name in ("del", "moveFrom"):
                self._story.tally.add("tracked")
            elif name in ("oMath", "oMathPara"):
                self._story.tally.add("formula")
                self._say("".join(part.text or "" for part in child.iter(f"{M}t")), frozenset(), address)
            elif name in _THROUGH:
                if name in ("ins", "moveTo"):
                    self._story.tally.add("tracked")
                self._walk(child, address, depth + 1)

    def _run(self, run: Any, address: str) -> None:
        properties = run.find(f"{W}rPr")
        look = styles.of_run(properties)
        if properties is not None and (named := value(properties.find(f"{W}rStyle"))):
            look = look.over(self._story.styles.look(named))
        look = look.over(self._look)
        if look.hidden:
            self._story.tally.add("hidden")
            return
        marks = _marks(properties, look)
        for child in run:
            name = local(child)
            if name in ("t", "tab", "ptab", "br", "cr", "noBreakHyphen"):
                self._say(self._sign(child, name), marks, self._address(address), look)
            elif name in ("fldChar", "instrText"):
                self._field(child, name)
            elif name in ("footnoteReference", "endnoteReference"):
                mark = self._story.note_mark(name.removesuffix("Reference"), value(child, "id"))
                self._say(mark, frozenset(("sup",)), "")
            else:
                self._other(child, name, address)

    def _sign(self, node: Any, name: str) -> str:
        if name == "t":
            return node.text or ""
        return "" if value(node, "type") in ("page", "column") else _SIGNS[name]

    def _other(self, node: Any, name: str, address: str) -> None:
        if name == "commentReference":
            self._story.tally.add("comments")
        elif name == "sym":
            self._story.tally.add("symbol")
        elif name == "ruby":
            for base in node.iterchildren(f"{W}rubyBase"):
                self._walk(base, address, 1)
        elif name == "AlternateContent":
            chosen = next((part for part in node if local(part) == "Choice" and len(part)), None)
            for part in chosen if chosen is not None else [one for kept in node for one in kept]:
                self._other(part, local(part), address)
        elif name == "drawing":
            self._drawing(node)
        elif name in ("pict", "object"):
            self._drawn_before(node, is_object=name == "object")

    def _field(self, node: Any, name: str) -> None:
        if name == "instrText":
            if self._fields and len(self._fields[-1]) == 1:
                self._fields[-1][0] += node.text or ""
            return
        kind = value(node, "fldCharType")
        if kind == "begin":
            self._fields.append([""])
        elif kind == "separate" and self._fields:
            self._fields[-1].append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _address(self, address: str) -> str:
        found = next((link[1] for field in self._fields if (link := _FIELD_LINK.search(field[0]))), address)
        return found if _ADDRESS.fullmatch(found) else ""

    def _say(
        self, text: str, marks: frozenset[str], address: str, look: styles.Look = styles.NOTHING
    ) -> None:
        if any(len(field) == 1 for field in self._fields):
            return  # the instruction of a field, or what was typed into it
        text = _UNWRITABLE.sub("", text)
        if not text:
            return
        seen = len(text.strip())
        self._letters += seen
        self._bold += seen if look.bold else 0
        self._red += seen if _RED.fullmatch(look.color or "") else 0
        if look.size:
            self._sized[look.size] = self._sized.get(look.size, 0) + seen
        self._pieces.append((text, marks, address))

    def _drawing(self, node: Any) -> None:
        frame = next((child for child in node if local(child) in ("inline", "anchor")), None)
        if frame is None:
            return
        described = frame.find(f"{WP}docPr")
        alt = "" if described is None else described.get("descr") or described.get("title") or ""
        extent = frame.find(f"{WP}extent")
        size = [_millimetres(extent.get(name)) if extent is not None else 0.0 for name in ("cx", "cy")]
        for blip in frame.iter(f"{A}blip"):
            if next(blip.iterancestors(f"{W}txbxContent"), None) is None:
                self._picture(self._story.target(blip, "embed"), alt, local(frame) == "anchor", size)
        if any(local(part) in ("chart", "relIds") for part in frame.iter("{*}chart", "{*}relIds")):
            self._story.tally.add("chart")
        self._boxed(frame)

    def _drawn_before(self, node: Any, *, is_object: bool) -> None:
        """Drawings of former times (VML), and the likeness of an object."""
        if is_object:
            self._story.tally.add("embedded")
        for image in node.iter(f"{V}imagedata"):
            if next(image.iterancestors(f"{W}txbxContent"), None) is not None:
                continue
            holder = image.getparent()
            alt = (holder.get("alt") or "") if holder is not None else ""
            drawn = (holder.get("style") or "") if holder is not None else ""
            self._picture(self._story.target(image, "id"), alt, "absolute" in drawn, _vml_size(drawn))
        self._boxed(node)

    def _boxed(self, node: Any) -> None:
        for box in node.iter(f"{W}txbxContent"):
            between = takewhile(lambda one: one is not node, box.iterancestors())
            if not any(local(one) in ("txbxContent", "Fallback") for one in between):
                self.boxes.extend(self._story.blocks(box))

    def _picture(self, name: str, alt: str, floating: bool, size: list[float]) -> None:
        package = self._story.package
        if name not in package.names:
            self._story.tally.add("picture_outside")
            return
        length = package.zip.getinfo(name).file_size
        made = self._story.album.number(name, length, lambda: package.bytes(name), " ".join(alt.split()))
        if made is not None:
            self.line.figures.append(Figure(made, " ".join(alt.split()), floating, size[0], size[1]))

    def _finish(self) -> None:
        line = self.line
        pieces = _tidied(self._pieces)
        line.text = "".join(text for text, _, _ in pieces)
        line.size = (
            max(self._sized, key=lambda size: self._sized[size]) if self._sized else self._look.size or 0.0
        )
        line.red = self._letters > 0 and self._red * 2 > self._letters
        line.bold = self._letters > 0 and self._bold * 10 > self._letters * 9
        line.html = "".join(_written(text, marks, address) for text, marks, address in _merged(pieces))


def _marks(properties: Any, look: styles.Look) -> frozenset[str]:
    if properties is None:
        return frozenset(("strong",)) if look.bold else frozenset()
    found = {"strong"} if look.bold else set()
    if is_on(properties.find(f"{W}i")):
        found.add("em")
    under = properties.find(f"{W}u")
    if under is not None and value(under) not in ("", "none"):
        found.add("u")
    raised = value(properties.find(f"{W}vertAlign"))
    found |= {"superscript": {"sup"}, "subscript": {"sub"}}.get(raised, set())
    return frozenset(found)


def _tidied(pieces: list[tuple[str, frozenset[str], str]]) -> list[tuple[str, frozenset[str], str]]:
    """Blanks of every kind as one, none at the ends; an underlined blank is a place to fill in and stays."""
    made: list[tuple[str, frozenset[str], str]] = []
    for text, marks, address in pieces:
        if "u" in marks and not text.strip():
            made.append(("\xa0" * min(len(text), 20), marks, address))
            continue
        text = _BLANKS.sub(" ", text)
        if made and made[-1][0].endswith((" ", "\n")):
            text = text.lstrip(" ")
        made.append((text, marks, address))
    while made and not made[0][0].lstrip(" \n\u3000"):
        made.pop(0)
    while made and not made[-1][0].rstrip(" \n\u3000"):
        made.pop()
    if made:
        made[0] = (made[0][0].lstrip(" \n\u3000"), *made[0][1:])
        made[-1] = (made[-1][0].rstrip(" \n\u3000"), *made[-1][1:])
    return made


def _merged(pieces: list[tuple[str, frozenset[str], str]]) -> list[tuple[str, frozenset[str], str]]:
    made: list[tuple[str, frozenset[str], str]] = []
    for text, marks, address in pieces:
        if made and made[-1][1:] == (marks, address):
            made[-1] = (made[-1][0] + text, marks, address)
        else:
            made.append((text, marks, address))
    return made


def _written(text: str, marks: frozenset[str], address: str) -> str:
    written = html.escape(text, quote=False).replace("\n", "<br>").replace("\xa0", "&nbsp;")
    for mark in reversed(_MARKS):
        if mark in marks:
            written = f"<{mark}>{written}</{mark}>"
    return f'<a href="{html.escape(address)}">{written}</a>' if address else written


def _millimetres(text: str | None) -> float:
    return int(text) / _EMU_OF_MILLIMETRE if text and text.isdecimal() and len(text) < 12 else 0.0


def _vml_size(style: str) -> list[float]:
    found = dict(re.findall(r"(width|height):\s*([\d.]{1,8})pt", style))
    return [float(found.get(name, 0)) * 0.3528 for name in ("width", "height")]
