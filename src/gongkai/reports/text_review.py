"""The text of one report with everything it is held against: its figures, last year's text, the names around it."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.agencies.models import Agency
from gongkai.reports import rules, text_checks, text_sources, text_tokens
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed
from gongkai.reports.models import AnnualReport
from gongkai.reports.text_checks import Surroundings
from gongkai.reports.text_figures import Figures

Named = tuple[str, str, str]


def written(report: AnnualReport) -> dict[str, str]:
    """The text parts as they were written, with their tokens."""
    return {row.section: row.text for row in report.sections.all()}


def read(report: AnnualReport, computed: Computed, figures: Figures | None = None) -> dict[str, str]:
    """The text parts as they are read: frozen after the signature, before it with the figures of this moment."""
    if report.frozen:
        texts: dict[str, str] = report.frozen["sections"]
        return texts
    figures = figures or text_sources.figures(computed, report)
    return {section: text_tokens.render(text, figures) for section, text in written(report).items()}


def problems(
    report: AnnualReport,
    computed: Computed,
    figures: Figures | None = None,
    names: Sequence[Named] | None = None,
) -> list[Problem]:
    """Everything found in the text of an open report. `names`: those of all agencies, read already."""
    return text_checks.check(
        written(report),
        computed.values,
        rules.text_sections(computed.form),
        figures=figures or text_sources.figures(computed, report),
        around=around(report.agency, computed, names),
    )


def all_names() -> list[Named]:
    """Path, name and short name of every agency: one query."""
    return list(Agency.objects.order_by().values_list("path", "name", "short_name"))


def around(agency: Agency, computed: Computed, names: Sequence[Named] | None = None) -> Surroundings:
    """What the text is held against.

    The names of superiors and of the agencies below are its own; every other agency's is a foreign one.
    """
    own: list[str] = []
    others: list[str] = []
    for path, name, short_name in all_names() if names is None else names:
        related = agency.path.startswith(path) or path.startswith(agency.path)
        (own if related else others).extend({name} if related is False else {name, short_name})
    return Surroundings(computed.year, computed.previous_texts or {}, tuple(own), tuple(sorted(others)))
