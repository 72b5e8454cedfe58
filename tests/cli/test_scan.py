"""`gongkai scan`: findings masked and with their places, file by file, and the exit code a pipeline goes by."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli.root import main

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(first: str = "11010119900307123") -> str:
    """An invented number with its check character (GB 11643)."""
    return first + "10X98765432"[sum(w * int(digit) for w, digit in zip(WEIGHTS, first, strict=True)) % 11]


ID = resident_id()
MOBILE = "13900001111"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["scan", "--jobs", "1", *map(str, arguments)])


def test_what_is_found_is_masked_and_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"名单\n身份证号：{ID}\n", encoding="utf-8")
    result = run("--json", tmp_path / "a.txt")
    assert result.exit_code == 1
    (answer,) = map(json.loads, result.stdout.splitlines())
    (finding,) = answer["findings"]
    assert finding["detector"] == "person.resident_id"
    assert finding["where"] == {
        "file": [], "part": "body", "number": 1, "start": 8, "end": 26, "paragraph": 2,
    }  # fmt: skip
    assert finding["masked"].startswith(ID[:3])
    assert answer["unread"] == []
    assert ID not in result.output
    assert "居民身份证号码" in run(tmp_path / "a.txt").stdout


def test_files_in_files_are_seen_and_names_are_masked_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr(f"身份证{ID}.txt", f"手机：{MOBILE}")
    result = run("--json", tmp_path)
    assert {finding["detector"] for finding in json.loads(result.stdout)["findings"]} == {
        "person.resident_id",
        "person.mobile",
    }
    assert ID not in result.output
    assert MOBILE not in result.output


def test_the_exit_code_does_not_depend_on_what_is_printed(tmp_path: Path) -> None:
    clean = tmp_path / "clean.txt"
    clean.write_text("云溪县财政局公告", encoding="utf-8")
    assert run(clean).exit_code == 0
    (tmp_path / "unknown.bin").write_bytes(b"\x00\x01\x02\xfe\xff" * 9)
    assert run(tmp_path / "unknown.bin").exit_code == 1
    assert "人工查看" in run(tmp_path / "unknown.bin").stdout
    assert run(tmp_path / "no.txt").exit_code == 2


def test_the_words_of_the_office_are_looked_for(tmp_path: Path) -> None:
    text, words = tmp_path / "a.txt", tmp_path / "words.csv"
    text.write_text("请登陆网站", encoding="utf-8")
    words.write_text("词,类别,程度,正确写法\n登陆,错别字,严重,登录\n", encoding="utf-8")
    assert "登录" in run("--dictionary", words, text).stdout
    assert run("--severity", "serious", "--dictionary", words, text).exit_code == 1
    words.write_text("词,类别\n登陆,别的\n", encoding="utf-8")
    refused = run("--dictionary", words, text)
    assert refused.exit_code == 2
    assert "第2行" in refused.output


def test_what_the_agency_publishes_itself_is_not_reported(tmp_path: Path) -> None:
    text, own = tmp_path / "a.txt", tmp_path / "own.txt"
    text.write_text(f"联系电话：{MOBILE}，邮箱：office@example.cn", encoding="utf-8")
    assert run(text).exit_code == 1
    own.write_text("139 0000 1111\noffice@example.cn\n云溪县石塘镇人民路1号\n", encoding="utf-8")
    assert run("--published", own, text).stdout == ""
    own.write_bytes(b"\x00\x01\xff")
    assert run("--published", own, text).exit_code == 2


def test_a_file_that_kills_its_reader_is_something_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("文" * 20_000_000, encoding="utf-8")
    monkeypatch.setattr("gongkai.cli.scan.MEGABYTES", 1)
    result = run("--json", tmp_path / "a.txt")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["unread"][0]["code"] == "too_large"
