"""Opening the zip packages that Word and Excel files are, without being blown up by one."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from gongkai.convert.extract.model import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What a package with a password is packed in."""

FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
"""What the library raises on packages that are broken, or packed in a way it does not know."""

MOST_MEMBERS = 20_000
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_RATIO = 200
"""Times a member may grow on unpacking, once it is larger than `FREE_UNPACKED`."""

FREE_UNPACKED = 10 * 1024 * 1024


def opened(data: bytes) -> zipfile.ZipFile:
    """The package, after looking at what it would unpack to.

    Raises Unreadable: damaged, encrypted, bomb.
    """
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise encrypted()
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except FAULTS as error:
        raise damaged() from error
    if any(member.flag_bits & 1 for member in members):
        raise encrypted()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _bomb()
    for member in members:
        if member.file_size > max(FREE_UNPACKED, MOST_RATIO * max(member.compress_size, 1)):
            raise _bomb()
    return package


def part(package: zipfile.ZipFile, name: str) -> Any | None:
    """A part of the package as XML, entities left alone; None when there is none. Raises Unreadable("damaged")."""
    try:
        data = package.read(name)
    except KeyError:
        return None
    except FAULTS as error:
        raise damaged() from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error


def damaged() -> Unreadable:
    """The file is broken."""
    return Unreadable("damaged", "文件已损坏或者不完整，无法打开；请重新下载或者另存后再试。")


def encrypted() -> Unreadable:
    """The file asks for a password."""
    return Unreadable("encrypted", "文件设有密码，无法读取；请去除密码后再试。")


def _bomb() -> Unreadable:
    return Unreadable("bomb", "文件解压后大得不合常理，没有打开；请核对文件的来源。")
