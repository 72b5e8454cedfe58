"""How the strings of a PDF's content are cut into characters, and how far each moves the pen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMapDB, CMapParser, FileCMap
from pdfminer.fontmetrics import FONT_METRICS


class Uncertain(Exception):  # noqa: N818 - named after what we are
    """The content of the page is drawn in a way that we do not take apart: it is to be replaced by its picture."""


@dataclass(frozen=True, slots=True)
class Code:
    """One character as it is written in a string; `width`: thousandths of the type size; `blank`: word spacing applies."""

    written: bytes
    width: float
    blank: bool


class Typeface:
    """A typeface of a PDF. Raises Uncertain for those that are not understood, such as vertical ones."""

    def __init__(self, font: Any) -> None:
        self._composite = font.get("/Subtype") == "/Type0"
        self._known: dict[bytes, Code] = {}
        if self._composite:
            self._trie = _trie(font.get("/Encoding"))
            descendant = font["/DescendantFonts"][0]
            self._widths = _composite_widths(descendant.get("/W", ()))
            self._default = float(descendant.get("/DW", 1000))
        else:
            self._trie = {}
            self._widths, self._default = _simple_widths(font)

    def codes(self, written: bytes) -> list[Code]:
        """A string cut into its characters."""
        if not self._composite:
            return [self._code(written[at : at + 1], written[at]) for at in range(len(written))]
        if not self._trie:
            return [
                self._code(written[at : at + 2], int.from_bytes(written[at : at + 2], "big"))
                for at in range(0, len(written), 2)
            ]
        return self._by_trie(written)

    def _by_trie(self, written: bytes) -> list[Code]:
        codes: list[Code] = []
        at = 0
        while at < len(written):
            node: Any = self._trie
            end = at
            while isinstance(node, dict):
                if end == len(written) or written[end] not in node:
                    raise Uncertain
                node = node[written[end]]
                end += 1
            codes.append(self._code(written[at:end], int(node)))
            at = end
        return codes

    def _code(self, written: bytes, number: int) -> Code:
        known = self._known.get(written)
        if known is None:
            known = self._known[written] = Code(
                written, self._widths.get(number, self._default), written == b" "
            )
        return known


def _trie(encoding: Any) -> dict[int, Any]:
    """Codes by their bytes, down to the number of the glyph; empty for the plain encoding in two bytes."""
    if isinstance(encoding, pikepdf.Stream):
        if int(encoding.get("/WMode", 0)) or "/UseCMap" in encoding:
            raise Uncertain
        table = FileCMap()
        CMapParser(table, io.BytesIO(encoding.read_bytes())).run()
        return table.code2cid
    name = str(encoding)[1:]
    if name == "Identity-H":
        return {}
    try:
        known: Any = CMapDB.get_cmap(name)
    except (CMapDB.CMapNotFound, KeyError) as error:
        raise Uncertain from error
    if known.is_vertical() or not hasattr(known, "code2cid"):
        raise Uncertain
    return dict(known.code2cid)


def _composite_widths(listed: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(listed)
    at = 0
    while at + 1 < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], pikepdf.Array):
            for number, width in enumerate(items[at + 1]):
                widths[first + number] = float(width)
            at += 2
        elif at + 2 < len(items):
            last = min(int(items[at + 1]), 0x10FFFF)
            widths.update(dict.fromkeys(range(first, last + 1), float(items[at + 2])))
            at += 3
        else:
            break
    return widths


def _simple_widths(font: Any) -> tuple[dict[int, float], float]:
    """Widths by code and the width of the others."""
    scale = 1.0
    if font.get("/Subtype") == "/Type3":
        scale = float(font["/FontMatrix"][0]) * 1000
    if "/Widths" in font:
        first = int(font.get("/FirstChar", 0))
        widths = {first + number: float(width) * scale for number, width in enumerate(font["/Widths"])}
        descriptor = font.get("/FontDescriptor")
        return widths, float(descriptor.get("/MissingWidth", 0)) if descriptor is not None else 0.0
    metrics = FONT_METRICS.get(str(font.get("/BaseFont", ""))[1:])
    if metrics is None:
        raise Uncertain
    return {
        ord(one): float(width) for one, width in metrics[1].items() if isinstance(one, str) and len(one) == 1
    }, 0.0
