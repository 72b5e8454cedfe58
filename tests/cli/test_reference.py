"""The command reference says what the commands say."""

from __future__ import annotations

import runpy
from pathlib import Path

from click.testing import CliRunner

from gongkai.cli.root import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent.parent


def test_help_lists_every_command_under_its_heading() -> None:
    printed = CliRunner().invoke(main, ["--help"]).output
    for name, (_, _, heading) in COMMANDS.items():
        assert f"  {name} " in printed
        assert f"{heading}:" in printed


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(main, ["frobnicate"]).exit_code == 2


def test_the_reference_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "cli_reference.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["text"](), "run scripts/cli_reference.py"
