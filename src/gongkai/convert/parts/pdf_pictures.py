"""What is seen on a page rather than written there: scanned pages, pictures, glyphs without characters. Read by recognition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.convert.parts.pdf_drawing import Cropped, image_handle
from gongkai.convert.parts.pdf_geometry import Rectangle, around
from gongkai.convert.parts.pdf_pages import PageText
from gongkai.convert.parts.picture_words import Recognised, recognised

DOTS = 200
"""Dots per inch at which a page is looked at."""

MOST_PIXELS = 40_000_000
_LONGEST = 6000
_LEAST_WIDTH = 40.0
_LEAST_HEIGHT = 14.0
_LEAST_SURFACE = 1500.0


@dataclass(frozen=True, slots=True)
class Sight:
    """A stretch of a page to be looked at: `area` in points of the page's own space; `whole`: the page as it is shown."""

    whole: Rectangle
    area: Rectangle
    rotation: int

    @property
    def scale(self) -> float:
        """Pixels for a point; fewer for a page as large as a wall."""
        return float(min(DOTS / 72, (MOST_PIXELS / max(self.whole.width * self.whole.height, 1)) ** 0.5))

    def picture(self, page: Any) -> Any:
        """The stretch as a picture (Pillow's)."""
        return page.render(scale=self.scale).to_pil().crop(self._pixels())

    def read(self, page: Any) -> Recognised:
        """What is seen. Raises Unreadable("no_recognition")."""
        return recognised(self.picture(page))

    def on_page(self, _found: Recognised, left: float, top: float, right: float, bottom: float) -> Rectangle:
        """A rectangle of the picture, in pixels, as one of the page's own space."""
        across, down, _, _ = self._pixels()
        one = self._unturned((left + across) / self.scale, (top + down) / self.scale)
        other = self._unturned((right + across) / self.scale, (bottom + down) / self.scale)
        return _spanned(one, other)

    def of_shares(self, left: float, top: float, right: float, bottom: float) -> Rectangle:
        """A rectangle in shares of the page as it is shown, from its upper left corner, as one of the page's own space."""
        wide, high = self.whole.width, self.whole.height
        if self.rotation in (90, 270):
            wide, high = high, wide
        return _spanned(self._unturned(left * wide, top * high), self._unturned(right * wide, bottom * high))

    def on_picture(self, box: Rectangle) -> tuple[float, float, float, float]:
        """A rectangle of the page's own space in pixels of the whole page as it is shown: left, top, right, bottom."""
        one, other = self._turned(box.left, box.bottom), self._turned(box.right, box.top)
        spanned = _spanned(one, other)
        return (
            spanned.left * self.scale,
            spanned.bottom * self.scale,
            spanned.right * self.scale,
            spanned.top * self.scale,
        )

    def _pixels(self) -> tuple[int, int, int, int]:
        """Where the stretch is on the rendered page: left, top, right, bottom."""
        left, top, right, bottom = self.on_picture(self.area)
        return int(max(left, 0)), int(max(top, 0)), int(right) + 1, int(bottom) + 1

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown, from the upper left corner, y downwards."""
        whole = self.whole
        if self.rotation == 90:
            return y - whole.bottom, x - whole.left
        if self.rotation == 180:
            return whole.right - x, y - whole.bottom
        if self.rotation == 270:
            return whole.top - y, whole.right - x
        return x - whole.left, whole.top - y

    def _unturned(self, x: float, y: float) -> tuple[float, float]:
        whole = self.whole
        if self.rotation == 90:
            return y + whole.left, x + whole.bottom
        if self.rotation == 180:
            return whole.right - x, y + whole.bottom
        if self.rotation == 270:
            return whole.right - y, whole.top - x
        return x + whole.left, whole.top - y


@dataclass(frozen=True, slots=True)
class Whole:
    """A picture of which the page shows a part, looked at as a whole, as somebody would who takes it out of the file."""

    cropped: Cropped

    def read(self, page: Any) -> Recognised:
        """What is seen. Raises Unreadable("no_recognition")."""
        bitmap = pdfium.FPDFImageObj_GetBitmap(image_handle(page, self.cropped.number))
        if not bitmap:
            return recognised(Image.new("L", (1, 1)))
        picture = pypdfium2.PdfBitmap.from_raw(bitmap).to_pil().convert("RGB")
        picture.thumbnail((_LONGEST, _LONGEST))
        return recognised(picture)

    def on_page(self, found: Recognised, left: float, top: float, right: float, bottom: float) -> Rectangle:
        """A rectangle of the picture, in pixels, as one of the page's own space."""
        return around(
            self.cropped.place,
            left / found.width,
            1 - bottom / found.height,
            right / found.width,
            1 - top / found.height,
        )


Look = Sight | Whole


def _spanned(one: tuple[float, float], other: tuple[float, float]) -> Rectangle:
    return Rectangle(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )


def sights(text: PageText) -> list[Look]:
    """What of a page has to be looked at: all of it, its larger pictures, or nothing."""
    large = [box for box in text.images if _is_large(box)]
    wholes = [Whole(one) for one in text.cropped if _is_large(text.images[one.number])]
    if text.unmapped or (large and len(text.text.strip()) < 5):
        return [Sight(text.box, text.box, text.rotation), *wholes]
    return [*(Sight(text.box, area, text.rotation) for area in _together(large, text.box)), *wholes]


def whole_sight(text: PageText) -> Sight:
    """The page as it is shown."""
    return Sight(text.box, text.box, text.rotation)


def _is_large(box: Rectangle) -> bool:
    return (
        box.width >= _LEAST_WIDTH and box.height >= _LEAST_HEIGHT and box.width * box.height >= _LEAST_SURFACE
    )


def _together(boxes: list[Rectangle], page: Rectangle) -> list[Rectangle]:
    """Pictures that touch, such as the strips of one scan, as one; what lies outside the page left out."""
    merged: list[Rectangle] = []
    for box in boxes:
        if not box.overlaps(page):
            continue
        box = Rectangle(
            max(box.left, page.left),
            max(box.bottom, page.bottom),
            min(box.right, page.right),
            min(box.top, page.top),
        )
        touching = [other for other in merged if _near(other, box)]
        for other in touching:
            box = Rectangle(
                min(box.left, other.left),
                min(box.bottom, other.bottom),
                max(box.right, other.right),
                max(box.top, other.top),
            )
        merged = [other for other in merged if other not in touching] + [box]
    return merged


def _near(one: Rectangle, other: Rectangle) -> bool:
    return Rectangle(one.left - 2, one.bottom - 2, one.right + 2, one.top + 2).overlaps(other)
