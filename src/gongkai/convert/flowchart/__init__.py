"""Flow charts: steps and what leads from one to the next, drawn as SVG and read as a list. Pure, no Graphviz, no script.

`draw` lays a chart out in layers (Sugiyama): layers.py says which step stands in which row and in which order, placing.py
gives every row and step its place, routing.py leads the lines, drawing.py writes the SVG, saving.py makes PNG and PDF of it.
"""

from gongkai.convert.flowchart.drawing import lines, sentence, svg
from gongkai.convert.flowchart.model import (
    MOST_EDGES,
    MOST_NODES,
    Chart,
    Edge,
    Kind,
    Node,
    Reading,
    reading,
)
from gongkai.convert.flowchart.routing import Box, Drawing, Line, draw
from gongkai.convert.flowchart.saving import pdf, png

__all__ = [
    "MOST_EDGES",
    "MOST_NODES",
    "Box",
    "Chart",
    "Drawing",
    "Edge",
    "Kind",
    "Line",
    "Node",
    "Reading",
    "draw",
    "lines",
    "pdf",
    "png",
    "reading",
    "sentence",
    "svg",
]
