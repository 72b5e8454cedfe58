"""Looking for what should be gone, as somebody would who wants it back: in all parts, and in every stream of bytes."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator

import pikepdf
from ahocorasick_rs import BytesAhoCorasick

from gongkai.convert.parts.archive import FAULTS
from gongkai.convert.parts.kinds import kinds_of
from gongkai.convert.parts.reading import read
from gongkai.convert.redaction.values import LEAST_APART, Values, core

LEAST_BYTES = 6
"""Bytes a written form must have to be looked for in streams, where shorter ones occur by chance."""

_LEAST_DIGITS = 7
_MOST_STREAM = 256 * 1024 * 1024
_BLANKS = b" \t\r\n"


def verify(data: bytes, values: Iterable[str]) -> tuple[str, ...]:
    """Where any of the values still is: parts (`file›part`) and streams; empty when none is. Names no value.

    Values too short to be telling are not looked for.
    """
    wanted = Values(values)
    if not wanted:
        return ()
    forms = _Forms(wanted.values)
    found: dict[str, None] = {}

    def note(path: tuple[str, ...], what: str) -> None:
        found["›".join([*("…" if _is_in(wanted, name) else name for name in path), what])] = None

    def look(path: tuple[str, ...], content: bytes) -> None:
        for stream, streamed in _streams(content):
            if forms.are_in(streamed):
                note(path, stream)

    for part in read(data, seen=look).parts:
        if _is_in(wanted, part.text):
            note(part.path, part.name)
    return tuple(found)


def _is_in(values: Values, text: str) -> bool:
    return next(values.in_text(text), None) is not None


class _Forms:
    """The values as bytes, in every way a file may write them."""

    def __init__(self, values: Iterable[str]) -> None:
        together = dict.fromkeys(form for value in values for form in _forms(value))
        cores = [core(value) for value in values]
        apart = dict.fromkeys(form for value in cores if len(value) >= LEAST_APART for form in _forms(value))
        self._together = BytesAhoCorasick(list(together)) if together else None
        self._apart = BytesAhoCorasick(list(apart)) if apart else None

    def are_in(self, stream: bytes) -> bool:
        """Whether one of them stands there, with blanks or line ends in between too."""
        if self._together is not None and self._together.find_matches_as_indexes(stream):
            return True
        if self._apart is None:
            return False
        return bool(self._apart.find_matches_as_indexes(stream.translate(None, _BLANKS)))


def _forms(value: str) -> Iterator[bytes]:
    """The value in the encodings of texts, in hexadecimal and octal digits, as entities and escapes, in base64."""
    plain = [value.encode(encoding, "replace") for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    for data in plain:
        if len(data) >= (_LEAST_DIGITS if data.isdigit() else LEAST_BYTES):
            yield data
        if len(data) >= LEAST_BYTES - 1:
            yield data.hex().encode()
            yield data.hex().upper().encode()
            yield b"".join(b"\\%03o" % byte for byte in data)
            yield b"".join(b"%%%02X" % byte for byte in data)
            yield from _in_base64(data)
    if len(value) >= LEAST_BYTES - 1 or not value.isascii():
        yield "".join(f"&#{ord(sign)};" for sign in value).encode()
        yield "".join(f"&#x{ord(sign):x};" for sign in value).encode()
        yield "".join(f"&#x{ord(sign):X};" for sign in value).encode()
        yield "".join(f"\\u{ord(sign):04x}" for sign in value).encode()


def _in_base64(data: bytes) -> Iterator[bytes]:
    """What base64 makes of it at each of the three places it can begin, without the signs its neighbours have a share in."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data)
        first = (8 * before + 5) // 6
        last = 8 * (before + len(data)) // 6
        if last - first >= LEAST_BYTES + 2:
            yield coded[first:last]


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes themselves, and what is packed in them: members of packages, streams and words of a PDF."""
    yield "bytes", data
    kinds = kinds_of(data)
    if {"docx", "xlsx", "pptx", "ofd", "zip"} & set(kinds):
        yield from _members(data)
    if "pdf" in kinds:
        yield from _objects(data)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            if info.file_size <= _MOST_STREAM:
                try:
                    yield f"member {info.header_offset}", package.read(info)
                except FAULTS:
                    continue


def _objects(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every object of a PDF written out, every stream unpacked."""
    with pikepdf.open(io.BytesIO(data)) as document:
        for number, item in enumerate(document.objects, 1):
            yield f"object {number}", item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream):
                try:
                    yield f"stream {number}", item.read_bytes()
                except pikepdf.PdfError:
                    yield f"stream {number}", item.read_raw_bytes()
