"""The words on a picture as one text, each character with its place on the picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.convert.extract import ocr
from gongkai.convert.extract.model import Cell, ExtractedTable, Writer

Pixels = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture says; `words`: where in the text each word begins."""

    text: str
    tables: tuple[ExtractedTable, ...]
    words: tuple[tuple[int, ocr.Word], ...]

    def boxes(self, start: int, end: int) -> Iterator[Pixels]:
        """The rectangles that `text[start:end]` fills on the picture, with a margin, one for each word it touches."""
        begins = [at for at, _ in self.words]
        for at, word in self.words[max(bisect_right(begins, start) - 1, 0) : bisect_right(begins, end - 1)]:
            first, last = max(start - at, 0), min(end - at, len(word.text))
            if first < last:
                yield _stretch(word, first, last)


def recognised(picture: Any) -> Recognised:
    """Read a picture (Pillow's). Raises Unreadable("no_recognition") when no models are installed."""
    writer = Writer()
    placed: list[tuple[int, ocr.Word]] = []
    rows: list[list[ocr.Word]] = []
    for row in [*ocr.lines(ocr.words(picture)), []]:
        if len(row) > 2:
            rows.append(row)
            continue
        if len(rows) > 1:
            _table(writer, rows, placed)
        elif rows:
            _line(writer, rows[0], placed)
        rows = []
        if row:
            _line(writer, row, placed)
    done = writer.done("image")
    return Recognised(done.text, done.tables, tuple(placed))


def _line(writer: Writer, row: list[ocr.Word], placed: list[tuple[int, ocr.Word]]) -> None:
    at = writer.length
    for word in row:
        placed.append((at, word))
        at += len(word.text) + 1
    writer.line(" ".join(word.text for word in row))


def _table(writer: Writer, rows: list[list[ocr.Word]], placed: list[tuple[int, ocr.Word]]) -> None:
    known = len(writer.tables)
    words = {(row, column): word for row, line in enumerate(rows) for column, word in enumerate(line)}
    writer.table(Cell(row, column, word.text) for (row, column), word in words.items())
    for cell in writer.tables[known].cells:
        word = words[cell.row, cell.column]
        placed.append((cell.start, ocr.Word(cell.text, word.left, word.top, word.right, word.bottom)))


def _stretch(word: ocr.Word, first: int, last: int) -> Pixels:
    """Part of a word, by how wide its characters are printed, half a character added on either side."""
    widths = [2 if ord(character) > 0x2E7F else 1 for character in word.text]
    unit = (word.right - word.left) / sum(widths)
    left = word.left + unit * (sum(widths[:first]) - (0.5 if first else 1))
    right = word.left + unit * (sum(widths[:last]) + (0.5 if last < len(widths) else 1))
    return left, word.top - 2, right, word.bottom + 2
