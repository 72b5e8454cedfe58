"""Flow charts as pages show them: the picture, the same as a list, the files to save."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from gongkai.convert import flowchart
from gongkai.law.flow import Flow

WIDEST_SHOWN = 1050  # pixels of the page's own width


@dataclass(frozen=True, slots=True)
class FlowView:
    """A chart beside its list. `wide`: it scrolls even on a large screen; `files`: (label, address)."""

    title: str
    svg: SafeString
    wide: bool
    steps: list[flowchart.Reading]
    files: list[tuple[str, str]]


def flow_view(chart: flowchart.Chart, files: list[tuple[str, str]], name: str = "flow") -> FlowView:
    """The chart for a page; `name` keeps its ids apart from those of another chart in it."""
    drawn = mark_safe(flowchart.svg(chart, name))
    wide = flowchart.draw(chart).width > WIDEST_SHOWN
    return FlowView(chart.title, drawn, wide, flowchart.reading(chart), files)


def law_chart(found: Flow) -> flowchart.Chart:
    """The law's procedure as a chart; every box ends with its sources."""
    kinds: dict[str, flowchart.Kind] = {"start": "start", "decision": "decision", "end": "end"}
    return flowchart.Chart(
        found.title,
        tuple(
            flowchart.Node(box.id, box.text, (*box.notes, *box.sources), kinds.get(box.kind, "step"))
            for box in found.boxes
        ),
        tuple(flowchart.Edge(arrow.source, arrow.target, arrow.label) for arrow in found.arrows),
    )
