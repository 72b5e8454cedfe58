"""PDFs for the tests: set by Typst, or written operator by operator; with the values planted in them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
import pypdfium2
import typst

from gongkai.convert.parts.pdf_objects import written

FONTS = '#set text(font: ("FandolFang R", "FandolFang", "FandolSong", "Noto Serif CJK SC"), size: 12pt, lang: "zh")\n'
A4 = (0, 0, 595, 842)


def typeset(source: str) -> bytes:
    """A PDF of what Typst makes of the source."""
    made = typst.compile((FONTS + source).encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def blank() -> pikepdf.Pdf:
    """A document of one empty page in A4, with Helvetica as /F."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4[2:])
    document.pages[0].Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F=pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        ),
        XObject=pikepdf.Dictionary(),
    )
    return document


def drawn(content: str, **drawings: Any) -> bytes:
    """A page with this content; `drawings`: its pictures and forms by name, made of a document by a function."""
    document = blank()
    page = document.pages[0]
    page.Contents = document.make_stream(content.encode())
    for name, make in drawings.items():
        page.Resources.XObject[f"/{name}"] = document.make_indirect(make(document))
    return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """The document's bytes."""
    return written(document)


def form(content: str, **resources: Any) -> Any:
    """What makes a form that draws the content, for `drawn`."""

    def make(document: pikepdf.Pdf) -> Any:
        made = document.make_stream(content.encode())
        made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        made.BBox = pikepdf.Array(A4)
        made.Resources = pikepdf.Dictionary(Font=document.pages[0].Resources.Font, **resources)
        return made

    return make


def picture(pixels: Any) -> Any:
    """What makes an image of a picture (Pillow's, RGB), for `drawn`."""

    def make(document: pikepdf.Pdf) -> Any:
        made = document.make_stream(pixels.tobytes())
        made.Type, made.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        made.Width, made.Height = pixels.size
        made.BitsPerComponent, made.ColorSpace = 8, pikepdf.Name.DeviceRGB
        return made

    return make


def rendered(data: bytes, page: int = 0, scale: float = 200 / 72) -> Any:
    """A page as a picture (Pillow's)."""
    with pypdfium2.PdfDocument(data) as document:
        return document[page].render(scale=scale).to_pil().convert("RGB")


def streams(data: bytes) -> dict[str, bytes]:
    """Every stream of the file, unpacked, and every other object as it is written."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found: dict[str, bytes] = {}
        for number, item in enumerate(document.objects):
            found[f"object {number}"] = item.unparse(resolved=True)
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                found[f"stream {number}"] = item.read_bytes()
        return found


def plumbed(data: bytes) -> str:
    """The text that another extractor (pdfplumber) finds on the pages."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def texts(parts: Any) -> Mapping[str, str]:
    """The texts of parts by their name, those of one name one after the other."""
    found: dict[str, str] = {}
    for part in parts:
        found[part.name] = found.get(part.name, "") + part.text + "\n"
    return found
