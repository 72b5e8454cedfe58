import io

import olefile
import pytest

from gongkai.convert.parts.ooxml_ole import compound_file, packed_anew, packed_in
from tests.convert.office import packed


@pytest.mark.parametrize("sizes", [[0], [1], [4095, 64, 65], [4096, 4097, 10], [9_000_000, 7]])
def test_an_independent_reader_gets_the_streams_back(sizes: list[int]) -> None:
    streams = {f"流{number}": bytes([number + 1]) * size for number, size in enumerate(sizes)}
    with olefile.OleFileIO(io.BytesIO(compound_file(streams, bytes(range(16))))) as compound:
        assert not compound.parsing_issues
        assert {
            name: compound.openstream(name).read() if data else b"" for name, data in streams.items()
        } == streams
        assert compound.root.clsid.startswith("03020100-0504-0706-0809")


def test_another_file_is_packed_in_the_place_of_the_first() -> None:
    again = packed_in(packed_anew(packed("名单.txt", b"old"), b"new" * 5000))
    assert again is not None
    assert (again.name, again.data) == ("名单.txt", b"new" * 5000)


def test_an_object_that_ends_too_soon_packs_nothing() -> None:
    assert packed_in(compound_file({"\x01Ole10Native": b"\x05\0\0\0\2\0abc"})) is None
