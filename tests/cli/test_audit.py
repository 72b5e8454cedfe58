"""`gongkai audit read`, as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from gongkai.cli.root import main

REPORT = (
    "云溪县财政局2022年政府信息公开工作年度报告\n一、主动公开情况\n2022年，我局主动公开政府信息42条。\n"
    "二、依申请公开情况\n全年共收到政府信息公开申请5件。\n三、行政复议情况\n没有因政府信息公开被申请行政复议。\n"
    "云溪县财政局\n2023年1月16日\n"
)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["audit", *arguments])
    return result.exit_code, result.output


def test_read_in_words_and_as_json(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="gb18030")
    code, said = run("read", str(file))
    assert code == 0
    assert "机构：云溪县财政局" in said
    assert "收到申请 5件" in said
    code, said = run("read", "--json", str(file))
    answer = json.loads(said)
    assert (code, answer["file"], answer["reports"][0]["year"]) == (0, str(file), 2022)


def test_what_cannot_be_read_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    good, bad, gone = tmp_path / "good.txt", tmp_path / "bad.docx", tmp_path / "gone.txt"
    good.write_text(REPORT, encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04broken")
    code, said = run("read", "--json", str(bad), str(gone), str(good))
    lines = [json.loads(line) for line in said.splitlines()]
    assert code == 1
    assert [[item["code"] for item in line["unread"]] for line in lines] == [["damaged"], ["no_file"], []]
    assert len(lines[2]["reports"]) == 1
