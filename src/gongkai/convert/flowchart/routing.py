"""The finished drawing: boxes with their corners, lines with their bends; no line touches a box or lies on another.

Between two rows every line goes down, aside on a track of its own, and down again, in columns no other line has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.convert.flowchart import placing
from gongkai.convert.flowchart.layers import Hop, Layers, Stop, arrange
from gongkai.convert.flowchart.model import Chart, Edge, Node
from gongkai.convert.flowchart.placing import PORT, SELF_LOOP, SMALL_LINE, Size

MARGIN = 16
TRACK = 12
ABOVE, BELOW = 14, 22  # from a row to the first track, from the last track (or condition) to the next row
SNAP, SNAP_PASSING = 24, 14  # how far beside the middle of a box, or of its place, a line may stay straight
PAD = 4  # between two lines on one track
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its place: the left upper corner and the extent."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    reachable: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An edge with its bends from source to target, and its condition centred at `label_at` (the last line's foot)."""

    edge: Edge
    points: tuple[Point, ...]
    label: tuple[str, ...]
    label_at: Point
    backward: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything with its place, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    """One hop between two rows: where it leaves and enters, and on which track it goes aside."""

    start: int
    end: int
    track: int


@lru_cache(maxsize=128)
def draw(chart: Chart) -> Drawing:
    """Lay a chart out."""
    layers = arrange(chart)
    sizes = placing.sizes(chart, layers)
    middles = placing.across(layers, sizes)
    gaps = _lanes(layers, middles)
    tops, bottoms = _heights(layers, sizes, gaps)
    lanes = {key: lane for gap in gaps for key, lane in gap.items()}
    reachable = chart.reachable
    boxes = {
        stop.node: _box(stop, chart, sizes, middles, tops, reachable)
        for row in layers.rows
        for stop in row
        if stop.node
    }
    lines = tuple(
        _line(edge, layers.chains[number], number in layers.backward, boxes, lanes, tops, bottoms)
        if number in layers.chains
        else _round(edge, boxes[edge.source])
        for number, edge in enumerate(chart.edges)
    )
    right = max([box.x + box.width for box in boxes.values()] + [x for line in lines for x, _ in line.points])
    labels = [line.label_at[0] + placing.label_width("".join(line.label)) / 2 for line in lines if line.label]
    return Drawing(
        max([right, *labels]) + MARGIN,
        bottoms[-1] + MARGIN,
        tuple(boxes[node.id] for node in chart.nodes),
        lines,
    )


def _box(
    stop: Stop,
    chart: Chart,
    sizes: dict[str, Size],
    middles: dict[int, float],
    tops: list[float],
    reachable: frozenset[str],
) -> Box:
    size = sizes[stop.node]
    node = next(node for node in chart.nodes if node.id == stop.node)
    return Box(
        node,
        MARGIN + middles[id(stop)] - size.width / 2,
        tops[stop.row],
        size.width,
        size.height,
        size.lines,
        size.notes,
        stop.node in reachable,
    )


def _heights(
    layers: Layers, sizes: dict[str, Size], gaps: Sequence[dict[int, _Lane]]
) -> tuple[list[float], list[float]]:
    """The top and the bottom of every row."""
    tops, bottoms, y = [], [], float(MARGIN)
    for row, gap in zip(layers.rows, gaps, strict=True):
        high = max((sizes[stop.node].height for stop in row if stop.node), default=0)
        tops.append(y)
        bottoms.append(y + high)
        tracks = max((lane.track + 1 for lane in gap.values()), default=0)
        labels = max(
            (len(placing.label_lines(hop.label)) for stop in row for hop in stop.outgoing), default=0
        )
        y += high + ABOVE + tracks * TRACK + (labels * SMALL_LINE + 6 if labels else 0) + BELOW
    return tops, bottoms


def _lanes(layers: Layers, middles: dict[int, float]) -> list[dict[int, _Lane]]:
    """The ways of the hops that leave each row. A long line leaves a row where it entered it."""
    entered: dict[int, int] = {}
    gaps = []
    for row in layers.rows:
        starts = {
            id(hop): entered.get(
                id(stop), round(middles[id(stop)] + placing.offset(hop, stop.outgoing, PORT))
            )
            for stop in row
            for hop in stop.outgoing
        }
        ends: dict[int, int] = {}
        for stop in row:
            for hop in stop.outgoing:
                ends[id(hop)] = _end(hop, starts, set(ends.values()), middles)
                if not hop.lower.node:
                    entered[id(hop.lower)] = ends[id(hop)]
        tracks = _tracks([(key, start, ends[key]) for key, start in starts.items() if start != ends[key]])
        gaps.append({key: _Lane(start, ends[key], tracks.get(key, -1)) for key, start in starts.items()})
    return gaps


def _end(hop: Hop, starts: dict[int, int], taken: set[int], middles: dict[int, float]) -> int:
    """Where a hop enters the row below: straight under its start if that is near enough, else on a column of its own."""
    lower, start = hop.lower, starts[id(hop)]
    wish = round(middles[id(lower)] + placing.offset(hop, lower.incoming, placing.port_gap(lower.incoming)))
    near = (SNAP if lower.node else SNAP_PASSING) if len(lower.incoming) == 1 else 0
    if abs(wish - start) <= near and start not in taken:
        return start
    barred = taken | {other for key, other in starts.items() if key != id(hop)}
    aside = (wish + sign * step for step in range(0, 10_000, 2) for sign in (1, -1))
    return next(column for column in aside if not {column - 1, column, column + 1} & barred)


def _tracks(spans: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """A track for each of (hop, start, end) so that none lie on one another.

    Lines to the right are taken from the rightmost on, lines to the left from the leftmost on: so they cross least.
    """
    ordered = sorted(spans, key=lambda one: (one[2] < one[1], -one[1] if one[2] > one[1] else one[1]))
    taken: list[list[tuple[int, int]]] = []
    tracks: dict[int, int] = {}
    for key, start, end in ordered:
        low, high = min(start, end) - PAD, max(start, end) + PAD
        free = next(
            (n for n, others in enumerate(taken) if all(high < a or b < low for a, b in others)), len(taken)
        )
        if free == len(taken):
            taken.append([])
        taken[free].append((low, high))
        tracks[key] = free
    return tracks


def _line(
    edge: Edge,
    hops: Sequence[Hop],
    backward: bool,
    boxes: dict[str, Box],
    lanes: dict[int, _Lane],
    tops: list[float],
    bottoms: list[float],
) -> Line:
    points: list[Point] = []
    for hop in hops:
        lane, row = lanes[id(hop)], hop.upper.row
        upper = boxes.get(hop.upper.node)
        start, end = MARGIN + lane.start, MARGIN + lane.end
        points.append((start, upper.y + upper.height if upper else tops[row]))
        if start != end:
            y = bottoms[row] + ABOVE + lane.track * TRACK
            points += [(start, y), (end, y)]
        points.append((end, tops[row + 1]))
    labelled = hops[-1 if backward else 0]
    foot = (MARGIN + lanes[id(labelled)].end, tops[labelled.lower.row] - BELOW + 6)
    return Line(
        edge,
        tuple(_simple(points[::-1] if backward else points)),
        tuple(placing.label_lines(edge.label)),
        foot,
        backward,
    )


def _simple(points: Sequence[Point]) -> list[Point]:
    """Without the points that lie on a straight piece."""
    kept: list[Point] = []
    for number, point in enumerate(points):
        if kept and kept[-1] == point:
            continue
        before = kept[-1] if kept else None
        after = points[number + 1] if number + 1 < len(points) else None
        if before and after and before[0] == point[0] == after[0]:
            continue
        kept.append(point)
    return kept


def _round(edge: Edge, box: Box) -> Line:
    """A step that may be done again: a small loop at the right of its box."""
    right, y = box.x + box.width, box.y + box.height / 2
    points = ((right, y + 8), (right + SELF_LOOP, y + 8), (right + SELF_LOOP, y - 8), (right, y - 8))
    label = tuple(placing.label_lines(edge.label))
    return Line(edge, points, label, (right + SELF_LOOP + 8, y - 12), True)
