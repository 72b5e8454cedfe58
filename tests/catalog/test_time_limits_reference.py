"""`docs/reference/time-limits.md` says what the data say."""

from __future__ import annotations

from pathlib import Path

from gongkai.catalog.models import PublicationLimit
from gongkai.law import publication

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "time-limits.md"


def test_every_limit_stands_in_the_reference() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for limit in publication.bundled():
        for value in limit.values:
            number = f"{value.number} {publication.UNIT_WORDS[value.unit]}"
            row = f"| {limit.title} | {limit.trigger} | {number} | {value.since} | {value.source} | {value.mark} |"
            assert row in text
    assert text.count("\n| ") == sum(len(limit.values) for limit in publication.bundled()) + 1 + 1 + 5
    assert {str(kind) for kind in PublicationLimit.Kind.values} == {
        limit.kind for limit in publication.bundled()
    }
