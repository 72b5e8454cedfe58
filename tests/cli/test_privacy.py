"""`gongkai privacy` and `gongkai archive`."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai.agencies import sealing
from gongkai.cli.root import main
from gongkai.foi import services
from gongkai.foi.models import Applicant, Case
from tests.foi.requests import register
from tests.world import County


def run(*arguments: str) -> Any:
    """A command's result."""
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def old(county: County) -> Case:
    case = register(county, date(2012, 3, 5))
    services.withdraw_request(actor=county.officer, case=case, on=date(2012, 3, 6))
    return case


def test_a_key_is_replaced(old: Case, settings: Any) -> None:
    first = settings.APPLICANT_KEYS[0]
    made = run("privacy", "new-key").output.strip()
    assert run("privacy", "check").exit_code == 0
    settings.APPLICANT_KEYS = [made]
    missing = run("privacy", "check")
    assert missing.exit_code == 1
    assert "MISSING" in missing.output
    failed = run("privacy", "rotate-key")
    assert failed.exit_code == 1
    assert "PRIVACY-KEY-MISSING" in failed.output
    settings.APPLICANT_KEYS = [made, first]
    done = run("privacy", "rotate-key")
    assert done.exit_code == 0, done.output
    assert sealing.keyring()[0].id in done.output
    settings.APPLICANT_KEYS = [made]
    assert run("privacy", "check").exit_code == 0
    assert Applicant.objects.get().name == "钱小禾"


def test_what_is_due_is_listed_and_nothing_happens(old: Case) -> None:
    shown = run("privacy", "purge", "--dry-run")
    assert shown.exit_code == 0
    assert old.receipt_number in shown.output
    assert "钱小禾" not in shown.output
    assert run("privacy", "purge").exit_code == 2
    done = run("privacy", "purge", "--do")
    assert done.exit_code == 0
    assert "0 files left; 0 proposals" in done.output
    old.refresh_from_db()
    assert old.destroyed_on is None


def test_a_case_as_a_file(old: Case, tmp_path: Path) -> None:
    out = tmp_path / "case.zip"
    done = run("archive", "case", old.receipt_number.lower(), "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "manifest.json" in zipfile.ZipFile(out).namelist()
    assert [(look.act, look.viewer, look.viewer_name) for look in old.looks.all()] == [
        ("archive", None, "命令行")
    ]
    assert run("archive", "case", old.receipt_number, "--out", str(out), "--masked").exit_code == 0
    assert old.looks.count() == 1
    assert run("archive", "case", "NOBODY-1", "--out", str(out)).exit_code == 2
    assert run("archive", "case", old.receipt_number, "--out", str(tmp_path / "no" / "x.zip")).exit_code == 2
