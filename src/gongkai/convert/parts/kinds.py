"""What a file is, told by its content: several things at once, if it was made to be."""

from __future__ import annotations

import io
import re
import zipfile

from gongkai.convert.extract.packages import FAULTS

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    ("image", (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")),
    ("gz", (b"\x1f\x8b\x08",)),
    ("bz2", (b"BZh",)),
    ("xz", (b"\xfd7zXZ\x00",)),
    ("7z", (b"7z\xbc\xaf\x27\x1c",)),
    ("rar", (b"Rar!\x1a\x07",)),
    ("rtf", (b"{\\rtf",)),
    (
        "program",
        (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe"),
    ),
)
_MAIL = re.compile(
    rb"(?:(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-[\w-]+|X-[\w-]+"
    rb"|DKIM-Signature|Reply-To|Sender|Snapshot-Content-Location):[^\n]*\n(?:[ \t][^\n]*\n)*+){2}",
    re.IGNORECASE,
)
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PACKAGES = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_MAIN = re.compile(
    rb"(wordprocessingml|ms-word|spreadsheetml|ms-excel|presentationml|ms-powerpoint)\.[A-Za-z.]{1,40}\.main\+xml"
)
_OFFICE = {
    b"wordprocessingml": "docx", b"ms-word": "docx", b"spreadsheetml": "xlsx", b"ms-excel": "xlsx",
    b"presentationml": "pptx", b"ms-powerpoint": "pptx",
}  # fmt: skip
_MOST_TYPES = 10 * 1024 * 1024

_HOLDING = frozenset(("tar", "ole", "mail"))
"""Kinds that hold other files as they are: a package that seems to end such a file is one of those."""

_HEAD = 1024
_BLANKS = b"\x00 \t\r\n\x1a"


def kinds_of(data: bytes) -> tuple[str, ...]:
    """The kinds the content shows, the one its beginning shows first; none when it can only be text or is unknown.

    docx, xlsx, pptx, ofd, zip, pdf, image, gz, bz2, xz, tar, 7z, rar, rtf, ole, der, mail, program.
    """
    kinds = [kind for kind, signatures in _SIGNATURES if data.startswith(signatures)]
    if _is_other_picture(data):
        kinds.append("image")
    if data.startswith(_OLE):
        kinds.append("ole")
    if data.startswith(b"MZ") and b"\x00" in data[:_HEAD]:
        kinds.append("program")
    if data.startswith(b"\x30\x82") and len(data) == int.from_bytes(data[2:4], "big") + 4:
        kinds.append("der")
    if data.startswith(b"\x30\x83") and len(data) == int.from_bytes(data[2:5], "big") + 5:
        kinds.append("der")
    if data[257:262] == b"ustar":
        kinds.append("tar")
    if not kinds and _MAIL.match(data) and b"mime-version:" in data[: 16 * _HEAD].lower():
        kinds.append("mail")
    if b"%PDF-" in data[:_HEAD]:
        kinds.append("pdf")
    if _HOLDING.isdisjoint(kinds) and (package := _package(data, known=bool(kinds))) is not None:
        kinds.insert(0 if data.startswith(b"PK") else len(kinds), package)
    return tuple(kinds)


def beside_pdf(data: bytes) -> bytes:
    """What stands before the beginning and after the end of a PDF, where no program for PDF looks; empty when nothing does."""
    end = data.rfind(b"%%EOF")
    before = data[: max(data.find(b"%PDF-"), 0)].strip(_BLANKS)
    after = data[end + 5 :].strip(_BLANKS) if end >= 0 else b""
    return b"\n".join(filter(None, (before, after)))


def _is_other_picture(data: bytes) -> bool:
    """BMP, WebP and HEIF, whose first bytes alone do not tell."""
    if data.startswith(b"BM"):
        return int.from_bytes(data[2:6], "little") in (len(data), 0) and data[6:10] == bytes(4)
    return (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or (
        data[4:8] == b"ftyp" and data[8:12] in _HEIF
    )


def _package(data: bytes, *, known: bool) -> str | None:
    """The kind of zip package the file is, or is as well. One that merely lies in a file of another kind is none."""
    if not data.startswith(b"PK") and not zipfile.is_zipfile(io.BytesIO(data)):
        return None
    if known and not _ends_as_package(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.NameToInfo
            named = next((kind for member, kind in _PACKAGES if member in names), None)
            return named or _declared(package) or "zip"
    except FAULTS:
        return "zip" if data.startswith(b"PK") else None


def _declared(package: zipfile.ZipFile) -> str | None:
    """The kind an office package says it is, whose main part may have any name."""
    listed = package.NameToInfo.get("[Content_Types].xml")
    if listed is None or listed.file_size > _MOST_TYPES:
        return None
    main = _MAIN.search(package.read(listed))
    return _OFFICE[main.group(1)] if main else None


def _ends_as_package(data: bytes) -> bool:
    """Whether nothing but blanks follows the package's end; a file stored in a PDF has the PDF's own end after it."""
    at = data.rfind(b"PK\x05\x06")
    comment = int.from_bytes(data[at + 20 : at + 22], "little")
    rest = data[at + 22 + comment :].strip(b"\x00\r\n ")
    return not rest or b"endstream" not in rest
