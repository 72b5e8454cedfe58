"""`gongkai audit check` and `audit copies` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli.root import main
from tests.audit.test_batch import WRONG, _write


def test_check_writes_findings_and_says_what_it_read(tmp_path: Path) -> None:
    _write(tmp_path / "in", "a.txt", "云溪县财政局", WRONG)
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    out = tmp_path / "found.html"
    result = CliRunner().invoke(
        main, ["audit", "check", str(tmp_path / "in"), "--out", str(out), "--jobs", "1"]
    )
    assert result.exit_code == 0, result.output
    assert "读出1份报告（2个文件）" in result.output
    assert "empty.pdf" in result.output
    page = out.read_text(encoding="utf-8")
    assert "parts.exceed_total" in page
    assert 'lang="zh-Hans"' in page
    assert "<script" not in page


def test_work_is_kept_where_asked(tmp_path: Path) -> None:
    _write(tmp_path / "in", "a.txt", "云溪县财政局", WRONG)
    asked = ["audit", "check", str(tmp_path / "in"), "--work", str(tmp_path / "work"), "--jobs", "1"]
    for name in ("one.json", "two.json"):
        assert CliRunner().invoke(main, [*asked, "--out", str(tmp_path / name)]).exit_code == 0
    assert json.loads((tmp_path / "one.json").read_text("utf-8")) == json.loads(
        (tmp_path / "two.json").read_text("utf-8")
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--out", "found.csv"], ".xlsx"),
        (["--out", "found.json", "--cluster", "local-x"], "集群"),
    ],
)
def test_what_cannot_begin_is_said(tmp_path: Path, given: list[str], said: str) -> None:
    _write(tmp_path, "a.txt", "云溪县财政局", WRONG)
    result = CliRunner().invoke(main, ["audit", "check", str(tmp_path), *given])
    assert result.exit_code == 2
    assert said in result.output


def test_copies_are_printed_side_by_side(tmp_path: Path) -> None:
    shared = (
        "我们建立每周一次的窗口轮值制度，由各股室骨干在便民大厅现场解答群众提出的办事疑问。"
        "对反复出现的疑问，整理成图文并茂的问答手册，逐户发放到沿河九个村民小组。"
        "年末组织退休教师和返乡青年组成的评议小队，逐项打分并张榜公布结果。"
    )
    for number in range(4):
        own = (
            "春季开展渔港码头巡回宣讲，夏季组织山区教师座谈交流。",
            "秋季邀请果农参观档案库房，冬季走访敬老院征求老人看法。",
        )
        say = shared + own[number] if number < 2 else "全年主动公开政府信息40条。"
        _write(tmp_path, f"{number}.txt", f"云溪县第{number}财政局", say)
    result = CliRunner().invoke(main, ["audit", "copies", str(tmp_path), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "1对报告有雷同文字" in result.output
    assert "窗口轮值制度" in result.output
