"""Checks of a schema that no declaration can say (a procedure that leads nowhere). A room registers them for its schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gongkai.catalog.schemas.model import Problem

Check = Callable[[Mapping[str, Any]], Iterable[Problem]]
_checks: dict[str, Check] = {}


def register(slug: str, check: Check) -> None:
    """Have `check` look at every content of the schema, after its single values were cleaned."""
    _checks[slug] = check


def further(slug: str, cleaned: Mapping[str, Any]) -> Iterable[Problem]:
    """What the registered check finds; nothing when there is none."""
    check = _checks.get(slug)
    return check(cleaned) if check else ()
