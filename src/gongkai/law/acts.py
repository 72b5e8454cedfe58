"""What an authority does under the rules of disclosure, and which provisions bind each act on a day (`data/acts.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import datafiles
from gongkai.law.datafiles import Table


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision in force since a day: `text` names instrument and articles. `mark`: V verified, M from memory, I our reading."""

    since: date
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act with its provisions, oldest first. `english`: its name for readers of English. `words`: what a clause about it speaks of, never a test of what it says."""

    id: str
    title: str
    english: str
    words: tuple[str, ...]
    history: tuple[tuple[Provision, ...], ...]

    def on(self, day: date) -> tuple[Provision, ...]:
        """The provisions of a day; none before the first rule about the act."""
        known = [rows for rows in self.history if rows[0].since <= day]
        return known[-1] if known else ()


@dataclass(frozen=True, slots=True)
class Workflow:
    """A part of the work with its acts in order."""

    id: str
    title: str
    english: str
    acts: tuple[Act, ...]


@cache
def workflows() -> tuple[Workflow, ...]:
    """Every part of the work, in order."""
    data = datafiles.read("acts.yaml")
    instruments = data.table("instruments")
    return tuple(
        Workflow(
            row.text("id"),
            row.text("title"),
            row.text("english"),
            tuple(_act(act, row, instruments) for act in row.tables("acts")),
        )
        for row in data.tables("workflows")
    )


def _act(row: Table, workflow: Table, instruments: Table) -> Act:
    history = tuple(_provisions(item, instruments) for item in row.tables("rows"))
    identity = f"{workflow.text('id')}.{row.text('id')}"
    return Act(identity, row.text("title"), row.text("english"), row.texts("words"), history)


def _provisions(row: Table, instruments: Table) -> tuple[Provision, ...]:
    articles, marks = row.table("articles"), row.table("marks")
    return tuple(
        Provision(
            row.day("since"),
            instruments.text(name) + "、".join(articles.texts(name)),
            marks.text(name) or row.text("mark"),
        )
        for name in articles.keys()  # noqa: SIM118 - a Table is no mapping
    )


@cache
def every() -> dict[str, Act]:
    """The acts by their id (`request.extend`), in order."""
    return {act.id: act for workflow in workflows() for act in workflow.acts}
