"""The ruled tables of a page: cells told by the lines drawn around them, merged ones with their spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

APART = 2.0
"""Points within which two lines are one, and an end touches a line."""

TOGETHER = 4.5
"""Points within which lines are the edge of one cell: nothing is written between them."""

MOST_RULES = 4000


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line across or down a page, in points, y downwards: `at` on one axis, from `start` to `end` on the other."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid, counted from 0."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Grid:
    """A ruled table: the positions of its lines, and the cell that each field between them belongs to."""

    lefts: list[float]
    tops: list[float]
    owners: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def at(self, x: float, y: float) -> Cell | None:
        """The cell under a point; None outside the table."""
        column, row = bisect_right(self.lefts, x) - 1, bisect_right(self.tops, y) - 1
        return self.owners.get((row, column))


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that the lines of a page make: lines that touch, with two cells or more between them."""
    if not 4 <= len(rules) <= MOST_RULES:
        return []
    made = (_grid(group) for group in _touching(_merged(rules)))
    return [grid for grid in made if grid is not None]


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines one behind the other put together, so that a border drawn cell by cell is one line."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.across, round(rule.at), rule.start)):
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.across == rule.across
            and abs(last.at - rule.at) <= APART
            and rule.start <= last.end + APART
        ):
            merged[-1] = Rule(last.across, last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return [rule for rule in merged if rule.end - rule.start > 2 * APART]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines grouped by what they touch."""
    group = list(range(len(rules)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = group[group[at]]
            at = group[at]
        return at

    downs = [at for at, rule in enumerate(rules) if not rule.across]
    for one, across in enumerate(rules):
        if not across.across:
            continue
        for other in downs:
            if _cross(across, rules[other]):
                group[root(one)] = root(other)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return [found for found in groups.values() if len(found) >= 4]


def _cross(across: Rule, down: Rule) -> bool:
    return (
        across.start - APART <= down.at <= across.end + APART
        and down.start - APART <= across.at <= down.end + APART
    )


def _grid(rules: Sequence[Rule]) -> Grid | None:
    lefts = _edges([rule.at for rule in rules if not rule.across])
    tops = _edges([rule.at for rule in rules if rule.across])
    rows, columns = len(tops) - 1, len(lefts) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > 20_000:
        return None
    walls = {
        (row, column) for column in range(1, columns) for row in _beside(rules, lefts[column], tops, False)
    }
    floors = {(row, column) for row in range(1, rows) for column in _beside(rules, tops[row], lefts, True)}
    grid = Grid(lefts, tops)
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in grid.owners:
                _claim(grid, row, column, walls, floors, rows, columns)
    return grid


def _beside(rules: Sequence[Rule], at: float, edges: Sequence[float], across: bool) -> list[int]:
    """The intervals between `edges` along which a line is drawn at `at`."""
    drawn = [rule for rule in rules if rule.across == across and -APART <= rule.at - at <= TOGETHER]
    return [
        number
        for number in range(len(edges) - 1)
        if any(
            rule.start - APART <= (edges[number] + edges[number + 1]) / 2 <= rule.end + APART
            for rule in drawn
        )
    ]


def _claim(
    grid: Grid,
    row: int,
    column: int,
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    rows: int,
    columns: int,
) -> None:
    """Give a cell every field to its right and below it that no line cuts off."""
    right = column + 1
    while right < columns and (row, right) not in walls and (row, right) not in grid.owners:
        right += 1
    bottom = row + 1
    while bottom < rows and not any((bottom, at) in floors for at in range(column, right)):
        bottom += 1
    cell = Cell(row, column, bottom - row, right - column)
    for down in range(row, bottom):
        for across in range(column, right):
            grid.owners.setdefault((down, across), cell)


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > TOGETHER:
            edges.append(value)
    return edges
