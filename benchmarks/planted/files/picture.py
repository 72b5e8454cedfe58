"""Pages as pictures: clean or as a scanner gives them, as image files, as PDF without a text layer, within a Word document."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageFilter

from ..model import Draft, Planted, placed
from .docx import picture_in_word
from .pdf import compiled

FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
DOTS = 200
"""Dots to the inch."""


def pages(chance: random.Random, draft: Draft) -> list[Any]:
    """Grey pictures of the pages' written part at 200 dpi, in a typeface and size of chance, a third of them as scanned."""
    made = compiled(draft, [], chance.choice(FACES), chance.choice((10.5, 12, 14)), "png", DOTS)
    pictures = [
        Image.open(io.BytesIO(data)).convert("L") for data in (made if isinstance(made, list) else [made])
    ]
    if chance.random() < 0.35:
        pictures = [_scanned(chance, picture) for picture in pictures]
    return [_cropped(picture) for picture in pictures]


def _scanned(chance: random.Random, picture: Any) -> Any:
    """A little askew, a little soft, specks and grey paper."""
    import numpy

    picture = picture.rotate(chance.uniform(-0.7, 0.7), resample=Image.Resampling.BICUBIC, fillcolor=255)
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8)))
    noise = numpy.random.default_rng(chance.randrange(2**32)).normal(-6, 7, (picture.height, picture.width))
    return Image.fromarray(numpy.clip(numpy.asarray(picture) + noise, 0, 255).astype("uint8"))


def _cropped(picture: Any) -> Any:
    """Without the empty foot of the page: it costs time and holds nothing."""
    written = picture.point(lambda tone: 255 if tone < 128 else 0).getbbox()
    return picture.crop((0, 0, picture.width, min(picture.height, written[3] + 60))) if written else picture


def picture(chance: random.Random, draft: Draft) -> tuple[bytes, str, list[Planted]]:
    """A page as PNG, JPEG, TIFF or within a Word document, or all pages as PDF; data, the file's ending, what can be read in it."""
    made = pages(chance, draft)
    buffer = io.BytesIO()
    planted = placed(draft.blocks, "picture", "table in a picture")
    kind = "pdf" if len(made) > 1 else chance.choice(("png", "jpg", "pdf", "tif", "docx"))
    if kind == "docx":
        made[0].save(buffer, "PNG")
        return picture_in_word(buffer.getvalue()), kind, planted
    if kind == "pdf":
        made[0].save(buffer, "PDF", save_all=True, append_images=made[1:], resolution=DOTS)
    else:
        made[0].save(
            buffer,
            {"png": "PNG", "jpg": "JPEG", "tif": "TIFF"}[kind],
            dpi=(DOTS, DOTS),
            **({"quality": 85} if kind == "jpg" else {}),
        )
    return buffer.getvalue(), kind, planted
