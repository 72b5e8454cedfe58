"""What a file really is, told by its content; the name must agree, and the kind must be one we accept."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.convert.decoding import decode

DEFAULT_MAX_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024
MAX_MEMBERS = 20_000


@dataclass(frozen=True)
class ContentType:
    """A kind of file: its media type, the extension it is stored under and its name for people."""

    mime: str
    extension: str
    label: str


class FileRefused(Exception):  # noqa: N818 - named after what happened, as the services' errors are
    """The file is not taken. `code` is stable for programs, `text` tells the person what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, tuple[str, Any]] = {
    "pdf": ("application/pdf", gettext_lazy("PDF 文件")),
    "docx": (_OFFICE + "wordprocessingml.document", gettext_lazy("Word 文档")),
    "xlsx": (_OFFICE + "spreadsheetml.sheet", gettext_lazy("Excel 工作簿")),
    "pptx": (_OFFICE + "presentationml.presentation", gettext_lazy("演示文稿")),
    "ofd": ("application/ofd", gettext_lazy("OFD 版式文件")),
    "jpg": ("image/jpeg", gettext_lazy("JPEG 图片")),
    "png": ("image/png", gettext_lazy("PNG 图片")),
    "gif": ("image/gif", gettext_lazy("GIF 图片")),
    "txt": ("text/plain", gettext_lazy("文本文件")),
    "csv": ("text/csv", gettext_lazy("CSV 数据表")),
    "zip": ("application/zip", gettext_lazy("ZIP 压缩包")),
    "doc": ("application/msword", gettext_lazy("Word 97–2003 文档")),
    "xls": ("application/vnd.ms-excel", gettext_lazy("Excel 97–2003 工作簿")),
    "wps": ("application/vnd.ms-works", gettext_lazy("WPS 文字文档")),
}
_SAME_KIND = {"jpeg": "jpg", "jpe": "jpg"}
# A container that several names may truthfully be given to: content kind -> acceptable extensions.
_ACCEPTABLE = {"doc": {"doc", "wps"}, "txt": {"txt", "csv"}}

EXECUTABLE_EXTENSIONS = frozenset(
    {
        "exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar",
        "sh", "apk", "lnk", "reg", "cpl", "pif",
    }
)  # fmt: skip
_EXECUTABLE_MAGIC = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = ("<!doctype", "<html", "<?xml", "<svg", "<script", "<head", "<body", "<?php", "<%")


def allowed_extensions() -> list[str]:
    """The extensions a person may upload, for forms and messages."""
    return [*TYPES, "jpeg"]


def is_executable(content: bytes) -> bool:
    """Whether the content is a program, whatever it is called."""
    return content.startswith(_EXECUTABLE_MAGIC)


def check(name: str, data: bytes | IO[bytes], max_bytes: int = DEFAULT_MAX_BYTES) -> ContentType:
    """Tell what the file is and that it may be taken.

    `data` is the content or an open binary file, which is left at its beginning. Raises `FileRefused` with code
    `empty`, `too_large`, `executable`, `mismatch`, `damaged`, `macros`, `encrypted` or `not_allowed`.
    """
    content = _read(data, max_bytes)
    if not content:
        raise FileRefused("empty", _("“%(name)s”是空文件(0字节),请重新选择。") % {"name": name})
    extension = _extension(name)
    if is_executable(content) or extension in EXECUTABLE_EXTENSIONS:
        raise FileRefused("executable", _("“%(name)s”是可执行程序,不能作为文件上传。") % {"name": name})
    kind = _kind(name, content)
    if kind is None:
        raise _unknown(name, extension, content)
    if extension not in TYPES:
        raise FileRefused(
            "not_allowed",
            _("不接受扩展名“.%(extension)s”的文件。可以上传:%(allowed)s。")
            % {"extension": extension, "allowed": "、".join(TYPES)},
        )
    if extension not in _ACCEPTABLE.get(kind, {kind}):
        raise FileRefused(
            "mismatch",
            _("“%(name)s”的内容是%(label)s,与扩展名“.%(extension)s”不符。请核对文件后重新上传。")
            % {"name": name, "label": TYPES[kind][1], "extension": extension},
        )
    mime, label = TYPES[extension]
    return ContentType(mime=mime, extension=extension, label=str(label))


def _read(data: bytes | IO[bytes], max_bytes: int) -> bytes:
    if isinstance(data, bytes):
        content = data
    else:
        data.seek(0)
        content = data.read(max_bytes + 1)
        data.seek(0)
    if len(content) > max_bytes:
        raise FileRefused(
            "too_large",
            _("文件超过%(limit)s MB的上限,请压缩或拆分后上传。") % {"limit": max_bytes // (1024 * 1024)},
        )
    return content


def _extension(name: str) -> str:
    suffix = PurePosixPath(name.replace("\\", "/").strip()).suffix.lower().lstrip(".").strip()
    return _SAME_KIND.get(suffix, suffix)


def _kind(name: str, content: bytes) -> str | None:
    """The kind the content itself shows, as an extension of `TYPES`; None when it is none of them."""
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise _damaged(name)
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(name, content)
    if content.startswith(_OLE):
        return _ole_kind(name, content)
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    text = decode(content)
    if text is None or text.text.lstrip("\ufeff \t\r\n").lower().startswith(_MARKUP):
        return None
    return "txt"


def _zip_kind(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise _damaged(name) from error
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise FileRefused("too_large", _("“%(name)s”解压后过大,不能接收。") % {"name": name})
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("encrypted", _("“%(name)s”已加密,审核人无法查看内容,请去除密码。") % {"name": name})
    names = {member.filename for member in members}
    if any(part.endswith(("vbaProject.bin", "vbaData.xml")) for part in names):
        raise FileRefused("macros", _("“%(name)s”带有宏,请另存为不带宏的文件。") % {"name": name})
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        for part, kind in (
            ("word/document.xml", "docx"),
            ("xl/workbook.xml", "xlsx"),
            ("ppt/presentation.xml", "pptx"),
        ):
            if part in names:
                return kind
    if any(_extension(part) in EXECUTABLE_EXTENSIONS for part in names):
        raise FileRefused("executable", _("压缩包“%(name)s”里有可执行程序,不能上传。") % {"name": name})
    return "zip"


def _ole_kind(name: str, content: bytes) -> str | None:
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FileRefused("macros", _("“%(name)s”带有宏,请另存为不带宏的文件。") % {"name": name})
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FileRefused("encrypted", _("“%(name)s”已加密,审核人无法查看内容,请去除密码。") % {"name": name})
    if "WordDocument".encode("utf-16-le") in content:
        return "doc"
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book\x00")):
        return "xls"
    return None


def _damaged(name: str) -> FileRefused:
    return FileRefused("damaged", _("“%(name)s”已损坏或不完整,无法打开,请重新生成。") % {"name": name})


def _unknown(name: str, extension: str, content: bytes) -> FileRefused:
    try:
        found = puremagic.from_string(content[:65536]).lstrip(".")
    except (puremagic.PureError, ValueError):
        found = ""
    if extension in TYPES:
        text = _("“%(name)s”的内容不是%(label)s,与扩展名“.%(extension)s”不符。请核对文件后重新上传。")
        return FileRefused(
            "mismatch", text % {"name": name, "label": TYPES[extension][1], "extension": extension}
        )
    text = _("不接受“%(name)s”这类文件(%(found)s)。可以上传:%(allowed)s。")
    shown = found or extension or _("无法识别")
    return FileRefused("not_allowed", text % {"name": name, "found": shown, "allowed": "、".join(TYPES)})
