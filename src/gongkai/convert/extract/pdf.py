"""PDF: the text layer with its wrapped lines joined, ruled tables cell by cell, pictures of pages by recognition."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.convert.extract import ocr
from gongkai.convert.extract.model import Cell, Extracted, Unreadable, Writer
from gongkai.convert.extract.packages import damaged, encrypted
from gongkai.convert.extract.wrapping import joined

MOST_PAGES = 300
MOST_SCANNED = 60
DOTS = 200


def from_pdf(data: bytes) -> Extracted:
    """The pages in order. Raises Unreadable: encrypted, damaged, too_large, no_recognition."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise encrypted() if "password" in str(error).lower() else damaged() from error
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable(
                "too_large", f"文件有{len(document)}页，超过{MOST_PAGES}页的上限；请拆分后再读。"
            )
        with ExitStack() as opened:
            return _read(document, data, opened)
    finally:
        document.close()


def _read(document: Any, data: bytes, opened: ExitStack) -> Extracted:
    writer = Writer()
    scanned = 0
    plumber: Any = None
    for number in range(len(document)):
        page = document[number]
        text = _text(page)
        if len(text.strip()) < 5:
            if _has_picture(page):
                scanned += 1
                if scanned > MOST_SCANNED:
                    raise Unreadable("too_large", f"扫描页超过{MOST_SCANNED}页的上限；请拆分后再读。")
                writer.note("recognised", "有的页面是图片，文字是识别出来的，请对照原件核对。")
                ocr.onto(writer, page.render(scale=DOTS / 72).to_pil())
            continue
        if _has_rules(page):
            if plumber is None:
                plumber = opened.enter_context(_plumber(data))
            if _tables(plumber.pages[number], writer):
                continue
        for line in joined(text.splitlines()):
            writer.line(line)
    title = str(document.get_metadata_dict().get("Title") or "")
    return writer.done("pdf", " ".join(title.split()))


def _text(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_bounded())
    finally:
        textpage.close()


def _has_picture(page: Any) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, at)) == pdfium.FPDF_PAGEOBJ_IMAGE
        for at in range(pdfium.FPDFPage_CountObjects(page.raw))
    )


def _has_rules(page: Any) -> bool:
    """Whether lines are drawn on the page: eight or more drawn shapes."""
    shapes = 0
    for at in range(pdfium.FPDFPage_CountObjects(page.raw)):
        shapes += (
            pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, at)) == pdfium.FPDF_PAGEOBJ_PATH
        )
        if shapes >= 8:
            return True
    return False


def _plumber(data: bytes) -> Any:
    import pdfplumber  # heavy; most files have no ruled tables

    return pdfplumber.open(io.BytesIO(data))


def _tables(page: Any, writer: Writer) -> bool:
    """The page with its ruled tables in their places; False when it has none after all."""
    tables = [table for table in page.find_tables() if len(table.cells) > 3]
    if not tables:
        return False
    top = 0.0
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        _between(page, top, table.bbox[1], writer)
        writer.table(_cells(page, table))
        top = max(top, table.bbox[3])
    _between(page, top, float(page.height), writer)
    return True


def _between(page: Any, top: float, bottom: float, writer: Writer) -> None:
    if bottom - top < 3:
        return
    text = page.crop((0, top, page.width, bottom), strict=False).extract_text() or ""
    for line in joined(text.splitlines()):
        writer.line(line)


def _cells(page: Any, table: Any) -> list[Cell]:
    """The cells by the lines around them, so that merged ones keep their spans."""
    lefts = _edges([box[0] for box in table.cells] + [box[2] for box in table.cells])
    tops = _edges([box[1] for box in table.cells] + [box[3] for box in table.cells])
    cells = []
    for left, top, right, bottom in table.cells:
        column, row = _nearest(lefts, left), _nearest(tops, top)
        words = page.crop((left, top, right, bottom), strict=False).extract_text() or ""
        cells.append(
            Cell(
                row,
                column,
                words.replace("\n", ""),
                max(1, _nearest(tops, bottom) - row),
                max(1, _nearest(lefts, right) - column),
            )
        )
    return cells


def _edges(values: Sequence[float], apart: float = 3.0) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > apart:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))
