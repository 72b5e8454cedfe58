"""Charts over the years as SVG: bars with their numbers written on them, beside the table they draw. Pure, no script.

Shades carry a pattern as well, so that the chart can be read in print without colour. Every colour is an attribute:
the pages allow no inline style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from gongkai.law.forms import Number
from gongkai.reports.text_figures import plain

WIDTH, HEIGHT = 400, 266
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 40, 62
INK, QUIET, RULE = "#22201c", "#5b564d", "#dcd8cd"
FILLS = ("#1d5245", "#c08a2e", "#6f9a8d", "#8a4b3c", "#b7b1a3", "#3f4f6b")
HATCHES = (None, "M0 6L6 0", "M0 0L6 6", "M3 0V6", "M0 3H6", "M0 3H6M3 0V6")
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
WIDEST_BAR = 34.0


@dataclass(frozen=True, slots=True)
class Series:
    """One thing counted over the years; None where a year does not say."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn and, beside it, read as a table."""

    id: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """The table: a year and its numbers; what is not known is —."""
        return [
            (label, ["—" if s.values[n] is None else plain(s.values[n] or 0) for s in self.series])
            for n, label in enumerate(self.labels)
        ]

    @property
    def sentence(self) -> str:
        """The chart in words, for those who do not see it."""
        said = (
            f"{label}：" + "，".join(f"{s.name}{text}{self.unit}" for s, text in zip(self.series, texts, strict=True))
            for label, texts in self.rows
        )  # fmt: skip
        return "；".join(said) + "。"


def svg(chart: Chart) -> str:
    """The chart as an SVG element: groups of bars, one group a year, one bar a series."""
    name = f"chart-{chart.id}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family={quoteattr(FONT)}>',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-desc">{escape(chart.sentence)}</desc>',
        _patterns(name, len(chart.series)),
        _ground(chart),
        *_bars(chart, name),
        *_legend(chart, name),
        "</svg>",
    ]
    return "".join(parts)


def _patterns(name: str, count: int) -> str:
    made = []
    for number in range(count):
        hatch = HATCHES[number % len(HATCHES)]
        if hatch:
            made.append(
                f'<pattern id="{name}-p{number}" width="6" height="6" patternUnits="userSpaceOnUse">'
                f'<rect width="6" height="6" fill="{FILLS[number % len(FILLS)]}"/>'
                f'<path d="{hatch}" stroke="#fff" stroke-width="1" opacity=".55"/></pattern>'
            )
    return f"<defs>{''.join(made)}</defs>"


def _fill(name: str, number: int) -> str:
    if HATCHES[number % len(HATCHES)] is None:
        return FILLS[number % len(FILLS)]
    return f"url(#{name}-p{number})"


def _highest(chart: Chart) -> float:
    return max((float(v) for s in chart.series for v in s.values if v is not None), default=0.0) or 1.0


def _ground(chart: Chart) -> str:
    floor = HEIGHT - BOTTOM
    return (
        f'<path d="M{LEFT} {floor}H{WIDTH - RIGHT}" stroke="{INK}" stroke-width="1"/>'
        f'<text x="{LEFT}" y="13" font-size="11" fill="{QUIET}">单位：{escape(chart.unit)}</text>'
    )


def _bars(chart: Chart, name: str) -> list[str]:
    floor, tall = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    step = (WIDTH - LEFT - RIGHT) / max(len(chart.labels), 1)
    wide = min(step * 0.8 / max(len(chart.series), 1), WIDEST_BAR)
    highest = _highest(chart)
    drawn = []
    for group, label in enumerate(chart.labels):
        middle = LEFT + step * (group + 0.5)
        start = middle - wide * len(chart.series) / 2
        drawn.append(_text(middle, floor + 15, label, INK, 12))
        for number, series in enumerate(chart.series):
            value = series.values[group]
            x = start + wide * number
            high = 0.0 if value is None else tall * float(value) / highest
            if high:
                drawn.append(
                    f'<rect x="{x + 1:.1f}" y="{floor - high:.1f}" width="{wide - 2:.1f}" height="{high:.1f}" '
                    f'fill="{_fill(name, number)}"/>'
                )
            shown = "—" if value is None else plain(value)
            size = 11 if wide >= 7 * len(shown) else 9
            drawn.append(_text(x + wide / 2, floor - high - 4, shown, INK, size))
    return drawn


def _text(x: float, y: float, text: str, fill: str, size: int) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="middle">{escape(text)}</text>'


def _legend(chart: Chart, name: str) -> list[str]:
    """Names of the series under the bars, in rows as the width allows."""
    x, y = float(LEFT), float(HEIGHT - BOTTOM + 34)
    drawn = []
    for number, series in enumerate(chart.series):
        wide = 22 + 12 * len(series.name)
        if x + wide > WIDTH - RIGHT and number:
            x, y = float(LEFT), y + 17
        drawn.append(
            f'<rect x="{x:.1f}" y="{y - 9:.1f}" width="11" height="11" fill="{_fill(name, number)}"/>'
        )
        drawn.append(
            f'<text x="{x + 16:.1f}" y="{y:.1f}" font-size="12" fill="{INK}">{escape(series.name)}</text>'
        )
        x += wide
    return drawn


def recent(labels: Sequence[str], most: int = 8) -> slice:
    """The last years that fit a chart."""
    return slice(max(0, len(labels) - most), None)
