"""What changed between two versions of a text: paragraph by paragraph, and within a paragraph word by word. Pure.

Nothing here is markup: a template shows the pieces as text, so that no version can bring script into the page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "added", "removed", "changed"]

# A Latin word or number is one piece; every other character stands for itself, as Chinese is written without spaces.
_PIECES = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
MOST_PARAGRAPHS = 2000  # beyond that the quadratic comparison takes longer than a reader waits
LONGEST_PARAGRAPH = 2000
MOST_CHARACTERS = 400_000  # compared word by word; what comes after is shown as removed and added
ALIKE = 0.35  # below that two paragraphs are shown as one removed and one added


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters within a changed paragraph."""

    kind: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: as it is, or with its pieces; `skipped` counts unchanged paragraphs left out in its place."""

    kind: Kind
    pieces: tuple[Piece, ...]
    skipped: int = 0


class TooLongError(ValueError):
    """The texts have too many paragraphs to be compared."""


def compare(before: Sequence[str], after: Sequence[str], context: int | None = 1) -> list[Line]:
    """The paragraphs of both versions in order, each marked; unchanged ones further than `context` away are left out.

    Raises TooLongError above MOST_PARAGRAPHS.
    """
    if len(before) > MOST_PARAGRAPHS or len(after) > MOST_PARAGRAPHS:
        raise TooLongError
    lines = list(_lines(before, after))
    return lines if context is None else _shortened(lines, context)


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    # The heuristic for popular elements keeps texts that repeat a few lines from taking minutes.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=True)
    compared = 0
    for act, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        old, new = before[old_from:old_to], after[new_from:new_to]
        if act == "equal":
            yield from (Line("same", (Piece("same", text),)) for text in new)
        else:
            yield from _replaced(old, new, MOST_CHARACTERS - compared)
            compared += sum(map(len, old)) + sum(map(len, new))


def _replaced(old: Sequence[str], new: Sequence[str], budget: int) -> Iterator[Line]:
    """Pair the paragraphs of both sides in order; what has no like on the other side stands alone.

    As many characters as `budget` says are compared word by word.
    """
    paired = min(len(old), len(new))
    for was, now in zip(old[:paired], new[:paired], strict=True):
        budget -= len(was) + len(now)
        pieces = _pieces(was, now) if budget >= 0 else None
        if pieces is None:
            yield Line("removed", (Piece("removed", was),))
            yield Line("added", (Piece("added", now),))
        else:
            yield Line("changed", pieces)
    yield from (Line("removed", (Piece("removed", text),)) for text in old[paired:])
    yield from (Line("added", (Piece("added", text),)) for text in new[paired:])


def _pieces(was: str, now: str) -> tuple[Piece, ...] | None:
    """The changed paragraph in pieces; None when the two have too little in common, or are too long to tell."""
    if max(len(was), len(now)) > LONGEST_PARAGRAPH:
        return None
    old, new = _PIECES.findall(was), _PIECES.findall(now)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=True)
    if matcher.ratio() < ALIKE:
        return None
    found: list[Piece] = []
    for act, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if act == "equal":
            found.append(Piece("same", "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append(Piece("removed", "".join(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece("added", "".join(new[new_from:new_to])))
    return tuple(found)


def _shortened(lines: Sequence[Line], context: int) -> list[Line]:
    changed = [number for number, line in enumerate(lines) if line.kind != "same"]
    near = {n for at in changed for n in range(at - context, at + context + 1)}
    found: list[Line] = []
    skipped = 0
    for number, line in enumerate(lines):
        if number not in near:
            skipped += 1
            continue
        if skipped:
            found.append(Line("same", (), skipped))
            skipped = 0
        found.append(line)
    if skipped:
        found.append(Line("same", (), skipped))
    return found
