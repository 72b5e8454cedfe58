"""A page replaced by a picture of itself, for where what is cut cannot be taken out of its content with certainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import ImageDraw

from gongkai.convert.parts.pdf_geometry import Rectangle
from gongkai.convert.parts.pdf_pages import PageText
from gongkai.convert.parts.pdf_pictures import whole_sight
from gongkai.convert.redaction.pdf_images import encoded

_DROPPED = ("/StructParents", "/Thumb", "/PieceInfo", "/Group", "/Tabs")


def replaced_by_picture(
    document: pikepdf.Pdf, target: Any, page: Any, text: PageText, boxes: Sequence[Rectangle]
) -> None:
    """Make `target` (of the document) a picture of `page` (PDFium's, as it was) at 200 dots an inch, black under the boxes."""
    sight = whole_sight(text)
    shot = page.render(scale=sight.scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    draw = ImageDraw.Draw(shot)
    for box in boxes:
        left, top, right, bottom = sight.on_picture(box)
        draw.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill="black")
    image = encoded(document, shot.rotate(text.rotation, expand=True), lossy=True)
    box = text.box
    target["/Contents"] = document.make_stream(
        f"q {box.width:.4f} 0 0 {box.height:.4f} {box.left:.4f} {box.bottom:.4f} cm /Page Do Q".encode()
    )
    target["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=document.make_indirect(image)))
    for key in _DROPPED:
        if key in target:
            del target[key]
