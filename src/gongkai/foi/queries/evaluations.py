"""How applicants found the handling of their requests: one evaluation, and the figures of an office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import Count

from gongkai.agencies import access
from gongkai.foi.models import Case, Evaluation
from gongkai.foi.services.evaluating import changeable_until

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Given:
    """An evaluation as its applicant sees it."""

    score: int
    label: str
    words: str
    given_on: date
    changeable_until: date


@dataclass(frozen=True, slots=True)
class Figures:
    """How many evaluations there were, on average how good, and how many of each; `answered` requests of that time."""

    number: int
    average: float
    scores: Mapping[int, int]


def evaluation_of(case: Case) -> Given | None:
    """What the applicant said; None when nothing was said."""
    row = Evaluation.objects.filter(case=case).first()
    if row is None:
        return None
    return Given(row.score, str(row.get_score_display()), row.words, row.given_on, changeable_until(row))


def evaluation_figures(actor: Any, as_of: date) -> Figures:
    """The evaluations of the last year at the agencies the actor may see, with one query and without a word."""
    rows = Evaluation.objects.filter(
        case__agency__in=access.visible_agencies(actor), given_on__gt=as_of - YEAR, given_on__lte=as_of
    )
    counts = dict(rows.order_by().values_list("score").annotate(many=Count("pk")))
    number = sum(counts.values())
    total = sum(score * many for score, many in counts.items())
    scores = {score: counts.get(score, 0) for score in sorted(Evaluation.Score.values, reverse=True)}
    return Figures(number, total / number if number else 0.0, MappingProxyType(scores))
