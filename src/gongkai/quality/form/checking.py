"""All rules over one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import TypeAlias

from gongkai.quality.form import dates, elements, levels, punctuation, tables, wording
from gongkai.quality.form.model import Facts, Finding, Text

Rule: TypeAlias = Callable[[Text, Facts], Iterator[Finding]]
MOST = 50
"""Findings of one rule in one text; whoever has more corrects these first."""

RULES: tuple[Rule, ...] = (
    elements.title,
    elements.of_normative,
    elements.pictures,
    elements.sections,
    elements.attachments,
    elements.guides,
    tables.headers,
    tables.sums,
    levels.order,
    levels.marks,
    dates.impossible,
    dates.weekday,
    dates.writing,
    punctuation.pairs,
    punctuation.width,
    punctuation.doubled,
    wording.leftovers,
    wording.words,
    wording.blanks,
    wording.document_numbers,
)


def check(text: Text, facts: Facts, wanted: Collection[str] | None = None) -> list[Finding]:
    """What is found, in the order of the text: first what concerns the document as a whole. `wanted`: only these rules."""
    seen: Counter[str] = Counter()
    found = []
    for rule in RULES:
        for finding in rule(text, facts):
            if wanted is None or finding.rule in wanted:
                seen[finding.rule] += 1
                if seen[finding.rule] <= MOST:
                    found.append(finding)
    return sorted(found, key=lambda one: (-1 if one.block is None else one.block, one.start, one.rule))
