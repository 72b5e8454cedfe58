"""Lines of a table as horizontal bars: this period and, thinner and hatched, the same days a year before. Pure SVG, no script.

Every colour is an attribute: the pages allow no inline style. The chart repeats the table beside it, in words for those
who do not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH, LINE, TOP, MARGIN, ROOM = 480, 46, 34, 8, 92
INK, QUIET, NOW, BEFORE = "#22201c", "#5b564d", "#1d5245", "#c08a2e"
FONT = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
LONGEST_LABEL = 26
MOST = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: its label, the number now and the number a year before."""

    label: str
    now: int
    before: int


def svg(chart_id: str, title: str, bars: Sequence[Bar], legend: tuple[str, str], rest: str) -> str:
    """The bars as an SVG element; beyond the first twelve they are drawn as one, named `rest`.

    `legend` names the two shades. `chart_id` must be unique in the page.
    """
    shown = _gathered(bars, rest)
    height = TOP + LINE * len(shown) + MARGIN
    most = max((max(bar.now, bar.before) for bar in shown), default=0) or 1
    told = "；".join(f"{bar.label}：{legend[0]}{bar.now:,}，{legend[1]}{bar.before:,}" for bar in shown)
    name = f"bars-{chart_id}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family={quoteattr(FONT)}>',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(told)}。</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<defs><pattern id="{name}-p" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" '
        f'fill="{BEFORE}"/><path d="M0 6L6 0" stroke="#fff" stroke-width="1" opacity=".55"/></pattern></defs>',
        f'<rect x="{MARGIN}" y="8" width="12" height="12" fill="{NOW}"/>',
        _text(MARGIN + 18, 18, legend[0], QUIET),
        f'<rect x="{WIDTH // 2}" y="8" width="12" height="12" fill="url(#{name}-p)"/>',
        _text(WIDTH // 2 + 18, 18, legend[1], QUIET),
        *(_drawn(bar, TOP + LINE * at, most, name) for at, bar in enumerate(shown)),
        "</svg>",
    ]
    return "".join(parts)


def _gathered(bars: Sequence[Bar], rest: str) -> list[Bar]:
    if len(bars) <= MOST:
        return list(bars)
    others = bars[MOST - 1 :]
    return [*bars[: MOST - 1], Bar(rest, sum(bar.now for bar in others), sum(bar.before for bar in others))]


def _drawn(bar: Bar, top: int, most: int, name: str) -> str:
    label = bar.label if len(bar.label) <= LONGEST_LABEL else f"{bar.label[: LONGEST_LABEL - 1]}…"
    parts = [_text(MARGIN, top + 13, label, INK)]
    lanes = ((bar.now, top + 18, 13, NOW, 12), (bar.before, top + 32, 7, f"url(#{name}-p)", 10))
    for number, y, tall, fill, size in lanes:
        wide = round((WIDTH - 2 * MARGIN - ROOM) * number / most, 1)
        parts.append(f'<rect x="{MARGIN}" y="{y}" width="{max(wide, 1)}" height="{tall}" fill="{fill}"/>')
        parts.append(_text(MARGIN + max(wide, 1) + 5, y + tall - 1, f"{number:,}", QUIET, size))
    return "".join(parts)


def _text(x: float, y: float, text: str, fill: str, size: int = 12) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}">{escape(text)}</text>'
