"""What an office program puts on the clipboard, reduced by the server alone: nothing of its own survives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.convert import sanitise

CLIPBOARD = Path(__file__).parent / "clipboard"


@pytest.mark.parametrize("program", ["word", "wps", "excel"])
def test_only_the_allow_list_survives(program: str) -> None:
    kept = sanitise.html((CLIPBOARD / f"{program}.html").read_text(encoding="utf-8"))
    assert set(re.findall(r"<([a-z0-9:]+)", kept)) <= sanitise.TAGS
    assert not re.search(r"mso|Mso|style=|class=|onclick|file:|xml|supportLists|font-face|v:shape", kept)
    assert re.search(r"<td[^>]* (?:row|col)span=\"2\"", kept)
    assert sanitise.html(kept) == kept


def test_what_a_tracked_change_took_out_does_not_come_back() -> None:
    kept = sanitise.html((CLIPBOARD / "word.html").read_text(encoding="utf-8"))
    assert "全省" not in kept
    assert "本县" in kept
    assert "全省" not in sanitise.text("<p><del>全省</del></p>")
