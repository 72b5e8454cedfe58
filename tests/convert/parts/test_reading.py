"""One file of any kind with the files in it, within limits; what is not seen is said."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pikepdf
import pytest

from gongkai.convert import parts
from gongkai.convert.parts import reading
from gongkai.convert.parts.model import Contents

WORDS = "云溪县财政局公告"


def zipped(members: dict[str, bytes], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
        package.comment = comment
    return stream.getvalue()


def found(contents: Contents) -> dict[tuple[tuple[str, ...], str], str]:
    return {(part.path, part.name): part.text for part in contents.parts}


def codes(contents: Contents) -> set[str]:
    return {unread.code for unread in contents.unread}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_any_encoding_down_to_bare_digits(encoding: str) -> None:
    for text in (WORDS * 3, "13800001111\n" * 4, "wang@example.cn"):
        contents = parts.read(text.encode(encoding), "a.txt")
        assert found(contents)[(), "body"] == text
        assert not contents.unread
    assert found(contents)[(), "name"] == "a.txt"


def test_lists_are_tables() -> None:
    text = '低保名单\n姓名,证号\r\n张三,"1,""2"\r\n李四,3\r\n'
    (body,) = (part for part in parts.read(text.encode("gb18030")).parts if part.name == "body")
    (table,) = body.tables
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "低保名单"), (1, 0, "姓名"), (1, 1, "证号"), (2, 0, "张三"), (2, 1, '1,""2'), (3, 0, "李四"), (3, 1, "3"),
    ]  # fmt: skip
    assert all(body.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_escaped_characters_of_data_files_are_read() -> None:
    assert found(parts.read(b'{"\\u59d3\\u540d": "\\ud83d\\ude00\\x31"}'))[(), "body"] == '{"姓名": "😀1"}'


def test_an_archive_is_read_to_its_names_and_remarks() -> None:
    inner = zipped({"../../etc/里.txt": WORDS.encode("gb18030")}, comment="备注".encode("gb18030"))
    contents = parts.read(zipped({"外.zip": inner, "a/b.txt.gz": gzip.compress(b"12345")}), "top.zip")
    assert found(contents)[("外.zip", "../../etc/里.txt"), "body"] == WORDS
    assert found(contents)[("外.zip",), "comment"] == "备注"
    assert found(contents)[("a/b.txt.gz", "b.txt"), "body"] == "12345"
    assert not contents.unread


def test_a_tar_is_read() -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        info = tarfile.TarInfo("表.csv")
        info.size, info.uname = 3, "wangwu"
        archive.addfile(info, io.BytesIO(b"123"))
    contents = parts.read(stream.getvalue(), "a.tar.gz")
    assert found(contents)[("a.tar", "表.csv"), "body"] == "123"
    assert "wangwu" in found(contents)[("a.tar",), "property"]


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def test_an_archive_at_the_end_of_a_tar_is_in_it() -> None:
    data = tarred({"a.zip": zipped({"a.txt": b"12"})}, "w:")
    assert not parts.read(data).unread
    assert codes(parts.read(data + b"more")) == {"stray_bytes"}


def test_a_compressed_tar_is_one_level() -> None:
    data = WORDS.encode()
    for _ in range(reading.MOST_DEPTH):
        data = tarred({"a": data})
    assert not parts.read(data).unread
    assert codes(parts.read(tarred({"a": data}))) == {"too_deep"}


def test_names_of_old_machines_are_readable() -> None:
    data = zipped({"a" * 8 + ".txt": b"1"}).replace(b"a" * 8, "名单名单".encode("gb18030"))
    assert ("名单名单.txt",) in {part.path for part in parts.read(data).parts}


def test_nesting_ends_at_the_fifth_level() -> None:
    data = WORDS.encode()
    for level in range(7):
        data = zipped({f"{level}.bin": data})
    contents = parts.read(data)
    assert codes(contents) == {"too_deep"}
    assert max(len(part.path) for part in contents.parts) == reading.MOST_DEPTH + 1


def test_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(parts.read(zipped({"0.txt": bytes(30_000_000)}))) == {"bomb"}
    assert codes(parts.read(gzip.compress(bytes(30_000_000)))) == {"bomb"}
    monkeypatch.setattr(reading, "MOST_FILES", 5)
    contents = parts.read(zipped({f"{number}.txt": b"12" for number in range(9)}))
    assert [unread.code for unread in contents.unread] == ["too_much"]
    assert len({part.path for part in contents.parts if part.name == "body"}) == 4
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert "too_much" in codes(parts.read(zipped({"a": b"1" * 500})))


def test_members_that_overlap_are_not_unpacked() -> None:
    data = bytearray(zipped({"a.txt": b"1" * 40, "b.txt": b"2" * 40}, method=zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (8).to_bytes(4, "little")
    assert codes(parts.read(bytes(data))) == {"bomb"}


def test_what_an_archive_does_not_list_is_said() -> None:
    data = zipped({"a.txt": b"1"})
    assert "stray_bytes" in codes(parts.read(data + b"\x01" * 1000))
    assert "stray_bytes" in codes(parts.read(b"\x01" * 1000 + data))


def test_encrypted_and_broken_members_are_said() -> None:
    data = bytearray(zipped({"a.txt": b"1" * 9, "b.txt": b"2"}, method=zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    contents = parts.read(bytes(data))
    assert [(unread.path, unread.code) for unread in contents.unread] == [(("a.txt",), "encrypted")]
    assert found(contents)[("b.txt",), "body"] == "2"
    broken = zipped({"a.txt": b"1" * 99}, method=zipfile.ZIP_STORED).replace(b"1" * 99, b"3" * 99)
    assert codes(parts.read(broken)) == {"damaged"}


@pytest.mark.parametrize("prefix", [b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", b"%PDF-1.4\n", b"BM" + bytes(12)])
def test_a_file_that_is_two_kinds_is_read_as_both(prefix: bytes) -> None:
    contents = parts.read(prefix + zipped({"a.txt": WORDS.encode()}))
    assert "polyglot" in codes(contents)
    assert WORDS in {part.text for part in contents.parts}


def test_what_stands_beside_a_pdf_is_read() -> None:
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(stream)
    contents = parts.read(b"<p>&#49;2</p>\n" + stream.getvalue() + b"13800001111\n")
    assert found(contents)[("[rest]",), "body"] == "12\n13800001111"
    assert not parts.read(stream.getvalue() + b"\r\n").unread


@pytest.mark.parametrize(
    "data", [b"\x7fELF" + bytes(99), b"Rar!\x1a\x07\x00" + bytes(9), b"\x00\xff\xfe\x01" * 9]
)
def test_what_nobody_can_read_is_said(data: bytes) -> None:
    assert codes(parts.read(data)) == {"not_supported"}


def test_an_empty_file_holds_nothing() -> None:
    assert parts.read(b"", "a.txt").unread == ()
    assert parts.read(b"\x00" * 9).kind == "empty"


def test_a_reader_that_fails_is_something_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading._READERS, "zip", "archive:nothing_like_it")
    assert codes(parts.read(zipped({"a": b"1"}))) == {"crashed"}


def test_limits_hold_in_a_process_of_its_own() -> None:
    assert found(parts.read_limited(WORDS.encode(), "a.txt"))[(), "body"] == WORDS
    assert codes(parts.read_limited(b"1 " * 5_000_000, seconds=0)) == {"too_slow"}
    assert codes(parts.read_limited(b"1" * 50_000_000, megabytes=200)) == {"too_large"}


def test_places_are_lines_where_a_file_has_no_others() -> None:
    (body,) = (part for part in parts.read("一\n二三\n四".encode()).parts if part.name == "body")
    places = parts.Places(body)
    assert [(places.at(at).paragraph, places.at(at).start) for at in range(6)] == [
        (1, 0), (1, 0), (2, 2), (2, 2), (2, 2), (3, 5),
    ]  # fmt: skip
