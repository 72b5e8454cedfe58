"""Pictures drawn by commands (EMF, WMF), such as the view of an embedded sheet: the words in their commands."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_EMF_TEXTS = (83, 84)  # EMR_EXTTEXTOUTA, EMR_EXTTEXTOUTW
_EMF_BITMAPS = frozenset((76, 77, 78, 79, 80, 81, 94, 114, 116))
_EMF_COMMENT, _EMF_END = 70, 14
_WMF_TEXT_OUT, _WMF_EXTENDED_TEXT_OUT, _WMF_END = 0x0521, 0x0A32, 0
_WMF_BITMAPS = frozenset((0x0940, 0x0B41, 0x0D33, 0x0F43, 0x0922, 0x0B23))
_PLACEABLE = b"\xd7\xcd\xc6\x9a"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of bytes that is drawn as text on the line at `height`."""

    start: int
    end: int
    encoding: str
    height: int


@dataclass(frozen=True, slots=True)
class Bitmap:
    """There is a picture of dots in it, or commands that are not understood."""


def commands(data: bytes) -> Iterator[Words | Bitmap]:
    """The words and bitmaps of a metafile, in the order they are drawn. Nothing when it is none."""
    if data[40:44] == b" EMF":
        yield from _emf(data)
    elif data.startswith((_PLACEABLE, b"\x01\x00\x09\x00")):
        yield from _wmf(data, 40 if data.startswith(_PLACEABLE) else 18)
    else:
        yield Bitmap()


def _emf(data: bytes) -> Iterator[Words | Bitmap]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if kind == _EMF_END:
            return
        if size < 8 or at + size > len(data):
            yield Bitmap()
            return
        if kind in _EMF_TEXTS and size >= 52:
            height, count, offset = struct.unpack_from("<iII", data, at + 40)
            wide = kind == 84
            end = offset + count * (2 if wide else 1)
            if offset >= 52 and end <= size:
                yield Words(at + offset, at + end, "utf-16-le" if wide else "gb18030", height)
        elif kind in _EMF_BITMAPS or (kind == _EMF_COMMENT and data[at + 12 : at + 16] == b"EMF+"):
            yield Bitmap()
        at += size


def _wmf(data: bytes, at: int) -> Iterator[Words | Bitmap]:
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<IH", data, at)
        if kind == _WMF_END:
            return
        if size < 3 or at + size * 2 > len(data):
            yield Bitmap()
            return
        if kind == _WMF_TEXT_OUT and size >= 5:
            (count,) = struct.unpack_from("<H", data, at + 6)
            after = at + 8 + count + count % 2
            if after + 4 <= at + size * 2:
                yield Words(at + 8, at + 8 + count, "gb18030", struct.unpack_from("<h", data, after)[0])
        elif kind == _WMF_EXTENDED_TEXT_OUT and size >= 7:
            height, _, count, options = struct.unpack_from("<hhHH", data, at + 6)
            start = at + 14 + (8 if options & 6 else 0)
            if start + count <= at + size * 2:
                yield Words(start, start + count, "gb18030", height)
        elif kind in _WMF_BITMAPS:
            yield Bitmap()
        at += size * 2
