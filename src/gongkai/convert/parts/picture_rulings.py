"""The ruled tables on a picture: lines found among the ink, put straight when the page lay askew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from gongkai.convert.parts.pdf_rulings import Cell, Grid, Rule, grids

_LETTER = 12.0
"""Points to which a letter's height is scaled, so that distances mean what they do on a page."""

_MOST_COMPONENTS = 3000
_STEEPEST = 0.06


@dataclass(frozen=True, slots=True)
class Ruled:
    """The tables of a picture. `slope`: how far its lines fall for each pixel across; `unit`: pixels for a point."""

    tables: tuple[Grid, ...]
    slope: float
    unit: float

    def cell(self, x: float, y: float) -> tuple[int, Cell] | None:
        """The number of the table and its cell under a pixel; None outside of all."""
        across, down = (x + self.slope * y) / self.unit, (y - self.slope * x) / self.unit
        for number, grid in enumerate(self.tables):
            cell = grid.at(across, down)
            if cell is not None:
                return number, cell
        return None


def ruled(picture: Any, heights: Sequence[float]) -> Ruled:
    """The ruled tables of a picture (Pillow's) whose words are so many pixels high."""
    unit = max(median(heights), 8.0) / _LETTER if heights else 1.0
    try:
        across, down = _lines(picture, int(_LETTER * unit))
    except ImportError:  # it comes with the package that recognises
        return Ruled((), 0.0, unit)
    slopes = sorted(line.slope for line in across if line.length > 10 * _LETTER * unit)
    slope = slopes[len(slopes) // 2] if slopes else 0.0
    if abs(slope) > _STEEPEST:
        return Ruled((), 0.0, unit)
    rules = [line.rule(True, slope, unit) for line in across] + [
        line.rule(False, slope, unit) for line in down
    ]
    return Ruled(tuple(grids(rules)), slope, unit)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of ink from one end to the other, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def length(self) -> float:
        return float(max(abs(self.right - self.left), abs(self.bottom - self.top)))

    @property
    def slope(self) -> float:
        return (self.bottom - self.top) / max(self.right - self.left, 1.0)

    def rule(self, across: bool, slope: float, unit: float) -> Rule:
        """The line put straight."""
        one = (self.left + slope * self.top, self.top - slope * self.left)
        other = (self.right + slope * self.bottom, self.bottom - slope * self.right)
        along, beside = (0, 1) if across else (1, 0)
        start, end = sorted((one[along], other[along]))
        return Rule(across, (one[beside] + other[beside]) / 2 / unit, start / unit, end / unit)


def _lines(picture: Any, length: int) -> tuple[list[_Line], list[_Line]]:
    """The lines across and down that are longer than letters are. Raises ImportError."""
    import cv2
    import numpy

    grey = numpy.asarray(picture.convert("L"))
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones((1, length), numpy.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones((length, 1), numpy.uint8))
    return list(_ends(cv2, across, True)), list(_ends(cv2, down, False))


def _ends(cv2: Any, mask: Any, across: bool) -> Iterator[_Line]:
    """The two ends of every connected piece of ink."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for number in range(1, min(count, _MOST_COMPONENTS)):
        left, top, wide, high = (int(value) for value in boxes[number][:4])
        if (high if across else wide) > (wide if across else high) * 0.2 + 12:
            continue  # a patch of ink, not a line
        piece = labels[top : top + high, left : left + wide] == number
        if across:
            yield _Line(left, top + _middle(piece[:, 0]), left + wide, top + _middle(piece[:, -1]))
        else:
            yield _Line(left + _middle(piece[0]), top, left + _middle(piece[-1]), top + high)


def _middle(inked: Any) -> float:
    places = inked.nonzero()[0]
    return float(places.mean()) if len(places) else 0.0
