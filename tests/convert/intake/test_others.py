"""Workbooks, CSV, OFD, text and files of former times come in as far as they go, and say how far."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gongkai.convert.intake import Taken, Unreadable, take
from tests.convert.intake import papers
from tests.convert.parts.ofd_files import ofd, page, text_object

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")


def book() -> bytes:
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "收支"
    for row in (
        ["项目", "金额", "日期", "占比"],
        ["教育", 1234.5, date(2026, 3, 1), 0.256],
        ["暗", 1, None, None],
        ["合计", 1234.5],
    ):
        sheet.append(row)
    sheet.merge_cells("B4:D4")
    sheet["B2"].number_format, sheet["D2"].number_format = "#,##0.00", "0.0%"
    sheet.row_dimensions[3].hidden = True
    made.create_sheet("说明")["A1"] = "另一张表"
    made.create_sheet("底稿").sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def codes(found: Taken) -> list[str]:
    return [note.code for note in found.notes]


def test_a_sheet_is_a_table_as_it_prints_without_what_is_hidden() -> None:
    found = take(book(), "xlsx")
    assert found.html == (
        '<table><tbody><tr><th scope="col">项目</th><th scope="col">金额</th><th scope="col">日期</th><th scope="col">占比</th></tr>'
        "<tr><td>教育</td><td>1,234.50</td><td>2026年3月1日</td><td>25.6%</td></tr>"
        '<tr><td>合计</td><td colspan="3">1234.5</td></tr></tbody></table>'
    )
    assert codes(found) == ["hidden_sheets", "other_sheets", "hidden_cells"]


def test_a_sheet_and_a_part_of_it_are_chosen() -> None:
    assert "另一张表" in take(book(), "xlsx", "说明").html
    assert take(book(), "xlsx", "", "a1：b2").html.count("<tr>") == 2
    for sheet, cells, code in (
        ("没有", "", "no_sheet"),
        ("", "乱写", "no_range"),
        ("", "H40:I50", "no_range"),
    ):
        with pytest.raises(Unreadable) as refused:
            take(book(), "xlsx", sheet, cells)
        assert refused.value.code == code


def test_a_list_in_csv_and_one_too_long_for_a_page() -> None:
    found = take("序号,名称\n1,甲\n2,乙\n".encode("gb18030"), "csv")
    assert found.html.startswith('<table><tbody><tr><th scope="col">序号</th>')
    long = take("\n".join(f"{row},甲" for row in range(201)).encode(), "csv")
    assert (long.html, long.notes[0].code, long.notes[0].count) == ("", "many_rows", 201)


def test_an_ofd_is_read_by_its_lines() -> None:
    title = text_object("云溪县财政局关于报送材料的通知", 30, 20, 6)
    rows = [("项目", "金额"), ("教育", "12"), ("合计", "34")]
    cells = [
        text_object(word, 20 + 40 * column, 80 + 8 * row)
        for row, line in enumerate(rows)
        for column, word in enumerate(line)
    ]
    lines = [text_object("各镇人民政府：", 20, 40), text_object("请按时报送。", 28, 50), *cells]
    end = [text_object("云溪县财政局", 100, 120), text_object("2026年3月5日", 100, 130)]
    found = take(ofd(page(title, *lines, *end)), "ofd")
    assert (found.value("title"), found.value("signed_on")) == (
        "云溪县财政局关于报送材料的通知",
        "2026-03-05",
    )
    assert '<th scope="col">金额</th></tr><tr><td>教育</td><td>12</td>' in found.html
    assert codes(found) == ["layout_lost"]


def test_plain_text_shows_its_layout_too() -> None:
    found = take(
        "云溪县财政局关于报送材料的通知\n各镇人民政府：\n请报送。\n云溪县财政局\n2026年3月5日\n".encode(),
        "txt",
    )
    assert (found.value("title"), found.value("publisher")) == (
        "云溪县财政局关于报送材料的通知",
        "云溪县财政局",
    )


def test_without_libreoffice_an_old_file_is_refused_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unreadable, match=r"另存为 \.docx") as refused:
        take(OLD, "wps")
    assert refused.value.code == "legacy"


def test_with_libreoffice_an_old_file_comes_in_like_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.docx").write_bytes(papers.notice())
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nmkdir out\ncp "{tmp_path}/made.docx" out/in.docx\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = take(OLD, "doc")
    assert found.value("title") == papers.TITLE
    assert codes(found) == ["converted"]
