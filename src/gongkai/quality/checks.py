"""The checks as declared, and how much each weighs at an agency."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from gongkai.agencies.models import Agency
from gongkai.quality.models import CheckSetting, Level

_FOLDER = Path(__file__).parent / "data"
REVISION = 1
"""Raised with each release whose rules find something else: what was looked at by an older one is looked at again."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `level`: as delivered; `mark`: how surely the source is known."""

    id: str
    level: str
    title: str
    english: str
    help: str
    source: str
    mark: str

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.english if (get_language() or "").startswith("en") else self.title

    @property
    def group(self) -> str:
        """link, element or form."""
        return self.id.partition(".")[0]


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


@cache
def every() -> Mapping[str, Check]:
    """All checks by their identifiers, in the order of the file."""
    rows = _file("checks")["checks"]
    return {
        row["id"]: Check(
            row["id"], row["level"], row["title"], row["english"], row["help"],
            f"{row['source']['instrument']}　{row['source']['article']}", row["mark"],
        )
        for row in rows
    }  # fmt: skip


def groups() -> dict[str, str]:
    """The groups of checks with their names in the reader's language."""
    english = (get_language() or "").startswith("en")
    return {name: row["english" if english else "title"] for name, row in _file("checks")["groups"].items()}


def limit(name: str) -> int:
    """A number of `data/links.yaml`."""
    return int(_file("links")[name])


Settings = Mapping[tuple[str, str], str]
"""The level set last, by path of the agency and check."""


def settings() -> Settings:
    """Everything administrators set, the newest for each agency and check."""
    rows = CheckSetting.objects.order_by("id").values_list("agency__path", "check_id", "level")
    return {(path, check): level for path, check, level in rows}


def levels(agency: Agency, known: Settings | None = None) -> dict[str, str]:
    """How much each check weighs at the agency: as set there or nearest above it, else as delivered."""
    known = settings() if known is None else known
    path = agency.path
    above = [path[:end] for end in range(len(path), 0, -Agency.steplen)]
    found = {}
    for check in every().values():
        said = next((level for one in above if (level := known.get((one, check.id)))), "")
        found[check.id] = said or check.level
    return found


def version(levels_here: Mapping[str, str]) -> str:
    """What was applied, in brief: another version means the content is to be looked at again."""
    said = json.dumps([REVISION, sorted(levels_here.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_on(level: str) -> bool:
    """Whether a check of this level is made at all."""
    return level != Level.OFF
