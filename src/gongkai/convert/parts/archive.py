"""Archives: every member, its name and remarks, what lies between the members; never unpacked onto a disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.extract.packages import FAULTS as BROKEN
from gongkai.convert.extract.packages import MOST_MEMBERS, MOST_UNPACKED, damaged
from gongkai.convert.parts.model import TOO_MUCH, Collector, Contents, Inner

MOST_RATIO = 1000
"""Times a file may grow on unpacking, once it is larger than `FREE_UNPACKED`."""

FREE_UNPACKED = 10 * 1024 * 1024
FAULTS = (*BROKEN, tarfile.TarError, lzma.LZMAError, RuntimeError)
"""What the libraries raise on archives that are broken, or written in a way they do not know."""

_ENCRYPTED = 0x1
_UTF8 = 0x800
_STRAY = 256
"""Bytes between members that are overlooked: data descriptors, alignment."""

_STRAY_BYTES = ("stray_bytes", "压缩包里有目录没有列出的内容，无法读取；需要人工查看。")
_BOMB = ("bomb", "文件解压后大得不合常理，没有打开；请核对文件的来源。")


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file in a zip: its entry, and the name it is called by, unlike that of any other member."""

    info: zipfile.ZipInfo
    name: str


def from_zip(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """Names, remarks and files of a zip. Members that overlap are a bomb and none of them is read."""
    collector = Collector(path)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except FAULTS as error:
        raise damaged() from error
    members = zip_members(package)
    collector.add("comment", text_of(package.comment), visible=False)
    for member in members:
        collector.add("comment", text_of(member.info.comment), visible=False)
    folders = [name_of(info) for info in package.infolist() if info.is_dir()]
    collector.add("folder", "\n".join(folders))
    if _is_bomb([member.info for member in members]):
        collector.miss(*_BOMB)
        return collector.done("zip")
    if _stray(data, package) > _STRAY:
        collector.miss(*_STRAY_BYTES)
    for member in members:
        if not _member(member.name, partial(_unzipped, package, member.info), collector, inner):
            break
    return collector.done("zip")


def zip_members(package: zipfile.ZipFile) -> list[ZipMember]:
    """The files of the package in their order."""
    infos = [info for info in package.infolist() if not info.is_dir()]
    return [ZipMember(info, name) for info, name in zip(infos, distinct(map(name_of, infos)), strict=True)]


def name_of(info: zipfile.ZipInfo) -> str:
    """A member's name, read as a Chinese machine wrote it: UTF-8 when it says so or when it is, else GB18030."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return text_of(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def text_of(data: bytes) -> str:
    """A name or remark of unsaid encoding."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names, a repeated one with its count, so that each tells one file from the others."""
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        yield name if counted[name] == 1 else f"{name}#{counted[name]}"


def from_tar(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """Names and files of a tar; links and devices have no content."""
    collector = Collector(path)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        members = archive.getmembers()
        if len(members) > MOST_MEMBERS:
            collector.miss(*_BOMB)
            return collector.done("tar")
        others = [
            " ".join(filter(None, (member.name, member.linkname, member.uname, member.gname)))
            for member in members
        ]
        collector.add("property", "\n".join(dict.fromkeys(others)), visible=False)
        files = [member for member in members if member.isfile()]
        for member, name in zip(files, distinct(member.name for member in files), strict=True):
            if not _member(name, partial(_untarred, archive, member), collector, inner):
                break
        if data[archive.offset :].strip(b"\x00"):
            collector.miss(*_STRAY_BYTES)
    return collector.done("tar")


def from_compressed(data: bytes, path: tuple[str, ...], inner: Inner, kind: str, name: str) -> Contents:
    """The one file in a gz, bz2 or xz."""
    collector = Collector(path)
    _member(compressed_name(data, kind, name), partial(uncompressed, data, kind), collector, inner)
    return collector.done(kind)


def compressed_name(data: bytes, kind: str, name: str) -> str:
    """What the file in a gz, bz2 or xz is called: as the gz says, else as the file itself without its last suffix."""
    if kind == "gz" and data[3:4] and data[3] & 0x1C == 0x08:
        return text_of(data[10:].partition(b"\x00")[0])
    return PurePosixPath(name).stem or "content"


def uncompressed(data: bytes, kind: str) -> bytes:
    """The file in a gz, bz2 or xz. Raises Unreadable("bomb"), and FAULTS."""
    opened: dict[str, Callable[[io.BytesIO], io.BufferedIOBase]] = {
        "gz": lambda stream: gzip.GzipFile(fileobj=stream),
        "bz2": bz2.BZ2File,
        "xz": lzma.LZMAFile,
    }
    most = min(MOST_UNPACKED, max(FREE_UNPACKED, MOST_RATIO * len(data)))
    with opened[kind](io.BytesIO(data)) as stream:
        found = stream.read(most + 1)
    if len(found) > most:
        raise Unreadable(*_BOMB)
    return found


def _member(name: str, content: Callable[[], bytes], collector: Collector, inner: Inner) -> bool:
    """Read a member, or say why not; whether there is a use in reading more."""
    below = Collector((*collector.path, name))
    try:
        data = content()
    except Unreadable as refused:
        below.miss(refused.code, refused.text)
    except FAULTS:
        below.miss("damaged", "压缩包里的这个文件已损坏，或者压缩方式不受支持，无法读取；需要人工查看。")
    else:
        contents = inner(name, data, collector.path)
        collector.include(contents)
        return all(unread.code != TOO_MUCH for unread in contents.unread)
    below.add("name", name)
    collector.include(below.done("unknown"))
    return True


def _unzipped(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise Unreadable("encrypted", "压缩包里的这个文件设有密码，无法读取；请去除密码后再试。")
    return package.read(info)


def _untarred(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        return True
    if any(
        member.file_size > max(FREE_UNPACKED, MOST_RATIO * max(member.compress_size, 1)) for member in members
    ):
        return True
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        before.header_offset + before.compress_size > after.header_offset
        for before, after in pairwise(ordered)
    )


def _stray(data: bytes, package: zipfile.ZipFile) -> int:
    """The most bytes in one place that no member owns: before, between or after the members, or after the package's end."""
    at = most = 0
    for info in sorted(package.infolist(), key=lambda info: info.header_offset):
        most = max(most, info.header_offset - at)
        head = data[info.header_offset : info.header_offset + 30]
        named = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        at = info.header_offset + 30 + named + info.compress_size
    end = data.rfind(b"PK\x05\x06")
    after = len(data) - (end + 22 + len(package.comment))
    return max(most, package.start_dir - at, after)
