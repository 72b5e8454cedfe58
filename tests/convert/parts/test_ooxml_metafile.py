import struct

import pytest

from gongkai.convert.parts.ooxml_metafile import Bitmap, Words, commands
from tests.convert.office import metafile


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<IH", 3 + len(content) // 2, kind) + content


def test_words_of_both_kinds_of_commands_in_a_wmf_are_found() -> None:
    name = "张某".encode("gb18030")
    data = (
        b"\x01\x00\x09\x00"
        + bytes(14)
        + _record(0x0521, struct.pack("<H", 4) + name + struct.pack("<hh", 7, 0))
        + _record(0x0A32, struct.pack("<hhHH", 9, 0, 4, 2) + bytes(8) + name)
        + _record(0x0B41, bytes(8))
        + _record(0, b"")
    )
    found = list(commands(data))
    assert [data[one.start : one.end] for one in found if isinstance(one, Words)] == [name, name]
    assert [one.height for one in found if isinstance(one, Words)] == [7, 9]
    assert isinstance(found[-1], Bitmap)


@pytest.mark.parametrize("end", [10, 44, 90, 120])
def test_a_metafile_that_ends_too_soon_does_no_harm(end: int) -> None:
    assert len(list(commands(metafile("张某某")[:end]))) <= 1
