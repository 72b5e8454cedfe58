"""The words on a picture as one text, each character with its place on the picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongkai.convert.extract import ocr
from gongkai.convert.extract.model import Cell as WriterCell
from gongkai.convert.extract.model import ExtractedTable, Writer
from gongkai.convert.parts.pdf_rulings import Cell, Grid
from gongkai.convert.parts.picture_rulings import Ruled, ruled

Pixels = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_TURNS = (90, 180, 270)
_SURE = 0.85
_FEW = 2


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a picture says; `words`: where in the text each word begins.

    The picture, `width` by `height` pixels, was read turned by `angle` degrees counterclockwise: so are the boxes of the words.
    """

    text: str
    tables: tuple[ExtractedTable, ...]
    words: tuple[tuple[int, ocr.Word], ...]
    angle: int
    width: int
    height: int

    def boxes(self, start: int, end: int) -> Iterator[Pixels]:
        """The rectangles that `text[start:end]` fills on the picture, with a margin, one for each word it touches."""
        begins = [at for at, _ in self.words]
        for at, word in self.words[max(bisect_right(begins, start) - 1, 0) : bisect_right(begins, end - 1)]:
            first, last = max(start - at, 0), min(end - at, len(word.text))
            if first < last:
                yield self._back(_stretch(word, first, last))

    def _back(self, box: Pixels) -> Pixels:
        """A rectangle of the turned picture on the picture as it is."""
        left, top, right, bottom = box
        if self.angle == 90:
            return self.width - bottom, left, self.width - top, right
        if self.angle == 180:
            return self.width - right, self.height - bottom, self.width - left, self.height - top
        if self.angle == 270:
            return top, self.height - right, bottom, self.height - left
        return box


def recognised(picture: Any) -> Recognised:
    """Read a picture (Pillow's), whichever way up it lies. Raises Unreadable("no_recognition") when no models are installed."""
    found, angle = ocr.every_word(picture), 0
    if len(found) >= _FEW and _sense(found) < _SURE:
        turned = [(ocr.every_word(picture.rotate(turn, expand=True)), turn) for turn in _TURNS]
        found, angle = max([(found, 0), *turned], key=lambda way: _sense(way[0]))
    held = picture.rotate(angle, expand=True) if angle else picture
    kept = [word for word in found if word.score >= ocr.LEAST_SCORE]
    writer = Writer()
    words = _write(kept, ruled(held, [word.bottom - word.top for word in kept]), writer)
    done = writer.done("image")
    return Recognised(done.text, done.tables, tuple(words), angle, picture.width, picture.height)


def _sense(found: Sequence[ocr.Word]) -> float:
    """How sure the models are of what they read in lines that lie, 0 to 1, each character counted."""
    lying = sum(
        word.score * len(word.text) for word in found if word.right - word.left >= word.bottom - word.top
    )
    return lying / max(sum(len(word.text) for word in found), 1)


def _write(found: list[ocr.Word], lines: Ruled, writer: Writer) -> list[tuple[int, ocr.Word]]:
    """Words line by line, ruled tables where they stand; other lines of several words one after the other are a table."""
    tables: dict[int, dict[Cell, list[ocr.Word]]] = {}
    free: list[ocr.Word] = []
    for word in found:
        for place, piece in _pieces(word, lines):
            if place is None:
                free.append(piece)
            else:
                tables.setdefault(place[0], {}).setdefault(place[1], []).append(piece)
    placed: list[tuple[int, ocr.Word]] = []
    tops = {
        number: min(word.top for words in cells.values() for word in words)
        for number, cells in tables.items()
    }
    for number in sorted(tables, key=lambda number: tops[number]):
        above = [word for word in free if word.top < tops[number]]
        free = [word for word in free if word.top >= tops[number]]
        _flow(above, writer, placed)
        _ruled_table(tables[number], lines.tables[number], writer, placed)
    _flow(free, writer, placed)
    return placed


def _pieces(word: ocr.Word, lines: Ruled) -> Iterator[tuple[tuple[int, Cell] | None, ocr.Word]]:
    """A word, taken apart where a table's line runs through it."""
    if len(word.characters) != len(word.text):
        yield lines.cell((word.left + word.right) / 2, (word.top + word.bottom) / 2), word
        return
    begun = 0
    places = [
        lines.cell((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in word.characters
    ]
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[begun]:
            characters = word.characters[begun:at]
            left, right = min(box[0] for box in characters), max(box[2] for box in characters)
            if at - begun == len(places):
                left, right = word.left, word.right
            text = word.text[begun:at]
            if text.strip():
                yield places[begun], replace(word, text=text, left=left, right=right, characters=characters)
            begun = at


def _ruled_table(
    cells: dict[Cell, list[ocr.Word]], grid: Grid, writer: Writer, placed: list[tuple[int, ocr.Word]]
) -> None:
    """A table's cells, empty ones too; the lines of a cell follow each other."""
    inside: dict[tuple[int, int], list[tuple[int, ocr.Word]]] = {}
    written = []
    for cell in set(grid.owners.values()):
        text = ""
        for word in [word for line in ocr.lines(cells.get(cell, [])) for word in line]:
            words = " ".join(word.text.split())
            if text and not (_is_wide(text[-1]) and _is_wide(words[0])):
                text += " "
            same = words == word.text
            one = replace(word, text=words, characters=word.characters if same else ())
            inside.setdefault((cell.row, cell.column), []).append((len(text), one))
            text += words
        written.append(WriterCell(cell.row, cell.column, text, cell.rowspan, cell.colspan))
    known = len(writer.tables)
    writer.table(written, len(grid.lefts) - 1)
    for done in writer.tables[known].cells:
        placed.extend((done.start + at, word) for at, word in inside.get((done.row, done.column), ()))


def _flow(found: list[ocr.Word], writer: Writer, placed: list[tuple[int, ocr.Word]]) -> None:
    """Words outside ruled tables."""
    rows: list[list[ocr.Word]] = []
    for row in [*ocr.lines(found), []]:
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


def _line(writer: Writer, row: list[ocr.Word], placed: list[tuple[int, ocr.Word]]) -> None:
    at = writer.length
    for word in row:
        placed.append((at, word))
        at += len(word.text) + 1
    writer.line(" ".join(word.text for word in row))


def _table(writer: Writer, rows: list[list[ocr.Word]], placed: list[tuple[int, ocr.Word]]) -> None:
    known = len(writer.tables)
    words = {(row, column): word for row, line in enumerate(rows) for column, word in enumerate(line)}
    writer.table(WriterCell(row, column, word.text) for (row, column), word in words.items())
    for cell in writer.tables[known].cells:
        word = words[cell.row, cell.column]
        same = cell.text == word.text
        placed.append((cell.start, replace(word, text=cell.text, characters=word.characters if same else ())))


def _stretch(word: ocr.Word, first: int, last: int) -> Pixels:
    """Part of a word, half a character added on either side."""
    top, bottom = word.top, word.bottom
    if len(word.characters) == len(word.text):
        under = word.characters[first:last]
        left, right = under[0][0], under[-1][2]
        top, bottom = min(box[1] for box in under), max(box[3] for box in under)
        margin = (right - left) / (last - first) / 2
    else:  # by how wide characters are printed
        widths = [2 if ord(character) > 0x2E7F else 1 for character in word.text]
        unit = (word.right - word.left) / max(sum(widths), 1)
        left, right = word.left + unit * sum(widths[:first]), word.left + unit * sum(widths[:last])
        margin = unit
    left = word.left - margin if first == 0 else left - margin / 2
    right = word.right + margin if last == len(word.text) else right + margin / 2
    return left, top - 2, right, bottom + 2


def _is_wide(character: str) -> bool:
    return ord(character) > 0x2E7F
