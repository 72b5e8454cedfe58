"""`gongkai law load-notice`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from gongkai.agencies.models import HolidayNotice
from gongkai.cli.root import main
from tests.agencies.test_notices import NOTICE
from tests.world import County


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["law", "load-notice", *arguments])
    return result.exit_code, result.output


def written(tmp_path: Path, content: object) -> str:
    path = tmp_path / "notice.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_loads_once_in_the_administrators_name(county: County, tmp_path: Path) -> None:
    path = written(tmp_path, NOTICE)
    assert run(path, "--as", "administrator")[0] == 0
    assert HolidayNotice.objects.get().loaded_by == county.administrator
    code, output = run(path)
    assert code == 2
    assert "已经载入" in output


def test_others_are_refused(county: County, tmp_path: Path) -> None:
    assert run(written(tmp_path, NOTICE), "--as", "officer")[0] == 2
    assert not HolidayNotice.objects.exists()


def test_faults_are_all_named(county: County, tmp_path: Path) -> None:
    code, output = run(written(tmp_path, {"year": 2027, "days_off": ["2027-02-30"]}))
    assert code == 2
    assert "2027-02-30" in output
    assert "document" in output
