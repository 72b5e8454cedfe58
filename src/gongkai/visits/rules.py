"""What counts as opening a page: pure decisions by `data/rule.yaml`, or by the file an installation puts in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(__file__).resolve().parent / "data" / "rule.yaml"
ANSWERS = (200, 304)  # a page taken from the browser's own store (304) was opened all the same
LONGEST_WINDOW = 24 * 60
FEWEST_MONTHS = 25  # the same days of the year before stay comparable


class BrokenRuleError(ValueError):
    """A file that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule in force, as the file says it."""

    window_minutes: int
    programs: tuple[str, ...]
    prefetch_headers: tuple[str, ...]
    refusal_headers: tuple[str, ...]
    days_kept_months: int


@cache
def rule() -> Rule:
    """Read once: the file named by `GONGKAI_VISITS_RULE`, else the one that comes with the release. Raises BrokenRuleError."""
    return read(Path(settings.VISITS_RULE) if settings.VISITS_RULE else FILE)


def read(path: Path) -> Rule:
    """A rule out of a file. Raises BrokenRuleError with every fault."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BrokenRuleError(f"{path}: {error}") from error
    known = {field.name for field in fields(Rule)}
    if not isinstance(found, dict) or set(found) != known:
        raise BrokenRuleError(f"{path}: must hold exactly {', '.join(sorted(known))}")
    faults = [
        f"{name} must be a list of words"
        for name in ("programs", "prefetch_headers", "refusal_headers")
        if not isinstance(found[name], list)
        or not all(isinstance(word, str) and word.strip() for word in found[name])
    ]
    limits = {"window_minutes": (1, LONGEST_WINDOW), "days_kept_months": (FEWEST_MONTHS, 1200)}
    faults += [
        f"{name} must be a whole number from {least} to {most}"
        for name, (least, most) in limits.items()
        if type(found[name]) is not int or not least <= found[name] <= most
    ]
    if faults:
        raise BrokenRuleError(f"{path}: {'; '.join(faults)}")
    made: dict[str, Any] = {
        name: tuple(word.casefold() if name == "programs" else word for word in row)
        if isinstance(row, list)
        else row
        for name, row in found.items()
    }
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
