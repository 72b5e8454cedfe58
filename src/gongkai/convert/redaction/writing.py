"""One file of any kind without what is to go, wherever it stands in it; handed out only when it is really gone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.parts import html, text
from gongkai.convert.parts.kinds import kinds_of
from gongkai.convert.parts.model import Contents, Part
from gongkai.convert.parts.reading import read
from gongkai.convert.redaction.model import Box, Cut, Inner, NotRedacted
from gongkai.convert.redaction.values import Values
from gongkai.convert.redaction.verify import verify

_WRITERS = {
    "docx": "docx:redact_docx",
    "xlsx": "xlsx:redact_xlsx",
    "pptx": "pptx:redact_pptx",
    "zip": "archive:redact_zip",
    "tar": "archive:redact_tar",
}
"""Kind -> module and function taking bytes, cuts and what redacts the files inside."""

_DRAWN = {"pdf": "pdf:redact_pdf", "ofd": "ofd:redact_ofd"}
"""The same for kinds with pages, which take boxes too."""

_Address = tuple[tuple[str, ...], str, int]


def redact(
    data: bytes,
    name: str,
    cuts: Sequence[Cut],
    boxes: Sequence[Box] = (),
    contents: Contents | None = None,
) -> bytes:
    """The file without the cuts, without the same values elsewhere in it, and without what the boxes cover.

    The file's own name is not in its bytes: a cut in it only says that the value is to go. `contents`: what `parts.read` gave
    for these bytes and this name, if that is at hand. Raises NotRedacted: stale (the
    cuts are of another file), not_supported, encrypted, polyglot, unread, failed, not_gone, …
    """
    contents = contents or read(data, name)
    parts = {(part.path, part.name, part.number): part for part in contents.parts}
    values = _values(parts, cuts)
    every = list(_everywhere(contents, cuts, values))
    try:
        written = _written(data, name, every, boxes)
    except Unreadable as refused:
        raise NotRedacted(refused.code, refused.text) from refused
    except (NotRedacted, MemoryError):
        raise
    except Exception as error:
        raise NotRedacted("failed", "处理这个文件时出错，没有生成结果；请人工处理。") from error
    if verify(written, values.values):
        raise NotRedacted("not_gone", "处理后再查，文件里仍有应当去掉的内容，没有交出结果；请人工处理。")
    return written


def _values(parts: dict[_Address, Part], cuts: Sequence[Cut]) -> Values:
    """What the cuts take out. Raises NotRedacted("stale") when one of them is not of this file."""
    found = []
    for cut in cuts:
        part = parts.get((cut.path, cut.name, cut.number))
        if part is None or not 0 <= cut.start < cut.end <= len(part.text):
            raise NotRedacted("stale", "要去掉的内容与这个文件对不上，文件可能改过；请重新检查后再处理。")
        found.append(part.text[cut.start : cut.end])
    return Values(found)


def _everywhere(contents: Contents, cuts: Sequence[Cut], values: Values) -> Iterator[Cut]:
    """The cuts and those for the same values elsewhere, part by part, in order, none overlapping another."""
    given: dict[_Address, list[Cut]] = {}
    for cut in cuts:
        given.setdefault((cut.path, cut.name, cut.number), []).append(cut)
    parts = {(part.path, part.name, part.number): part for part in contents.parts}
    replacements: dict[str, str] = {}
    for address, listed in given.items():
        for cut in listed:
            replacements.setdefault(parts[address].text[cut.start : cut.end], cut.replacement)
    for address, part in parts.items():
        listed = given.get(address, [])
        for start, end, value in values.in_text(part.text):
            listed.append(Cut(part.name, part.number, start, end, replacements[value], part.path))
        yield from _apart(listed)


def _apart(cuts: list[Cut]) -> Iterator[Cut]:
    """The cuts of a part in order; of one that begins in another only the rest is taken away."""
    at = 0
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if cut.start >= at:
            yield cut
        elif cut.end > at:
            yield replace(cut, start=at, replacement="*" * (cut.end - at) if cut.replacement else "")
        at = max(at, cut.end)


def _written(data: bytes, name: str, cuts: Sequence[Cut], boxes: Sequence[Box]) -> bytes:
    """The file without the cuts, whose paths begin at it. The bytes themselves when there is nothing to do in it."""
    inside = [cut for cut in cuts if cut.path or cut.name != "name"]
    if not inside and not boxes:
        return data
    kinds = kinds_of(data) or ("text",)
    if len(kinds) > 1:
        raise NotRedacted(
            "polyglot", "文件同时是几种文件，无法保证各种程序都看不到应当去掉的内容；请另存后再处理。"
        )
    return _writer(kinds[0], name, _inner(cuts, boxes), boxes)(data, cuts)


def _inner(cuts: Sequence[Cut], boxes: Sequence[Box]) -> Inner:
    """What redacts the files in a file: the cuts and boxes of each are those whose paths begin with its name."""
    below: dict[str, list[Cut]] = {}
    drawn: dict[str, list[Box]] = {}
    for cut in cuts:
        if cut.path:
            below.setdefault(cut.path[0], []).append(replace(cut, path=cut.path[1:]))
    for box in boxes:
        if box.path:
            drawn.setdefault(box.path[0], []).append(replace(box, path=box.path[1:]))
    return lambda name, data, _: _written(data, name, below.get(name, []), drawn.get(name, []))


def _writer(
    kind: str, name: str, inner: Inner, boxes: Sequence[Box]
) -> Callable[[bytes, Sequence[Cut]], bytes]:
    here = [box for box in boxes if not box.path]
    if kind in _DRAWN:
        return lambda data, cuts: _loaded(_DRAWN[kind])(data, cuts, here, inner)
    if kind == "image":
        return lambda data, cuts: _loaded("picture:redact_picture")(data, cuts, here)
    if here:
        raise NotRedacted("no_pages", "这种文件没有版面，不能按画出的框去掉内容；请选中文字处理。")
    if kind in _WRITERS:
        return lambda data, cuts: _loaded(_WRITERS[kind])(data, cuts, inner)
    if kind in ("gz", "bz2", "xz"):
        return lambda data, cuts: _loaded("archive:redact_compressed")(data, cuts, inner, kind, name)
    if kind == "text":
        return partial(_text, inner)
    raise NotRedacted("not_supported", "这种文件不能直接去掉内容；请另存为 DOCX、XLSX 或者 PDF 后再处理。")


def _text(inner: Inner, data: bytes, cuts: Sequence[Cut]) -> bytes:
    from gongkai.convert.redaction.text import redact_html, redact_text

    source = text.source_of(data)
    if source is None:
        raise NotRedacted("not_supported", "认不出这是什么文件，不能去掉其中的内容。")
    return redact_html(source, cuts, inner) if html.is_markup(source.text) else redact_text(source, cuts)


def _loaded(address: str) -> Any:
    module, _, function = address.partition(":")
    return getattr(importlib.import_module(f"gongkai.convert.redaction.{module}"), function)
