"""Which node stands in which row, and in which order: loops opened, rows by the longest way, few crossings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.convert.flowchart.model import Chart, Edge

SWEEPS = 12


@dataclass(slots=True, eq=False)
class Stop:
    """A place in a row: a node, or (no `node`) a point that a long edge passes."""

    row: int
    node: str = ""
    again: list[str] = field(default_factory=list)  # conditions under which the step is done again
    incoming: list[Hop] = field(default_factory=list)
    outgoing: list[Hop] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Hop:
    """A piece of an edge from one row to the next."""

    upper: Stop
    lower: Stop
    edge: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Layers:
    """The rows from top to bottom; `chains` are the hops of every edge from top to bottom, `backward` those that go up."""

    rows: list[list[Stop]]
    chains: dict[int, list[Hop]]
    backward: frozenset[int]


def arrange(chart: Chart) -> Layers:
    """The rows of a chart. Edges from a node to itself are no part of them."""
    backward = _backward(chart)
    ranks = _ranks(chart, backward)
    rows: list[list[Stop]] = [[] for _ in range(max(ranks.values()) + 1)]
    stops = {node.id: Stop(ranks[node.id], node.id) for node in chart.nodes}
    for node in chart.nodes:
        rows[ranks[node.id]].append(stops[node.id])
    chains = {
        number: _chain(number, edge, number in backward, stops, rows)
        for number, edge in enumerate(chart.edges)
        if edge.source != edge.target
    }
    for edge in chart.edges:
        if edge.source == edge.target:
            stops[edge.source].again.append(edge.label)
    _untangle(rows)
    return Layers(rows, chains, backward)


def _backward(chart: Chart) -> frozenset[int]:
    """The edges that close a loop, as a walk from the first node meets them."""
    leaving: dict[str, list[tuple[int, Edge]]] = {node.id: [] for node in chart.nodes}
    for number, edge in enumerate(chart.edges):
        leaving[edge.source].append((number, edge))
    found: set[int] = set()
    done: set[str] = set()
    for root in chart.nodes:
        if root.id in done:
            continue
        path, way = {root.id}, [(root.id, iter(leaving[root.id]))]
        while way:
            here, edges = way[-1]
            step = next(edges, None)
            if step is None:
                way.pop()
                path.discard(here)
                done.add(here)
                continue
            number, edge = step
            if edge.target in path:
                found.add(number)
            elif edge.target not in done:
                path.add(edge.target)
                way.append((edge.target, iter(leaving[edge.target])))
    return frozenset(found)


def _ranks(chart: Chart, backward: frozenset[int]) -> dict[str, int]:
    """The row of every node: one below the lowest that leads to it."""
    ways = [
        (edge.target, edge.source) if number in backward else (edge.source, edge.target)
        for number, edge in enumerate(chart.edges)
        if edge.source != edge.target
    ]
    below: dict[str, list[str]] = {node.id: [] for node in chart.nodes}
    waits_for = dict.fromkeys(below, 0)
    for upper, lower in ways:
        below[upper].append(lower)
        waits_for[lower] += 1
    ranks = dict.fromkeys(below, 0)
    ready = [name for name, count in waits_for.items() if not count]
    while ready:
        upper = ready.pop()
        for lower in below[upper]:
            ranks[lower] = max(ranks[lower], ranks[upper] + 1)
            waits_for[lower] -= 1
            if not waits_for[lower]:
                ready.append(lower)
    return ranks


def _chain(
    number: int, edge: Edge, backward: bool, stops: dict[str, Stop], rows: list[list[Stop]]
) -> list[Hop]:
    upper, lower = stops[edge.source], stops[edge.target]
    if backward:
        upper, lower = lower, upper
    hops, here = [], upper
    for row in range(upper.row + 1, lower.row + 1):
        there = lower if row == lower.row else Stop(row)
        if there is not lower:
            rows[row].append(there)
        hop = Hop(here, there, number)
        here.outgoing.append(hop)
        there.incoming.append(hop)
        hops.append(hop)
        here = there
    hops[-1 if backward else 0].label = edge.label
    return hops


def _untangle(rows: list[list[Stop]]) -> None:
    """Order every row by where its neighbours stand; the best of some sweeps down and up is kept."""
    best, order = _crossings(rows), [list(row) for row in rows]
    for sweep in range(SWEEPS):
        if not best:
            break
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            _sort(row, rows, down)
        found = _crossings(rows)
        if found < best:
            best, order = found, [list(row) for row in rows]
    for row, kept in zip(rows, order, strict=True):
        row[:] = kept
    _sort_hops(rows)


def _sort(row: list[Stop], rows: list[list[Stop]], down: bool) -> None:
    place = _places(rows)

    def middle(stop: Stop) -> float:
        near = (
            [place[id(hop.upper)] for hop in stop.incoming]
            if down
            else [place[id(hop.lower)] for hop in stop.outgoing]
        )
        return sum(near) / len(near) if near else place[id(stop)]

    row.sort(key=middle)


def _places(rows: Sequence[Sequence[Stop]]) -> dict[int, int]:
    return {id(stop): number for row in rows for number, stop in enumerate(row)}


def _crossings(rows: list[list[Stop]]) -> int:
    """How many pairs of hops cross."""
    place = _places(rows)
    count = 0
    for row in rows:
        ends = sorted((place[id(hop.upper)], place[id(hop.lower)]) for stop in row for hop in stop.outgoing)
        lowers = [lower for _, lower in ends]
        count += sum(
            lowers[first] > lowers[second]
            for first in range(len(lowers))
            for second in range(first + 1, len(lowers))
            if ends[first][0] != ends[second][0]
        )
    return count


def _sort_hops(rows: list[list[Stop]]) -> None:
    """The lines of a node leave and enter it in the order of where they go and come from."""
    place = _places(rows)
    for row in rows:
        for stop in row:
            stop.outgoing.sort(key=lambda hop: place[id(hop.lower)])
            stop.incoming.sort(key=lambda hop: place[id(hop.upper)])
