"""What wants a look: acts whose rule is lost, and clauses whose rule was published anew, with what became of each clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wagtail.models import Revision

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document, RuleLink
from gongkai.catalog.rulebook import links
from gongkai.convert import clauses, sanitise
from gongkai.ledger import queries as ledger


class Fate(StrEnum):
    """What became of a clause in the present text of its rule; unknown where the earlier text is not kept."""

    SAME = "same"
    CHANGED = "changed"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgrown:
    """A rule with a new text, and the statements about it, each with what became of its clause."""

    rule: Document
    rows: Sequence[tuple[RuleLink, Fate]]


def outgrown(agency: Agency) -> list[Outgrown]:
    """The rules of `links.outgrown`; three queries, however many there are."""
    rows = list(links.outgrown([agency]).order_by("document_id", "pk").defer(None))
    before = _earlier_texts({row.document_id for row in rows})
    by_rule: dict[int, list[RuleLink]] = {}
    for row in rows:
        by_rule.setdefault(row.document_id, []).append(row)
    return [
        Outgrown(held[0].document, [(row, _fate(row, before.get(row.content_sha256))) for row in held])
        for held in by_rule.values()
    ]


def _fate(row: RuleLink, before: dict[str, str] | None) -> Fate:
    now = _texts(row.document.body_paragraphs)
    if row.clause not in now:
        return Fate.DROPPED
    if before is None:
        return Fate.UNKNOWN
    return Fate.SAME if before.get(row.clause) == now[row.clause] else Fate.CHANGED


def _texts(paragraphs: Sequence[str]) -> dict[str, str]:
    """The text of each clause by its name; that of the whole rule by an empty one."""
    found = {clause.name: clause.text for clause in clauses.clauses(paragraphs)}
    return {**found, "": "\n".join(paragraphs)}


def _earlier_texts(rules: set[int]) -> dict[str, dict[str, str]]:
    """The clauses of every published version of these rules, by the digest of its content."""
    published = {
        event.data["revision"]: event.data["sha256"]
        for events in ledger.histories(Document.ledger_kind, rules).values()
        for event in events
        if event.type == links.PUBLISHED and {"revision", "sha256"} <= event.data.keys()
    }
    revisions = Revision.objects.filter(pk__in=list(published)).only("content")
    return {
        published[row.pk]: _texts(sanitise.text(str(row.content.get("body") or "")).splitlines())
        for row in revisions
    }
