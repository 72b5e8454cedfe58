"""The steps of a guide: where each leads, how long the longest way is, what is wrong with them. Pure.

A step leads on to the next row unless its 下一步 says otherwise: names of steps parted by ；, each with its condition before a
colon (材料齐全：受理；材料不齐全：一次性告知). 办结 ends the procedure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.convert.flowchart import MOST_EDGES, MOST_NODES, Chart, Edge, Kind, Node
from gongkai.convert.official import in_official_language
from gongkai.law.reading import nearest

END = "办结"
ENDS = frozenset((END, "结束", "送达办结", "终止"))
_BRANCH = re.compile(r"[；;\n]+")
_COLON = re.compile(r"[：:]")


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows a step: the condition (empty: always) and the row, None at the end."""

    condition: str
    target: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One row: what is done, by whom, within how many working days (None: not said), with what result."""

    name: str
    who: str
    days: int | None
    result: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong in a row (0 based; None: in the steps as a whole)."""

    row: int | None
    code: str
    text: str


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Step], list[Fault]]:
    """The rows as steps, and what is wrong with where they lead. A branch that leads nowhere is left out."""
    names = [_text(row, "name") for row in rows]
    places = {name: number for number, name in reversed(list(enumerate(names))) if name}
    steps, faults = [], []
    for number, row in enumerate(rows):
        branches, wrong = _branches(_text(row, "next"), number, len(rows), places)
        days = row.get("days")
        steps.append(
            Step(
                names[number],
                _text(row, "who"),
                days if isinstance(days, int) else None,
                _text(row, "result"),
                tuple(branches),
            )
        )
        faults += [Fault(number, "STEP-NOWHERE", text) for text in wrong]
    doubled = {name for name in names if name and names.count(name) > 1}
    faults += [
        Fault(number, "STEP-TWICE", _("有两个步骤都叫“%(name)s”，请分别命名。") % {"name": name})
        for number, name in enumerate(names)
        if name in doubled
    ]
    return steps, faults + _shape_faults(steps)


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _branches(
    typed: str, number: int, count: int, places: Mapping[str, int]
) -> tuple[list[Branch], list[str]]:
    if not typed:
        return [Branch("", number + 1 if number + 1 < count else None)], []
    found, wrong = [], []
    for part in filter(None, (part.strip() for part in _BRANCH.split(typed))):
        *conditions, name = (piece.strip() for piece in _COLON.split(part))
        condition = "：".join(filter(None, conditions))
        if name in places:
            found.append(Branch(condition, places[name]))
        elif name in ENDS:
            found.append(Branch(condition, None))
        else:
            text = _("“%(name)s”不是任何步骤的名称") % {"name": name or part}
            wrong.append(f"{text}{nearest(name, [*places, END]).replace(' ', '') or '。'}")
    return found, wrong


def _shape_faults(steps: Sequence[Step]) -> list[Fault]:
    """Steps nobody comes to, steps from which the end is never reached, conditions without an alternative."""
    faults = []
    forward = _closure({0} if steps else set(), lambda row: _targets(steps[row]))
    before: dict[int, list[int]] = {row: [] for row in range(len(steps))}
    for row, step in enumerate(steps):
        for target in _targets(step):
            before[target].append(row)
    ending = {row for row, step in enumerate(steps) if any(b.target is None for b in step.branches)}
    backward = _closure(ending, lambda row: before[row])
    for row, step in enumerate(steps):
        named = {"name": step.name or str(row + 1)}
        if row not in forward:
            text = _("没有步骤通到“%(name)s”，请在前面步骤的“下一步”中写明，或者删去这一步。") % named
            faults.append(Fault(row, "STEP-UNREACHED", text))
        if row not in backward:
            faults.append(Fault(row, "STEP-ENDLESS", _("从“%(name)s”走不到办结，请检查“下一步”。") % named))
        if len(step.branches) == 1 and step.branches[0].condition:
            text = _("“%(name)s”只写了一种情形，请写明其他情形下一步到哪里。") % named
            faults.append(Fault(row, "STEP-ONE-CONDITION", text))
        if len(step.branches) > 1 and not all(branch.condition for branch in step.branches):
            text = _("“%(name)s”之后有几种去向，请在每一种前写明条件和冒号。") % named
            faults.append(Fault(row, "STEP-NO-CONDITION", text))
    return faults


def _targets(step: Step) -> list[int]:
    return [branch.target for branch in step.branches if branch.target is not None]


def _closure(roots: set[int], near: Any) -> set[int]:
    found, waiting = set(roots), list(roots)
    while waiting:
        for other in near(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def longest(steps: Sequence[Step]) -> int:
    """The working days of the longest way from the first step to the end; what is done again counts once."""
    known: dict[int, int] = {}
    waiting: list[tuple[int, bool]] = [(0, False)] if steps else []
    open_rows: set[int] = set()
    while waiting:
        row, left = waiting.pop()
        if left:
            open_rows.discard(row)
            onward = [known[target] for target in _targets(steps[row]) if target in known]
            known[row] = (steps[row].days or 0) + max(onward, default=0)
        elif row not in known and row not in open_rows:
            open_rows.add(row)
            waiting.append((row, True))
            waiting += [(target, False) for target in _targets(steps[row]) if target not in known]
    return known.get(0, 0)


@in_official_language
def chart(title: str, steps: Sequence[Step]) -> Chart | None:
    """The steps as a flow chart from the application to the end; None without steps or with more than can be drawn."""
    edges = [
        Edge(str(row), "end" if branch.target is None else str(branch.target), branch.condition)
        for row, step in enumerate(steps)
        for branch in dict.fromkeys(step.branches)
    ]
    if not steps or len(steps) + 2 > MOST_NODES or len(edges) + 1 > MOST_EDGES:
        return None
    nodes = [Node("start", _("申请"), kind="start")]
    nodes += [_node(row, step) for row, step in enumerate(steps)]
    if any(edge.target == "end" for edge in edges):
        nodes.append(Node("end", _(END), kind="end"))
    return Chart(title, tuple(nodes), (Edge("start", "0"), *edges))


def _node(row: int, step: Step) -> Node:
    kind: Kind = "decision" if len(step.branches) > 1 else "step"
    return Node(str(row), step.name or str(row + 1), tuple(notes(step)), kind)


def notes(step: Step) -> Iterable[str]:
    """Who does it, within how long, with what result."""
    if step.who:
        yield step.who
    if step.days is not None:
        yield _("当日") if step.days == 0 else _("%(days)d个工作日") % {"days": step.days}
    if step.result:
        yield _("结果：%(result)s") % {"result": step.result}
