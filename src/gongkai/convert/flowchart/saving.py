"""A flow chart as a file: a PNG for other programs, a PDF sheet to print or to put up on a wall."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from gongkai.convert import typeset
from gongkai.convert.flowchart.drawing import sentence, svg
from gongkai.convert.flowchart.model import Chart
from gongkai.convert.flowchart.routing import draw

PNG_PIXELS_PER_INCH = 192  # two dots for each pixel of the drawing
WIDE = 1000  # pixels beyond which a sheet of A4 makes the text too small to read


@lru_cache(maxsize=16)
def png(chart: Chart) -> bytes:
    """The chart as a picture. Raises typeset.TypesettingError."""
    return typeset.picture("flowchart", _data(chart, ""), "png", pixels_per_inch=PNG_PIXELS_PER_INCH)


def pdf(chart: Chart, *, subtitle: str = "", footer: str = "") -> bytes:
    """The chart on one sheet with its title: A4, or A3 when it is wide or tall. Raises typeset.TypesettingError."""
    data = _data(chart, "a3" if _is_large(chart) else "a4")
    return typeset.pdf("flowchart", {**data, "subtitle": subtitle, "footer": footer})


def _is_large(chart: Chart) -> bool:
    drawing = draw(chart)
    return drawing.width > WIDE or drawing.height > WIDE * 1.6


def _data(chart: Chart, paper: Literal["", "a3", "a4"]) -> dict[str, object]:
    drawing = draw(chart)
    return {
        "title": chart.title,
        "svg": svg(chart),
        "words": sentence(chart),
        "width": drawing.width,
        "height": drawing.height,
        "paper": paper,
    }
