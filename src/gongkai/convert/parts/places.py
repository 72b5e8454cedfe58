"""Where a stretch of a part stands, for a person who has the file before him."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property

from gongkai.convert.parts.model import Part, Place


class Places:
    """The places of a part, asked for often: a part without places is counted by its lines."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def at(self, start: int) -> Place:
        """The place at that position of the part's text."""
        if not self._part.places:
            line = bisect_right(self._lines, start)
            end = self._lines[line] - 1 if line < len(self._lines) else len(self._part.text)
            return Place(self._lines[line - 1], end, paragraph=line)
        index = bisect_right(self._part.places, start, key=lambda place: place.start) - 1
        if index >= 0 and start < self._part.places[index].end:
            return self._part.places[index]
        return Place(start, start)

    @cached_property
    def _lines(self) -> array[int]:
        """Where each line begins."""
        return array("q", [0, *(match.end() for match in re.finditer("\n", self._part.text))])


def place_of(part: Part, start: int) -> Place:
    """The place at one position of a part's text."""
    return Places(part).at(start)
