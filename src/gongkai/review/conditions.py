"""When a step is needed, as data: a fact of the content and the values at which somebody must sign. Pure.

A condition reads `{"fact": "disclosure_class", "any_of": ["on_request", "withheld"]}`; all conditions of a step must
hold. A fact the content does not state keeps the step: what nobody looked at is signed by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict


class Condition(TypedDict):
    """One line of a step's conditions."""

    fact: str
    any_of: list[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact a condition may ask: its name, what it is called, and the values it can have (value, label)."""

    name: str
    label: object  # a text, translated or to be translated when it is shown
    choices: Sequence[tuple[str, object]]


def hold(conditions: Iterable[Condition], facts: Mapping[str, Sequence[str]]) -> bool:
    """Whether a step with these conditions is needed for a content with these facts."""
    return all(
        condition["fact"] not in facts or not set(condition["any_of"]).isdisjoint(facts[condition["fact"]])
        for condition in conditions
    )


def in_words(conditions: Iterable[Condition], known: Iterable[Fact]) -> str:
    """仅当公开属性为依申请公开、不予公开；… Empty for a step that is always needed."""
    by_name = {fact.name: fact for fact in known}
    lines = []
    for condition in conditions:
        fact = by_name.get(condition["fact"])
        labels = dict(fact.choices) if fact else {}
        values = "、".join(str(labels.get(value, value)) for value in condition["any_of"])
        lines.append(f"{fact.label if fact else condition['fact']}：{values}")
    return "；".join(lines)
