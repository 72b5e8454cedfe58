"""Grounds for not disclosing (Arts 14–16): what a WITHHELD or ON_REQUEST document must name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongkai.law import datafiles


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground. `force`: `must` (不予公开) or `may` (可以不予公开); `outcome`: how a refusal on it is counted."""

    code: str
    label: str
    article: str
    force: str
    outcome: str


def _load() -> Mapping[str, Ground]:
    keys = ("code", "label", "article", "force", "outcome")
    rows = (
        Ground(*(row.text(key) for key in keys)) for row in datafiles.read("grounds.yaml").tables("grounds")
    )
    return MappingProxyType({ground.code: ground for ground in rows})


GROUNDS: Mapping[str, Ground] = _load()
