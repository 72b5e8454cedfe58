"""A report ready to print: title, sections, filled tables. What every export and the portal draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.law.forms import Number
from gongkai.reports import cells, drafting, layout, text_review, text_sources, text_tokens
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section: paragraphs, or a table."""

    id: str
    number: str
    title: str
    paragraphs: tuple[str, ...] = ()
    grid: layout.Grid | None = None

    @property
    def heading(self) -> str:
        """一、总体情况"""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True, slots=True)
class Printed:
    """The whole report. `dated_on`: day of publication, None while it is not published (then it is a draft)."""

    title: str
    agency: str
    year: int
    dated_on: date | None
    values: Mapping[str, Number | None]
    sections: tuple[PrintedSection, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it was not published."""
        return self.dated_on is None

    def shown(self, cell: str) -> str:
        """The number of a cell as it is printed."""
        return layout.shown(cell, self.values.get(cell))


def printed(report: AnnualReport | None, computed: Computed) -> Printed:
    """A report ready to print; without a report, the figures with the drafted text."""
    if report is None:
        figures = text_sources.figures(computed)
        drafted = drafting.draft_for(computed, figures)
        texts: Mapping[str, str] = {key: text_tokens.render(text, figures) for key, text in drafted.items()}
        title = drafting.title(computed.agency.name, computed.year)
    else:
        texts, title = text_review.read(report, computed), report.title
    grids = {grid.section: grid for grid in layout.grids(computed.form)}
    sections = tuple(
        PrintedSection(
            section.id,
            section.number,
            section.title,
            tuple(line for line in texts.get(section.id, "").split("\n") if line.strip()),
            grids.get(section.id),
        )
        for section in cells.form(computed.form).sections
    )
    name = report.frozen["agency"] if report and report.frozen else computed.agency.name
    return Printed(
        title, name, computed.year, report.published_on if report else None, computed.values, sections
    )
