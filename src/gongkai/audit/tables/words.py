"""The words by which tables and their cells are recognised, read once from the data file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Words:
    """The data of `table_labels.yaml`, in the shapes the readers use."""

    marks: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    names: dict[str, str]
    variants: dict[str, tuple[str, ...]]
    units: frozenset[str]
    empty: frozenset[str]
    nil: frozenset[str]
    misread: dict[int, str]
    rise: tuple[str, ...]
    fall: tuple[str, ...]


@cache
def words() -> Words:
    """The words, loaded once in a process."""
    source = files("gongkai.audit").joinpath("data/table_labels.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(source)
    return Words(
        marks={form: tuple(marks) for form, marks in data["marks"].items()},
        headings={table: tuple(titles) for table, titles in data["headings"].items()},
        names=dict(data["names"]),
        variants={label: tuple(others) for label, others in data["variants"].items()},
        units=frozenset(data["units"]),
        empty=frozenset(data["empty"]),
        nil=frozenset(data["nil"]),
        misread={ord(wrong): right for wrong, right in data["misread"].items()},
        rise=tuple(data["rise"]),
        fall=tuple(data["fall"]),
    )
