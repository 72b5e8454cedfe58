"""Findings as JSON (docs/reference/audit.md), written report by report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from gongkai.audit import copying
from gongkai.audit.batch import jobs
from gongkai.audit.batch.store import Store
from gongkai.audit.results import rows
from gongkai.audit.results.rows import Summary


def write(store: Store, summary: Summary, shared: Sequence[copying.Shared], out: Path) -> None:
    """Write the object {"summary", "reports", "failed", "copies"} to `out`."""
    with out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write('{\n"summary": ')
        _dump(
            file,
            {
                "files": summary.files,
                "reports": summary.reports,
                **summary.by_severity,
                "checks": dict(sorted(summary.by_check.items())),
            },
        )
        file.write(',\n"reports": [')
        separator = "\n"
        for entry, report in rows.reports(store):
            file.write(separator)
            _dump(file, _report(entry.path, entry.number, report, jobs.unpack(entry.findings)))
            separator = ",\n"
        file.write('\n],\n"failed": ')
        failed = [{"file": path, "code": code, "why": why} for path, code, why in summary.failures]
        failed += [{"file": path, "code": "not_a_report", "why": why} for path, why in summary.without_report]
        _dump(file, failed)
        file.write(',\n"copies": ')
        _dump(file, [_shared(pair) for pair in shared])
        file.write("\n}\n")


def _dump(file: IO[str], content: object) -> None:
    json.dump(content, file, ensure_ascii=False)


def _report(path: str, number: int, report: dict[str, Any], findings: list[Any]) -> dict[str, Any]:
    return {
        "file": path,
        "number": number,
        "agency": report["agency"],
        "year": report["year"],
        "form": report["form"],
        "tables": report["tables"]["values"],
        "facts": report["facts"],
        "unread": [
            {"code": code, "what": what, "start": start, "end": end, "cells": cells}
            for code, what, start, end, cells in (*report["unread"], *report["tables"]["unread"])
        ],
        "findings": findings,
    }


def _shared(pair: copying.Shared) -> dict[str, Any]:
    return {
        "earlier": pair.earlier,
        "later": pair.later,
        "dated": pair.dated,
        "share": pair.share,
        "score": pair.score,
        "passages": [
            {"earlier": p.earlier, "later": p.later, "similarity": p.similarity} for p in pair.passages
        ],
    }
