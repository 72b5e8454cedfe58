"""The body of a document out of a cell or a file: HTML, Word, plain text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.utils.html import escape
from django.utils.translation import gettext as _
from lxml import html as markup

from gongkai.convert import content_type, intake, sanitise
from gongkai.convert.content_type import FileRefused
from gongkai.convert.decoding import decode

_PICTURE = re.compile(r"<img\b[^>]*>")
_MARKS = ("<p", "<div", "<table", "<br", "<span", "<ul", "<ol", "<h")
_PAGES = (".html", ".htm")


def from_text(text: str) -> str:
    """A cell: HTML where it shows the marks of it, otherwise a paragraph for each line."""
    if any(mark in text.casefold() for mark in _MARKS):
        return sanitise.html(text)
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def from_file(name: str, data: bytes) -> str:
    """A file of the package. Raises FileRefused."""
    if not data.strip():
        raise FileRefused("empty", _("正文文件是空的。"))
    if PurePosixPath(name.casefold()).suffix in _PAGES:
        return sanitise.html(_inside(_decoded(data)))
    if PurePosixPath(name.casefold()).suffix == ".txt":
        return from_text(_decoded(data))
    kind = content_type.check(name, data).extension
    try:
        taken = intake.take_limited(data, kind)
    except intake.Unreadable as error:
        raise FileRefused(error.code, str(error)) from None
    if taken.pictures:
        raise FileRefused("pictures", _("正文文件里有图片，请另存为附件，或者在编辑器里逐件导入。"))
    return sanitise.html(taken.html)


def _decoded(data: bytes) -> str:
    found = decode(data)
    if found is None:
        raise FileRefused("encoding", _("正文文件不是 UTF-8 或者 GB18030 编码。"))
    return found.text


def _inside(page: str) -> str:
    """What stands in the body of a whole page; a fragment as it is."""
    if "<body" not in page.casefold():
        return page
    try:
        tree = markup.document_fromstring(page.encode(), parser=markup.HTMLParser(encoding="utf-8"))
    except (ValueError, markup.etree.ParserError):
        return page
    body = tree.find("body")
    if body is None:
        return page
    return escape(body.text or "") + "".join(markup.tostring(one, encoding="unicode") for one in body)


def without_pictures(body: str) -> tuple[str, int]:
    """A body without its pictures, which lie on the old site, and how many those were."""
    return _PICTURE.subn("", body)
