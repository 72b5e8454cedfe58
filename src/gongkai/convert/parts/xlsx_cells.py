"""What cells hold and how it looks: text, numbers, dates; and how another text is written in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from gongkai.convert.parts.ooxml_package import Package
from gongkai.convert.parts.ooxml_strand import Holder, Inner, Key, child, descendants, local, value, writable

_NUMBERED = re.compile("_x([0-9A-Fa-f]{4})_")
_LONGEST = 400
"""Digits a number is written out with."""

_WHITE, _BLACK, _UNKNOWN = "FFFFFF", "000000", "?"
_FIXED = {
    ("theme", "0", "0"): _WHITE, ("theme", "1", "0"): _BLACK, ("indexed", "8", "0"): _BLACK, ("indexed", "9", "0"): _WHITE,
    ("indexed", "64", "0"): _BLACK, ("indexed", "65", "0"): _WHITE,
}  # fmt: skip
"""Colours by number that are the same in every workbook."""

_FORBIDDEN = str.maketrans(
    {"*": "＊", "?": "？", ":": "：", "/": "／", "\\": "＼", "[": "［", "]": "］", "'": "’"}
)


@dataclass(frozen=True, slots=True)
class StringPiece:
    """A piece of a string, in which signs may be written by their number (`_x0031_` is a 1)."""

    element: Any

    @property
    def key(self) -> Key:
        """The node."""
        return self.element, ""

    @property
    def text(self) -> str:
        """As the sheet shows it."""
        written = Inner(self.element).text
        return _NUMBERED.sub(_sign, written) if "_x" in written else written

    def put(self, text: str) -> None:
        """Write another one; what would be taken for a number of a sign is written by numbers itself."""
        Inner(self.element).put(_NUMBERED.sub(lambda found: f"_x005F{found.group()}", text))


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell with a value of its own, as it looks. What is put there is text: the number and the formula are gone.

    `written`: the element that holds the value; `external`: the cell belongs to another workbook, kept with a link to it.
    """

    written: Any
    text: str
    external: bool = False

    @property
    def key(self) -> Key:
        """The value."""
        return self.written, ""

    def put(self, text: str) -> None:
        """Make it a cell of text."""
        cell = self.written.getparent()
        if self.external:
            cell.set("t", "str")
            self.written.text = writable(text)
            return
        space = cell.tag[: cell.tag.index("}") + 1] if "}" in cell.tag else ""
        for below in list(cell):
            if local(below) in ("f", "v", "is"):
                cell.remove(below)
        cell.set("t", "inlineStr")
        inline = etree.Element(f"{space}is")
        cell.insert(0, inline)
        Inner(etree.SubElement(inline, f"{space}t")).put(text)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula. Nothing can be put there: it goes, and what it last gave stays."""

    element: Any

    @property
    def key(self) -> Key:
        """The formula."""
        return self.element, ""

    @property
    def text(self) -> str:
        """As it is written, without the sign of equality."""
        return self.element.text or ""

    def put(self, text: str) -> None:
        """Remove it from its cell."""
        if (cell := self.element.getparent()) is not None:
            cell.remove(self.element)


@dataclass(frozen=True, slots=True)
class SheetName:
    """A sheet's name, which may not hold every sign nor be long."""

    element: Any

    @property
    def key(self) -> Key:
        """The attribute."""
        return self.element, "name"

    @property
    def text(self) -> str:
        """The name."""
        return value(self.element, "name")

    def put(self, text: str) -> None:
        """Give it a name that is allowed, and that no other sheet has."""
        wanted = writable(text).translate(_FORBIDDEN) or "＊"
        others = {value(sheet, "name") for sheet in self.element.getparent() if sheet is not self.element}
        name, number = wanted[:31], 1
        while name in others:
            number += 1
            name = f"{wanted[:26]}{number}"
        self.element.set("name", name)


@dataclass(frozen=True, slots=True)
class Dropped:
    """An attribute that may be missing but not be anything else than a number."""

    element: Any
    name: str

    @property
    def key(self) -> Key:
        """The attribute."""
        return self.element, self.name

    @property
    def text(self) -> str:
        """Its value."""
        return value(self.element, self.name)

    def put(self, text: str) -> None:
        """Leave it out."""
        self.element.attrib.pop(self.name, None)


@dataclass(frozen=True, slots=True)
class PivotItem:
    """A value a pivot table remembers: a number or a date becomes text."""

    element: Any

    @property
    def key(self) -> Key:
        """The attribute."""
        return self.element, "v"

    @property
    def text(self) -> str:
        """The value, numbers written out."""
        written = value(self.element, "v")
        return plain(written) if local(self.element) == "n" else written

    def put(self, text: str) -> None:
        """Write text, and tell the list that it is no longer of one kind."""
        self.element.tag = self.element.tag.rpartition("}")[0] + "}s"
        self.element.set("v", writable(text))
        if local(items := self.element.getparent()) == "sharedItems":
            for name in list(items.attrib):
                if name != "count":
                    del items.attrib[name]
            if any(local(item) == "n" for item in items):
                items.set("containsMixedTypes", "1")
                items.set("containsNumber", "1")


def _sign(found: re.Match[str]) -> str:
    sign = chr(int(found.group(1), 16))
    return sign if sign.isprintable() else " "


def runs(item: Any) -> list[Holder]:
    """The pieces of a string with formats of its own, without how it is pronounced."""
    return [
        StringPiece(piece)
        for part in item
        for piece in ((part,) if local(part) == "t" else part if local(part) == "r" else ())
        if local(piece) == "t"
    ]


@dataclass(frozen=True, slots=True)
class _Style:
    date: bool = False
    zeros: int = 0
    """Digits a number is filled up to with zeros."""
    invisible: bool = False


class Styles:
    """How the cells of a workbook are shown."""

    def __init__(self, package: Package) -> None:
        self._styles: list[_Style] = []
        for member in package.rooted("styleSheet"):
            if member.tree is not None:
                self._styles = _styles(member.tree)
        self._epoch = CALENDAR_WINDOWS_1900
        for member in package.rooted("workbook"):
            properties = child(member.tree, "workbookPr") if member.tree is not None else None
            if properties is not None and value(properties, "date1904") in ("1", "true"):
                self._epoch = CALENDAR_MAC_1904

    def shown(self, cell: Any, written: str) -> str:
        """A cell's value as its reader sees it: numbers written out, dates as dates."""
        kind = cell.get("t", "n")
        if kind == "b":
            return "是" if written.strip() == "1" else "否"
        if kind != "n":
            return written
        style = self._of(cell)
        if style.date and (day := self._day(written)):
            return day
        return plain(written.strip()).rjust(style.zeros, "0")

    def invisible(self, cell: Any) -> bool:
        """Whether a cell's value is written in the colour of the paper, or in no format at all."""
        return self._of(cell).invisible

    def _of(self, cell: Any) -> _Style:
        index = cell.get("s", "0")
        known = index.isascii() and index.isdecimal() and int(index[:9]) < len(self._styles)
        return self._styles[int(index)] if known else _Style()

    def _day(self, written: str) -> str:
        try:
            day = from_excel(float(written), self._epoch)
        except (ValueError, OverflowError, TypeError):
            return ""
        return str(day).removesuffix(" 00:00:00") if day is not None else ""


@lru_cache(4096)
def plain(written: str) -> str:
    """A number with all its digits; 1.38E+10 as 13800000000."""
    if "e" not in written.lower():
        return written
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return written
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _styles(root: Any) -> list[_Style]:
    codes = {value(node, "numFmtId"): value(node, "formatCode") for node in descendants(root, "numFmt")}
    fonts = [_color(child(font, "color"), _BLACK) for font in _listed(root, "fonts")]
    fills = [_behind(fill) for fill in _listed(root, "fills")]
    styles = []
    for look in _listed(root, "cellXfs"):
        identifier = value(look, "numFmtId", "0")
        builtin = BUILTIN_FORMATS.get(int(identifier), "") if identifier.isdecimal() else ""
        code = codes.get(identifier, builtin)
        zeros = len(code) if code and not code.strip("0") else 0
        drawn, behind = (
            _at(fonts, value(look, "fontId", "0"), _BLACK),
            _at(fills, value(look, "fillId", "0"), _WHITE),
        )
        styles.append(_Style(bool(is_date_format(code)), zeros, drawn == behind or code == ";;;"))
    return styles


def _listed(root: Any, name: str) -> list[Any]:
    found = child(root, name)
    return [] if found is None else [node for node in found if local(node)]


def _at(colors: list[str], index: str, default: str) -> str:
    known = index.isascii() and index.isdecimal() and int(index[:9]) < len(colors)
    return colors[int(index)] if known else default


def _behind(fill: Any) -> str:
    """The colour of a fill; that of the paper when there is none, and none that is known for patterns and gradients."""
    pattern = child(fill, "patternFill")
    kind = "" if pattern is None else value(pattern, "patternType", "none")
    if kind == "solid":
        return _color(child(pattern, "fgColor"), _UNKNOWN)
    return _WHITE if kind == "none" else _UNKNOWN


def _color(color: Any, default: str) -> str:
    """A colour as six digits, or by its number."""
    if color is None:
        return default
    if rgb := value(color, "rgb"):
        return rgb[-6:].upper()
    tint = value(color, "tint", "0")
    for kind in ("theme", "indexed"):
        if number := value(color, kind):
            return _FIXED.get((kind, number, tint), f"{kind} {number} {tint}")
    return default
