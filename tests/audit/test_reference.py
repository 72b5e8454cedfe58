"""The reference lists every kind of fact and every label of its parts."""

from __future__ import annotations

from pathlib import Path

from gongkai.audit.facts import KINDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "audit.md"


def test_every_kind_is_documented() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for kind in KINDS.values():
        [row] = [line for line in lines if line.startswith(f"| `{kind.id}` |")]
        assert kind.name in row
        assert all(f"`{label}`" in row for label in kind.labels)
