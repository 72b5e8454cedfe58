"""The procedure for a request as the law has it on a day, as boxes and arrows. Every number in it is a parameter in force.

What the boxes say stands in `data/flow.yaml`; the ways a request ends come from `outcomes`, what can be done against them
from `remedies`. Drawing it is not the law's business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gongkai.law import datafiles, parameters, remedies
from gongkai.law.datafiles import Table
from gongkai.law.errors import refuse
from gongkai.law.outcomes import OUTCOMES, Outcome

UNITS = {"working_days": "个工作日", "calendar_days": "日", "months": "个月"}
_NAMED = re.compile(r"\{([a-z_]+)\}")
_ARTICLE = re.compile(r"第[零一二三四五六七八九十百]+条.*")


@dataclass(frozen=True, slots=True)
class Box:
    """Something that happens. `kind`: start, step, decision or end; `sources`: instrument and articles, in order."""

    id: str
    kind: str
    text: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """What follows what, and under which condition (empty: always)."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole procedure on a day; `used` are the parameters whose numbers stand in it."""

    title: str
    as_of: date
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    used: frozenset[str]


def flow(on: date) -> Flow:
    """The procedure in force on a day. Raises LawInputError for a day before the first regulation (2008-05-01)."""
    data = datafiles.read("flow.yaml")
    if on < data.day("since"):
        raise refuse("before_the_regulation", f"{on} 《中华人民共和国政府信息公开条例》尚未施行", "as_of")
    used: set[str] = set()
    boxes = [found for row in data.tables("boxes") if (found := _box(row, on, used))]
    arrows = [
        Arrow(row.text("from"), row.text("to"), row.text("label"))
        for row in data.tables("arrows")
        if _in_force(row, on)
    ]
    if on >= data.day("outcomes_since"):
        place = next(number for number, box in enumerate(boxes) if box.id == "answer") + 1
        ends, further = _ends(data, on)
        boxes[place:place] = ends
        arrows += further
    return Flow(data.text("title"), on, tuple(boxes), tuple(arrows), frozenset(used))


def turns() -> list[date]:
    """The days on which the procedure changed, oldest first."""
    data = datafiles.read("flow.yaml")
    rows = [*data.tables("arrows"), *(row for box in data.tables("boxes") for row in box.tables("rows"))]
    days = {data.day("since")} | {row.day("since") for row in rows if row.get("since")}
    days |= {value.since for parameter in parameters.parameters().values() for value in parameter.history}
    found: dict[tuple[tuple[Box, ...], tuple[Arrow, ...]], date] = {}
    for day in sorted(day for day in days if day >= data.day("since")):
        now = flow(day)
        found.setdefault((now.boxes, now.arrows), day)
    return list(found.values())


def _in_force(row: Table, on: date) -> bool:
    since, until = row.get("since"), row.get("until")
    return (since is None or row.day("since") <= on) and (until is None or on < row.day("until"))


def _box(box: Table, on: date, used: set[str]) -> Box | None:
    rows = [row for row in box.tables("rows") if row.day("since") <= on]
    if not rows or rows[-1].flag("ended"):
        return None
    row = rows[-1]
    said = (row.text("text"), *row.texts("notes"))
    names = list(dict.fromkeys(name for text in said for name in _NAMED.findall(text)))
    used |= set(names)
    text, *notes = (_NAMED.sub(lambda found: amount(found[1], on), text) for text in said)
    sources = (*row.texts("articles"), *(parameters.required(name, on).citation for name in names))
    return Box(box.text("id"), box.text("kind"), text, tuple(notes), cited(sources))


def amount(name: str, on: date) -> str:
    """A parameter with its unit: 20个工作日. Raises LawInputError when it is not in force on the day."""
    return f"{parameters.value(name, on)}{UNITS[parameters.parameters()[name].unit]}"


def cited(sources: tuple[str, ...]) -> tuple[str, ...]:
    """Sources without repetition, articles of one instrument together: 国务院令第711号第二十九条、第三十条."""
    found: dict[str, list[str]] = {}
    for source in dict.fromkeys(sources):
        article = _ARTICLE.search(source)
        instrument = source[: article.start()] if article else source
        found.setdefault(instrument, []).append(article.group() if article else "")
    return tuple(instrument + "、".join(articles) for instrument, articles in found.items())


def _ends(data: Table, on: date) -> tuple[list[Box], list[Arrow]]:
    """A box for each class of result, with the arrows into it and on to what can be done against it."""
    needs = data.table("outcome_needs")
    groups: dict[str, list[Outcome]] = {}
    for outcome in OUTCOMES.values():
        needed = needs.text(outcome.code)
        if not needed or parameters.dated(needed, on):
            groups.setdefault(outcome.group, []).append(outcome)
    boxes, arrows = [], []
    for group, outcomes in groups.items():
        label = outcomes[0].group_label.partition("）")[2]
        notes = tuple(outcome.label for outcome in outcomes if outcome.label != label)
        sources = (
            article if not article.startswith("第") else data.text("outcome_instrument") + article
            for outcome in outcomes
            for article in outcome.articles
        )
        boxes.append(Box(group, "end", label, notes, cited(tuple(sources))))
        arrows.append(Arrow("answer", group, ""))
        arrows += _against(group, outcomes, on)
    return boxes, arrows


def _against(group: str, outcomes: list[Outcome], on: date) -> list[Arrow]:
    """The arrows from a class of results to its remedies; where they differ, the smaller part is named."""
    routes: dict[str, list[str]] = {}
    for outcome in outcomes:
        routes.setdefault(remedies.route(outcome, on), []).append(outcome.label)
    largest = max(routes, key=lambda route: len(routes[route]))
    return [
        Arrow(group, route, "" if route == largest else "、".join(labels)) for route, labels in routes.items()
    ]
