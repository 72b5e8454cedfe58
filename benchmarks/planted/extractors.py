"""What is still in a file, by ways of looking that share no code with our readers: byte streams, archives, tags taken off, pdfminer, objects."""

from __future__ import annotations

import gzip
import html
import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from .spelling import plain

_TAG = re.compile(r"<[^<>]*>")
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_OCTET = re.compile(rb"\\([0-7]{3})")


class Seen:
    """All that the extractors see in a file, looked at once."""

    def __init__(self, data: bytes, name: str) -> None:
        self._texts = [plain(text) for text in _texts(data, name)]

    def of(self, values: list[str]) -> list[str]:
        """Which of the values stand in it, in any spelling."""
        return [value for value in values if any(plain(value) in text for text in self._texts)]


def opens(data: bytes, container: str) -> bool:
    """Whether the library most used for such files opens it."""
    import docx
    import openpyxl
    import pikepdf
    import pptx

    openers: dict[str, Callable[[Any], object]] = {
        "docx": docx.Document,
        "xlsx": openpyxl.load_workbook,
        "pptx": pptx.Presentation,
        "pdf": pikepdf.open,
    }
    try:
        if container in openers:
            openers[container](io.BytesIO(data))
        elif data[:2] == b"PK":
            return zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    except Exception:  # noqa: BLE001 - whatever it is, the file does not open
        return False
    return True


def _texts(data: bytes, name: str, depth: int = 0) -> Iterator[str]:
    yield name
    if data[:4] == b"PK\x03\x04" and depth < 9:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield from _texts(package.read(member), member, depth + 1)
            if "xl/workbook.xml" in package.namelist():
                yield from _cells(data)
        yield from _decoded(data)
    elif data[:2] == b"\x1f\x8b":
        yield from _texts(gzip.decompress(data), "", depth + 1)
    elif data[257:262] == b"ustar" and depth < 9:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for entry in archive.getmembers():
                inner = archive.extractfile(entry)
                yield from _texts(inner.read() if inner else b"", entry.name, depth + 1)
    elif data[:5] == b"%PDF-":
        yield from _pdf(data, depth)
    elif (
        data[:8] == b"\x89PNG\r\n\x1a\n"
        or data[:3] == b"\xff\xd8\xff"
        or data[:4] in (b"II*\x00", b"MM\x00*")
    ):
        yield from _decoded(data)
        yield _picture(data)
    else:
        for text in _decoded(data):
            yield text
            yield html.unescape(text)
            yield html.unescape(_TAG.sub("", text))


def _cells(data: bytes) -> Iterator[str]:
    """Rows as a spreadsheet program shows them: a value may be spread over cells."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        yield "\n".join(
            "".join(str(value) for value in row if value is not None)
            for row in sheet.iter_rows(values_only=True)
        )


def _decoded(data: bytes) -> Iterator[str]:
    for encoding in _ENCODINGS:
        yield data.decode(encoding, "ignore")


def _pdf(data: bytes, depth: int) -> Iterator[str]:
    """Text as pdfminer sees it, characters in the order of the content; every string and every stream of every object."""
    import pdfplumber
    import pikepdf

    yield from _decoded(data)
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            yield page.extract_text() or ""
            yield "".join(char["text"] for char in page.chars)
            if page.images:
                buffer = io.BytesIO()
                page.to_image(resolution=200).original.save(buffer, "PNG")
                yield _picture(buffer.getvalue())
    with pikepdf.open(io.BytesIO(data)) as opened:
        for item in opened.objects:
            yield from _strings(item)
            if isinstance(item, pikepdf.Stream):
                try:
                    inner = item.read_bytes()
                except pikepdf.PdfError:
                    inner = item.read_raw_bytes()
                if depth < 6 and inner[:4] == b"PK\x03\x04":
                    yield from _texts(inner, "", depth + 1)
                else:
                    yield from _decoded(inner)
                    yield from _decoded(_OCTET.sub(lambda found: bytes([int(found[1], 8) & 255]), inner))


def _strings(item: object, depth: int = 0) -> Iterator[str]:
    import pikepdf

    if depth > 20:
        return
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Array):
        for one in item:
            yield from _strings(one, depth + 1)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            if key not in ("/Parent", "/P", "/Kids"):
                yield from _strings(value, depth + 1)


def _picture(data: bytes) -> str:
    """Recognised by the models themselves, without our reader around them."""
    import numpy
    from PIL import Image, ImageSequence

    texts = []
    for frame in ImageSequence.Iterator(Image.open(io.BytesIO(data))):
        found = _engine()(numpy.asarray(frame.convert("RGB")))
        texts += list(found.txts or ())
    return "".join(texts)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
