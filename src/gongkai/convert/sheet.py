"""Tables from outside (XLSX, CSV), read row by row within limits. Values only: formulas, macros and links are never run.

A workbook is checked before it is opened: what it really is, how large it becomes unpacked, no macros, no encryption, no
document type definitions in its XML (entities that grow, files of this machine).
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from gongkai.convert import content_type
from gongkai.convert.content_type import FileRefused
from gongkai.convert.decoding import decode

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 32_767
MAX_BLANK_ROWS = 1_000
_BEFORE_THE_ROOT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_ROOT = re.compile(r"\s*<[A-Za-z_]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank, with its number in the sheet, counted from 1."""

    number: int
    cells: tuple[str, ...]


def rows(path: Path, sheet: str = "") -> Iterator[Row]:
    """The rows of a CSV file or of one sheet (the first, unless named) of a workbook, blank ones left out.

    Dates come as YYYY-MM-DD, whole numbers without a decimal point. Raises FileRefused, also while reading:
    `no_sheet`, `too_many_rows`, `too_many_columns`, `cell_too_long` besides those of `content_type.check`.
    """
    data, kind = _checked(path)
    if kind == "xlsx":
        return _limited(_workbook_rows(data, sheet))
    return _limited(_text_rows(data, path.name))


def sheets(path: Path) -> dict[str, Iterator[Row]]:
    """The rows of every sheet of a workbook, in its order. Raises FileRefused as `rows` does, also while reading."""
    data, kind = _checked(path)
    if kind != "xlsx":
        raise FileRefused("not_a_workbook", _("需要有几张工作表的 XLSX 文件，CSV 文件只有一张。"))
    return {name: _limited(_workbook_rows(data, name)) for name in _workbook_sheets(data)}


def _checked(path: Path) -> tuple[bytes, str]:
    """What stands in the file, once it is sure that it can be read within limits; and its kind, xlsx or a text."""
    if path.stat().st_size > MAX_BYTES:
        raise FileRefused(
            "too_large", _("文件超过%(limit)s MB的上限，请拆分后导入。") % {"limit": MAX_BYTES // 2**20}
        )
    data = path.read_bytes()
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam"):
        raise FileRefused("macros", _("带有宏的工作簿不能导入，请另存为不带宏的 XLSX 文件。"))
    kind = content_type.check(path.name, data, MAX_BYTES).extension
    if kind not in ("xlsx", "csv", "txt"):
        raise FileRefused("not_a_table", _("只能导入 XLSX 或者 CSV 文件；旧的 XLS 文件请另存为 XLSX。"))
    if kind == "xlsx":
        _check_workbook(data)
    return data, kind


def _check_workbook(data: bytes) -> None:
    """Refuse what grows when unpacked, and XML that declares entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = max(1, sum(member.compress_size for member in members))
        if unpacked > MAX_UNPACKED_BYTES or (unpacked > 2**20 and unpacked / packed > MAX_RATIO):
            raise FileRefused("bomb", _("这个工作簿解压后异常地大，不能导入。"))
        for member in members:
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                _check_xml(archive, member)


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    try:
        with archive.open(member) as opened:
            head = opened.read(64 * 1024)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise _damaged() from error
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:4]
    text = _BEFORE_THE_ROOT.sub("", head.decode("utf-16" if wide else "utf-8-sig", "replace"))
    # A definition can only stand before the root element; what does not show its root here is not trusted either.
    if not _ROOT.match(text):
        raise FileRefused("entities", _("这个工作簿的内部结构含有实体定义，不能导入。"))


def _book(data: bytes) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that do not matter for values
            return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers meet
        raise _damaged() from error


def _workbook_sheets(data: bytes) -> list[str]:
    book = _book(data)
    try:
        return [sheet.title for sheet in book.worksheets]
    finally:
        book.close()


def _workbook_rows(data: bytes, sheet: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    book = _book(data)
    try:
        if sheet and sheet not in book.sheetnames:
            names = "、".join(book.sheetnames[:20])
            raise FileRefused(
                "no_sheet",
                _("没有名为“%(sheet)s”的工作表。有：%(names)s。") % {"sheet": sheet, "names": names},
            )
        chosen: Any = book[sheet] if sheet else book.worksheets[0] if book.worksheets else None
        if chosen is None:
            raise FileRefused("no_sheet", _("这个工作簿没有工作表。"))
        read = chosen.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
        for number, values in enumerate(_careful(read), 1):
            yield number, tuple(_written(value) for value in values)
    finally:
        book.close()


def _careful(read: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from read
    except FileRefused:
        raise
    except Exception as error:  # a sheet whose XML breaks off
        raise _damaged() from error


def _text_rows(data: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    found = decode(data)
    if found is None:
        raise FileRefused("encoding", _("“%(name)s”不是 UTF-8 或者 GB18030 编码的文本。") % {"name": name})
    text = found.text
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, tuple(cell.strip() for cell in cells)
    except csv.Error as error:
        raise FileRefused(
            "damaged", _("CSV 文件第%(line)d行无法读取。") % {"line": reader.line_num}
        ) from error


def _limited(read: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[Row]:
    blank = kept = 0
    for number, cells in read:
        while cells and not cells[-1]:
            cells = cells[:-1]
        if not cells:
            blank += 1
            if blank > MAX_BLANK_ROWS:
                return
            continue
        blank, kept = 0, kept + 1
        if kept > MAX_ROWS:
            raise FileRefused("too_many_rows", _("一次最多导入%(most)d行，请拆分文件。") % {"most": MAX_ROWS})
        if len(cells) > MAX_COLUMNS:
            raise FileRefused(
                "too_many_columns",
                _("第%(row)d行超过%(most)d列，请只保留登记台账的列。") % {"row": number, "most": MAX_COLUMNS},
            )
        if any(len(cell) > MAX_CELL for cell in cells):
            raise FileRefused("cell_too_long", _("第%(row)d行有单元格过长。") % {"row": number})
        yield Row(number, cells)


def _written(value: Any) -> str:
    """A cell as text. Times of a pure date and the point of whole numbers are left out."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _damaged() -> FileRefused:
    return FileRefused("damaged", _("工作簿已损坏或者不完整，无法读取。"))


def harmless(text: str) -> str:
    """Text for a cell of a CSV file: what a spreadsheet would run as a formula is shown as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
