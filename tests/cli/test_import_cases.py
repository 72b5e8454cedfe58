"""`gongkai import cases`: an older register comes in whole rows, once, with its history as it was."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from django.db import DatabaseError

from gongkai.cli.root import main
from gongkai.foi import queries
from gongkai.foi.models import Case, ImportedCase, ProcessingFee
from gongkai.foi.services import importing
from gongkai.ledger import queries as ledger
from tests.foi.imports.registers import HEADINGS, row, save
from tests.world import County

FULL = {
    "提交方式": "网络",
    "确认日期": "2023-03-02",
    "补正告知日期": "2023年3月6日",
    "收到补正日期": "2023.3.20",
    "第三方": "云溪某某有限公司",
    "征求意见日期": "20230322",
    "收到意见日期": "2023-03-30",
    "第三方意见": "不同意",
    "延期告知日期": "2023-04-10",
    "延长工作日": "20个工作日",
    "收费通知日期": "2023-04-11",
    "收费金额": "￥120.00元",
    "缴费日期": "2023-04-12",
    "答复日期": "2023-05-10",
    "办理结果": "部分公开",
    "送达方式": "EMS",
    "答复文号": "云财公开〔2023〕7号",
    "寄出日期": "2023-05-11",
    "领导批示": "同意",
}
DECIDED = {"答复日期": "2023-03-20", "办理结果": "信息不存在"}


def run(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["import", "cases", *map(str, arguments), "--agency", "finance"])


def read(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_row_becomes_a_case_with_its_history(county: County, tmp_path: Path) -> None:
    result = run(save(tmp_path / "a.csv", [row("7", **FULL)]))
    assert result.exit_code == 0, result.output
    assert "导入1行" in result.output
    assert "没有采用的列：领导批示" in result.output
    case = Case.objects.get()
    assert (case.receipt_number, case.channel, case.registered_by) == (
        "FINANCE-2023-0001",
        "online",
        county.officer,
    )
    assert (case.received_on, case.decided_on, case.outcome) == (
        date(2023, 3, 2),
        date(2023, 5, 11),
        "partial",
    )
    types = [event.type.removeprefix("foi.case.") for event in ledger.history("foi.case", case.pk)]
    assert types == [
        "imported", "received", "correction_requested", "correction_received", "consultation_sent",
        "consultation_answered", "extended", "fee_notice_served", "fee_paid", "decided", "delivery_recorded",
    ]  # fmt: skip
    origins = {event.data.get("origin") for event in ledger.history("foi.case", case.pk)[1:]}
    assert origins == {"import"}
    assert case.imported.reply_number == "云财公开〔2023〕7号"
    assert case.consultations.get().opinion == "objects"
    assert ProcessingFee.objects.get().amount == 120
    assert queries.projection_differences() == []
    assert ledger.chain_problems() == []
    assert queries.table_three([county.finance], 2023)["t3.partial.natural"] == [case.pk]


def test_nothing_personal_goes_to_the_ledger(county: County, tmp_path: Path) -> None:
    run(save(tmp_path / "a.csv", [row("7", **FULL)]))
    written = json.dumps(
        [event.data for event in ledger.history("foi.case", Case.objects.get().pk)], ensure_ascii=False
    )
    for personal in ("钱小禾", "7654321", "某某有限公司", "验收材料"):
        assert personal not in written


def test_run_again_only_new_rows_are_added(county: County, tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", [row("1", **DECIDED)])
    run(path)
    again = read(run(save(path, [row("1", **DECIDED), row("2", **DECIDED)], encoding="utf-8"), "--json"))
    assert (again["imported"], again["known"], again["refused"]) == (1, 1, 0)
    assert Case.objects.count() == 2


def test_a_changed_row_is_reported_and_not_written_over(county: County, tmp_path: Path) -> None:
    path = save(tmp_path / "a.csv", [row("1", **DECIDED)])
    run(path)
    result = run(save(path, [row("1", **{**DECIDED, "申请内容": "别的"})]), "--json")
    assert result.exit_code == 2
    assert [(one["row"], one["column"], one["code"]) for one in read(result)["errors"]] == [
        (3, "序号", "changed")
    ]
    assert Case.objects.get().subject == "第1号工程的验收材料"


def test_history_that_broke_the_law_is_taken_over_and_named(county: County, tmp_path: Path) -> None:
    late = {
        "补正告知日期": "2023-03-20",
        "收到补正日期": "2023-03-25",
        "延期告知日期": "2023-08-01",
        "答复日期": "2023-08-20",
    }
    result = run(save(tmp_path / "a.csv", [row("1", **late, 办理结果="公开")]))
    assert result.exit_code == 0, result.output
    case = Case.objects.get()
    assert case.has_problems
    assert case.decided_on_time is False
    assert {problem.code for problem in queries.clock_of(case, date(2023, 9, 1)).problems} >= {
        "correction_notice_late",
        "extension_after_limit",
    }


def test_every_fault_is_told_with_row_and_column(county: County, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.csv",
        [
            row("1", 收到日期="2023-02-30", 办理结果="大概可以", 联系电话="1" * 60),
            row("2", 答复日期="2023-03-20"),
            row("3", 答复日期="2023-02-01", 办理结果="公开"),
            row("4", 申请人="", 收到日期="2999-01-01"),
            row("5", **DECIDED),
            row("5", **DECIDED),
            row("6", 收到补正日期="2023-03-09"),
            row("7", 收费通知日期="2023-03-09", 收费金额="若干"),
            row("8", 联系电话="1" * 60),
            row("9", 征求意见日期="", 收到意见日期="2023-03-09"),
        ],
    )
    errors = tmp_path / "errors.csv"
    result = run(path, "--json", "--errors", errors)
    assert result.exit_code == 2
    found = {(one["row"], one["column"], one["code"]) for one in read(result)["errors"]}
    assert found == {
        (3, "收到日期", "no_date"),
        (3, "收到日期", "incomplete"),
        (3, "办理结果", "unknown_word"),
        (4, "办理结果", "incomplete"),
        (5, "答复日期", "decided_before_receipt"),
        (6, "申请人", "empty"),
        (6, "收到日期", "future"),
        (8, "序号", "twice"),
        (9, "补正告知日期", "incomplete"),
        (10, "收费金额", "no_amount"),
        (10, "收费金额", "incomplete"),
        (11, "联系电话", "invalid"),
        (12, "征求意见日期", "incomplete"),
    }
    assert read(result)["imported"] == 1
    with errors.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.reader(opened))) == 1 + len(read(result)["errors"])
    assert "钱小禾" not in errors.read_text(encoding="utf-8-sig")


def test_a_dry_run_stores_nothing(county: County, tmp_path: Path) -> None:
    result = run(
        save(tmp_path / "a.csv", [row("1", **DECIDED), row("2", 收到日期="")]), "--dry-run", "--json"
    )
    assert result.exit_code == 2
    found = read(result)
    assert (found["status"], found["imported"], found["refused"]) == ("dry_run", 1, 1)
    assert (Case.objects.count(), ImportedCase.objects.count()) == (0, 0)


def test_a_workbook_with_dates_as_dates(county: County, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page: Any = book.active
    page.append(HEADINGS)
    cells: list[Any] = row("1", **DECIDED)
    cells[HEADINGS.index("收到日期")] = date(2023, 3, 1)
    cells[HEADINGS.index("申请内容")] = '=HYPERLINK("http://x.example")'
    page.append(cells)
    page.cell(2, HEADINGS.index("申请内容") + 1).data_type = "s"
    book.save(tmp_path / "a.xlsx")
    assert run(tmp_path / "a.xlsx").exit_code == 0
    case = Case.objects.get()
    assert case.received_on == date(2023, 3, 1)
    assert case.subject.startswith("=HYPERLINK")  # kept as text; what leaves as CSV is made harmless


def test_own_headings_and_words_by_a_mapping(county: County, tmp_path: Path) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text(
        "extends: register\ncolumns:\n  source_id: 流水\n  subject: [要什么]\nvalues:\n  outcome:\n    refuse.repeat: [老样子]\n",
        encoding="utf-8",
    )
    names = ["流水" if one == "序号" else "要什么" if one == "申请内容" else one for one in HEADINGS]
    path = save(tmp_path / "a.csv", [row("1", 答复日期="2023-03-20", 办理结果="老样子")], names)
    assert run(path, "--mapping", mapping).exit_code == 0
    assert Case.objects.get().outcome == "refuse.repeat"


def test_what_was_asked_wrongly_is_told_at_once(county: County, tmp_path: Path) -> None:
    mapping = tmp_path / "own.yaml"
    mapping.write_text("extends: register\ncolumns:\n  sourceid: 流水\nvalue: {}\n", encoding="utf-8")
    result = CliRunner().invoke(
        main,
        [
            "import",
            "cases",
            str(tmp_path / "none.csv"),
            "--mapping",
            str(mapping),
            "--agency",
            "financ",
            "--json",
        ],
    )
    assert result.exit_code == 2
    errors = read(result)["errors"]
    assert [one["where"] for one in errors] == ["--agency", "--mapping", "--mapping"]
    assert "source_id" in errors[2]["text"] + errors[1]["text"]
    plain = run(save(tmp_path / "a.csv", [["甲", "乙"]], ["天气", "温度"]), "--json")
    assert plain.exit_code == 2
    assert read(plain)["errors"][0]["code"] == "no_headings"
    assert run(tmp_path / "none.csv").exit_code == 2


def test_a_row_the_database_refuses_takes_no_other_with_it(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importing._store

    def refusing(actor: Any, agency: Any, fresh: Any, calendar: Any) -> None:
        real(actor, agency, fresh, calendar)
        if any(item.entry.source_id == "2" for item in fresh):
            raise DatabaseError("refused")

    monkeypatch.setattr(importing, "_store", refusing)
    result = run(save(tmp_path / "a.csv", [row(str(n), **DECIDED) for n in (1, 2, 3)]), "--json")
    assert [(one["row"], one["code"]) for one in read(result)["errors"]] == [(4, "database")]
    assert sorted(ImportedCase.objects.values_list("source_id", flat=True)) == ["1", "3"]
    assert ledger.chain_problems() == []


def test_what_ended_by_itself_and_what_was_withdrawn(county: County, tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.csv",
        [
            row("1", 补正告知日期="2023-03-03", 办理结果="逾期不补正"),
            row("2", 办理结果="撤回", 撤回日期="2023-03-05"),
            row("3", 联系电话="", 申请人类型="公司"),
        ],
    )
    assert run(path).exit_code == 0
    found = list(Case.objects.order_by("id").values_list("closing_status", "outcome", "applicant__kind"))
    assert found == [
        ("abandoned", "other.not_corrected", "natural"),
        ("withdrawn", "other.misc", "natural"),
        ("", "", "business"),
    ]
