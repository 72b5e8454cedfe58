"""Office files of former times (.doc, .xls, .ppt, .wps, .rtf): made into today's by LibreOffice, where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.extract.packages import encrypted
from gongkai.convert.parts.model import Collector, Contents, Inner

SECONDS = 120
_PROGRAMS = ("soffice", "libreoffice")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_BECOMES = {"doc": "docx", "rtf": "docx", "xls": "xlsx", "ppt": "pptx"}
_WRITTEN = (
    (re.compile(rb"(?:[\x20-\x7e\t]\x00|[\x00-\xff][\x30\x4e-\x9f\xff]){4,}"), "utf-16-le"),
    (re.compile(rb"[\x20-\x7e]{6,}"), "ascii"),
    (re.compile(rb"(?:[\x20-\x7e]|[\xb0-\xf7][\xa1-\xfe]){6,}"), "gb18030"),
)
_WORTH = re.compile(r"[\u4e00-\u9fff]{2}|\d[\d \-]{5,}\d|@")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""
"""The settings it runs with: no macros, nothing fetched from outside."""


def from_ole(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """Everything in a .doc, .xls, .ppt or .wps; without LibreOffice the words among its bytes, and that it is unread.

    Raises Unreadable: encrypted, not_supported.
    """
    if any(name.encode("utf-16-le") in data for name in _ENCRYPTED):
        raise encrypted()
    kind = next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), None)
    if kind is None:
        raise Unreadable("not_supported", "认不出这是什么文件，没有检查；需要人工查看。")
    return _read(data, path, inner, kind)


def from_rtf(data: bytes, path: tuple[str, ...], inner: Inner) -> Contents:
    """Everything in an RTF; without LibreOffice only the words among its bytes, and that it is unread."""
    return _read(data, path, inner, "rtf")


def _read(data: bytes, path: tuple[str, ...], inner: Inner, kind: str) -> Contents:
    collector = Collector(path)
    seen = ""
    try:
        contents = inner(f"{kind}.{_BECOMES[kind]}", converted(data, kind), path)
        seen = "\n".join(part.text for part in contents.parts)
        collector.include(contents)
    except Unreadable as refused:
        collector.miss(refused.code, refused.text)
    # Such files keep words that were deleted long ago, which no program shows.
    left = [line for line in words(data) if line.strip() not in seen]
    collector.add("binary", "\n".join(left), visible=False)
    return collector.done(kind)


def words(data: bytes) -> list[str]:
    """What looks like words or numbers of a person among bytes."""
    found = (
        match.group().decode(encoding, "ignore")
        for pattern, encoding in _WRITTEN
        for match in pattern.finditer(data)
    )
    return [line for line in found if _WORTH.search(line)]


def program() -> str | None:
    """Where LibreOffice lies; None where it is not installed and such files cannot be read."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def converted(data: bytes, kind: str) -> bytes:
    """The file as DOCX, XLSX or PPTX. Raises Unreadable("legacy")."""
    found = program()
    if found is None:
        raise Unreadable(
            "legacy",
            "这是旧式的 Office 文件，没有检查；请另存为 DOCX、XLSX 或者 PPTX，或者请管理员安装 LibreOffice。",
        )
    with tempfile.TemporaryDirectory(prefix="gongkai-") as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (folder / f"in.{kind}").write_bytes(data)
        _run(found, folder, kind)
        result = folder / "out" / f"in.{_BECOMES[kind]}"
        if not result.is_file():
            raise Unreadable("legacy", "旧式的 Office 文件没有转换成功，没有检查；请另存为新格式后再试。")
        return result.read_bytes()


def _run(program: str, folder: Path, kind: str) -> None:
    """Run LibreOffice in a group of processes that is ended as a whole."""
    command = [
        program, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", _BECOMES[kind], "--outdir", str(folder / "out"), str(folder / f"in.{kind}"),
    ]  # fmt: skip
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", os.defpath)}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise Unreadable(
                "legacy", "旧式的 Office 文件转换超时，没有检查；请另存为新格式后再试。"
            ) from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
