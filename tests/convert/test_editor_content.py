"""The reference page says what may stand in a text, what is told of a file and why one is refused: all of it, nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.convert import intake, sanitise
from gongkai.convert.intake import words

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/editor-content.md").read_text(encoding="utf-8")
READERS = ROOT / "src/gongkai/convert/intake"


def allowed() -> str:
    """The allow-list as the page shows it."""
    rows = [
        f"| `{tag}` | {', '.join(f'`{name}`' for name in sorted(sanitise.ATTRIBUTES.get(tag, ()))) or '–'} |"
        for tag in sorted(sanitise.TAGS)
    ]
    return "\n".join(["| Element | Attributes |", "|---|---|", *rows])


def rows(heading: str) -> set[str]:
    """The codes in the first column below a heading."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def test_the_allow_list_is_the_one_that_is_applied() -> None:
    assert allowed() in PAGE
    assert all(f"`{scheme}`" in PAGE for scheme in sanitise.URL_SCHEMES)


def test_every_note_and_fact_is_explained() -> None:
    assert rows("What is told of a file") == set(words.NOTES)
    assert rows("What is recognised") == set(words.FACTS)


def test_every_refusal_is_explained() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in READERS.glob("*.py"))
    raised = set(re.findall(r'Unreadable\(\s*"(\w+)"', source))
    assert raised <= rows("Why a file is refused")
    assert all(f".{kind}" in PAGE for kind in intake.READABLE)
