"""Text out of pictures, by the models that come with the optional package `gongkai[ocr]`; nothing is fetched."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.convert.extract.model import Cell, Extracted, Unreadable, Writer

MOST_PIXELS = 60_000_000
LEAST_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters recognised in a picture, with its box in pixels; `score`: how sure the models are, 0 to 1.

    `characters`: the box of each character as left, top, right, bottom; empty when the models do not tell.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    characters: tuple[tuple[float, float, float, float], ...] = ()


def from_image(data: bytes) -> Extracted:
    """The words on a picture. Raises Unreadable: damaged, too_large, no_recognition."""
    from PIL import Image, UnidentifiedImageError

    try:
        picture = Image.open(io.BytesIO(data))
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable("too_large", "图片过大，没有识别；请缩小到6000万像素以内。")
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable("damaged", "图片已损坏，无法打开。") from error
    writer = Writer()
    writer.note("recognised", "文字是从图片里识别出来的，请对照原件核对。")
    onto(writer, picture)
    return writer.done("image")


def onto(writer: Writer, picture: Any) -> None:
    """Write the words of a picture down, line by line; lines of several columns one after the other are a table."""
    rows = lines(words(picture))
    columns: list[list[Word]] = []
    for row in [*rows, []]:
        if len(row) > 2:
            columns.append(row)
            continue
        if columns:
            _put_table(writer, columns)
            columns = []
        if row:
            writer.line("".join(word.text for word in row))


def _put_table(writer: Writer, rows: list[list[Word]]) -> None:
    if len(rows) == 1:
        writer.line(" ".join(word.text for word in rows[0]))
        return
    writer.table(
        Cell(number, column, word.text) for number, row in enumerate(rows) for column, word in enumerate(row)
    )


def words(picture: Any) -> list[Word]:
    """What the models see, in no order. Raises Unreadable("no_recognition") when they are not installed."""
    return [word for word in every_word(picture) if word.score >= LEAST_SCORE]


def every_word(picture: Any) -> list[Word]:
    """What the models see, however unsure. Lines are taken as upright: the model that turns them upside down errs too often."""
    import numpy

    found = _engine()(
        numpy.asarray(picture.convert("RGB")),
        use_cls=False,
        text_score=0.0,
        return_word_box=True,
        return_single_char_box=True,
    )
    if found.boxes is None:
        return []
    boxes, results = found.boxes.tolist(), found.word_results
    if len(results) != len(boxes):
        results = ((),) * len(boxes)
    return [
        Word(text, *_around(box), float(score), _characters(text, result))
        for box, text, score, result in zip(boxes, found.txts, found.scores, results, strict=True)
    ]


def _characters(text: str, result: Any) -> tuple[tuple[float, float, float, float], ...]:
    """The boxes of the characters of a word, blanks in the box of what stands before; none when they do not match the text."""
    if [one[0] for one in result] != list("".join(text.split())):
        return ()
    boxes = iter(_around(one[2]) for one in result)
    made: list[tuple[float, float, float, float]] = []
    for character in text:
        made.append(next(boxes) if not character.isspace() else made[-1] if made else _around(result[0][2]))
    return tuple(made)


def _around(box: Any) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in box], [y for _, y in box]
    return min(xs), min(ys), max(xs), max(ys)


def lines(found: list[Word]) -> list[list[Word]]:
    """Words on lines, from top to bottom and left to right."""
    rows: list[list[Word]] = []
    for word in sorted(found, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise Unreadable(
            "no_recognition", "这是扫描件或者图片，需要文字识别；请管理员安装 gongkai[ocr] 后再读。"
        ) from error
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(params={"Global.log_level": "error"})
