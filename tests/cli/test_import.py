"""`gongkai import document`: a file becomes a draft, once; bad input is refused with every reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError

from gongkai.catalog import services
from gongkai.catalog.models import Document
from gongkai.cli.root import main
from tests.world import County, make_post, make_user

PAGE = """欢迎访问云溪县财政局!
您当前位置>首页>云溪县财政局2025年工作总结
云溪县财政局2025年工作总结
发布时间:2026-01-15 10:00:00 来源:局办公室 浏览量:12

一、主要工作

全年完成预算编制与执行工作,收支平衡。

二、下一步打算

继续加强预算管理,推进公开。

云溪县财政局

2026年1月10日

主办单位:云溪县财政局 备案号:0000
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "summary.txt"
    path.write_text(PAGE, encoding="gb18030")
    return path


@pytest.fixture
def column(county: County) -> Any:
    services.ensure_standard_columns(county.finance)
    return county.finance.columns.get(slug="plans")


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["import", "document", *map(str, arguments)])


def test_a_page_becomes_a_draft_with_what_was_recognised(county: County, column: Any, file: Path) -> None:
    result = run(file, "--agency", "finance", "--column", "plans")
    assert result.exit_code == 0, result.output
    document = Document.objects.get()
    assert (document.title, document.source, str(document.signed_on)) == (
        "云溪县财政局2025年工作总结",
        "局办公室",
        "2026-01-10",
    )
    assert (document.live, document.created_by, document.column) == (False, county.officer, column)
    assert str(document.import_record.published_on) == "2026-01-15"
    assert "浏览量" not in document.body
    assert "<h2>一、主要工作</h2>" in document.body
    assert "浏览量:12" in result.output


def test_the_same_file_is_brought_in_once(column: Any, file: Path) -> None:
    run(file, "--agency", "finance", "--column", "plans")
    again = run(file, "--agency", "finance", "--column", "plans", "--json")
    assert (again.exit_code, json.loads(again.output)["status"]) == (0, "already_imported")
    assert Document.objects.count() == 1


def test_another_agency_may_bring_the_same_file(county: County, column: Any, file: Path) -> None:
    services.ensure_standard_columns(county.education)
    run(file, "--agency", "finance", "--column", "plans")
    other = run(file, "--agency", "education", "--column", "plans")
    assert other.exit_code == 0
    assert "请核对" in other.output  # the page names another publisher
    assert Document.objects.count() == 2


def test_a_dry_run_stores_nothing(column: Any, file: Path) -> None:
    result = run(file, "--agency", "finance", "--column", "plans", "--dry-run", "--json")
    assert json.loads(result.output)["title"] == "云溪县财政局2025年工作总结"
    assert not Document.objects.exists()


def test_a_page_without_a_title_becomes_a_draft_that_cannot_go_on(column: Any, tmp_path: Path) -> None:
    path = tmp_path / "untitled.txt"
    path.write_text("全年完成预算编制与执行工作,收支平衡,结余资金按规定上缴。\n", encoding="utf-8")
    result = run(path, "--agency", "finance", "--column", "plans", "--submit", "--json")
    made = json.loads(result.output)
    assert result.exit_code == 2
    assert (made["status"], made["title"]) == ("imported", None)
    assert "DOC-TITLE" in {reason["code"] for reason in made["not_submitted"]}
    assert Document.objects.get().title == ""


def test_submitting_sends_the_draft_into_review(county: County, column: Any, file: Path) -> None:
    result = run(
        file, "--agency", "finance", "--column", "plans", "--as", "officer", "--submit",
        "--summary", "财政局全年工作", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["status"] == "submitted"
    assert Document.objects.get().workflow_in_progress


def test_own_words_go_before_what_was_read(column: Any, file: Path) -> None:
    run(
        file, "--agency", "finance", "--column", "plans", "--title", "2025年总结", "--signed-on", "2026-01-09"
    )
    document = Document.objects.get()
    assert (document.title, str(document.signed_on)) == ("2025年总结", "2026-01-09")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ\x90\x00\x03", "page.html", "executable"),
        (b"\x00\x01\x02\xff" * 20, "a.txt", "not_text"),
        (b"plain", "a.pdf", "not_allowed"),
        (b"PK\x03\x04broken", "a.docx", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    column: Any, tmp_path: Path, content: bytes, name: str, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "--agency", "finance", "--column", "plans", "--json")
    assert result.exit_code == 2
    assert [reason["code"] for reason in json.loads(result.output)["errors"]] == [code]
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_not_even_loaded(column: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    result = run(path, "--agency", "finance", "--column", "plans")
    assert (result.exit_code, "too_large" in result.stderr) == (2, True)


def test_every_reason_is_told_at_once_with_near_codes(column: Any, tmp_path: Path) -> None:
    result = run(tmp_path / "gone.txt", "--agency", "financ", "--column", "plans", "--json")
    errors = {reason["code"]: reason["text"] for reason in json.loads(result.output)["errors"]}
    assert set(errors) == {"unknown_agency", "no_file"}
    assert "finance(云溪县财政局)" in errors["unknown_agency"]


def test_an_unknown_column_names_the_near_ones(column: Any, file: Path) -> None:
    result = run(file, "--agency", "finance", "--column", "plan")
    assert result.exit_code == 2
    assert "plans(规划和计划)" in result.stderr


@pytest.mark.parametrize(("name", "code"), [("reviewer", "not_officer"), ("nobody", "unknown_user")])
def test_only_an_information_officer_of_the_agency_may(column: Any, file: Path, name: str, code: str) -> None:
    result = run(file, "--agency", "finance", "--column", "plans", "--as", name, "--json")
    assert result.exit_code == 2
    assert json.loads(result.output)["errors"][0]["code"] == code


def test_with_two_officers_one_must_be_named(county: County, column: Any, file: Path) -> None:
    make_post(county.finance, make_user("second", "第二信息员"), "information_officer")
    result = run(file, "--agency", "finance", "--column", "plans", "--json")
    assert json.loads(result.output)["errors"][0]["code"] == "officer_needed"
    assert run(file, "--agency", "finance", "--column", "plans", "--as", "second").exit_code == 0


def test_a_folder_is_not_a_file(column: Any, tmp_path: Path) -> None:
    assert "directory" in run(tmp_path, "--agency", "finance", "--column", "plans").stderr


def test_own_words_that_cannot_be_kept_are_refused(column: Any, file: Path) -> None:
    result = run(file, "--agency", "finance", "--column", "plans", "--title", "长" * 201, "--json")
    assert result.exit_code == 2
    assert json.loads(result.output)["errors"][0]["where"] == "title"


def test_a_database_that_is_not_there_is_told(
    column: Any, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(**_: Any) -> None:
        raise OperationalError("no such table: catalog_importrecord")

    monkeypatch.setattr("gongkai.catalog.imports.imported", gone)
    result = run(file, "--agency", "finance", "--column", "plans", "--json")
    assert (result.exit_code, json.loads(result.output)["errors"][0]["code"]) == (2, "database")


def test_text_output_names_what_review_still_wants(column: Any, file: Path) -> None:
    result = run(file, "--agency", "finance", "--column", "plans", "--submit")
    assert result.exit_code == 2
    assert "DOC-SUMMARY" in result.stderr
    assert "已导入为草稿" in result.stdout
