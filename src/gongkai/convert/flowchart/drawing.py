"""A laid-out flow chart as SVG: dark on white, prints well, has a title and a description, needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from gongkai.convert.flowchart import placing
from gongkai.convert.flowchart.model import Chart, reading
from gongkai.convert.flowchart.routing import Box, Line, draw
from gongkai.convert.flowchart.wrapping import width

INK, QUIET, STROKE = "#22201c", "#4a463f", "#1d5245"
FILLS = {"start": "#e9f0ec", "step": "#ffffff", "decision": "#fbf3e1", "end": "#e9f0ec"}
FONT = "Noto Sans CJK SC, Source Han Sans SC, FandolHei, PingFang SC, Microsoft YaHei, sans-serif"
CORNER = 12  # of a decision


def svg(chart: Chart, name: str = "flow") -> str:
    """The chart as one SVG element; `name` makes its ids differ from those of another chart in the page."""
    drawing = draw(chart)
    wide, high = _number(drawing.width), _number(drawing.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family={quoteattr(FONT)}>',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape(sentence(chart))}</desc>',
        f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
        *(_path(line) for line in drawing.lines),
        *(part for line in drawing.lines for part in _label(line)),
        *(part for box in drawing.boxes for part in _box(box)),
        "</svg>",
    ]
    return "".join(parts)


def sentence(chart: Chart) -> str:
    """The chart in words: every step with its notes and where it leads."""
    return "；".join(lines(chart)) + "。"


def lines(chart: Chart) -> list[str]:
    """The same, one line for each step."""
    said = []
    for item in reading(chart):
        notes = f"（{'；'.join(item.node.notes)}）" if item.node.notes else ""
        ways = () if item.goes_on else item.onward
        onward = "，".join(
            f"{label}，转第{number}步" if label else f"转第{number}步" for label, number, _ in ways
        )
        said.append(f"{item.number}. {item.node.text}{notes}" + (f"：{onward}" if onward else ""))
    return said


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(line: Line) -> str:
    way = "".join(
        f"{'L' if number else 'M'}{_number(x)} {_number(y)}" for number, (x, y) in enumerate(line.points)
    )
    dashed = ' stroke-dasharray="5 4"' if line.backward else ""
    return (
        f'<path d="{way}" fill="none" stroke="{STROKE}" stroke-width="1.5"{dashed}/>'
        f'<path d="{_arrow(line)}" fill="{STROKE}"/>'
    )


def _arrow(line: Line) -> str:
    (x0, y0), (x, y) = line.points[-2:]
    if x0 == x:
        back = -9 if y > y0 else 9
        return f"M{_number(x)} {_number(y)}l-4.5 {back}h9z"
    back = -9 if x > x0 else 9
    return f"M{_number(x)} {_number(y)}l{back} -4.5v9z"


def _label(line: Line) -> Iterator[str]:
    """The condition on white, over the line it belongs to."""
    x, foot = line.label_at
    count = len(line.label)
    if not count:
        return
    wide = placing.SMALL * max(width(text) for text in line.label) + 6
    top = foot - count * placing.SMALL_LINE
    yield (
        f'<rect x="{_number(x - wide / 2)}" y="{_number(top)}" width="{_number(wide)}" '
        f'height="{count * placing.SMALL_LINE + 2}" fill="#ffffff"/>'
    )
    for number, text in enumerate(line.label):
        yield _text(x, top + placing.SMALL_LINE * (number + 0.8), text, placing.SMALL, QUIET)


def _box(box: Box) -> Iterator[str]:
    dashed = "" if box.reachable else ' stroke-dasharray="4 4"'
    look = f'fill="{FILLS[box.node.kind]}" stroke="{STROKE}" stroke-width="1.5"{dashed}'
    if box.node.kind == "decision":
        yield f'<path d="{_hexagon(box)}" {look}/>'
    else:
        corner = {"start": 18, "end": 18}.get(box.node.kind, 3)
        yield (
            f'<rect x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" '
            f'height="{_number(box.height)}" rx="{corner}" {look}/>'
        )
    middle, y = box.x + box.width / 2, box.y + placing.PAD_Y
    for number, text in enumerate(box.lines):
        yield _text(middle, y + placing.TEXT_LINE * (number + 0.75), text, placing.TEXT, INK, bold=True)
    y += placing.TEXT_LINE * len(box.lines) + 4
    for number, text in enumerate(box.notes):
        yield _text(middle, y + placing.SMALL_LINE * (number + 0.75), text, placing.SMALL, QUIET)


def _hexagon(box: Box) -> str:
    left, right, top, bottom = box.x, box.x + box.width, box.y, box.y + box.height
    middle = top + box.height / 2
    points = [
        (left + CORNER, top),
        (right - CORNER, top),
        (right, middle),
        (right - CORNER, bottom),
        (left + CORNER, bottom),
        (left, middle),
    ]
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points) + "z"


def _text(x: float, y: float, text: str, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{size}" fill="{fill}" text-anchor="middle"{weight}>'
        f"{escape(text)}</text>"
    )
