"""The rules of disclosure of an agency as its page shows them: each with its versions and what its clauses govern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.catalog.rulebook import links, saying
from gongkai.catalog.rulebook.standing import Governed, Standing
from gongkai.portal.presenters.documents import ListedDocument, listed


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: how often it was published, what it governs here, whether it is the agency's own."""

    document: ListedDocument
    versions: int
    governs: Sequence[Governed]
    is_own: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act: what the law says about it, and the clauses that govern it as a line of links."""

    title: str
    provisions: str
    rules: str


def rule_lines(standing: Standing) -> list[RuleLine]:
    """The agency's rules, those that hold first, then those of agencies above that govern something here."""
    shown = [
        (rule, governed)
        for rule, governed in standing.rules
        if rule.agency_id == standing.agency.pk or governed
    ]
    counts = links.publications([rule.pk for rule, _governed in shown])
    lines = listed(rule for rule, _governed in shown)
    return [
        RuleLine(line, len(counts[rule.pk]), governed, rule.agency_id == standing.agency.pk)
        for (rule, governed), line in zip(shown, lines, strict=True)
    ]


def act_lines(standing: Standing) -> list[tuple[str, list[ActLine]]]:
    """Every act by workflow, with what it rests on."""
    return [
        (
            saying.name(workflow),
            [
                ActLine(
                    saying.name(basis.act),
                    "；".join(one.text for one in basis.provisions),
                    saying.governing(basis),
                )
                for basis in bases
            ],
        )
        for workflow, bases in standing.workflows
    ]
