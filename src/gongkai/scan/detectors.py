"""The table of detectors (data/detectors.yaml): what each is called, how much it weighs, why it matters and under which law."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from gongkai.law.datafiles import Table
from gongkai.scan.model import Severity


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector. `group`, `title`, `why`, `source` in Chinese; `severity` is the most a finding of it weighs."""

    id: str
    group: str
    severity: Severity
    title: str
    english: str
    why: str
    source: str


@cache
def data(name: str) -> Table:
    """A data file of this room."""
    return Table(yaml.safe_load((files("gongkai.scan") / "data" / name).read_text(encoding="utf-8")))


@cache
def known() -> dict[str, Detector]:
    """Every detector by its stable identifier, in the order of the table."""
    table = data("detectors.yaml")
    groups = table.table("groups")
    return {
        row.text("id"): Detector(
            row.text("id"),
            groups.text(row.text("id").partition(".")[0]),
            Severity(row.text("severity")),
            row.text("title"),
            row.text("english"),
            row.text("why"),
            row.text("source"),
        )
        for row in table.tables("detectors")
    }
