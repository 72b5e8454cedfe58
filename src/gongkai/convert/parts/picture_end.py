"""Where the picture in a file ends, so that what was hung on to it is noticed."""

from __future__ import annotations

from typing import Any


def end_of(data: bytes, picture: Any) -> int:
    """The position after the picture's last byte; the length of the data for formats that do not say."""
    known = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "BMP": _bmp, "WEBP": _riff}.get(picture.format)
    if picture.format == "MPO":
        return _several(data, picture)
    return len(data) if known is None else known(data)


def _png(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        at, kind = at + 12 + length, data[at + 4 : at + 8]
        if kind == b"IEND":
            return at
    return len(data)


def _jpeg(data: bytes, start: int = 0) -> int:
    at = start + 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _after_scan(data, at)
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else len(data)


def _after_scan(data: bytes, at: int) -> int:
    """The next marker after a stretch of coded pixels."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _several(data: bytes, picture: Any) -> int:
    """The end of the last of several pictures in one JPEG file."""
    entries = (getattr(picture, "mpinfo", None) or {}).get(0xB002, [])
    base = getattr(picture, "_MpoImageFile__mpoffsets", [0])
    ends = [offset + int(entry.get("Size", 0)) for offset, entry in zip(base, entries, strict=False)]
    return max(ends, default=len(data))


def _gif(data: bytes) -> int:
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x2C:
            flags = data[at + 9] if at + 9 < len(data) else 0
            at += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
        else:
            at += 2
        while at < len(data) and data[at]:
            at += data[at] + 1
        at += 1
    return len(data)


def _bmp(data: bytes) -> int:
    told = int.from_bytes(data[2:6], "little")
    return told if told >= 54 else len(data)


def _riff(data: bytes) -> int:
    length = int.from_bytes(data[4:8], "little")
    return 8 + length + length % 2
