"""How an agency stands with its rules: each act with what it rests on, the usual rules it has or lacks, what wants a look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog import validity
from gongkai.catalog.models import Document, RuleLink
from gongkai.catalog.rulebook import links
from gongkai.catalog.rulebook.links import Basis, Governing, Rulebook
from gongkai.convert import clauses
from gongkai.convert.clauses import Clause
from gongkai.law import acts
from gongkai.law.acts import Workflow

PURPOSE = re.compile("制定本(?:制度|规程|规定|办法|细则|规范)")
_FILE = Path(__file__).parent.parent / "data" / "rulebook.yaml"


class Held(StrEnum):
    """Whose a usual rule is."""

    OWN = "own"
    CLAUSES = "clauses"
    ABOVE = "above"
    MISSING = "missing"


LABELS: dict[Held, Any] = {
    Held.OWN: _("有"),
    Held.CLAUSES: _("由其他制度的条款规定"),
    Held.ABOVE: _("执行上级的制度"),
    Held.MISSING: _("没有"),
}


@dataclass(frozen=True, slots=True)
class Usual:
    """A rule authorities usually keep. `words`: any one in a title is enough; `acts`: what it usually governs."""

    id: str
    name: str
    words: tuple[str, ...]
    acts: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A usual rule with the rules found for it."""

    usual: Usual
    held: Held
    rules: tuple[Document, ...]

    @property
    def label(self) -> str:
        """Whose it is, in words."""
        return str(LABELS[self.held])


@dataclass(frozen=True, slots=True)
class Governed:
    """An act and one clause that governs it."""

    act: acts.Act
    clause: Governing


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about one agency: the acts by workflow, the checklist, the rules in its reach with what each governs there."""

    agency: Agency
    workflows: tuple[tuple[Workflow, tuple[Basis, ...]], ...]
    checklist: tuple[Checked, ...]
    rules: tuple[tuple[Document, tuple[Governed, ...]], ...]

    @property
    def bases(self) -> list[Basis]:
        """Every act, in order."""
        return [basis for _workflow, bases in self.workflows for basis in bases]

    @property
    def without_rule(self) -> int:
        """How many acts rest on the law alone."""
        return sum(not basis.governing for basis in self.bases)

    @property
    def unused(self) -> list[Document]:
        """The agency's rules in force that govern nothing."""
        return [
            rule
            for rule, governed in self.rules
            if not governed and rule.agency_id == self.agency.pk and rule.validity_now not in validity.ENDED
        ]


@cache
def usual() -> tuple[Usual, ...]:
    """The usual rules, from data."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["standard"]
    return tuple(
        Usual(row["id"], row["name"], tuple(row["words"]), tuple(row["acts"]), row["mark"]) for row in rows
    )


def of(agency: Agency, today: date) -> Standing:
    """The standing of an agency; a fixed number of queries, however many rules and links there are."""
    book = Rulebook(agency)
    workflows = tuple(
        (workflow, tuple(book.bases([act.id for act in workflow.acts], today)))
        for workflow in acts.workflows()
    )
    rules = list(links.in_reach(agency).defer("body", "body_text", "data"))
    holding = [row for row in book.links if links.holds_on(row, today)]
    governs: dict[int, list[Governed]] = {}
    for _workflow, bases in workflows:
        for basis in bases:
            for one in basis.governing:
                governs.setdefault(one.link.document_id, []).append(Governed(basis.act, one))
    return Standing(
        agency,
        workflows,
        tuple(_checked(one, agency, rules, holding, today) for one in usual()),
        tuple((rule, tuple(governs.get(rule.pk, ()))) for rule in rules),
    )


def _checked(
    one: Usual, agency: Agency, rules: Sequence[Document], holding: Sequence[RuleLink], today: date
) -> Checked:
    named = [
        rule
        for rule in rules
        if any(word in rule.title for word in one.words) and validity.on(rule, today) not in validity.ENDED
    ]
    own = tuple(rule for rule in named if rule.agency_id == agency.pk)
    by_clause = tuple({row.document_id: row.document for row in holding if row.act in one.acts}.values())
    own_clauses = tuple(rule for rule in by_clause if rule.agency_id == agency.pk)
    if own:
        return Checked(one, Held.OWN, own)
    if own_clauses:
        return Checked(one, Held.CLAUSES, own_clauses)
    others = tuple({rule.pk: rule for rule in [*named, *by_clause]}.values())
    return Checked(one, Held.ABOVE if others else Held.MISSING, others)


@dataclass(frozen=True, slots=True)
class Proposal:
    """That a clause speaks of an act."""

    act: acts.Act
    clause: Clause


def proposals(rule: Document, linked: Iterable[RuleLink]) -> list[Proposal]:
    """The clauses that use the words of an act and are not linked to it, in the order of the acts; for somebody to check.

    The clause that says why the rule was made governs nothing.
    """
    known = {(row.act, row.clause) for row in linked}
    return [
        Proposal(act, clause)
        for act in acts.every().values()
        for clause in clauses.clauses(rule.body_paragraphs)
        if not PURPOSE.search(clause.text)
        if any(word in clause.text for word in act.words) and (act.id, clause.name) not in known
    ]
