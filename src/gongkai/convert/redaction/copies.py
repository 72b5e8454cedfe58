"""Every further place where a value stands, however it is spelt there: wide letters, blanks or hyphens in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from gongkai.convert.parts.model import Part
from gongkai.convert.redaction.model import Cut

_WIDE = str.maketrans({code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: " "})
_JOINED = re.compile(r"[^\s\-.·•‐-―−\u00ad\u200b-\u200f\u2060\ufeff]+")
_LONG = 7
"""Signs from which a value is found although it is split up; a shorter one would be found where it is not meant."""


def chased(value: str) -> bool:
    """Whether a value says enough to be taken out wherever it stands: a name of two characters, five letters or digits."""
    compact = "".join(_JOINED.findall(value))
    return len(compact) >= (5 if compact.isascii() else 2)


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a value stands in a text, and what is to stand there instead."""

    start: int
    end: int
    replacement: str


class Copies:
    """Finds values in texts. `replacements`: what is to stand in place of each; those that are not `chased` are left alone."""

    def __init__(self, replacements: Mapping[str, str]) -> None:
        plain: dict[str, str] = {}
        split: dict[str, str] = {}
        for value, replacement in replacements.items():
            if chased(value):
                plain.setdefault(_folded(value).strip(), replacement)
                compact = "".join(_JOINED.findall(_folded(value)))
                if len(compact) >= _LONG:
                    split.setdefault(compact, replacement)
        self._plain, self._split = _Search(plain), _Search(split)

    def found(self, text: str) -> Iterator[Copy]:
        """Every place where one of the values stands; the places may overlap."""
        folded = _folded(text)
        for start, end, replacement in self._plain.found(folded):
            yield Copy(start, end, replacement)
        if not self._split:
            return
        pieces = [(piece.start(), piece.group()) for piece in _JOINED.finditer(folded)]
        begins, length = [], 0
        for _, piece in pieces:
            begins.append(length)
            length += len(piece)
        for start, end, replacement in self._split.found("".join(piece for _, piece in pieces)):
            first, last = bisect_right(begins, start) - 1, bisect_right(begins, end - 1) - 1
            yield Copy(
                pieces[first][0] + start - begins[first], pieces[last][0] + end - begins[last], replacement
            )

    def replaced(self, text: str) -> str:
        """The text without the values."""
        at, kept = 0, []
        for copy in sorted(self.found(text), key=lambda one: (one.start, -one.end)):
            if copy.end > at:
                kept.append(text[at : copy.start] + (copy.replacement if copy.start >= at else ""))
                at = copy.end
        return "".join(kept) + text[at:]


def spread(parts: Sequence[Part], cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts, and one for every other place in the parts where a value that is cut stands, in all files of the file."""
    asked = tuple(cuts)
    texts = {(part.path, part.name, part.number): part.text for part in parts}
    values = {}
    for cut in asked:
        text = texts.get((cut.path, cut.name, cut.number), "")
        values.setdefault(text[cut.start : cut.end], cut.replacement)
    copies = Copies(values)
    places = {(cut.path, cut.name, cut.number, cut.start, cut.end) for cut in asked}
    further = [
        Cut(part.name, part.number, copy.start, copy.end, copy.replacement, part.path)
        for part in parts
        for copy in copies.found(part.text)
        if (part.path, part.name, part.number, copy.start, copy.end) not in places
    ]
    return (*asked, *dict.fromkeys(further))


class _Search:
    def __init__(self, replacements: Mapping[str, str]) -> None:
        self._replacements = list(replacements.values())
        self._automaton = (
            AhoCorasick(list(replacements), matchkind=MatchKind.LeftmostLongest) if replacements else None
        )

    def __bool__(self) -> bool:
        return self._automaton is not None

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self._automaton is not None:
            for index, start, end in self._automaton.find_matches_as_indexes(text):
                yield start, end, self._replacements[index]


def _folded(text: str) -> str:
    """The text with narrow, small letters, sign by sign."""
    folded = text.translate(_WIDE).lower()
    return folded if len(folded) == len(text) else text.translate(_WIDE)
