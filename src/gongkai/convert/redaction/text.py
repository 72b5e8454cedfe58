"""Taking stretches out of texts and pages: the source is written anew without them, everything else stays as it was."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from gongkai.convert.parts.html import walk_html
from gongkai.convert.parts.html_vocabulary import RAW_PARTS
from gongkai.convert.parts.mapped import Edit
from gongkai.convert.parts.text import MappedPart, Source, walk_text
from gongkai.convert.redaction.model import Cut, Inner

_UNSAFE = re.compile(r"[^\w*…（）()、，。：]")


def redact_text(source: Source, cuts: Sequence[Cut]) -> bytes:
    """The text without the cuts."""
    edits = list(_edits([walk_text(source)], cuts, lambda _: str))
    return source.encoded(edited(source.text, edits))


def redact_html(source: Source, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The page without the cuts, those in files written into it among them."""
    page = walk_html(source)
    edits = list(_edits(page.parts, cuts, _written))
    for embedded in page.embedded:
        written = inner(embedded.name, embedded.data, cuts)
        if written != embedded.data:
            text = (
                html.escape(written.decode("utf-8"))
                if embedded.is_page
                else base64.b64encode(written).decode("ascii")
            )
            edits.append(Edit(embedded.start, embedded.end, text))
    return source.encoded(edited(source.text, edits), markup=True)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; of edits that overlap, the later one only takes away."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = max(edit.start, at)
        pieces.append(text[at:start])
        if edit.start >= at:
            pieces.append(edit.text)
        at = max(at, edit.end)
    return "".join([*pieces, text[at:]])


def _edits(
    parts: Iterable[MappedPart], cuts: Sequence[Cut], written: Callable[[str], Callable[[str], str]]
) -> Iterator[Edit]:
    for part in parts:
        for cut in cuts:
            if not cut.path and cut.name == part.name:
                yield from part.mapped.edits(cut.start, cut.end, cut.replacement, written(part.name))


def _written(part: str) -> Callable[[str], str]:
    """How a replacement is written in the source of a part, so that it ends nothing there."""
    if part == "body":
        return _as_words
    return _plainly if part in RAW_PARTS else _as_entities


def _as_words(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _as_entities(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"&#{ord(match.group())};", text)


def _plainly(text: str) -> str:
    return _UNSAFE.sub("", text)
