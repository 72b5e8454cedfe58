"""The documented list of kinds, data/kinds.yaml, with its patterns compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact. `words`: what is counted, before the number; `after`: the same behind it; `labels`: its named parts.

    `within`: the total below which alone it is looked for; `needs`: what the sentence must say besides; `lead`: what the
    clause must say before a number whose words stand behind it.
    """

    id: str
    name: str
    unit: str
    units: frozenset[str]
    words: re.Pattern[str] | None
    after: re.Pattern[str] | None
    labels: Mapping[str, re.Pattern[str]]
    excluded: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    lead: re.Pattern[str] | None
    zero: bool
    within: str


def _either(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _kind(row: Mapping[str, Any]) -> Kind:
    return Kind(
        id=row["id"],
        name=row["name"],
        unit=row["unit"],
        units=frozenset(row["units"]),
        words=_either(row.get("words", [])),
        after=re.compile(rf"\s*(?:的)?(?:{'|'.join(row['after'])})") if row.get("after") else None,
        labels={label: re.compile(words) for label, words in row.get("labels", {}).items()},
        excluded=_either(row.get("not", [])),
        needs=re.compile(row["needs"]) if row.get("needs") else None,
        lead=re.compile(row["lead"]) if row.get("lead") else None,
        zero=row.get("zero", False),
        within=row.get("within", ""),
    )


_DATA = yaml.safe_load(files("gongkai.audit").joinpath("data/kinds.yaml").read_text(encoding="utf-8"))
KINDS: Mapping[str, Kind] = {row["id"]: _kind(row) for row in _DATA["kinds"]}
LABELS: Mapping[str, str] = _DATA["labels"]


def called(kind: str, label: str = "") -> str:
    """What a kind, or a named part of it, is called: 主动公开（按渠道）／网站; a category as the report words it."""
    name = KINDS[kind].name if kind in KINDS else kind
    return f"{name}／{LABELS.get(label, label)}" if label else name
