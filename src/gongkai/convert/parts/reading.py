"""One file of any kind, with all the files in it: told by content, read by the module for its kind, within limits."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import Any

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.parts.kinds import beside_pdf, kinds_of
from gongkai.convert.parts.model import TOO_MUCH, Collector, Contents

MAX_BYTES = 200 * 1024 * 1024
"""Bytes of one file."""

MOST_BYTES = 1024 * 1024 * 1024
"""Bytes of a file and all the files in it together."""

MOST_FILES = 20_000
"""Files in a file, at all depths."""

MOST_DEPTH = 5
"""Files within files within the file: those below are not read."""

_READERS = {
    "docx": "docx:from_docx",
    "xlsx": "xlsx:from_xlsx",
    "pptx": "pptx:from_pptx",
    "pdf": "pdf:from_pdf",
    "ofd": "ofd:from_ofd",
    "der": "der:from_der",
    "mail": "mail:from_mail",
    "ole": "legacy:from_ole",
    "rtf": "legacy:from_rtf",
    "image": "picture:from_picture",
    "zip": "archive:from_zip",
    "tar": "archive:from_tar",
}
"""Kind -> module and function; loaded when such a file comes, since some take long."""

_ALONE = frozenset(("image",))
"""Kinds that hold no other files."""

_UNREADABLE = {
    "7z": "这是 7z 压缩包，无法读取；请解压后逐个检查，或者改用 zip。",
    "rar": "这是 RAR 压缩包，无法读取；请解压后逐个检查，或者改用 zip。",
    "program": "这是程序文件，没有检查；需要人工查看。",
}
_UNKNOWN = "认不出这是什么文件，没有检查；需要人工查看。"


Seen = Callable[[tuple[str, ...], bytes], None]
"""Is shown every file that is read: its path and its bytes."""


def read(data: bytes, name: str = "", path: tuple[str, ...] = (), seen: Seen | None = None) -> Contents:
    """All parts of a file and of the files in it, and what could not be read. Raises nothing but MemoryError.

    `name` is a part of its own; what the file is, its content tells. `path`: the names that lead to it, when it lies in another.
    `seen` is shown the bytes of every file that is read.
    """
    return _Tree(len(path), seen).read(name, data, path)


class _Tree:
    """A file and everything in it, with what is left of its limits."""

    def __init__(self, depth: int, seen: Seen | None) -> None:
        self._depth = depth
        self._seen = seen
        self._same_level: set[tuple[str, ...]] = set()
        self._files = 0
        self._bytes = 0

    def inner(self, name: str, data: bytes, path: tuple[str, ...]) -> Contents:
        """A file found in the one at `path`."""
        return self.read(name, data, (*path, name))

    def unpacked(self, name: str, data: bytes, path: tuple[str, ...]) -> Contents:
        """The one file in a compressed one; an archive in it (.tar.gz) is no deeper than it."""
        if "tar" in kinds_of(data):
            self._same_level.add((*path, name))
        return self.inner(name, data, path)

    def read(self, name: str, data: bytes, path: tuple[str, ...]) -> Contents:
        """The file itself."""
        collector = Collector(path)
        collector.add("name", name)
        self._files += 1
        self._bytes += len(data)
        if (refused := self._refused(len(data), path)) is not None:
            collector.miss(*refused)
            return collector.done("unknown")
        if not data.strip(b"\x00 \t\r\n"):
            return collector.done("empty")
        if self._seen:
            self._seen(path, data)
        kinds = kinds_of(data) or ("text",)
        kind = ""
        for number, each in enumerate(kinds):
            # A second reading has a path of its own: its parts must not be taken for those of the first.
            contents = self._as(each, name, data, path if number == 0 else (*path, f"[{each}]"))
            kind = kind or contents.kind
            collector.include(contents)
        if kinds == ("pdf",) and (rest := beside_pdf(data)):
            collector.include(self._as("text", name, rest, (*path, "[rest]")))
        if len(kinds) > 1:
            collector.miss(
                "polyglot", f"文件同时是{'、'.join(kinds)}，不同的程序会看到不同的内容；需要人工查看。"
            )
        return collector.done(kind)

    def _refused(self, size: int, path: tuple[str, ...]) -> tuple[str, str] | None:
        ways = (path[:length] for length in range(self._depth + 1, len(path) + 1))
        if sum(way not in self._same_level for way in ways) > MOST_DEPTH:
            return "too_deep", f"文件嵌套超过{MOST_DEPTH}层，没有再往里读；需要人工查看。"
        if size > MAX_BYTES:
            return "too_large", f"文件超过{MAX_BYTES // 1024**2} MB的上限，没有读取；请压缩或者拆分。"
        if self._files > MOST_FILES:
            return TOO_MUCH, f"文件里的文件超过{MOST_FILES}个，其余没有读取；需要人工查看。"
        if self._bytes > MOST_BYTES:
            return TOO_MUCH, "文件解压后大得不合常理，其余没有读取；请核对文件的来源。"
        return None

    def _as(self, kind: str, name: str, data: bytes, path: tuple[str, ...]) -> Contents:
        """The file read as one of the kinds it is."""
        collector = Collector(path)
        try:
            reader = self._reader(kind, name)
            if reader is None:
                collector.miss("not_supported", _UNREADABLE.get(kind, _UNKNOWN))
                return collector.done(kind)
            return reader(data, path)
        except Unreadable as refused:
            collector.miss(refused.code, refused.text)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever a library does on a file, the file has not been seen
            collector.miss("crashed", "读取程序在这个文件上出错；需要人工查看。")
        return collector.done(kind)

    def _reader(self, kind: str, name: str) -> Callable[[bytes, tuple[str, ...]], Contents] | None:
        if kind in _READERS:
            function = _loaded(_READERS[kind])
            return function if kind in _ALONE else partial(_with_inner, function, self.inner)
        if kind == "text":
            return self._text
        if kind in ("gz", "bz2", "xz"):
            return lambda data, path: _loaded("archive:from_compressed")(
                data, path, self.unpacked, kind, name
            )
        return None

    def _text(self, data: bytes, path: tuple[str, ...]) -> Contents:
        from gongkai.convert.parts import html, text

        source = text.source_of(data)
        if source is None:
            raise Unreadable("not_supported", _UNKNOWN)
        if html.is_markup(source.text):
            return html.from_html(source, path, self.inner)
        return text.from_text(source, path)


def _loaded(address: str) -> Any:
    module, _, function = address.partition(":")
    return getattr(importlib.import_module(f"gongkai.convert.parts.{module}"), function)


def _with_inner(function: Any, inner: Any, data: bytes, path: tuple[str, ...]) -> Contents:
    contents: Contents = function(data, path, inner)
    return contents
