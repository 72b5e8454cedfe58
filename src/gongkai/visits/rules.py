"""What counts as opening a page: pure decisions by `data/rule.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent / "data" / "rule.yaml"
ANSWERS = (200, 304)  # a page taken from the browser's own store (304) was opened all the same


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule in force, as the file says it."""

    window_minutes: int
    programs: tuple[str, ...]
    prefetch_headers: tuple[str, ...]
    refusal_headers: tuple[str, ...]


@cache
def rule() -> Rule:
    """Read once. Raises TypeError when a line is missing or unknown."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    made: dict[str, Any] = {name: tuple(row) if isinstance(row, list) else row for name, row in read.items()}
    return Rule(**made)


def counts(method: str, status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answered request is a person opening a page, as far as a server can tell.

    HEAD, errors, programs, what is fetched ahead, and readers who ask not to be counted are not.
    """
    asked = rule()
    name = headers.get("User-Agent", "").casefold()
    return (
        method == "GET"
        and status in ANSWERS
        and bool(name)
        and not any(part in name for part in asked.programs)
        and not any("prefetch" in headers.get(header, "").casefold() for header in asked.prefetch_headers)
        and not any(headers.get(header, "").strip() == "1" for header in asked.refusal_headers)
    )
