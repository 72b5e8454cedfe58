"""A page of a PDF, or a picture, as an image to draw boxes on; made in a process of its own."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageOps

from gongkai.convert import isolated

WIDTH = 1200
"""Pixels."""
MOST_PIXELS = 100_000_000
SECONDS, MEGABYTES = 60.0, 2000


@dataclass(frozen=True, slots=True)
class Drawn:
    """One page as PNG, and how many there are."""

    png: bytes
    pages: int


def drawn(data: bytes, number: int) -> Drawn | None:
    """The page with that number, from 1; None when there is none or the file has no pages to draw."""
    try:
        return isolated.call(_drawn, data, number, seconds=SECONDS, megabytes=MEGABYTES)
    except isolated.NoAnswer:
        return None


def _drawn(data: bytes, number: int) -> Drawn | None:
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data, number)
    return _of_picture(data, number)


def _of_pdf(data: bytes, number: int) -> Drawn | None:
    document = pypdfium2.PdfDocument(data)
    if not 1 <= number <= len(document):
        return None
    page = document[number - 1]
    width, height = page.get_size()
    scale = WIDTH / max(width, 1)
    if width * height * scale * scale > MOST_PIXELS:
        return None
    return Drawn(_png(page.render(scale=scale).to_pil()), len(document))


def _of_picture(data: bytes, number: int) -> Drawn | None:
    with Image.open(io.BytesIO(data)) as picture:
        frames = getattr(picture, "n_frames", 1)
        if not 1 <= number <= frames or picture.width * picture.height > MOST_PIXELS:
            return None
        picture.seek(number - 1)
        shown = ImageOps.exif_transpose(picture).convert("RGB")
        shown.thumbnail((WIDTH, WIDTH * 10))
        return Drawn(_png(shown), frames)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
