"""Where a stretch of a part stands, for a person who has the file before him."""

from __future__ import annotations

from bisect import bisect_right

from gongkai.convert.parts.model import Part, Place


def place_of(part: Part, start: int) -> Place:
    """The place at that position of the part's text. A part without places is counted by its lines."""
    index = bisect_right(part.places, start, key=lambda place: place.start) - 1
    if index >= 0 and start < part.places[index].end:
        return part.places[index]
    if part.places:
        return Place(start, start)
    line_start = part.text.rfind("\n", 0, start) + 1
    line_end = part.text.find("\n", start)
    return Place(
        line_start,
        line_end if line_end >= 0 else len(part.text),
        paragraph=part.text.count("\n", 0, start) + 1,
    )
