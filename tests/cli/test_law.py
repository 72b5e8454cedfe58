"""`gongkai law` as a stranger uses it: good input, and every kind of bad input, which exits 2 with reasons and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gongkai.cli.root import main


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, ["law", *args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def reasons(*args: str, stdin: str | bytes | None = None) -> list[dict[str, str]]:
    """The reasons of a refused command, which says the same to people."""
    spoken = run(*args, stdin=stdin)
    assert spoken.exit_code == 2
    assert "输入有误" in spoken.stderr
    assert spoken.stdout == ""
    result = run(*args, "--json", stdin=stdin)
    assert result.exit_code == 2
    errors: list[dict[str, str]] = json.loads(result.stdout)["errors"]
    assert all(set(error) == {"code", "text", "where"} and error["text"] for error in errors)
    return errors


def codes(*args: str, stdin: str | bytes | None = None) -> list[str]:
    return [reason["code"] for reason in reasons(*args, stdin=stdin)]


def clock_input(*events: dict[str, Any], as_of: str = "2026-03-10") -> str:
    return json.dumps({"as_of": as_of, "events": list(events)})


RECEIVED = {"type": "received", "channel": "in_person", "on": "2026-03-03"}


# due


def test_due_in_words() -> None:
    result = run("due", "--from", "2026-01-26", "--days", "20")
    assert result.exit_code == 0
    assert "2026年2月28日（星期六）" in result.stdout
    assert "国办发明电〔2025〕7号" in result.stdout
    assert "其间6个平日不计入" in result.stdout


def test_due_as_json() -> None:
    content = json.loads(run("due", "--from", "2026-12-15", "--days", "20", "--json").stdout)
    assert list(content) == ["from", "days", "due_on", "provisional", "steps"]
    assert (content["due_on"], content["provisional"]) == ("2027-01-13", True)
    assert [step["rule"] for step in content["steps"]] == [
        "count_from_next_day",
        "statutory",
        "provisional",
        "due",
    ]
    assert "暂定" in run("due", "--from", "2026-12-15", "--days", "20").stdout


def test_due_with_a_notice_of_ones_own(tmp_path: Path) -> None:
    notice = tmp_path / "2027.yaml"
    notice.write_text("year: 2027\ndocument: 样例\ndays_off: [2027-01-01..2027-01-05]\n", encoding="utf-8")
    args = ("due", "--from", "2026-12-15", "--days", "20", "--notice", str(notice))
    content = json.loads(run(*args, "--json").stdout)
    assert (content["due_on"], content["provisional"]) == ("2027-01-15", False)
    assert "放假" in run(*args).stdout
    notice.write_text("year: [", encoding="utf-8")
    assert codes(*args) == ["bad_yaml"]
    notice.write_text("2027-13-45: x", encoding="utf-8")
    assert codes(*args) == ["bad_yaml"]
    notice.write_text("year: &y 2027\ndocument: *y", encoding="utf-8")
    assert codes(*args) == ["bad_yaml"]
    notice.write_text("[" * 2000, encoding="utf-8")
    assert codes(*args) == ["bad_yaml"]
    notice.write_text("year: 2027", encoding="utf-8")
    assert codes(*args) == ["missing_field", "bad_days"]


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-02-30", "20", ["bad_date"]),
        ("26.1.2026", "20", ["bad_date"]),
        ("2026-01-26", "0", ["bad_number"]),
        ("2026-01-26", "-5", ["bad_number"]),
        ("2026-01-26", "2.5", ["bad_number"]),
        ("2026-01-26", "二十", ["bad_number"]),
        ("2026-01-26", "²", ["bad_number"]),
        ("2026-01-26", "9" * 5000, ["bad_number"]),
        ("", "", ["missing_field", "missing_field"]),
        ("heute", "viele", ["bad_date", "bad_number"]),
        ("1999-01-01", "5", ["date_out_of_range"]),
        ("2100-12-01", "3650", ["date_out_of_range"]),
    ],
)
def test_bad_due(start: str, days: str, expected: list[str]) -> None:
    assert codes("due", f"--from={start}", f"--days={days}") == expected


# clock


def test_clock_from_a_file_and_from_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(clock_input(RECEIVED), encoding="utf-8")
    content = json.loads(run("clock", str(file), "--json").stdout)
    assert content == json.loads(run("clock", "-", "--json", stdin=clock_input(RECEIVED)).stdout)
    assert content["status"] == "running"
    assert content["due_on"] == "2026-03-31"
    assert {"received_on", "provisional", "remaining_working_days", "decided_on_time", "outcome"} <= set(
        content
    )
    assert all(set(step) == {"on", "rule", "article", "text"} for step in content["steps"])


def test_clock_in_words() -> None:
    told = run("clock", "-", stdin=clock_input(RECEIVED)).stdout
    assert "状态：办理中" in told
    assert "答复期限：2026年3月31日（星期二）" in told
    assert "剩余：15个工作日" in told
    assert "第三十一条" in told


@pytest.mark.parametrize(
    ("events", "as_of", "words"),
    [
        ([RECEIVED], "2026-04-02", ["已逾期", "逾期：2个工作日", "问题：", "reply_overdue"]),
        (
            [RECEIVED, {"type": "correction_requested", "on": "2026-03-05"}],
            "2026-03-10",
            ["待申请人补正", "申请人期限："],
        ),
        (
            [
                RECEIVED,
                {"type": "decided", "on": "2026-03-09", "outcome": "deny.process", "served_by": "post"},
            ],
            "2026-04-02",
            ["已答复", "（三）不予公开　属于四类过程性信息", "按期答复：是"],
        ),
        (
            [RECEIVED, {"type": "decided", "on": "2026-04-09", "outcome": "grant", "served_by": "post"}],
            "2026-05-02",
            ["（一）予以公开\n", "按期答复：否", "decision_late"],
        ),
        ([RECEIVED | {"on": "2026-12-15"}], "2026-12-15", ["（暂定）"]),
        (
            [RECEIVED | {"on": "2026-12-15"}, {"type": "correction_requested", "on": "2026-12-17"}],
            "2026-12-17",
            ["（暂定）"],
        ),
        ([RECEIVED | {"channel": "online"}], "2026-03-10", ["待确认收到"]),
    ],
)
def test_clock_tells_each_state(events: list[dict[str, Any]], as_of: str, words: list[str]) -> None:
    told = run("clock", "-", stdin=clock_input(*events, as_of=as_of)).stdout
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["bad_json"]),
        ("{", ["bad_json"]),
        ("[]", ["not_an_object"]),
        ("null", ["not_an_object"]),
        ("{}", ["missing_field", "missing_field"]),
        ('{"as_of": "2026-03-10", "events": []}', ["no_receipt"]),
        ('{"as_of": "2026-03-10", "events": {}}', ["not_a_list"]),
        ('{"as_of": "2026-02-30", "events": [], "extra": 1}', ["bad_date", "unknown_field", "no_receipt"]),
        ('{"as_of": "2026-03-10", "as_of": "2026-03-11", "events": []}', ["duplicate_key"]),
        ('{"as_of": NaN, "events": []}', ["bad_json"]),
        ('{"as_of": ' + "9" * 5000 + ', "events": []}', ["bad_json"]),
        ("[" * 200_000, ["bad_json"]),
        ('{"as_of": "2026-03-10", "\\ud800": 1, "events": []}', ["unknown_field", "no_receipt"]),
        (clock_input(RECEIVED, as_of="2026-03-02"), ["as_of_before_receipt"]),
        (clock_input(RECEIVED, as_of="2101-03-02"), ["date_out_of_range"]),
        (clock_input(RECEIVED | {"on": "2100-12-30"}, as_of="2100-12-30"), ["date_out_of_range"]),
        (
            clock_input(RECEIVED, {"type": "fee_notice_served", "on": "2026-03-05", "amount": 1}).replace(
                '"amount": 1', '"amount": 1e400000'
            ),
            ["bad_amount"],
        ),
    ],
)
def test_bad_clock_input(text: str, expected: list[str]) -> None:
    assert codes("clock", "-", stdin=text) == expected


def test_bad_files(tmp_path: Path) -> None:
    assert codes("clock", str(tmp_path / "none.json")) == ["unreadable_file"]
    assert codes("clock", str(tmp_path)) == ["unreadable_file"]
    assert codes("clock", "a\0b") == ["unreadable_file"]
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"as_of": "é"}'.encode("latin-1"))
    assert codes("clock", str(latin)) == ["not_utf8"]
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (5 * 1024 * 1024 + 1))
    assert codes("clock", str(large)) == ["file_too_large"]


def test_a_byte_order_mark_is_forgiven() -> None:
    assert run("clock", "-", stdin=clock_input(RECEIVED).encode("utf-8-sig")).exit_code == 0


# fee


def test_fee() -> None:
    content = json.loads(run("fee", "--items", "47", "--json").stdout)
    assert (content["method"], content["count"], content["amount"]) == ("items", 47, 6100)
    assert sum(line["amount"] for line in content["lines"]) == 6100
    told = run("fee", "--pages", "2219").stdout
    assert "83,460元" in told
    assert "第201—2219页：40元/页×2019=80760元" in told


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), ["one_method"]),
        (("--items", "1", "--pages", "1"), ["one_method"]),
        (("--items=-1",), ["bad_number"]),
        (("--pages=1e3",), ["bad_number"]),
        (("--pages=",), ["bad_number"]),
        (("--items=99999999999999999999",), ["bad_number"]),
    ],
)
def test_bad_fee(args: tuple[str, ...], expected: list[str]) -> None:
    assert codes("fee", *args) == expected


# check-form


def form(year: int = 2025, **values: object) -> str:
    named = {key.replace("__", "."): value for key, value in values.items()}
    return json.dumps({"form": "2021", "year": year, "values": named})


def test_check_form() -> None:
    findings = json.loads(
        run("check-form", "-", "--json", stdin=form(t3__new__natural=5, t3__grant__natural=4)).stdout
    )
    assert [(item["id"], item["severity"]) for item in findings] == [("R1", "error"), ("R11", "warning")]
    assert all(set(item) == {"id", "severity", "cells", "text"} for item in findings)
    told = run("check-form", "-", stdin=form(t3__new__natural=5, t3__grant__natural=4)).stdout
    assert "R1 错误：“自然人”列" in told
    assert "等165格" not in told
    assert "等164格" in told


def test_check_form_finds_nothing() -> None:
    from gongkai.law import forms

    full = json.dumps({"form": 2021, "year": 2025, "values": dict.fromkeys(forms.load(2021).cells, 0)})
    assert run("check-form", "-", stdin=full).stdout == "未发现问题。\n"
    assert json.loads(run("check-form", "-", "--json", stdin=full).stdout) == []


def test_check_form_against_the_year_before(tmp_path: Path) -> None:
    previous = tmp_path / "2024.json"
    previous.write_text(form(2024, t3__carried_out__natural=3), encoding="utf-8")
    values = form(t3__carried_in__natural=2, t3__grant__natural=2)
    findings = json.loads(run("check-form", "-", "--previous", str(previous), "--json", stdin=values).stdout)
    assert [item["id"] for item in findings] == ["R5", "R11"]
    previous.write_text(form(2023, t9=1), encoding="utf-8")
    found = reasons("check-form", "-", "--previous", str(previous), stdin=values)
    assert [(reason["code"], reason["where"]) for reason in found] == [
        ("unknown_cell", "previous.values.t9"),
        ("wrong_previous_year", "previous.year"),
    ]


def test_check_form_against_a_year_in_another_form(tmp_path: Path) -> None:
    """t3.other is one row in the form of 2019 and three in that of 2021: compared as converted, or refused."""
    previous = tmp_path / "2020.json"
    last = {"form": "2019", "year": 2020, "values": {"t3.carried_out.natural": 3, "t3.other.natural": 2}}
    previous.write_text(json.dumps(last), encoding="utf-8")
    values = form(2021, t3__carried_in__natural=2, t3__grant__natural=2)
    findings = json.loads(run("check-form", "-", "--previous", str(previous), "--json", stdin=values).stdout)
    assert [item["id"] for item in findings] == ["R5", "R11"]
    previous.write_text(json.dumps({"form": "2014", "year": 2018, "values": {}}), encoding="utf-8")
    text = json.dumps({"form": "2019", "year": 2019, "values": {}})
    found = reasons("check-form", "-", "--previous", str(previous), stdin=text)
    assert [(reason["code"], reason["where"]) for reason in found] == [("no_conversion", "previous.form")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (form(t3__new__natural="5"), ["not_a_number"]),
        (form(t3__new__natural=True, t3__nwe__legal=1), ["not_a_number", "unknown_cell"]),
        ("[]", ["not_an_object"]),
        ("{}", ["missing_field", "missing_field", "missing_field"]),
        ('{"form": "2018", "year": 2020, "values": []}', ["unknown_form", "bad_number", "not_an_object"]),
        ('{"form": true, "year": 2025, "values": {}, "x": 1}', ["unknown_form", "unknown_field"]),
        (
            '{"form": "2021", "year": 2025, "values": {"t3.new.natural": 1, "t3.new.natural": 2}}',
            ["duplicate_key"],
        ),
        ('{"form": "2021", "year": 2025, "values": {"t2.rules.made": 1e999999}}', ["number_too_large"]),
        ('{"form": "2021", "year": 2025, "values": {"t2.rules.made": 1e99999999999999999999}}', ["bad_json"]),
        (
            '{"form": "2021", "year": 2025, "values": {"t2.rules.made": 1e-99999999999999999999}}',
            ["bad_json"],
        ),
    ],
)
def test_bad_form(text: str, expected: list[str]) -> None:
    assert codes("check-form", "-", stdin=text) == expected


# All of it


def test_the_law_never_starts_the_framework() -> None:
    code = (
        "import sys; from gongkai.cli import main; main(['law','due','--from','2026-01-26','--days','20'],"
        "standalone_mode=False); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_an_old_terminal_gets_no_traceback() -> None:
    code = "from gongkai.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "law", "fee", "--items", "11"],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
