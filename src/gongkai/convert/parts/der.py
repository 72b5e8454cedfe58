"""Electronic seals, signatures and certificates (DER): their words, and the picture of the seal."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.convert.parts.kinds import kinds_of
from gongkai.convert.parts.model import Collector, Contents, Inner

_STRINGS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1A: "ascii", 0x1E: "utf-16-be"}
_OCTETS = 0x04
_NESTED = 0x20
_FILES = frozenset(("image", "ofd", "pdf", "zip"))


def from_der(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """The names and words in it as one part, its pictures as files in it."""
    collector = Collector(path)
    words: list[str] = []
    files: list[bytes] = []
    for tag, content in _elements(data):
        if tag in _STRINGS:
            words.append(content.decode(_STRINGS[tag], "replace"))
        elif tag == _OCTETS and _FILES.intersection(kinds_of(content)):
            files.append(content)
    collector.add("property", "\n".join(words), visible=False)
    for number, content in enumerate(files, 1):
        collector.include(inner(f"seal-{number}", content, path))
    return collector.done("der")


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and content of the elements that hold no others, in their order."""
    todo = [(0, len(data))]
    while todo:
        at, end = todo.pop()
        if at >= end or (span := _span(data, at)) is None or span[1] > end:
            continue
        todo.append((span[1], end))
        if data[at] & _NESTED:
            todo.append(span)
        else:
            yield data[at], data[span[0] : span[1]]


def _span(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the content of the element at a place begins and ends; None when it does not fit."""
    if at + 2 > len(data):
        return None
    size, start = data[at + 1], at + 2
    if size & 0x80:
        digits = size & 0x7F
        start += digits
        size = int.from_bytes(data[at + 2 : start], "big")
        if not 1 <= digits <= 4:
            return None
    return (start, start + size) if start + size <= len(data) else None
