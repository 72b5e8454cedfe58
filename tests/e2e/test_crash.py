"""A server that is killed in the middle of submissions loses nothing it has confirmed (one short round)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent.parent / "benchmarks" / "crash_submissions.py"


def test_a_receipt_shown_is_a_request_stored() -> None:
    arguments = ["--rounds", "1", "--submissions", "40", "--threads", "10"]
    printed = subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], check=True, capture_output=True, text=True
    ).stdout
    assert "40 in the end; none lost, none twice" in printed
