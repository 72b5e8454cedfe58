"""Programs in office files: their source, as it is packed in `vbaProject.bin` (MS-OVBA 2.4.1)."""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile

_BEGINNING = b"Attribute VB_"
_CHUNK = 4096
_MOST = 8 * 1024 * 1024
"""Bytes of source of one module."""


def sources(data: bytes) -> Iterator[str]:
    """The source of each module that has one. Raises OSError when the file is damaged."""
    with olefile.OleFileIO(io.BytesIO(data)) as project:
        for path in project.listdir():
            source = _source(project.openstream(path).read())
            if source:
                try:
                    yield source.decode("gb18030")
                except UnicodeDecodeError:
                    yield source.decode("latin-1")


def _source(stream: bytes) -> bytes:
    """The source in a module's stream, which begins somewhere after what the program made of it; empty when there is none."""
    at = stream.find(b"\x00Attribut")
    while at >= 3:
        if stream[at - 3] == 1 and (source := unpacked(stream[at - 3 :])).startswith(_BEGINNING):
            return source
        at = stream.find(b"\x00Attribut", at + 1)
    return b""


def unpacked(container: bytes) -> bytes:
    """What is packed in a container: chunks of signs and of references to signs before. What is broken ends it."""
    out = bytearray()
    at = 1
    while at + 2 <= len(container) and len(out) < _MOST:
        header = int.from_bytes(container[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        if header >> 12 & 0b111 != 0b011:
            break
        if header & 0x8000:
            _chunk(container[at + 2 : end], out)
        else:
            out += container[at + 2 : at + 2 + _CHUNK]
        at = end
    return bytes(out)


def _chunk(tokens: bytes, out: bytearray) -> None:
    start, at = len(out), 0
    while at < len(tokens):
        flags = tokens[at]
        at += 1
        for bit in range(8):
            if at >= len(tokens):
                return
            if not flags >> bit & 1:
                out.append(tokens[at])
                at += 1
                continue
            token = int.from_bytes(tokens[at : at + 2], "little")
            at += 2
            wide = max(4, (len(out) - start - 1).bit_length())
            length = (token & 0xFFFF >> wide) + 3
            back = (token >> 16 - wide) + 1
            if back > len(out) - start:
                return
            for _ in range(length):
                out.append(out[-back])
