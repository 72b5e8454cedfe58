"""A text put together out of stretches of a source, which remembers for each where it came from."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """`source[start:end]` is to become `text`."""

    start: int
    end: int
    text: str


class Mapped:
    """A text in the making. Stretches of the source are copied character by character, or stand for themselves as a whole (an
    entity, a run of blanks); breaks between them come from nowhere.
    """

    def __init__(self) -> None:
        self.length = 0
        self._pieces: list[str] = []
        self._at = array("q")
        self._lengths = array("q")
        self._starts = array("q")
        self._ends = array("q")

    def copy(self, source: str, start: int, end: int) -> None:
        """Add `source[start:end]` as it is."""
        if start < end:
            self.put(source[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """Add a text that stands for `source[start:end]`: character by character if it is as long, else as a whole."""
        if text:
            self._at.append(self.length)
            self._lengths.append(len(text))
            self._starts.append(start)
            self._ends.append(end)
            self.add(text)

    def add(self, text: str) -> None:
        """Add a text that stands for nothing in the source."""
        self._pieces.append(text)
        self.length += len(text)

    @property
    def text(self) -> str:
        """What has been put together so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @property
    def last(self) -> str:
        """The last character; empty when there is none."""
        return self._pieces[-1][-1] if self._pieces else ""

    def edits(self, start: int, end: int, replacement: str, written: Callable[[str], str]) -> Iterator[Edit]:
        """What to change in the source so that `replacement` stands for the text from start to end.

        A replacement as long as the text is spread over its stretches; another one goes into the first. `written`: how a text
        is written in the source.
        """
        spread = len(replacement) == end - start
        first = True
        for text_start, text_end, source_start, source_end in self._stretches(start, end):
            if spread:
                words = replacement[text_start - start : text_end - start]
            else:
                words = replacement if first else ""
            first = False
            yield Edit(source_start, source_end, written(words))

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """(text start, text end, source start, source end) of what lies between start and end."""
        for index in range(max(0, bisect_right(self._at, start) - 1), len(self._at)):
            at, length = self._at[index], self._lengths[index]
            if at >= end:
                return
            left, right = max(at, start), min(at + length, end)
            if left >= right:
                continue
            source_start, source_end = self._starts[index], self._ends[index]
            if length == source_end - source_start:
                source_start, source_end = source_start + left - at, source_start + right - at
            yield left, right, source_start, source_end
