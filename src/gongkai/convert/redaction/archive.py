"""Archives written anew: members without what was to go, under names without it, and nothing between them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath

from gongkai.convert.parts.archive import (
    FAULTS,
    compressed_name,
    distinct,
    name_of,
    text_of,
    uncompressed,
    zip_members,
)
from gongkai.convert.parts.mapped import Edit
from gongkai.convert.redaction.model import Cut, Inner, NotRedacted
from gongkai.convert.redaction.text import edited

_UTF8 = 0x800


def redact_zip(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The zip without the cuts. Raises NotRedacted("unread") when a member cannot be read and so cannot be written either."""
    source = zipfile.ZipFile(io.BytesIO(data))
    names, remarks = _of_names(cuts), _of_remarks(cuts)
    used: set[str] = set()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.comment = _without(source.comment, remarks.get(1, []))
        for number, member in enumerate(zip_members(source), 2):
            try:
                content = source.read(member.info)
            except FAULTS as error:
                raise _unread() from error
            called = _unused(_renamed(member.name, name_of(member.info), names), used)
            info = zipfile.ZipInfo(called, member.info.date_time)
            info.compress_type = (
                zipfile.ZIP_STORED if member.info.compress_type == 0 else zipfile.ZIP_DEFLATED
            )
            info.external_attr = member.info.external_attr
            info.comment = _without(member.info.comment, remarks.get(number, []))
            target.writestr(info, inner(member.name, content, cuts))
    return stream.getvalue()


def redact_tar(data: bytes, cuts: Sequence[Cut], inner: Inner) -> bytes:
    """The files of the tar without the cuts; links, and the names of owners, are left behind."""
    stream = io.BytesIO()
    names = _of_names(cuts)
    with (
        tarfile.open(fileobj=io.BytesIO(data), mode="r:") as source,
        tarfile.open(fileobj=stream, mode="w:", format=tarfile.PAX_FORMAT) as target,
    ):
        files = [member for member in source.getmembers() if member.isfile()]
        for member, name in zip(files, distinct(member.name for member in files), strict=True):
            opened = source.extractfile(member)
            content = inner(name, opened.read() if opened else b"", cuts)
            info = tarfile.TarInfo(_renamed(name, member.name, names))
            info.size, info.mode, info.mtime = len(content), member.mode, int(member.mtime)
            target.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def redact_compressed(data: bytes, cuts: Sequence[Cut], inner: Inner, kind: str, name: str) -> bytes:
    """The gz, bz2 or xz without the cuts; a gz no longer says what its file was called."""
    content = inner(compressed_name(data, kind, name), uncompressed(data, kind), cuts)
    if kind == "gz":
        return gzip.compress(content, mtime=0)
    return bz2.compress(content) if kind == "bz2" else lzma.compress(content)


def without(text: str, cuts: Sequence[Cut]) -> str:
    """The text of a part with its cuts made."""
    return edited(text, [Edit(cut.start, cut.end, cut.replacement) for cut in cuts])


def _of_names(cuts: Sequence[Cut]) -> dict[str, list[Cut]]:
    """The cuts in the members' own names, which are parts of theirs."""
    grouped: dict[str, list[Cut]] = {}
    for cut in cuts:
        if cut.name == "name" and len(cut.path) == 1:
            grouped.setdefault(cut.path[0], []).append(cut)
    return grouped


def _of_remarks(cuts: Sequence[Cut]) -> dict[int, list[Cut]]:
    """The cuts in the archive's remark (1) and in those on its members (from 2)."""
    grouped: dict[int, list[Cut]] = {}
    for cut in cuts:
        if cut.name == "comment" and not cut.path:
            grouped.setdefault(cut.number, []).append(cut)
    return grouped


def _renamed(name: str, written: str, cuts: dict[str, list[Cut]]) -> str:
    """What a member is to be called. `written`: how the archive calls it."""
    if name not in cuts:
        return written
    renamed = without(name, cuts[name])
    return renamed if PurePosixPath(renamed).stem else f"{renamed}-"


def _unused(name: str, used: set[str]) -> str:
    """The name, with a number if another member has it already."""
    path, number = PurePosixPath(name), 1
    while name in used:
        number += 1
        name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
    used.add(name)
    return name


def _without(comment: bytes, cuts: Sequence[Cut]) -> bytes:
    return without(text_of(comment), cuts).encode() if cuts else comment


def _unread() -> NotRedacted:
    return NotRedacted("unread", "压缩包里有无法读取的文件，不能确认其中没有同样的内容；请去掉它再处理。")
