"""Reports that agencies elsewhere published, read in by the supervisor: years to compare, findings, and words that two share."""

from __future__ import annotations

from typing import Any

from gongkai.agencies.models import Agency, User
from gongkai.audit import services
from gongkai.demo import datafiles
from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import exports, layout
from gongkai.reports.drafting import title
from gongkai.reports.printing import Printed, PrintedSection


def read_in(holder: Agency, supervisor: User) -> None:
    """Hand in every report of `data/published.yaml`, read it, and accept what was looked at."""
    for row in datafiles.read("published"):
        name = f"{row['agency']}{row['year']}年年报.{'txt' if 'text' in row else 'html'}"
        data = _text(row) if "text" in row else exports.html(_printed(row))
        source = services.read_source(
            services.hand_in(actor=supervisor, holder=holder, data=data, name=name).pk
        )
        if row["accepted"]:
            services.accept(actor=supervisor, report=source.reports.get())


def _text(row: dict[str, Any]) -> bytes:
    """A report in words: heading, chapters, signature."""
    day = row["signed_on"]
    signed = f"{row['agency']}\n{day.year}年{day.month}月{day.day}日"
    return f"{title(row['agency'], row['year'])}\n{row['text']}{signed}\n".encode()


def _printed(row: dict[str, Any]) -> Printed:
    """A report in the form of its year, every cell that is not named 0."""
    form = forms.form_for(row["year"])
    leaves: dict[str, Number | None] = {key: 0 for key, cell in form.cells.items() if not cell.computed}
    grids = {grid.section: grid for grid in layout.grids(form.meta.id)}
    sections = tuple(
        PrintedSection(
            section.id,
            section.number,
            section.title,
            tuple(row["parts"].get(section.id, "").split("\n")),
            grids.get(section.id),
        )
        for section in form.sections
    )
    values = {**forms.complete(form, {**leaves, **row["cells"]}), **row.get("misprinted", {})}
    return Printed(
        title(row["agency"], row["year"]), row["agency"], row["year"], row["signed_on"], values, sections
    )
