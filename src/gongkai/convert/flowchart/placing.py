"""Where everything stands: how large each box is, and how far to the right each stop of a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.convert.flowchart.layers import Hop, Layers, Stop
from gongkai.convert.flowchart.model import Chart, Node
from gongkai.convert.flowchart.wrapping import width, wrap

TEXT, SMALL = 14, 12  # font sizes
TEXT_LINE, SMALL_LINE = 20, 17
TEXT_WIDTH = 168  # of the lines in a box
LABEL_EMS = 9
PAD_X, PAD_Y = 14, 10
GAP = 32  # between neighbours in a row
PORT = 20  # between two lines at one box, at least
GRID = 4
SWEEPS = 16
SELF_LOOP = 22  # how far a line that comes back to its own box goes aside
LONG_WAY = 8.0  # how much straighter a line that passes rows wants to be


@dataclass(frozen=True, slots=True)
class Size:
    """The lines of a box and its extent."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]
    width: int
    height: int


def label_lines(label: str) -> list[str]:
    """The lines of a condition."""
    return wrap(label, LABEL_EMS) if label.strip() else []


def label_width(label: str) -> int:
    """How much room a condition needs beside others."""
    return int(max((width(line) for line in label_lines(label)), default=0) * SMALL) + 12 if label else 0


def port_gap(hops: Sequence[Hop]) -> int:
    """The distance of the lines at one side of a box: their conditions must not touch."""
    return _on_grid(max([PORT, *(label_width(hop.label) + 4 for hop in hops)]))


def sizes(chart: Chart, layers: Layers) -> dict[str, Size]:
    """The size of every box: as wide as its text and the lines that meet there need."""
    ports = {
        stop.node: max(_ports_width(stop.incoming), _ports_width(stop.outgoing, plain=True))
        for row in layers.rows
        for stop in row
        if stop.node
    }
    return {node.id: _size(node, ports[node.id]) for node in chart.nodes}


def _ports_width(hops: Sequence[Hop], *, plain: bool = False) -> int:
    return (PORT if plain else port_gap(hops)) * (len(hops) - 1) + 2 * PAD_X if hops else 0


def _size(node: Node, least: int) -> Size:
    wide = _on_grid(max(TEXT_WIDTH + 2 * PAD_X, least), 2 * GRID)
    room = wide - 2 * PAD_X
    lines = wrap(node.text, room / TEXT)
    notes = [line for note in node.notes for line in wrap(note, room / SMALL, even=False)]
    high = 2 * PAD_Y + TEXT_LINE * len(lines) + (SMALL_LINE * len(notes) + 4 if notes else 0)
    return Size(tuple(lines), tuple(notes), wide, high)


def _on_grid(number: float, grid: int = GRID) -> int:
    return int(-(-number // grid) * grid)


def half(stop: Stop, found: dict[str, Size]) -> float:
    """Half the width of a stop; a passing line is as wide as its condition."""
    if stop.node:
        beside = max((SELF_LOOP + label_width(label) for label in stop.again), default=0)
        return found[stop.node].width / 2 + beside
    return max([PORT / 2, *(label_width(hop.label) / 2 for hop in (*stop.incoming, *stop.outgoing))])


def offset(hop: Hop, hops: Sequence[Hop], gap: float) -> float:
    """How far from the middle of its box a line leaves or enters."""
    return (hops.index(hop) - (len(hops) - 1) / 2) * gap


def across(layers: Layers, found: dict[str, Size]) -> dict[int, float]:
    """The middle of every stop by its id(): near what it is linked with, neighbours apart, the leftmost edge at 0."""
    middles: dict[int, float] = {}
    for row in layers.rows:
        at = 0.0
        for stop in row:
            middles[id(stop)] = at + half(stop, found)
            at += 2 * half(stop, found) + GAP
    for sweep in range(SWEEPS):
        down = sweep % 2 == 1  # the last sweep goes down: boxes under boxes
        for row in layers.rows if down else reversed(layers.rows):
            _settle(row, found, middles, _wish_down if down else _wish_up)
    left = min(middles[id(stop)] - half(stop, found) for row in layers.rows for stop in row)
    return {key: _on_grid(middle - left) for key, middle in middles.items()}


Wish = Callable[[Hop], tuple[Stop, float, float]]


def _wish_down(hop: Hop) -> tuple[Stop, float, float]:
    upper, lower = hop.upper, hop.lower
    return (
        upper,
        offset(hop, upper.outgoing, PORT) - offset(hop, lower.incoming, port_gap(lower.incoming)),
        _weight(hop),
    )


def _wish_up(hop: Hop) -> tuple[Stop, float, float]:
    upper, lower = hop.upper, hop.lower
    return (
        lower,
        offset(hop, lower.incoming, port_gap(lower.incoming)) - offset(hop, upper.outgoing, PORT),
        _weight(hop),
    )


def _weight(hop: Hop) -> float:
    return 1.0 if hop.upper.node and hop.lower.node else LONG_WAY


def _settle(row: list[Stop], found: dict[str, Size], middles: dict[int, float], wish: Wish) -> None:
    """Move the stops of a row to where they want to be as far as their neighbours let them (pooled means)."""
    shift, at = [], 0.0
    wanted: list[tuple[float, float]] = []
    for number, stop in enumerate(row):
        if number:
            at += half(row[number - 1], found) + GAP + half(stop, found)
        shift.append(at)
        hops = stop.incoming if wish is _wish_down else stop.outgoing
        wishes = [wish(hop) for hop in hops]
        weight = sum(weight for _, _, weight in wishes)
        place = sum((middles[id(near)] + move) * weight for near, move, weight in wishes)
        wanted.append((place / weight - at, weight) if wishes else (middles[id(stop)] - at, 0.01))
    pools: list[list[float]] = []  # [place, weight, members]
    for place, weight in wanted:
        pools.append([place, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            place, weight, members = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + place * weight) / (last[1] + weight)
            last[1] += weight
            last[2] += members
    places = [place for place, _, members in pools for _ in range(int(members))]
    for stop, place, moved in zip(row, places, shift, strict=True):
        middles[id(stop)] = place + moved
