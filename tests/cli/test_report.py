"""`gongkai report compute`: every format, the same figures, clear refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli.root import main
from tests.reports.conftest import Requests, requests
from tests.world import County

__all__ = ["requests"]  # the fixture


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["report", "compute", *arguments])


def test_json_holds_every_cell_and_its_records(county: County, requests: Requests) -> None:
    result = run("--agency", "finance", "--year", "2025", "--out", "-")
    assert result.exit_code == 0, result.output
    content = json.loads(result.stdout)
    assert len(content["values"]) == 200
    assert content["values"]["t3.new.total"] == 5
    assert content["values"]["t2.licence.decisions"] is None
    assert content["records"]["t3.carried_in.total"] == requests.finance[:1]
    assert [finding["id"] for finding in content["findings"]] == ["R11"]


def test_a_government_is_a_sum_unless_asked_otherwise(county: County, requests: Requests) -> None:
    total = json.loads(run("--agency", "yunxi", "--year", "2025", "--out", "-").stdout)
    alone = json.loads(run("--agency", "yunxi", "--year", "2025", "--own", "--out", "-").stdout)
    assert (total["values"]["t3.new.total"], alone["values"]["t3.new.total"]) == (7, 0)
    subtree = json.loads(run("--agency", "finance", "--year", "2025", "--subtree", "--out", "-").stdout)
    assert subtree["subtree"] is True


@pytest.mark.parametrize(
    ("kind", "start"), [("html", b"<!doctype html>"), ("docx", b"PK"), ("pdf", b"%PDF-")]
)
def test_files(county: County, requests: Requests, tmp_path: Path, kind: str, start: bytes) -> None:
    out = tmp_path / f"report.{kind}"
    result = run("--agency", "finance", "--year", "2025", "--format", kind, "--out", str(out))
    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--agency", "finanze", "--year", "2025", "--out", "-"), "finance"),
        (("--agency", "finance", "--year", "2007", "--out", "-"), "2008"),
        (("--agency", "finance", "--year", "soon", "--out", "-"), "soon"),
        (("--agency", "finance", "--year", "2025", "--format", "xls", "--out", "-"), "xls"),
        (("--agency", "finance", "--year", "2025", "--out", "/nowhere/at/all"), "/nowhere"),
        (("--agency", "finance", "--year", "2025", "--subtree", "--own", "--out", "-"), "exclude"),
        (("--agency", "finance", "--year", "2025"), "--out"),
    ],
)
def test_bad_input_is_refused_with_its_reason(county: County, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
