"""Flow charts: steps and what leads from one to the next, drawn as SVG and read as a list. Pure, no Graphviz, no script.

`draw` lays a chart out in layers (Sugiyama): layers.py says which step stands in which row and in which order, placing.py
gives every row and step its place, routing.py leads the lines, drawing.py writes the SVG.
"""

from gongkai.convert.flowchart.drawing import svg
from gongkai.convert.flowchart.model import MOST_EDGES, MOST_NODES, Chart, Edge, Node, Reading, reading
from gongkai.convert.flowchart.routing import Box, Drawing, Line, draw

__all__ = [
    "MOST_EDGES",
    "MOST_NODES",
    "Box",
    "Chart",
    "Drawing",
    "Edge",
    "Line",
    "Node",
    "Reading",
    "draw",
    "reading",
    "svg",
]
