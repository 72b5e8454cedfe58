"""One file of any kind: told by its content, read by the module for its kind."""

from __future__ import annotations

import zipfile

from gongkai.convert.extract.docx import from_docx
from gongkai.convert.extract.html import from_html, is_markup
from gongkai.convert.extract.model import Extracted, Unreadable
from gongkai.convert.extract.ocr import from_image
from gongkai.convert.extract.packages import encrypted, opened
from gongkai.convert.extract.pdf import from_pdf
from gongkai.convert.extract.text import decoded, from_text
from gongkai.convert.extract.xlsx import from_xlsx

MAX_BYTES = 256 * 1024 * 1024
MOST_TEXT = 100 * 1024 * 1024
"""Bytes of a page or a text file: larger ones are no reports, and every pattern would go over all of it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*")
RISKY = frozenset(("docx", "xlsx", "pdf", "image"))
"""Kinds whose libraries are better run in a process of their own when the file comes from anywhere."""


def read(data: bytes, name: str = "", max_bytes: int = MAX_BYTES) -> Extracted:
    """The text and tables of a file. `name` is for messages only; what the file is, its content tells.

    Raises Unreadable: empty, too_large, legacy, encrypted, damaged, bomb, not_text, not_supported, no_recognition.
    """
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    kind = kind_of(data)
    if kind == "pdf":
        return from_pdf(data[data.index(b"%PDF-") :])
    if kind == "docx":
        return from_docx(data)
    if kind == "xlsx":
        return from_xlsx(data)
    if kind == "image":
        return from_image(data)
    if len(data) > MOST_TEXT:
        raise _too_large(MOST_TEXT)
    text = decoded(data)
    extracted = from_html(text) if is_markup(text) else from_text(text)
    if not extracted.text.strip():
        raise Unreadable("empty", "文件里没有文字。")
    return extracted


def _too_large(limit: int) -> Unreadable:
    return Unreadable("too_large", f"文件超过{limit // 1024**2} MB的上限，没有读取；请压缩或者拆分。")


def kind_of(data: bytes) -> str:
    """docx, xlsx, pdf, image or text. Raises Unreadable for what is none of them."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty", "文件是空的。")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise encrypted()
        raise Unreadable(
            "legacy", "这是旧式的 Office 文件（.doc、.xls、.wps），请另存为 .docx 或 .xlsx 后再读。"
        )
    if data.startswith(b"PK"):
        return _package(opened(data))
    if data.startswith(_IMAGES):
        return "image"
    return "text"


def _package(package: zipfile.ZipFile) -> str:
    names = package.NameToInfo
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("not_supported", "不支持这种压缩文件；请解压后逐个读取。")
