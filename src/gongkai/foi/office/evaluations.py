"""What applicants said: on the page of a request, and as figures on the worklist."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from gongkai.foi import queries
from gongkai.foi.models import Case, Evaluation
from gongkai.foi.office import gate


class CaseEvaluation(Component):
    """The evaluation of one request; the words only to those who handle it."""

    template_name = "foi/office/components/evaluation.html"

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case = request, case

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The evaluation, if there is one: only an answered request has one."""
        given = queries.evaluation_of(self.case) if self.case.decided_on else None
        return {"given": given, "reads": gate.may_read_person(self.request.user, self.case.agency)}


class EvaluationFigures(Component):
    """The last year's evaluations: how many, how good."""

    template_name = "foi/office/components/evaluation_figures.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The figures, with the words of each score."""
        figures = queries.evaluation_figures(self.request.user, timezone.localdate())
        labels = dict(Evaluation.Score.choices)
        rows = [(str(labels[score]), many) for score, many in figures.scores.items()]
        return {"figures": figures, "rows": rows}
