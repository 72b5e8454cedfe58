"""The members of an office file that are no XML: pictures and files are handed on, of the rest what can be read of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

from gongkai.convert.parts import ooxml_ole
from gongkai.convert.parts.ooxml_macros import sources
from gongkai.convert.parts.ooxml_metafile import Bitmap, commands
from gongkai.convert.parts.ooxml_package import Member
from gongkai.convert.parts.ooxml_strand import Key, Strand

_FONTS = (".odttf", ".fntdata", ".ttf", ".otf")
_KNOWN = frozenset((
    "96367138dc44ce09bf2c8f0f8e49348a1478d2c5c0af69bbc2bbc38b63cdcead",
    "116f9aa8ea038e39ef47ee99a23592ab569cf77feafecd0a30e222369e931d25",
))  # fmt: skip
"""The pictures of an empty document that python-docx and python-pptx leave in every file they make; not worth the seconds it
takes to recognise nothing in them."""

_METAFILES = (".emf", ".wmf")
_OPAQUE = (".bin", ".emz", ".wmz", ".wdp")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\xff]\x30|[\x00-\xff]\xff){4,}")
_NARROW = re.compile(
    rb"[\x20-\x7e]{4,}(?:[\x20-\x7e]|[\xe3-\xe9\xef][\x80-\xbf]{2})*|(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2,}"
)
_GB = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]){3,}")
_WORTH = re.compile(r"[\u4e00-\u9fff]{2}|\d[\d \-]{5,}\d|@")
_LEAST_SIGNS = 4
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
    """Words among the bytes of a member. What is put there takes up as many bytes: it is cut short or filled up with blanks."""

    member: Member
    start: int
    encoding: str
    written: bytes

    @property
    def key(self) -> Key:
        """The member and the place in it."""
        return self.member, f"{self.start} {len(self.written)}"

    @property
    def text(self) -> str:
        """The words."""
        return self.written.decode(self.encoding, "replace")

    def put(self, text: str) -> None:
        """Write others over them."""
        room, blank = len(self.written), " ".encode(self.encoding)
        written = text.encode(self.encoding, "replace")[: room // len(blank) * len(blank)]
        written += blank * ((room - len(written)) // len(blank))
        if data := self.member.data:
            self.member.put(data[: self.start] + written + data[self.start + len(written) :])


@dataclass(frozen=True, slots=True)
class Program:
    """The source of a module of a program. A program that is changed is no longer what was checked: it goes as a whole."""

    member: Member
    number: int
    text: str

    @property
    def key(self) -> Key:
        """The module."""
        return self.member, f"module {self.number}"

    def put(self, text: str) -> None:
        """Leave nothing of the program."""
        self.member.put(b"")


def from_binary(member: Member) -> Iterator[Strand | Inside | Miss]:
    """What is in a member that is no XML."""
    data, name = member.data, member.name.lower()
    if not member.intact:
        yield Miss("damaged_part", f"其中的 {member.name} 无法解压；请人工核对。")
    elif name.endswith(_FONTS) or not data or sha256(data).hexdigest() in _KNOWN:
        return
    elif "vbaproject" in name:
        yield from _program(member, data)
    elif data.startswith(ooxml_ole.SIGNATURE):
        yield from _compound(member, data)
    elif name.endswith(_METAFILES):
        yield from _metafile(member, data)
    elif name.endswith(_OPAQUE):
        if "printersettings" not in name:
            yield _unknown(member)
        yield _words_among(member)
    else:
        yield Inside(member.name, data, member.put)


def _program(member: Member, data: bytes) -> Iterator[Strand | Miss]:
    """The source of a program, which is for a person to look at whatever it says."""
    yield Miss("macros", f"文件含有宏（{member.name}），打开时可能运行程序；请人工核对。")
    strand = Strand("script", visible=False)
    try:
        for number, source in enumerate(sources(data)):
            strand.line(Program(member, number, source))
    except OSError:
        yield Miss("damaged_part", f"其中的 {member.name} 已损坏；请人工核对。")
    yield strand
    yield _words_among(member)


def _compound(member: Member, data: bytes) -> Iterator[Strand | Inside | Miss]:
    """An object embedded the old way: the file packed in it, or an old document."""
    try:
        packed = ooxml_ole.packed_in(data)
        if packed is not None:
            yield Inside(
                f"{member.name}/{packed.name}",
                packed.data,
                lambda content: member.put(ooxml_ole.packed_anew(member.data, content)),
            )
            strand = _words_among(member, packed.data)
            for label in dict.fromkeys(piece for piece in packed.before.split(b"\0") if not piece.isascii()):
                for found in re.finditer(re.escape(label), data):
                    strand.line(Bytes(member, found.start(), "gb18030", label))
            yield strand
        elif ooxml_ole.is_document(data):
            yield Inside(member.name, data, member.put)
        else:
            yield _unknown(member)
            yield _words_among(member)
    except OSError:
        yield Miss("damaged_part", f"其中的 {member.name} 已损坏；请人工核对。")
        yield _words_among(member)


def _metafile(member: Member, data: bytes) -> Iterator[Strand | Miss]:
    """The words drawn by a metafile, those of one line together; what else it draws cannot be read."""
    strand = Strand("drawing")
    height, dots = None, False
    for command in commands(data):
        if isinstance(command, Bitmap):
            dots = True
            continue
        if height is not None and command.height != height:
            strand.gap("\n")
        height = command.height
        strand.take(Bytes(member, command.start, command.encoding, data[command.start : command.end]))
    yield strand
    if dots:
        yield _unknown(member)
        yield _words_among(member)


def _unknown(member: Member) -> Miss:
    return Miss("binary_part", f"其中的 {member.name} 是无法识别的二进制内容；请人工核对。")


def _words_among(member: Member, known: bytes = b"") -> Strand:
    """What looks like words among bytes, whatever their encoding; without what stands in `known` as well."""
    strand = Strand("binary", visible=False)
    data = member.data[:_LARGE]
    for pattern, encoding in ((_WIDE, "utf-16-le"), (_NARROW, "utf-8"), (_GB, "gb18030")):
        for found in pattern.finditer(data):
            for start, written in _sensible(found.start(), found.group(), encoding):
                text = written.decode(encoding, "ignore")
                if _WORTH.search(text) and written not in known:
                    strand.line(Bytes(member, start, encoding, written))
    return strand


def plain_strand(member: Member) -> Strand:
    """A member's source as it stands."""
    strand = Strand("other", visible=False)
    strand.take(Bytes(member, 0, "utf-8", member.data))
    return strand


def _sensible(start: int, written: bytes, encoding: str) -> Iterator[tuple[int, bytes]]:
    """The stretches made of signs in use: chance seldom hits several of them in a row. Where each begins, and its bytes."""
    if encoding != "utf-16-le":
        if all(map(_is_in_use, written.decode(encoding, "ignore"))):
            yield start, written
        return
    at = 0
    for in_use, signs in groupby(written.decode(encoding, "replace"), _is_in_use):
        length = 2 * len(list(signs))
        if in_use and length >= 2 * _LEAST_SIGNS:
            yield start + at, written[at : at + length]
        at += length


@lru_cache(70_000)
def _is_in_use(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
