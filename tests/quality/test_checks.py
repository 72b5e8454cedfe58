"""What is declared, what is found and what is documented are the same checks."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from gongkai.quality import checks

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_rule_is_declared_and_every_declared_check_is_found_somewhere() -> None:
    sources = [
        *(ROOT / "src/gongkai/quality/form").glob("*.py"),
        ROOT / "src/gongkai/quality/links/findings.py",
    ]
    written = {
        rule
        for path in sources
        for rule in re.findall(r'"((?:link|element|form)\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert written == set(checks.every())


def test_the_reference_is_current() -> None:
    command = [sys.executable, str(ROOT / "scripts/content_checks.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
