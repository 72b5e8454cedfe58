"""What the scanner is given and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class TableCell(Protocol):
    """A cell of a table; its text is the passage's text from `start` to `end`."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def rowspan(self) -> int: ...
    @property
    def colspan(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Table(Protocol):
    """A table in a passage; merged cells are listed once, with their spans."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def cells(self) -> Sequence[TableCell]: ...


class Passage(Protocol):
    """A running text with the tables in it; `convert.parts.Part` is one."""

    @property
    def text(self) -> str: ...
    @property
    def tables(self) -> Sequence[Table]: ...


class Severity(StrEnum):
    """How much a finding weighs: SERIOUS must be settled before signing, WARNING looked at, INFORMATION only shown."""

    SERIOUS = "serious"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found at `text[start:end]` of a passage.

    `detector`: a stable identifier of `data/detectors.yaml`; `confidence`: 0 to 1; `masked`: the value with what is personal
    replaced by asterisks, the only form that may be kept or shown; `why`: a Chinese sentence for the officer.
    """

    detector: str
    severity: Severity
    confidence: float
    start: int
    end: int
    masked: str
    why: str
