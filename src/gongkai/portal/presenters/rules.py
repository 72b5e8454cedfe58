"""The rules of disclosure of an agency as its page shows them: each with its versions and what its clauses govern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.catalog import validity
from gongkai.catalog.rulebook import links, saying
from gongkai.catalog.rulebook.standing import Standing
from gongkai.portal.presenters.documents import ListedDocument, listed


@dataclass(frozen=True, slots=True)
class Governed:
    """An act a clause governs, and the address of the clause."""

    act: str
    clause: str
    url: str


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
    governs: dict[int, list[Governed]] = defaultdict(list)
    for basis in standing.bases:
        for one in basis.governing:
            governs[one.link.document_id].append(Governed(basis.act.title, one.link.clause, one.address))
    shown = [
        rule
        for rule, _links in standing.rules
        if rule.agency_id == standing.agency.pk or (rule.pk in governs and _holds(rule))
    ]
    counts = links.publications([rule.pk for rule in shown])
    return [
        RuleLine(line, len(counts[rule.pk]), governs[rule.pk], rule.agency_id == standing.agency.pk)
        for rule, line in zip(shown, listed(shown), strict=True)
    ]


def _holds(rule: Any) -> bool:
    return rule.validity_now not in validity.ENDED


def act_lines(standing: Standing) -> list[tuple[str, list[ActLine]]]:
    """Every act by workflow, with what it rests on."""
    return [
        (
            workflow.title,
            [
                ActLine(
                    basis.act.title, "；".join(one.text for one in basis.provisions), saying.governing(basis)
                )
                for basis in bases
            ],
        )
        for workflow, bases in standing.workflows
    ]
