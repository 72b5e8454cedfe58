"""The members of an office file that are no XML: pictures and files are handed on, of the rest what can be read of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.convert.parts.ooxml_package import Member
from gongkai.convert.parts.ooxml_strand import Key, Strand

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\xff]\x30|[\x00-\xff]\xff){4,}")
_NARROW = re.compile(
    rb"[\x20-\x7e]{4,}(?:[\x20-\x7e]|[\xe3-\xe9\xef][\x80-\xbf]{2})*|(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}"
)
_GB = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]){3,}")
_WORTH = re.compile(r"[\u4e00-\u9fff]{2}|\d[\d \-]{5,}\d|@")
_LARGE = 4 * 1024 * 1024
"""Bytes up to which what nobody can read is searched for words."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A file in the file, by its name there. `put` writes another in its place."""

    name: str
    data: bytes
    put: Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Miss:
    """Something that could not be read; see `Unread`."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Bytes:
    """Words among the bytes of a member. What is put there takes up as many bytes: the rest or what is missing is asterisks."""

    member: Member
    start: int
    end: int
    encoding: str

    @property
    def key(self) -> Key:
        """The member and the bytes."""
        return self.member, f"{self.start}"

    @property
    def text(self) -> str:
        return self.member.data[self.start : self.end].decode(self.encoding, "replace")

    def put(self, text: str) -> None:
        room = self.end - self.start
        star = "*".encode(self.encoding)
        written = text.encode(self.encoding, "replace")[: room // len(star) * len(star)]
        data = self.member.data
        self.member.put(
            data[: self.start] + written + star * ((room - len(written)) // len(star)) + data[self.end :]
        )


def from_binary(member: Member) -> Iterator[Strand | Inside | Miss]:
    """What is in a member that is no XML."""
    data, name = member.data, member.name.lower()
    if not member.intact:
        yield Miss("damaged_part", f"其中的 {member.name} 无法解压；请人工核对。")
    elif name.endswith(_FONTS) or not data:
        return
    elif "printersettings" in name:
        yield words_among(member)
    elif "vbaproject" in name:
        yield Miss("macros", f"文件含有宏（{member.name}），程序代码没有读；请人工核对。")
        yield words_among(member)
    elif name.endswith((".bin", ".emf", ".wmf", ".emz", ".wmz", ".wdp")):
        yield Miss("binary_part", f"其中的 {member.name} 是无法识别的二进制内容；请人工核对。")
        yield words_among(member)
    else:
        yield Inside(member.name, data, member.put)


def words_among(member: Member) -> Strand:
    """What looks like words among bytes, whatever their encoding."""
    strand = Strand("binary", visible=False)
    data = member.data[:_LARGE]
    for pattern, encoding in ((_WIDE, "utf-16-le"), (_NARROW, "utf-8"), (_GB, "gb18030")):
        for found in pattern.finditer(data):
            text = found.group().decode(encoding, "ignore")
            if _WORTH.search(text) and _sensible(text):
                strand.line(Bytes(member, found.start(), found.end(), encoding))
    return strand


def plain_strand(member: Member) -> Strand:
    """A member's source as it stands."""
    strand = Strand("other", visible=False)
    strand.take(Bytes(member, 0, len(member.data), "utf-8"))
    return strand


def _sensible(text: str) -> bool:
    """Whether it is made of signs in use: chance seldom hits six of them in a row."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
