"""The channels there are: those of `data/channels.yaml`, and what an administrator added or put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.channels.models import Channel


@dataclass(frozen=True, slots=True)
class DeclaredChannel:
    """One channel. `unit`, `copies` and `reach` name what is counted (篇, 份, 阅读); `evidence` is what proves a publication,
    any one of it; `limit` and `link` are characters of a post, `part` those of a message alone and in parts."""

    slug: str
    label: str
    form: str
    adapter: str
    unit: str
    copies: str
    reach: str
    evidence: tuple[str, ...]
    limit: int
    link: int
    part: tuple[int, int]
    report_row: str
    catalogue: str
    source: str
    mark: str

    @property
    def is_by_hand(self) -> bool:
        """Whether people publish there and keep the proof."""
        return self.adapter == Channel.Adapter.HAND


@cache
def read(name: str) -> Any:
    """The content of `data/<name>.yaml`. Callers do not change it."""
    return yaml.safe_load((files("gongkai.channels") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def bundled() -> dict[str, DeclaredChannel]:
    """The channels of the data file by their slugs, in its order."""
    return {row["slug"]: _declared(row) for row in read("channels")["channels"]}


def _declared(row: Mapping[str, Any]) -> DeclaredChannel:
    source = row["source"]
    alone, each = row.get("part", (70, 67))
    return DeclaredChannel(
        slug=row["slug"],
        label=row["label"],
        form=row["form"],
        adapter=row["adapter"],
        unit=row["unit"],
        copies=row.get("copies", ""),
        reach=row.get("reach", ""),
        evidence=tuple(row["evidence"]),
        limit=row.get("limit", 0),
        link=row.get("link", 0),
        part=(alone, each),
        report_row=row["report_row"],
        catalogue=row["catalogue"],
        source=f"{source['instrument']}{source['article']}",
        mark=row["mark"],
    )


def every() -> dict[str, DeclaredChannel]:
    """All channels by their slugs; one query. A row of the administrator takes the place of a bundled one of its slug."""
    return {**bundled(), **{row.slug: _kept(row) for row in Channel.objects.order_by("pk")}}


def _kept(row: Channel) -> DeclaredChannel:
    under = bundled().get(row.slug)
    return DeclaredChannel(
        slug=row.slug,
        label=row.label,
        form=row.form,
        adapter=under.adapter if under else Channel.Adapter.HAND,
        unit=row.unit,
        copies=row.copies,
        reach=row.reach,
        evidence=tuple(row.evidence),
        limit=row.limit,
        link=row.link,
        part=(row.part_alone, row.part_each),
        report_row=row.report_row,
        catalogue=under.catalogue if under else "其他",
        source=row.source,
        mark="",
    )


def channel(slug: str) -> DeclaredChannel:
    """One channel. Raises KeyError for none."""
    return every()[slug]


def by_hand() -> list[DeclaredChannel]:
    """The channels jobs are made for: people publish there, or the newsletter is handed over."""
    adapters = (Channel.Adapter.HAND, Channel.Adapter.NEWSLETTER)
    return [row for row in every().values() if row.adapter in adapters]


def choices(blank: Any = None) -> list[tuple[str, Any]]:
    """Every channel for a select; `blank` is the label of none."""
    found: list[tuple[str, Any]] = [("", blank)] if blank is not None else []
    return found + [(row.slug, row.label) for row in every().values()]
