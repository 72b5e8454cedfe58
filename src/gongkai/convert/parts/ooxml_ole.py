"""Objects embedded the old way, in compound files: what is packed in them, and how another file is packed in its place."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass

import olefile

SIGNATURE = olefile.MAGIC
_NATIVE, _PACKAGE, _CONTENTS = "\x01Ole10Native", "Package", "CONTENTS"
_DOCUMENTS = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "EncryptedPackage")
_SECTOR, _SMALL, _MINI = 512, 4096, 64
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ENTRY = struct.Struct("<64sHBBIII16sIQQIQ")


@dataclass(frozen=True, slots=True)
class Packed:
    """A file packed in a compound file: under what name, in which stream; `before`: what stands before it there."""

    name: str
    data: bytes
    stream: str
    before: bytes = b""


def packed_in(data: bytes) -> Packed | None:
    """The file packed in a compound file; None when it is an old document itself, or nothing that is known.

    Raises OSError when it is damaged.
    """
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for stream in (_NATIVE, _PACKAGE, _CONTENTS):
            if compound.exists(stream):
                content = compound.openstream(stream).read()
                return _native(content) if stream == _NATIVE else Packed(stream.lower(), content, stream)
    return None


def is_document(data: bytes) -> bool:
    """Whether a compound file is a document of an old program. Raises OSError when it is damaged."""
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        return any(compound.exists(stream) for stream in _DOCUMENTS)


def packed_anew(data: bytes, content: bytes) -> bytes:
    """The compound file with another file packed in it; what else a package told about the file is left out.

    Raises OSError when it is damaged.
    """
    packed = packed_in(data)
    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        streams = {path[0]: compound.openstream(path).read() for path in compound.listdir() if len(path) == 1}
        identifier = bytes.fromhex(compound.root.clsid.replace("-", "")) if compound.root.clsid else bytes(16)
    if packed is not None and packed.stream == _NATIVE:
        body = packed.before + struct.pack("<I", len(content)) + content
        streams[_NATIVE] = struct.pack("<I", len(body)) + body
    elif packed is not None:
        streams[packed.stream] = content
    return compound_file(streams, _as_stored(identifier))


def compound_file(streams: Mapping[str, bytes], identifier: bytes = bytes(16)) -> bytes:
    """A compound file (MS-CFB, version 3) of streams side by side; `identifier`: whose object it is."""
    names = sorted(streams, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))
    sectors, table = _Sectors(), bytearray()
    small, chains = bytearray(), []
    starts = {}
    for name in names:
        content = streams[name]
        if len(content) >= _SMALL:
            starts[name] = sectors.add(content)
        elif content:
            first, count = len(small) // _MINI, -(-len(content) // _MINI)
            small += content.ljust(count * _MINI, b"\0")
            chains += [*range(first + 1, first + count), _END]
            starts[name] = first
    root_start = sectors.add(bytes(small)) if small else _END
    chain_start = sectors.add(struct.pack(f"<{len(chains)}I", *chains), b"\xff") if chains else _END
    tree = _tree(0, len(names))
    table += _entry("Root Entry", 5, root_start, len(small), identifier, child=tree.get(-1, (0, 0))[0])
    for number, name in enumerate(names):
        left, right = tree[number]
        content = streams[name]
        table += _entry(name, 2, starts.get(name, _END), len(content), bytes(16), left, right)
    while len(table) % _SECTOR:
        table += _entry("", 0, 0, 0, bytes(16))
    directory = sectors.add(bytes(table))
    return sectors.closed(directory, chain_start, -(-len(chains) * 4 // _SECTOR))


class _Sectors:
    """The sectors of a compound file, each with the one that follows it."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._next: list[int] = []

    def add(self, content: bytes, filler: bytes = b"\0") -> int:
        """Put a stream down; the number of its first sector."""
        first, count = len(self._next), -(-len(content) // _SECTOR)
        self._data += content.ljust(count * _SECTOR, filler)
        self._next += [*range(first + 1, first + count), _END]
        return first

    def closed(self, directory: int, chains: int, chain_sectors: int) -> bytes:
        """The whole file: its head, its sectors, the table of what follows what."""
        used = len(self._next)
        tables = 1
        while tables * (_SECTOR // 4) < used + tables + _more(tables):
            tables += 1
        more = _more(tables)
        numbers = [*range(used, used + tables)]
        follow = [*self._next, *[_TABLE] * tables, *[_TABLE - 1] * more]
        follow += [_FREE] * (tables * (_SECTOR // 4) - len(follow))
        head = struct.pack(
            "<8s16xHHHHH6xIIIIIIIII",
            SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, _SMALL,
            chains, chain_sectors, used + tables if more else _END, more,
        )  # fmt: skip
        listed = numbers[:109] + [_FREE] * (109 - len(numbers[:109]))
        further = numbers[109:]
        rest = b""
        for index in range(more):
            part = further[index * 127 : index * 127 + 127]
            part += [_FREE] * (127 - len(part))
            after = used + tables + index + 1 if index + 1 < more else _END
            rest += struct.pack("<128I", *part, after)
        return (
            head
            + struct.pack("<109I", *listed)
            + bytes(self._data)
            + struct.pack(f"<{len(follow)}I", *follow)
            + rest
        )


def _more(tables: int) -> int:
    """How many sectors it takes to list the sectors of the table that do not fit into the head."""
    return -(-max(0, tables - 109) // 127)


def _tree(first: int, last: int) -> dict[int, tuple[int, int]]:
    """For the streams from first to last, sorted: the entries left and right of each; the uppermost under -1."""
    found: dict[int, tuple[int, int]] = {}

    def top(low: int, high: int) -> int:
        if low >= high:
            return _FREE
        middle = (low + high) // 2
        found[middle] = (top(low, middle), top(middle + 1, high))
        return middle + 1

    found[-1] = (top(first, last), 0)
    return found


def _entry(
    name: str, kind: int, start: int, size: int, identifier: bytes,
    left: int = _FREE, right: int = _FREE, child: int = _FREE,
) -> bytes:  # fmt: skip
    written = name.encode("utf-16-le")[:62]
    length = len(written) + 2 if name else 0
    return _ENTRY.pack(written, length, kind, 1, left, right, child, identifier, 0, 0, 0, start, size)


def _native(content: bytes) -> Packed | None:
    """A file put into a document by drag and drop: its label, the path it had, its bytes."""
    try:
        at = 6
        label, at = _until_zero(content, at)
        path, at = _until_zero(content, at)
        at += 4
        (length,) = struct.unpack_from("<I", content, at)
        at += 4 + length
        (size,) = struct.unpack_from("<I", content, at)
    except (struct.error, ValueError):
        return None
    name = _text(label) or _text(path).replace("\\", "/").rpartition("/")[2] or "object"
    return Packed(name, content[at + 4 : at + 4 + size], _NATIVE, content[4:at])


def _until_zero(content: bytes, at: int) -> tuple[bytes, int]:
    end = content.index(b"\0", at)
    return content[at:end], end + 1


def _text(written: bytes) -> str:
    try:
        return written.decode("gb18030")
    except UnicodeDecodeError:
        return written.decode("latin-1")


def _as_stored(identifier: bytes) -> bytes:
    """An identifier in the order it is read in, as it is stored: its first three numbers with the small end first."""
    return identifier[3::-1] + identifier[5:3:-1] + identifier[7:5:-1] + identifier[8:]
