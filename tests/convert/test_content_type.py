"""A file is what its content says, and its name must agree."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.convert import content_type, word
from gongkai.convert.content_type import FileRefused, check

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64


def archive(*names: str, encrypted: bool = False) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    data = bytearray(target.getvalue())
    if encrypted:
        place = data.index(b"PK\x01\x02")
        data[place + 8] |= 1
    return bytes(data)


def refusal(name: str, data: bytes, limit: int = 1000_000) -> str:
    with pytest.raises(FileRefused) as refused:
        check(name, data, limit)
    assert refused.value.text
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "data", "extension"),
    [
        ("报告.PDF", PDF, "pdf"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("a.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("a.ofd", archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        ("a.zip", archive("一.txt"), "zip"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"0" * 9, "jpg"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.gif", b"GIF89a", "gif"),
        ("a.txt", "云溪县".encode("gb18030"), "txt"),
        ("a.csv", "甲,乙\n1,2".encode(), "csv"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.wps", OLE + "WordDocument".encode("utf-16-le"), "wps"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "xls"),
    ],
)
def test_accepted_kinds(name: str, data: bytes, extension: str) -> None:
    found = check(name, data)
    assert found.extension == extension
    assert found.mime
    assert found.label


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"MZ\x90\x00program", "executable"),
        ("a.exe", PDF, "executable"),
        ("报告.pdf.exe", PDF, "executable"),
        ("a.txt", b"#!/bin/sh\nrm", "executable"),
        ("a.pdf", b"\x7fELF", "executable"),
        ("a.docx", PDF, "mismatch"),
        ("a.pdf", archive("x.txt"), "mismatch"),
        ("a.txt", b"<!DOCTYPE html><script>1</script>", "mismatch"),
        ("a.txt", b"\x00\x01\x02", "mismatch"),
        ("a.html", b"<html></html>", "not_allowed"),
        ("a.html", "文字".encode(), "not_allowed"),
        ("a", PDF, "not_allowed"),
        ("a.svg", b"<svg xmlns='x'/>", "not_allowed"),
        ("a.pdf", b"%PDF-1.7 cut", "damaged"),
        ("a.docx", b"PK\x03\x04cut", "damaged"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
        ("a.zip", archive("x.txt", encrypted=True), "encrypted"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.zip", archive("setup.exe"), "executable"),
        ("a.doc", OLE, "mismatch"),
    ],
)
def test_refused_files(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == code


def test_the_limit_counts() -> None:
    assert refusal("a.pdf", PDF, limit=10) == "too_large"
    assert check("a.pdf", PDF, len(PDF)).extension == "pdf"


def test_a_stream_is_left_at_its_beginning() -> None:
    stream = io.BytesIO(PDF)
    stream.seek(5)
    assert check("a.pdf", stream).extension == "pdf"
    assert stream.tell() == 0


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_type, "MAX_UNPACKED_BYTES", 1)
    assert refusal("a.zip", archive("a.txt", "b.txt")) == "too_large"


def test_our_own_word_file_is_accepted() -> None:
    assert check("a.docx", word.save(word.new("标题"))).extension == "docx"


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.docx", "a.txt", "a.zip", "a.doc", "a"]))
def test_any_bytes_are_accepted_or_refused_never_worse(data: bytes, name: str) -> None:
    with contextlib.suppress(FileRefused):
        assert check(name, data).mime
