"""What a picture file carries beside its pixels: the camera's notes and position, captions, comments."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin

from gongkai.convert.decoding import decode
from gongkai.convert.parts.pdf_objects import markup_text

_MAKER_NOTE = 37500
_USER_COMMENT = 37510
_WINDOWS = range(40091, 40096)
_BINARY = frozenset((_MAKER_NOTE, 34377, 34675, 50341, 330, 513, 514, 59932))
_LAYOUT = frozenset(
    (254, 256, 257, 258, 259, 262, 273, 277, 278, 279, 282, 283, 284, 296, 317, 338, 339, 530, 531, 532)
)
"""Tags of a TIFF that say how its pixels are laid out."""

_SKIPPED_INFO = frozenset(
    (
        "version",
        "compression",
        "exif",
        "icc_profile",
        "xmp",
        "XML:com.adobe.xmp",
        "Raw profile type exif",
        "photoshop",
        "mp",
    )
)
MOST_VALUE = 100_000


def metadata(picture: Any) -> str:
    """Everything in words, one entry a line, positions as numbers in degrees."""
    return "\n".join([*_exif(picture.getexif()), *_packets(picture), *_captions(picture), *_chunks(picture)])


def thumbnail(picture: Any) -> Any | None:
    """The small picture kept within the camera's notes (Pillow's), or None."""
    exif = picture.getexif()
    first = exif.get_ifd(ExifTags.IFD.IFD1)
    start, length = first.get(513), first.get(514)
    raw = picture.info.get("exif", b"")
    if not (isinstance(start, int) and isinstance(length, int)) or not raw:
        return None
    offset = start + (6 if raw.startswith(b"Exif\x00\x00") else 0)
    try:
        small = Image.open(io.BytesIO(raw[offset : offset + length]))
        if small.width * small.height > 1_000_000:
            return None
        small.load()
    except (OSError, ValueError, SyntaxError):
        return None
    return small


def _exif(exif: Any) -> Iterator[str]:
    position = exif.get_ifd(ExifTags.IFD.GPSInfo)
    yield from _position(position)
    known = (
        (exif, ExifTags.TAGS),
        (exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS),
        (position, ExifTags.GPSTAGS),
    )
    for entries, names in known:
        for tag, value in entries.items():
            if tag in _BINARY or tag in _LAYOUT or tag in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                continue
            words = _words(value, tag)
            if words:
                yield f"{names.get(tag, tag)}: {words}"


def _position(entries: Any) -> Iterator[str]:
    try:
        latitude = _degrees(entries[2]) * (-1 if entries.get(1) == "S" else 1)
        longitude = _degrees(entries[4]) * (-1 if entries.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return
    yield f"GPS位置：纬度{latitude:.6f}，经度{longitude:.6f}"


def _degrees(value: Iterable[Any]) -> float:
    degrees, minutes, seconds = (float(part) for part in value)
    return degrees + minutes / 60 + seconds / 3600


def _words(value: Any, tag: int = 0) -> str:
    if isinstance(value, bytes):
        if tag == _USER_COMMENT:
            kind, value = value[:8], value[8:]
            if kind.startswith(b"UNICODE"):
                return value.decode("utf-16", "replace").strip("\x00 ")
        if tag in _WINDOWS:
            return value.decode("utf-16-le", "replace").strip("\x00 ")
        read = decode(value[:MOST_VALUE].strip(b"\x00 "))
        return "" if read is None else read.text
    if isinstance(value, tuple) and tag in _WINDOWS:
        return bytes(value).decode("utf-16-le", "replace").strip("\x00 ")
    return str(value)[:MOST_VALUE].strip("\x00 \n")


def _packets(picture: Any) -> Iterator[str]:
    for key in ("xmp", "XML:com.adobe.xmp"):
        packet = picture.info.get(key)
        if packet:
            data = packet.encode() if isinstance(packet, str) else bytes(packet)
            yield markup_text(data) or _words(data)


def _captions(picture: Any) -> Iterator[str]:
    """The captions of press pictures (IPTC)."""
    try:
        entries = IptcImagePlugin.getiptcinfo(picture) or {}
    except (SyntaxError, ValueError, OSError, KeyError, TypeError):
        return
    for value in entries.values():
        for one in value if isinstance(value, list) else [value]:
            words = _words(one)
            if words:
                yield words


def _chunks(picture: Any) -> Iterator[str]:
    """Comments and text of the format's own: PNG, GIF, JPEG."""
    for key, value in picture.info.items():
        if key not in _SKIPPED_INFO and isinstance(value, str | bytes):
            words = _words(value)
            if words:
                yield f"{key}: {words}"
