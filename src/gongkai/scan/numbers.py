"""Whole groups of digits read as one number, with what stands around them. What it may be is for others to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gongkai.scan import checks
from gongkai.scan.context import AGAINST, Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.runs import Group, Run, runs

_LONGEST, _SHORTEST, _MOST_GROUPS, _MOST_DOTS = 21, 7, 9, 5
_BEFORE_CHECK, _GROWN_TOGETHER = 17, 29
_UNIT = re.compile(r"[元万亿吨米克斤亩册件份台套度瓦株升℃%％‰年月]|公[里斤顷]|千[克瓦米]|平方|立方|个(?!人)")
_CURRENCIES = ("¥", "￥", "$")
_GROWN = re.compile(r".?[A-Za-z]|[A-Za-z0-9][\-_#]|[A-Za-z]/", re.DOTALL)
_ADDRESS_OF_PAGE = re.compile(r"(?:://|www\.)[!-~]*$")
_REACH_OF_PAGE = 160


@dataclass(slots=True)
class Number:
    """Whole groups of digits of a run, from `first` to `last`, read as one number."""

    context: Context
    run: Run
    first: int
    last: int
    groups: tuple[Group, ...]
    digits: str
    _role: str | None = None

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.groups[0].at[0]

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.run.check + 1 if self.digits[-1] == "X" else self.groups[-1].at[-1] + 1

    @property
    def role(self) -> str:
        """What the text says it is."""
        if self._role is None:
            self._role = self.context.role(self.start)
        return self._role

    @property
    def shape(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def gaps(self) -> frozenset[str]:
        """What parts the groups."""
        return frozenset(group.gap for group in self.groups[1:])

    @property
    def boxed(self) -> bool:
        """Each digit stands alone, as in the boxes of a form."""
        return len(self.groups) >= len(self.digits) - 1

    @property
    def tied(self) -> bool:
        """Grown together with letters or other digits, as serial numbers, decimals and addresses of pages are."""
        text, groups = self.context.text, self.run.groups
        if self.first and groups[self.first].gap in ("dot", "dash"):
            return True
        if self.last + 1 < len(groups) and groups[self.last + 1].gap in ("dot", "dash"):
            return True
        before, after = text[max(0, self.start - 2) : self.start], text[self.end : self.end + 1]
        if _GROWN.fullmatch(before) or (after.isascii() and after.isalpha()) or after == "@":
            return True
        return before[-1:] in ("/", "=", "_", "&", ".") and bool(
            _ADDRESS_OF_PAGE.search(text[max(0, self.start - _REACH_OF_PAGE) : self.start])
        )

    @property
    def continued(self) -> bool:
        """Groups that go on before or behind it, set apart as its own are: a part of something longer."""
        groups = self.run.groups
        before = self.first > 0 and groups[self.first].gap in self.gaps
        return before or (self.last + 1 < len(groups) and groups[self.last + 1].gap in self.gaps)

    @property
    def counted(self) -> bool:
        """A unit stands behind it, or a currency before it: an amount."""
        return self.before in _CURRENCIES or bool(_UNIT.match(self.context.text, self.end))

    @property
    def before(self) -> str:
        """The character before it; empty at the beginning of the text."""
        return self.context.text[self.start - 1 : self.start] if self.start else ""

    @property
    def against(self) -> bool:
        """What the text says is no personal number or, where it says nothing, an amount."""
        return self.role in AGAINST or (not self.role and self.counted)

    def hit(
        self, detector: str, severity: Severity, confidence: float, why: str, weight: int, value: str = ""
    ) -> Hit:
        """A claim on it; `value` when its digits hold more than the number itself, such as a code of the country."""
        value = value or self.digits
        return Hit(f"person.{detector}", severity, confidence, self.start, self.end, why, weight, value)


def numbers(context: Context, plausible: Mapping[int, Callable[[str], bool]]) -> Iterator[Number]:
    """Every number of the passage whose digits are plausible, by how many they are."""
    for run in runs(context.text):
        for first, last in _stretches(run.groups):
            groups = run.groups[first : last + 1]
            digits = groups[0].digits if first == last else "".join([group.digits for group in groups])
            if len(digits) == _BEFORE_CHECK and run.check >= 0 and last + 1 == len(run.groups):
                digits += "X"
            test = plausible.get(len(digits))
            if test and test(digits):
                yield Number(context, run, first, last, groups, digits)
        for group in run.groups:
            if len(group.digits) == _GROWN_TOGETHER:
                for parts in _grown_together(group):
                    for at, part in enumerate(parts):
                        yield Number(context, Run(parts, -1), at, at, (part,), part.digits)


def _stretches(groups: Sequence[Group]) -> Iterable[tuple[int, int]]:
    """First and last of groups that may be one number: a row of single digits as a whole, otherwise any few of them."""
    if len(groups) == 1:
        return ((0, 0),)
    found: list[tuple[int, int]] = []
    boxed_to = -1
    for first, group in enumerate(groups):
        size = len(group.digits)
        if size > 1:
            # Behind a dot the fraction of a decimal number begins, but no number that is parted itself.
            if group.gap != "dot" or not first or size >= _SHORTEST:
                found += _from(groups, first)
        elif first > boxed_to:
            boxed_to = _boxed(groups, first, len(groups), groups[min(first + 1, len(groups) - 1)].gap)
            further = _boxed(groups, first, first + _LONGEST, "blank", "tab")
            found += [(first, last) for last in {boxed_to, further} if last - first + 1 >= _SHORTEST]
    return found


def _from(groups: Sequence[Group], first: int) -> Iterator[tuple[int, int]]:
    length, parted_by = 0, ""
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        group = groups[last]
        length += len(group.digits)
        if length > _LONGEST:
            return
        if last > first:
            # Nothing goes on behind a comma or many dots, nor partly in one cell and partly over several.
            if group.gap == "comma" or (group.gap == "dot" and last - first >= _MOST_DOTS):
                return
            if parted_by and (group.gap == "tab") != (parted_by == "tab"):
                return
            parted_by = group.gap
        if length >= _SHORTEST:
            yield first, last


def _boxed(groups: Sequence[Group], first: int, limit: int, *gaps: str) -> int:
    """The last of the single digits from `first` on that such gaps part, before `limit`."""
    last, limit = first, min(limit, len(groups))
    while last + 1 < limit and len(groups[last + 1].digits) == 1 and groups[last + 1].gap in gaps:
        last += 1
    return last


def _grown_together(group: Group) -> Iterator[tuple[Group, Group]]:
    """An identity number and a mobile number, in either order, without anything between them."""
    for cut, identity in ((18, slice(0, 18)), (11, slice(11, 29))):
        if checks.resident_id_check(group.digits[identity]):
            yield Group(group.digits[:cut], group.at[:cut], ""), Group(group.digits[cut:], group.at[cut:], "")
