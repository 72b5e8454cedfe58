"""Pictures of a PDF with the pixels under a rectangle gone."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from gongkai.convert.parts.pdf_geometry import Matrix, Rectangle, moved
from gongkai.convert.redaction.pdf_fonts import Uncertain

QUALITY = 90
MOST_PIXELS = 100_000_000
_KEPT = ("/Intent", "/Interpolate", "/StructParent", "/OC")


def blackened(document: pikepdf.Pdf, picture: Any, matrix: Matrix, boxes: Sequence[Rectangle]) -> Any:
    """A copy of an image, drawn with `matrix`, with the pixels under the boxes black; its mask lets them be seen.

    Raises Uncertain for images that cannot be decoded here.
    """
    if int(picture.get("/Width", 0)) * int(picture.get("/Height", 0)) > MOST_PIXELS:
        raise Uncertain
    shares = [_on_picture(matrix, box) for box in boxes]
    if picture.get("/ImageMask"):
        return _stencil(document, picture, shares)
    mask = picture.get("/SMask", picture.get("/Mask"))
    if isinstance(mask, pikepdf.Array):
        raise Uncertain
    pixels = _decoded(picture)
    _fill(pixels, shares, 0)
    lossy = picture.get("/Filter") in ("/DCTDecode", "/JPXDecode") or _last_filter(picture) in (
        "/DCTDecode",
        "/JPXDecode",
    )
    copy = encoded(document, pixels, lossy=lossy)
    for key in _KEPT:
        if key in picture:
            copy[key] = picture[key]
    if isinstance(mask, pikepdf.Stream):
        key = "/SMask" if "/SMask" in picture else "/Mask"
        copy[key] = (
            _stencil(document, mask, shares) if mask.get("/ImageMask") else _opaque(document, mask, shares)
        )
    return document.make_indirect(copy)


def encoded(document: pikepdf.Pdf, pixels: Any, *, lossy: bool) -> Any:
    """A picture (Pillow's: 1, L or RGB) as an image of the document, as JPEG or without loss."""
    made = io.BytesIO()
    if lossy and pixels.mode != "1":
        pixels.save(made, "JPEG", quality=QUALITY)
        stream = document.make_stream(made.getvalue(), Filter=pikepdf.Name.DCTDecode)
    else:
        stream = document.make_stream(zlib.compress(pixels.tobytes()), Filter=pikepdf.Name.FlateDecode)
    stream["/Type"], stream["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    stream["/Width"], stream["/Height"] = pixels.width, pixels.height
    stream["/BitsPerComponent"] = 1 if pixels.mode == "1" else 8
    stream["/ColorSpace"] = pikepdf.Name.DeviceRGB if pixels.mode == "RGB" else pikepdf.Name.DeviceGray
    return stream


def _decoded(picture: Any) -> Any:
    try:
        pixels = pikepdf.PdfImage(picture).as_pil_image()
        pixels.load()
    except Exception as error:
        raise Uncertain from error
    if pixels.mode in ("1", "L", "RGB"):
        return pixels
    if pixels.mode in ("P", "CMYK"):
        return pixels.convert("RGB")
    raise Uncertain


def _last_filter(picture: Any) -> str:
    filters = picture.get("/Filter")
    return str(filters[-1]) if isinstance(filters, pikepdf.Array) and len(filters) else ""


def _stencil(document: pikepdf.Pdf, mask: Any, shares: Sequence[Rectangle]) -> Any:
    """A mask of one bit for each pixel, with the pixels under the boxes painted."""
    width, height = int(mask["/Width"]), int(mask["/Height"])
    try:
        data = mask.read_bytes()
    except pikepdf.PdfError:
        pixels = _decoded(mask).convert("1")
    else:
        row = (width + 7) // 8
        if len(data) < row * height:
            raise Uncertain
        pixels = Image.frombytes("1", (width, height), bytes(data[: row * height]))
    painted = 255 if [int(one) for one in mask.get("/Decode", ())] == [1, 0] else 0
    _fill(pixels, shares, painted)
    copy = document.make_stream(zlib.compress(pixels.tobytes()), Filter=pikepdf.Name.FlateDecode)
    for key in (
        "/Type",
        "/Subtype",
        "/Width",
        "/Height",
        "/ImageMask",
        "/BitsPerComponent",
        "/Decode",
        "/Interpolate",
    ):
        if key in mask:
            copy[key] = mask[key]
    return document.make_indirect(copy)


def _opaque(document: pikepdf.Pdf, mask: Any, shares: Sequence[Rectangle]) -> Any:
    """A soft mask with the pixels under the boxes opaque."""
    pixels = _decoded(mask).convert("L")
    inverted = [float(one) for one in mask.get("/Decode", ())] == [1, 0]
    _fill(pixels, shares, 0 if inverted else 255)
    copy = encoded(document, pixels, lossy=False)
    for key in ("/Decode", "/Matte"):
        if key in mask:
            copy[key] = mask[key]
    return document.make_indirect(copy)


def _on_picture(matrix: Matrix, box: Rectangle) -> Rectangle:
    """A rectangle of the page in shares of the picture drawn there: left, top, right and bottom edges, y downwards."""
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    if abs(size) < 1e-9:
        raise Uncertain
    inverse = (d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)
    points = [moved(inverse, x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    xs, ys = [x for x, _ in points], [1 - y for _, y in points]
    return Rectangle(min(xs), min(ys), max(xs), max(ys))


def _fill(pixels: Any, shares: Sequence[Rectangle], colour: int) -> None:
    draw = ImageDraw.Draw(pixels)
    paint = (colour,) * 3 if pixels.mode == "RGB" else colour
    for share in shares:
        left, top = int(share.left * pixels.width) - 1, int(share.bottom * pixels.height) - 1
        right, bottom = int(share.right * pixels.width) + 1, int(share.top * pixels.height) + 1
        draw.rectangle((left, top, right, bottom), fill=paint)
