"""What the screens on published reports show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.audit import corrected, marks, queries, stored
from gongkai.audit.facts import KINDS
from gongkai.audit.model import Fact, Number
from gongkai.audit.models import KIND, PublishedReport, SourceFile
from gongkai.law import forms

CERTAIN = 0.9
PRECISIONS = {"exact": "", "at_least": gettext_lazy("以上"), "about": gettext_lazy("约")}
SCOPES = {
    "own": gettext_lazy("本机关"),
    "area": gettext_lazy("全地区"),
    "system": gettext_lazy("全系统"),
    "cumulative": gettext_lazy("累计"),
}
SEVERITIES = {
    "certain": gettext_lazy("确定的差错"),
    "likely": gettext_lazy("可能的差错"),
    "information": gettext_lazy("提示"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A line in the list of what was read. `before`: the reading a person corrected, None when nobody did."""

    key: str
    label: str
    shown: str
    typed: str
    unit: str
    detail: str
    is_uncertain: bool
    before: str | None
    has_place: bool

    @property
    def anchor(self) -> str:
        """The name of its place in the text."""
        return self.key.replace(":", "-")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on the screen, with the anchors of what it speaks of."""

    number: int
    id: str
    severity: str
    severity_label: str
    text: str
    sentence: str
    cells: tuple[tuple[str, str], ...]


def reports_of_sources() -> Prefetch[str]:
    """The reports of the files of a page, without what was read."""
    return Prefetch("reports", PublishedReport.objects.defer("reading").order_by("number"))


def counts(row: PublishedReport) -> Counter[str]:
    """Findings of a report by severity."""
    return Counter(finding["severity"] for finding in row.findings)


def history(source: SourceFile) -> list[tuple[Any, str]]:
    """Everything that was done to a file, in words."""
    words = {
        "handed_in": _("导入"),
        "read": _("读取"),
        "not_read": _("未能读取"),
        "corrected": _("更正"),
        "accepted": _("采用"),
        "taken_back": _("撤回采用"),
        "noticed": _("生成核查通知"),
    }
    return [(event, words[event.type.removeprefix(f"{KIND}.")]) for event in queries.events(source)]


def report(row: PublishedReport) -> dict[str, Any]:
    """The report's page: text with marks, cells by row, facts, what could not be read, findings."""
    read, now = stored.load(row.reading), corrected.report(row)
    changed = {correction.target: correction.before for correction in reversed(row.corrections.all())}
    form = forms.load(read.tables.form) if read.tables.form else None
    cells = [
        _cell(cell.id, cell.label, cell.unit, now, changed)
        for cell in (form.cells.values() if form else ())
        if cell.id in now.tables.values
    ]
    struck = {
        int(c.target[5:]) for c in row.corrections.all() if c.target.startswith("fact:") and not c.value
    }
    values = {
        int(c.target[5:]): corrected.number(c.value)
        for c in row.corrections.all()
        if c.target.startswith("fact:")
    }
    facts = [
        _fact(number, fact, values.get(number, fact.value), changed) for number, fact in enumerate(read.facts)
    ]
    return {
        "report": row,
        "read": now,
        "blocks": marks.blocks(row.source.text, read.start, read.end, marks.of_report(read)),
        "cells": cells,
        "blank_cells": sum(not figure.shown for figure in cells),
        "facts": facts,
        "struck": struck,
        "unread": [*read.unread, *read.tables.unread],
        "findings": _findings(row, form),
        "counts": counts(row),
        "corrections": list(row.corrections.all()),
    }


def _cell(cell: str, label: str, unit: str, now: Any, changed: dict[str, str]) -> Figure:
    value, key = now.tables.values[cell], f"cell:{cell}"
    return Figure(
        key=key,
        label=label,
        shown=shown(value),
        typed=plain(value),
        unit=unit,
        detail=cell,
        is_uncertain=now.tables.confidence.get(cell, 1.0) < CERTAIN,
        before=changed.get(key),
        has_place=cell in now.tables.where,
    )


def _fact(number: int, fact: Fact, value: Number | None, changed: dict[str, str]) -> Figure:
    key = f"fact:{number}"
    scope = "" if fact.scope == "own" else f"{SCOPES[fact.scope]} "
    name = KINDS[fact.kind].name if fact.kind in KINDS else fact.kind
    return Figure(
        key=key,
        label=f"{name}／{fact.label}" if fact.label else name,
        shown=f"{scope}{PRECISIONS[fact.precision]} {shown(value)}".strip(),
        typed=plain(value),
        unit=fact.unit,
        detail=fact.phrase,
        is_uncertain=fact.confidence < CERTAIN and key not in changed,
        before=changed.get(key),
        has_place=True,
    )


def _findings(row: PublishedReport, form: forms.Form | None) -> list[Found]:
    order = list(SEVERITIES)
    known = form.cells if form else {}
    found = [
        Found(
            number,
            finding["id"],
            finding["severity"],
            str(SEVERITIES[finding["severity"]]),
            finding["text"],
            finding["sentence"],
            tuple((f"cell-{cell}", known[cell].label) for cell in finding["cells"] if cell in known),
        )
        for number, finding in enumerate(row.findings)
    ]
    return sorted(found, key=lambda one: (order.index(one.severity), one.number))


@dataclass(frozen=True, slots=True)
class SeriesCell:
    """A year of a measure. `url`: the report it was read from; `phrase`: its words; `state`: value, blank or none."""

    plain: str
    shown: str
    url: str
    phrase: str


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A measure over all years, with the points of a small line drawing (120 × 28)."""

    measure: queries.Measure
    cells: tuple[SeriesCell, ...]
    drawing: str


def series(found: Sequence[queries.Series]) -> dict[str, Any]:
    """Years and lines of the series' table; measures nobody states are left out."""
    years = sorted({year for one in found for year in one.points})
    lines = []
    for one in found:
        if not any(point.value is not None for point in one.points.values()):
            continue
        cells = tuple(_series_cell(one.points.get(year)) for year in years)
        values = [one.points[year].value if year in one.points else None for year in years]
        lines.append(SeriesLine(one.measure, cells, drawing(values)))
    return {"years": years, "lines": lines}


def _series_cell(point: queries.Point | None) -> SeriesCell:
    if point is None:
        return SeriesCell("", "", "", "")
    url = reverse("audit_office:report", args=[point.report]) if point.report else ""
    text = f"{PRECISIONS[point.precision]} {shown(point.value)}".strip()
    return SeriesCell(plain(point.value), text, url, point.phrase)


def drawing(values: Sequence[Number | None], width: int = 120, height: int = 28) -> str:
    """The points of an SVG polyline through the years that state a value; empty for fewer than two."""
    known = [(at, float(value)) for at, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    top = max(value for _at, value in known) or 1.0
    step = (width - 4) / (len(values) - 1)
    return " ".join(
        f"{2 + at * step:.1f},{height - 3 - value / top * (height - 6):.1f}" for at, value in known
    )


def shown(value: Number | None) -> str:
    """A number with thousands separators; a blank is empty."""
    return "" if value is None else f"{value:,}"


def plain(value: Number | None) -> str:
    """A number as it is typed."""
    return "" if value is None else f"{value}"
