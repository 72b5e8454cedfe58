"""What is brought in: a table, or a ZIP with one table and the bodies and attachments its rows name. Never unpacked as a whole."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused

MAX_MEMBERS = 300_000
MAX_MEMBER_BYTES = 50 * 1024 * 1024
MAX_RATIO = 200
_TABLES = (".xlsx", ".csv")
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """Files found by the names a table gives them. `table`: where the table lies while the package is open."""

    def __init__(self, table: Path, archive: zipfile.ZipFile | None = None) -> None:
        self.table = table
        self._archive = archive
        self._members = (
            {} if archive is None else {_name(one): one for one in archive.infolist() if not one.is_dir()}
        )

    def mark(self, name: str, folder: str) -> str | None:
        """What tells one content of a file from another without reading it; None when there is no such file."""
        member = self._find(name, folder)
        return None if member is None else f"{member.CRC:08x}-{member.file_size}"

    def read(self, name: str, folder: str) -> bytes:
        """A file. Raises FileRefused: missing, too large, damaged, or growing out of measure when unpacked."""
        member = self._find(name, folder)
        if member is None or self._archive is None:
            raise FileRefused(
                "no_file", _("压缩包里没有这个文件，请核对文件名，或者在映射文件的 folders 里写明目录。")
            )
        if member.file_size > MAX_MEMBER_BYTES:
            limit = MAX_MEMBER_BYTES // 2**20
            raise FileRefused(
                "too_large", _("文件超过%(limit)s MB的上限，请压缩或者拆分。") % {"limit": limit}
            )
        if member.file_size > 2**20 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise FileRefused("bomb", _("这个文件解压后异常地大，不能导入。"))
        try:
            with self._archive.open(member) as opened:
                data = opened.read(MAX_MEMBER_BYTES + 1)
        except _BROKEN as error:
            raise FileRefused("damaged", _("压缩包中的这个文件已损坏或者加了密码，请重新打包。")) from error
        if len(data) != member.file_size:
            raise FileRefused("damaged", _("压缩包中的这个文件已损坏或者加了密码，请重新打包。"))
        return data

    def _find(self, name: str, folder: str) -> zipfile.ZipInfo | None:
        wanted = _plain(name)
        return self._members.get(_plain(f"{folder}/{name}") if folder else wanted) or self._members.get(
            wanted
        )


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package of a file. Raises FileRefused, OSError."""
    if not zipfile.is_zipfile(path):
        yield Package(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise FileRefused("damaged", _("压缩包已损坏或者不完整，无法读取。")) from error
    with archive:
        if any(one.filename == "[Content_Types].xml" for one in archive.infolist()[:50]):
            yield Package(path)  # a workbook is a ZIP too
            return
        if len(archive.infolist()) > MAX_MEMBERS:
            raise FileRefused(
                "too_many_files", _("压缩包里的文件超过%(most)d个，请分批。") % {"most": MAX_MEMBERS}
            )
        with tempfile.TemporaryDirectory() as folder:
            yield Package(_table(archive, Path(folder)), archive)


def _table(archive: zipfile.ZipFile, folder: Path) -> Path:
    """The one table that lies nearest to the top, copied out."""
    tables = [one for one in archive.infolist() if _name(one).endswith(_TABLES) and not _is_hidden(one)]
    depth = min((_name(one).count("/") for one in tables), default=0)
    nearest = [one for one in tables if _name(one).count("/") == depth]
    if len(nearest) != 1:
        text = _("压缩包的最上层应当有且只有一个 XLSX 或者 CSV 表格，现在有%(number)d个。")
        raise FileRefused("no_table", text % {"number": len(nearest)})
    if nearest[0].file_size > sheet.MAX_BYTES:
        limit = sheet.MAX_BYTES // 2**20
        raise FileRefused("too_large", _("表格超过%(limit)s MB的上限，请拆分后导入。") % {"limit": limit})
    found = folder / f"table{PurePosixPath(_name(nearest[0])).suffix}"
    try:
        with archive.open(nearest[0]) as source, found.open("wb") as target:
            shutil.copyfileobj(source, target)
    except _BROKEN as error:
        raise FileRefused("damaged", _("压缩包已损坏或者不完整，无法读取。")) from error
    return found


def _is_hidden(member: zipfile.ZipInfo) -> bool:
    return any(part.startswith((".", "__", "~$")) for part in PurePosixPath(_name(member)).parts)


def _name(member: zipfile.ZipInfo) -> str:
    """Its name; packers on Chinese Windows write GBK without saying so."""
    if member.flag_bits & 0x800:
        return _plain(member.filename)
    try:
        return _plain(member.filename.encode("cp437").decode("gb18030"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return _plain(member.filename)


def _plain(name: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/").strip().casefold()).parts
    return "/".join(part for part in parts if part not in ("/", "."))
