"""Words that stand for glyphs when a page is read aloud or copied, and hide from programs what is really drawn there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from gongkai.convert.parts.pdf_objects import decoded, unpacked, written

_KEY = "/ActualText"
_WRITTEN = re.compile(
    b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in _KEY[1:].encode())
)
_UNKNOWN = b"/Unspoken"


def silenced(data: bytes, document: pikepdf.Pdf) -> tuple[bytes, list[str]]:
    """The file as it is when nothing stands for its glyphs, and what stood for them, stream by stream.

    `document` is the file, opened; it is left as it was. The very same bytes come back when there is nothing of the kind.
    """
    if not any(True for _ in _speaking(document)):
        return data, []
    words: list[str] = []
    with pikepdf.open(io.BytesIO(data)) as copy:
        for item, content in _speaking(copy):
            if content is None:
                words.append(decoded(bytes(item[_KEY])) if isinstance(item[_KEY], pikepdf.String) else "")
                del item[_KEY]
            else:
                words.append("\n".join(_taken_out(item, content)))
        return written(copy, object_stream_mode=pikepdf.ObjectStreamMode.generate), words


def _speaking(document: pikepdf.Pdf) -> Iterator[tuple[Any, bytes | None]]:
    """The streams of content that hold such words, unpacked, and the dictionaries that do for content."""
    contents = {stream.objgen for page in document.pages for stream in _contents(page.obj.get("/Contents"))}
    for item in document.objects:
        if isinstance(item, pikepdf.Stream):
            if item.objgen in contents or item.get("/Subtype") == "/Form" or "/PatternType" in item:
                content = unpacked(item) or b""
                if _WRITTEN.search(content):
                    yield item, content
        elif isinstance(item, pikepdf.Dictionary):
            if _KEY in item and item.get("/Type") != "/StructElem" and "/S" not in item:
                yield item, None
            yield from ((held, None) for held in _properties(item) if _KEY in held)


def _properties(item: Any) -> list[Any]:
    """The dictionaries for content that a page's or form's resources, or its own dictionary, hold directly."""
    held = item.get("/Resources", item)
    listed = held.get("/Properties") if isinstance(held, pikepdf.Dictionary) else None
    if not isinstance(listed, pikepdf.Dictionary):
        return []
    return [one for one in listed.values() if isinstance(one, pikepdf.Dictionary) and not one.is_indirect]


def _contents(held: Any) -> list[Any]:
    if isinstance(held, pikepdf.Array):
        return [one for one in held if isinstance(one, pikepdf.Stream)]
    return [held] if isinstance(held, pikepdf.Stream) else []


def _taken_out(stream: Any, content: bytes) -> list[str]:
    """Take the words out of a stream of content. One that cannot be taken apart has its words made of no effect."""
    try:
        marks = list(pikepdf.parse_content_stream(stream))
    except pikepdf.PdfError:
        stream.write(_WRITTEN.sub(_UNKNOWN, content))
        return []
    spoken: list[str] = []
    for at, mark in enumerate(marks):
        held = mark.operands[-1] if len(mark.operands) else None
        if str(mark.operator) in ("BDC", "DP") and isinstance(held, pikepdf.Dictionary) and _KEY in held:
            if isinstance(held[_KEY], pikepdf.String):
                spoken.append(decoded(bytes(held[_KEY])))
            del held[_KEY]
            marks[at] = pikepdf.ContentStreamInstruction([mark.operands[0], held], mark.operator)
    stream.write(pikepdf.unparse_content_stream(marks))
    return spoken
