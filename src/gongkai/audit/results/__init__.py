"""What a batch found, written as a workbook, as JSON or as a page, told by the name of the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from gongkai.audit import copying
from gongkai.audit.batch.store import Store
from gongkai.audit.results import as_json, page, rows, xlsx
from gongkai.audit.results.rows import Summary

Writer = Callable[[Store, Summary, Sequence[copying.Shared], Path], None]
WRITERS: dict[str, Writer] = {".xlsx": xlsx.write, ".json": as_json.write, ".html": page.write}


def write(store: Store, out: Path, *, with_copies: bool = True) -> Summary:
    """Write everything to `out`, whose ending says how; returns the summary. Raises KeyError for another ending."""
    writer = WRITERS[out.suffix.lower()]
    summary = rows.summary(store)
    writer(store, summary, rows.copies(store) if with_copies else [], out)
    return summary
