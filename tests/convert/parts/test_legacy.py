"""Office files of former times: through LibreOffice where there is one, else their words, and that nobody read them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
import pytest

from gongkai.convert import parts
from gongkai.convert.parts import legacy
from gongkai.convert.parts.model import Contents

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOC = (
    OLE
    + "WordDocument".encode("utf-16-le")
    + bytes(64)
    + "身份证号110101，电话13800001111。".encode("utf-16-le")
)


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def codes(contents: Contents) -> list[str]:
    return [unread.code for unread in contents.unread]


def texts(contents: Contents) -> dict[tuple[tuple[str, ...], str], str]:
    return {(part.path, part.name): part.text for part in contents.parts}


def test_without_libreoffice_a_person_must_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    contents = parts.read(DOC, "a.doc")
    assert codes(contents) == ["legacy"]
    assert "电话13800001111" in texts(contents)[(), "binary"]


def test_with_libreoffice_everything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = docx.Document()
    document.add_paragraph("云溪县财政局")
    document.save(str(tmp_path / "made.docx"))
    program(
        tmp_path,
        monkeypatch,
        f"grep -q DisableMacrosExecution profile/user/registrymodifications.xcu || exit 1\n"
        f'mkdir out\ncp "{tmp_path}/made.docx" out/in.docx',
    )
    contents = parts.read(DOC, "a.doc")
    assert codes(contents) == []
    assert "云溪县财政局" in texts(contents)[("doc.docx",), "body"]


@pytest.mark.parametrize("script", ["exit 1", "sleep 30 & sleep 30"])
def test_a_conversion_that_fails_or_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program(tmp_path, monkeypatch, script)
    monkeypatch.setattr(legacy, "SECONDS", 0.3)
    assert codes(parts.read(DOC, "a.doc")) == ["legacy"]


def test_files_with_a_password_and_strange_ones() -> None:
    assert codes(parts.read(OLE + "EncryptedPackage".encode("utf-16-le"))) == ["encrypted"]
    assert codes(parts.read(OLE)) == ["not_supported"]


def test_rich_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    contents = parts.read(io.BytesIO(b"{\\rtf1 13800001111}").getvalue())
    assert codes(contents) == ["legacy"]
    assert "13800001111" in texts(contents)[(), "binary"]
