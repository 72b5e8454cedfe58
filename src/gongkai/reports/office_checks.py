"""Checks while typing: what was typed but not saved is laid over the report, checked, and the sums are drawn anew.

The screen posts the form as it stands after each change; nothing is written. Without script the same checks follow on saving.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gongkai.law.forms import Number
from gongkai.reports import cells, computing, layout, queries, rules, text_checks, text_review, text_sources
from gongkai.reports.errors import Problem
from gongkai.reports.figures import Computed, as_number
from gongkai.reports.models import AnnualReport
from gongkai.reports.office_acts import report_of
from gongkai.reports.office_pages import labels_of

TYPED = "cell:"


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The findings of the report with what is in the form now, and every sum that the typed numbers change."""
    report = report_of(request, pk)
    computed = queries.compute(report)
    refused: list[Problem] = []
    if report.is_open:
        refused = _lay_over(computed, request.POST)
    texts = _texts(report, request.POST)
    problems = [*refused, *_problems(report, computed, texts)]
    section = request.POST.get("section", "")
    shown = [problem for problem in problems if problem.section == section] if section else problems
    return render(
        request,
        "reports/office/check.html",
        {
            "errors": [problem for problem in shown if problem.is_error],
            "warnings": [problem for problem in shown if not problem.is_error],
            "cells": labels_of(problems),
            "totals": [
                (cell, layout.shown(cell, computed.values.get(cell)))
                for cell in cells.all_cells(computed.form)
                if cells.is_sum(cell, computed.form)
            ],
            "wrong": sorted({cell for problem in problems if problem.is_error for cell in problem.cells}),
            "section": section,
        },
    )


def _lay_over(computed: Computed, posted: Mapping[str, str]) -> list[Problem]:
    """Put the typed numbers into the figures; what cannot stand is told and left out."""
    values: dict[str, Number | None] = {
        cell: value for cell, value in computed.values.items() if not cells.is_sum(cell, computed.form)
    }
    refused = []
    for name, text in posted.items():
        if not name.startswith(TYPED):
            continue
        cell = name.removeprefix(TYPED)
        entry = rules.read_entry(cell, text, "", computed.enterable, override=False, version=computed.form)
        if isinstance(entry, Problem):
            refused.append(entry)
            continue
        own = computed.own_entry(cell)
        others = (values[cell] or 0) - (own.value if own else 0)
        below = any(not other.own for other in computed.entries(cell))
        if entry.value is None:
            values[cell] = others if below else None
        else:
            values[cell] = others + as_number(cell, entry.value)
    computed.values = cells.complete(values, computed.form)
    return refused


def _texts(report: AnnualReport, posted: Mapping[str, str]) -> dict[str, str]:
    texts = text_review.written(report)
    section = posted.get("section", "")
    if section in rules.text_sections(report.form) and "text" in posted:
        texts[section] = rules.clean_text(posted["text"])
    return texts


def _problems(report: AnnualReport, computed: Computed, texts: Mapping[str, str]) -> list[Problem]:
    if report.frozen:
        return computing.problems(report, computed)
    found = [
        *computing.findings(computed),
        *text_checks.check(
            texts,
            computed.values,
            rules.text_sections(report.form),
            figures=text_sources.figures(computed, report),
            around=text_review.around(report.agency, computed),
        ),
    ]
    return sorted(found, key=lambda problem: not problem.is_error)
