"""Whether a page looks the same as before where nothing was cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from gongkai.convert.parts.pdf_geometry import Rectangle
from gongkai.convert.parts.pdf_pages import PageText
from gongkai.convert.parts.pdf_pictures import whole_sight

_SHARE = 0.4
"""Of the size at which a page is recognised: enough to see a word that has moved."""

_DIFFERENT = 96
_PATCH = 9
_MOST = 100


def looks_alike(before: Any, after: Any, text: PageText, boxes: Sequence[Rectangle]) -> bool:
    """Compare two pages (PDFium's) outside the boxes: no patch of them may differ in earnest."""
    sight = whole_sight(text)
    scale = sight.scale * _SHARE
    one, other = _drawn(before, scale), _drawn(after, scale)
    if one.size != other.size:
        return False
    different = ImageChops.difference(one, other).point(lambda value: 255 if value > _DIFFERENT else 0)
    draw = ImageDraw.Draw(different)
    for box in boxes:
        left, top, right, bottom = (edge * _SHARE for edge in sight.on_picture(box))
        draw.rectangle((left - 3, top - 3, right + 3, bottom + 3), fill=0)
    return not any(different.filter(ImageFilter.BoxBlur(_PATCH // 2)).histogram()[_MOST:])


def _drawn(page: Any, scale: float) -> Image.Image:
    picture: Image.Image = (
        page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("L")
    )
    return picture
