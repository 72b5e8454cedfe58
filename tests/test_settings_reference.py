"""Every variable that is read is documented, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r"\bGONGKAI_[A-Z_]+\b")


def test_settings_and_their_reference_agree() -> None:
    read = set(VARIABLE.findall((ROOT / "src/gongkai/config/settings.py").read_text(encoding="utf-8")))
    documented = set(VARIABLE.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")))
    assert read == documented
