"""Plain text in any encoding, lists separated by commas or tabs cell by cell, texts with escaped characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.convert.decoding import decode
from gongkai.convert.extract.model import ExtractedCell, ExtractedTable
from gongkai.convert.extract.text import likeness
from gongkai.convert.parts.mapped import Mapped
from gongkai.convert.parts.model import Collector, Contents

MOST_CELLS = 300_000
"""Cells of one list that are kept with their places; the rest is read as text only, and said to be."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*(big5|gb\w+|utf-?8|utf-?16\w*)|encoding=[\"'](big5|gb\w+)", re.IGNORECASE
)
ESCAPE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
"""A pattern of the escapes of JSON and scripts: `\u4e91`, `\x31`, pairs of surrogates."""

_QUOTED = r'"([^"]*+(?:""[^"]*+)*+)"'
_USUAL = re.compile(r"[\t\r\n -~\xa0-\xbf\u2000-\u206f\u2e80-\ua4cf\uff00-\uffef]")
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the encoding its bytes were read with; `mark`: the byte order mark before it."""

    text: str
    encoding: str
    mark: bytes = b""

    def encoded(self, text: str, *, markup: bool = False) -> bytes:
        """The bytes of a text in the place of this one; what the encoding lacks is written as an entity, or as "?"."""
        return self.mark + text.encode(self.encoding, "xmlcharrefreplace" if markup else "replace")


def source_of(data: bytes) -> Source | None:
    """The text of the bytes: UTF-8, UTF-16 with or without a mark, GB18030, Big5; None when they are no text.

    A few damaged bytes are put up with.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return Source(data[len(mark) :].decode(encoding, "replace"), encoding, mark)
    if (wide := _without_mark(data)) is not None:
        return wide
    certain = decode(data)
    if certain is not None and certain.encoding == "utf-8":
        return Source(certain.text, "utf-8")
    best, most = None, 0.02
    for encoding in _likely(data):
        text = data.decode(encoding, "replace")
        spoiled = len(_CONTROL.findall(text, 0, _SAMPLE)) * 50 > min(len(text), _SAMPLE)
        if not spoiled and (like := likeness(text)) > most:
            best, most = Source(text, encoding), like
    if best is None and certain is not None:
        return Source(certain.text, certain.encoding)
    return best


def _without_mark(data: bytes) -> Source | None:
    """UTF-16 by its zero bytes: those of Latin letters and digits stand on one side."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = data.decode(encoding, "replace")
    usual = len(_USUAL.findall(text, 0, _SAMPLE))
    return Source(text, encoding) if usual * 10 > min(len(text), _SAMPLE) * 9 else None


def _likely(data: bytes) -> Iterator[str]:
    """Encodings to try, the one the text itself names first."""
    named = _DECLARED.search(data[:2048])
    if named:
        name = (named.group(1) or named.group(2)).decode("ascii").lower()
        yield "gb18030" if name.startswith("gb") else "big5" if name == "big5" else "utf-8"
    yield from ("gb18030", "utf-8", "big5", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class MappedPart:
    """A part with the way back to the source it was read from."""

    name: str
    mapped: Mapped
    visible: bool = True
    tables: tuple[ExtractedTable, ...] = ()


def walk_text(source: Source) -> MappedPart:
    """The text as one part; `\\u4e91` and the like are read as the characters they stand for."""
    mapped = Mapped()
    at = 0
    if "\\u" in source.text or "\\x" in source.text:
        for match in re.finditer(ESCAPE, source.text):
            mapped.copy(source.text, at, match.start())
            mapped.put(unescaped(match.group()), match.start(), match.end())
            at = match.end()
    mapped.copy(source.text, at, len(source.text))
    return MappedPart("body", mapped)


def unescaped(escape: str) -> str:
    """The character of one `\\uXXXX`, `\\xXX` or a pair of the former."""
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
    return chr(int(escape.lstrip("\\ux"), 16))


def from_text(source: Source, path: tuple[str, ...] = ()) -> Contents:
    """The text, and its table when it is a list with separators."""
    collector = Collector(path)
    part = walk_text(source)
    text = part.mapped.text
    separator = _separator(text)
    if separator is None:
        collector.add(part.name, text)
        return collector.done("txt")
    table, rest = _table(text, separator)
    if rest:
        collector.miss(*too_many_cells())
    collector.add(part.name, text, tables=[table])
    return collector.done("csv")


def too_many_cells() -> tuple[str, str]:
    """Why a part of a long list was read as text only: code and sentence."""
    return "too_many_cells", f"表格超过{MOST_CELLS}格，其余部分只按文字检查，没有按列检查；请人工查看。"


def _separator(text: str) -> str | None:
    """Tab, comma or semicolon, when it splits most of the first lines into equally many fields."""
    lines = [line for line in text[:_SAMPLE].split("\n")[:20] if line.strip()]
    if len(text) > _SAMPLE and len(lines) > 1:
        lines = lines[:-1]
    for separator in ("\t", ",", ";"):
        counted = Counter(_count(line, separator) for line in lines)
        fields, often = counted.most_common(1)[0] if counted else (0, 0)
        if fields > 1 < often and often * 10 >= len(lines) * 6:
            return separator
    return None


def _count(line: str, separator: str) -> int:
    return re.sub(_QUOTED, "", line).count(separator) + 1


def _table(text: str, separator: str) -> tuple[ExtractedTable, bool]:
    """The cells with their places, and whether there were more than are kept."""
    cells: list[ExtractedCell] = []
    at = row = column = columns = 0
    field = re.compile(rf"{_QUOTED}[^{separator}\r\n]*|[^{separator}\r\n]*")
    while at < len(text):
        match = field.match(text, at)
        assert match is not None  # noqa: S101 - the pattern matches nothing at least
        start, end = match.span(1) if match.group(1) is not None else match.span()
        if len(cells) == MOST_CELLS:
            break
        cells.append(ExtractedCell(row, column, 1, 1, text[start:end], start, end))
        columns = max(columns, column + 1)
        at = match.end()
        if text.startswith(separator, at):
            column, at = column + 1, at + 1
            continue
        if text.startswith("\r\n", at):
            at += 1
        row, column, at = row + 1, 0, at + 1
    return ExtractedTable(0, cells[-1].end, tuple(cells), cells[-1].row + 1, columns), at < len(text)
