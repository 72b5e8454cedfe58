"""Openings on their way to the totals: a line appended to a file each, added up every minute.

Appending asks no database and survives the end of any process; only a machine that loses its power loses what its disk had
not yet been given. A batch is a file renamed by whoever adds it up; its name is written into the database together with the
totals, so that a batch found again after a crash is not added twice.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

OPEN = "openings"
BATCH = "batch-"
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Page:
    """A public page: its name (`document:12`), its kind, and what it belongs to by number."""

    name: str
    kind: str
    agency: int | None = None
    column: int | None = None
    document: int | None = None


def append(folder: Path, day: date, page: Page) -> None:
    """Write one opening. A line is shorter than what the system writes in one piece, so lines never mix."""
    fields = (day.isoformat(), *astuple(page))
    line = "\t".join(_NONE if value is None else str(value) for value in fields) + "\n"
    number = os.open(folder / OPEN, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, line.encode())
    finally:
        os.close(number)


def batches(folder: Path) -> Iterator[Path]:
    """The files to add up: what is open now becomes one, and what a killed process left is found again."""
    with contextlib.suppress(FileNotFoundError):
        (folder / OPEN).rename(folder / f"{BATCH}{time.time_ns()}-{os.getpid()}")
    yield from sorted(folder.glob(f"{BATCH}*"))


def read(batch: Path) -> Counter[tuple[date, Page]]:
    """How often each page was opened on each day; a line cut off by a full disk is left out."""
    found: Counter[tuple[date, Page]] = Counter()
    for line in batch.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 6:
            day, name, kind, *owners = fields
            numbers = [None if owner == _NONE else int(owner) for owner in owners]
            found[date.fromisoformat(day), Page(name, kind, *numbers)] += 1
    return found
