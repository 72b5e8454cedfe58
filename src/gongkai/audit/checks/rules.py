"""Rules (规章) said to be made by a body that may make none (立法法)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding
from gongkai.audit.model import Span

_MADE = re.compile(r"规章(?!制度)")


def findings(case: Case) -> Iterator[CheckFinding]:
    """Figures of kind `rules` above nought in the words of a body without the power."""
    if case.body.may_make_rules is not False:
        return
    for fact in case.of_kind("rules"):
        if fact.value > 0 and _MADE.search(fact.phrase) and re.search("制定|制发|出台|颁布", fact.phrase):
            yield catalogue.finding(
                "rules.no_power",
                phrases=[Span(fact.start, fact.end)],
                phrase=" ".join(fact.phrase.split()),
            )
            return
