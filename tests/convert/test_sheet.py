"""Tables from outside: what is in them comes out as text; what could harm is refused before it is opened."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused


def workbook(path: Path, rows: list[list[Any]], title: str = "台账") -> Path:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = title
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def refused(path: Path, name: str = "") -> str:
    with pytest.raises(FileRefused) as caught:
        list(sheet.rows(path, name))
    return caught.value.code


def with_member(path: Path, member: str, content: bytes, *, replace: bool = False) -> Path:
    old = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(old)) as read,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for item in read.infolist():
            if not (replace and item.filename == member):
                written.writestr(item, read.read(item))
        written.writestr(member, content)
    return path


def test_values_come_as_text_and_blank_rows_are_left_out(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [["编号", "日期", "数量"], [], ["甲1", datetime(2023, 5, 4), 3.0], ["甲2", date(2023, 5, 5), 2.5]],
    )
    assert [(row.number, row.cells) for row in sheet.rows(path)] == [
        (1, ("编号", "日期", "数量")),
        (3, ("甲1", "2023-05-04", "3")),
        (4, ("甲2", "2023-05-05", "2.5")),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('编号,名称\r\n甲1,"一、二\r\n三"\r\n'.encode(encoding))
    assert [row.cells for row in sheet.rows(path)] == [("编号", "名称"), ("甲1", "一、二\r\n三")]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["编号"]], "登记")
    assert [row.cells for row in sheet.rows(path, "登记")] == [("编号",)]
    assert refused(path, "别的") == "no_sheet"


def test_macros_programs_and_other_files_are_refused(tmp_path: Path) -> None:
    plain = workbook(tmp_path / "a.xlsx", [["编号"]])
    assert refused(with_member(plain, "xl/vbaProject.bin", b"x")) == "macros"
    renamed = tmp_path / "b.xlsm"
    renamed.write_bytes(plain.read_bytes())
    assert refused(renamed) == "macros"
    for name, content, code in (
        ("c.xlsx", b"MZ\x90", "executable"),
        ("d.csv", b"", "empty"),
        ("e.xlsx", b"PK\x03\x04broken", "damaged"),
        ("f.csv", b"\xff\xfe\x00\x00\x01", "mismatch"),
        ("g.xlsx", "编号,名称".encode(), "mismatch"),
    ):
        (tmp_path / name).write_bytes(content)
        assert refused(tmp_path / name) == code, name


def test_a_workbook_that_grows_when_unpacked_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["编号"]])
    assert refused(with_member(path, "xl/media/a.bin", b"\0" * 50_000_000)) == "bomb"


@pytest.mark.parametrize("padding", ["", "<!--" + "x" * 70_000 + "-->"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037"])
def test_entities_are_refused(tmp_path: Path, encoding: str, padding: str) -> None:
    path = workbook(tmp_path / "a.xlsx", [["编号"]])
    text = f'<?xml version="1.0" encoding="{encoding}"?>{padding}<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    assert refused(with_member(path, "xl/workbook.xml", text.encode(encoding), replace=True)) == "entities"


def test_limits_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join("甲" for _ in range(201)), encoding="utf-8")
    assert refused(wide) == "too_many_columns"
    monkeypatch.setattr(sheet, "MAX_ROWS", 2)
    long = tmp_path / "long.csv"
    long.write_text("甲\n乙\n丙\n", encoding="utf-8")
    assert refused(long) == "too_many_rows"
    monkeypatch.setattr(sheet, "MAX_BYTES", 3)
    assert refused(long) == "too_large"


def test_a_broken_sheet_is_refused_while_reading(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["编号"]])
    broken = b"<worksheet><sheetData><row><c><v>1</v>"
    assert refused(with_member(path, "xl/worksheets/sheet1.xml", broken, replace=True)) == "damaged"


def test_cells_for_spreadsheets_start_no_formula() -> None:
    assert [sheet.harmless(text) for text in ("=1+1", "@a", "-1", "甲")] == ["'=1+1", "'@a", "'-1", "甲"]
