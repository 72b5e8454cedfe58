"""What a batch found, row by row in a fixed order, for every kind of output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.audit import checks, copying
from gongkai.audit.batch import jobs
from gongkai.audit.batch.store import Entry, Store
from gongkai.law import forms

SEVERITY = {"certain": "确定差错", "likely": "疑似差错", "information": "供参考"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what it is about. `cells`: cell ids; `labels`: their printed labels."""

    severity: str
    agency: str
    year: int | None
    check: str
    title: str
    family: str
    cells: tuple[str, ...]
    labels: tuple[str, ...]
    phrases: tuple[tuple[int, int], ...]
    text: str
    sentence: str
    file: str
    number: int


@dataclass(slots=True)
class Summary:
    """How many were read, what was found, what could not be read."""

    files: int = 0
    reports: int = 0
    by_severity: dict[str, int] = field(default_factory=lambda: dict.fromkeys(checks.SEVERITIES, 0))
    by_check: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    without_report: list[tuple[str, str]] = field(default_factory=list)


def summary(store: Store) -> Summary:
    """The figures over everything; one pass over the findings."""
    made = Summary(files=store.count(), failures=store.failures(), without_report=store.without_report())
    for entry in store.entries():
        made.reports += 1
        for finding in jobs.unpack(entry.findings):
            made.by_severity[finding["severity"]] += 1
            made.by_check[finding["id"]] = made.by_check.get(finding["id"], 0) + 1
    return made


def findings(store: Store, severity: str = "") -> Iterator[FindingRow]:
    """The findings of a severity, or all of them, in the order of files."""
    for entry in store.entries():
        listed = [item for item in jobs.unpack(entry.findings) if severity in {"", item["severity"]}]
        form = str(jobs.unpack(entry.body)["tables"]["form"]) if listed else ""
        for item in listed:
            yield _row(entry, form, item)


def _row(entry: Entry, form: str, item: Mapping[str, Any]) -> FindingRow:
    kind = checks.kinds()[item["id"]]
    cells = forms.load(form).cells if form in forms.VERSIONS else {}
    return FindingRow(
        severity=item["severity"],
        agency=entry.agency,
        year=entry.year,
        check=item["id"],
        title=kind.title,
        family=kind.family,
        cells=tuple(item["cells"]),
        labels=tuple(cells[cell].label for cell in item["cells"] if cell in cells),
        phrases=tuple((start, end) for start, end in item["phrases"]),
        text=item["text"],
        sentence=item["sentence"],
        file=entry.path,
        number=entry.number,
    )


def reports(store: Store) -> Iterator[tuple[Entry, dict[str, Any]]]:
    """Every report with its reading."""
    for entry in store.entries():
        yield entry, jobs.unpack(entry.body)


def copies(store: Store) -> list[copying.Shared]:
    """Who shares passages with whom; ids are the file and the number of the report on it."""
    return copying.find(_documents(store))


def _documents(store: Store) -> Iterator[copying.Document]:
    for entry, report in reports(store):
        id_ = f"{entry.path}#{entry.number}"
        yield copying.document(id_, store.text(entry.path), report, entry.agency)
