"""Packages whose bytes depend on nothing but their content."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the members, dated 1980."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.flag_bits |= 0 if name.isascii() else 0x800
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tarred(members: Mapping[str, str | bytes]) -> bytes:
    """A compressed tar archive of the members, dated 1970."""
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed_file,
        tarfile.open(fileobj=packed_file, mode="w") as archive,
    ):
        for name, content in members.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def relations(*listed: tuple[str, str]) -> str:
    """A relationships part; each entry a type (its last word, or a full address) and a target; identifiers rId1, rId2, …"""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kind if ":" in kind else office + kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(listed, 1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def types(overrides: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> str:
    """The content types of a package: part name to type."""
    known = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **(defaults or {}),
    }
    items = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in known.items())
    items += "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{items}</Types>'
    )


HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def core(title: str, described: str) -> str:
    """The core properties."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:description>{described}</dc:description>'
        "</cp:coreProperties>"
    )
