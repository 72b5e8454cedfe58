"""Parts against their total, both stated in one sentence; and one number in every channel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding
from gongkai.audit.model import Fact, Span
from gongkai.law.datafiles import Table
from gongkai.law.forms.values import plain

LEAST_SAME = 10
"""The number from which the same figure in every channel is suspicious."""

SLIP = 6
"""Up to this many missing from the total, and no more than a fifth of it, is a slip rather than an open list."""

_LISTS = re.compile(r"其中|包括|分别|分为|按|[:：]")
_NEW_LIST = re.compile(
    r"其中|包括|按[^，,；;]{1,8}分|从[^，,；;]{1,8}[看分]|另|此外|同时|累计|上年|去年|同比|新增|年以来"
)
_OPEN = re.compile(r"^[^，,。；;]{0,6}等|^[^。]{0,12}(?:左右|不等)")
_OVERLAP = re.compile(r"(?:分别|各|均)?(?:重复|交叉|兼)")


def findings(case: Case) -> Iterator[CheckFinding]:
    """Every list of parts that does not fit its total, and channels that all state one number."""
    for relation in catalogue.table("comparisons.yaml").tables("parts"):
        yield from _relation(case, relation)
    yield from _same(case)


def _relation(case: Case, relation: Table) -> Iterator[CheckFinding]:
    total_kind, part_kinds = relation.text("total"), relation.texts("parts")
    for group in case.groups(total_kind, *part_kinds):
        totals = [fact for fact in group if fact.kind == total_kind]
        if len(totals) != 1 or group[0] is not totals[0]:
            continue
        parts = _first_list(case, totals[0], group[1:])
        if parts and len({fact.unit for fact in (totals[0], *parts)} - {""}) <= 1:
            yield from _compare(case, totals[0], parts, exhaustive=relation.flag("exhaustive"))


def _first_list(case: Case, total: Fact, parts: Sequence[Fact]) -> list[Fact]:
    """The parts of the first list after the total: up to the words that begin another one; [] when it is not clear."""
    listed: list[Fact] = []
    at = total.end
    for fact in parts:
        between = case.text[at : fact.start]
        own = fact.phrase if fact.start < at else between + fact.phrase
        if not listed and not _LISTS.search(case.text[total.start : fact.end]):
            return []
        if listed and _NEW_LIST.search(own):
            return []
        listed.append(fact)
        at = max(at, fact.end)
    labels = [fact.label or fact.kind for fact in listed]
    if len(set(labels)) != len(labels) or any(_OVERLAP.search(fact.phrase) for fact in listed):
        return []
    if _other_figures(case, total, listed):
        return []
    return listed


def _other_figures(case: Case, total: Fact, parts: Sequence[Fact]) -> bool:
    """Whether brackets or another list stand inside, so that parts of parts may be among them."""
    if not parts:
        return True
    inside = case.text[total.start : parts[-1].end]
    return "（" in inside or "(" in inside or len(re.findall("其中|包括", inside)) > 1


def _compare(case: Case, total: Fact, parts: Sequence[Fact], *, exhaustive: bool) -> Iterator[CheckFinding]:
    added = sum(fact.value for fact in parts)
    short = total.value - added
    open_ = bool(_OPEN.match(case.text[parts[-1].end : parts[-1].end + 16]))
    if short == 0 or (short > 0 and (open_ or len(parts) < 2)):
        return
    if short < 0:
        check = "parts.exceed_total"
    elif short <= SLIP and short * 5 <= total.value and (exhaustive or len(parts) >= 3):
        check = "parts.short_of_total"
    else:
        check = "parts.far_short"
    whole = Span(total.start, max(parts[-1].end, total.end))
    yield catalogue.finding(
        check,
        phrases=[whole],
        total=plain(total.value),
        parts="、".join(plain(fact.value) for fact in parts),
        sum=plain(added),
        short=plain(short),
        phrase=case.shown(whole, 100),
    )


def _same(case: Case) -> Iterator[CheckFinding]:
    for group in case.groups("by_channel"):
        values = {fact.value for fact in group}
        labels = {fact.label for fact in group}
        if len(labels) < 3 or len(values) != 1 or group[0].value < LEAST_SAME:
            continue
        if re.search("均|都|各|同步", case.text[group[0].start : group[-1].end]):
            continue
        yield catalogue.finding(
            "channels.same",
            phrases=[Span(fact.start, fact.end) for fact in group],
            value=plain(group[0].value),
            parts="、".join(" ".join(fact.phrase.split()) for fact in group),
        )
