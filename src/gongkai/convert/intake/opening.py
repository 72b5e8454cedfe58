"""The parts of an office package and what they refer to, within limits of size."""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any

from gongkai.convert.extract.model import Unreadable
from gongkai.convert.extract.packages import FAULTS, damaged, opened, part

MOST_XML = 48 * 1024 * 1024
"""Bytes of one part: a parsed document takes many times as much memory."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """An office file. Raises Unreadable: damaged, encrypted, bomb, entities, too_large, macros."""

    def __init__(self, data: bytes) -> None:
        self.zip: zipfile.ZipFile = opened(data)
        self.names = frozenset(self.zip.namelist())
        if any(name.endswith(("vbaProject.bin", "vbaData.xml")) for name in self.names):
            raise Unreadable("macros", "文件带有宏；请另存为不带宏的文件。")

    def xml(self, name: str) -> Any | None:
        """A part as XML; None when there is none."""
        if name not in self.names:
            return None
        if self.zip.getinfo(name).file_size > MOST_XML:
            raise Unreadable("too_large", "文件的文字部分过大，没有打开；请拆分后再导入。")
        root = part(self.zip, name)
        if root is not None and root.getroottree().docinfo.doctype:
            raise Unreadable(
                "entities", "文件的内部结构含有实体定义，没有打开；请在 Word 或者 WPS 中另存后再试。"
            )
        return root

    def bytes(self, name: str) -> bytes:
        """A part as it is."""
        try:
            return self.zip.read(name)
        except (*FAULTS, KeyError) as error:
            raise damaged() from error

    def targets(self, name: str) -> dict[str, str]:
        """What a part refers to, by identifier: the name of a part, or an address outside with its scheme."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for relation in root.iter(_RELATION) if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = target
        return found
