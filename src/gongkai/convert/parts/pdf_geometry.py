"""Rectangles and transformations on a page, in points of its own space, y upwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle in points of a page's own space, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: Rectangle, slack: float = 0.5) -> bool:
        """Whether the other lies within."""
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and self.right + slack >= other.right
            and self.top + slack >= other.top
        )

    def overlaps(self, other: Rectangle) -> bool:
        """Whether the two have a surface in common."""
        return (
            min(self.right, other.right) > max(self.left, other.left)
            and min(self.top, other.top) > max(self.bottom, other.bottom)
        )  # fmt: skip

    def with_(self, other: Rectangle) -> Rectangle:
        """The rectangle around both."""
        return Rectangle(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """The transformation that does `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point transformed."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def around(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Rectangle:
    """The rectangle around a transformed rectangle."""
    points = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Rectangle(min(xs), min(ys), max(xs), max(ys))


def shown(box: Rectangle, rotation: int) -> Rectangle:
    """A rectangle as the page is shown, turned by `rotation` degrees clockwise; `bottom` is then the upper edge, y downwards."""
    if rotation == 90:
        return Rectangle(box.bottom, box.left, box.top, box.right)
    if rotation == 180:
        return Rectangle(-box.right, box.bottom, -box.left, box.top)
    if rotation == 270:
        return Rectangle(-box.top, -box.right, -box.bottom, -box.left)
    return Rectangle(box.left, -box.top, box.right, -box.bottom)
