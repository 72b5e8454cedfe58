"""Flow charts of any shape: every box apart, every line drawn from box to box around the others, the same read as a list."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.convert import flowchart
from gongkai.convert.flowchart import Box, Chart, Drawing, Edge, Line, Node
from gongkai.convert.flowchart.wrapping import width, wrap

TEXTS = (
    "受理",
    "一次性告知申请人需要补正的全部内容",
    "作出准予许可或者不予许可的书面决定并说明理由（依法告知救济权利）",
)
LABELS = ("", "材料齐全", "不属于本机关职权范围的", "需要听证、检验、检测、检疫、鉴定的")


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """Any graph of up to a dozen nodes: joins, branches, loops, steps nobody comes to, the same edge twice."""
    count = draw(st.integers(1, 12))
    nodes = tuple(
        Node(f"n{number}", draw(st.sampled_from(TEXTS)), draw(st.sampled_from(((), ("5个工作日",)))))
        for number in range(count)
    )
    ends = st.integers(0, count - 1)
    edges = draw(st.lists(st.tuples(ends, ends, st.sampled_from(LABELS)), max_size=20))
    return Chart("流程", nodes, tuple(Edge(f"n{a}", f"n{b}", label) for a, b, label in edges))


def pieces(line: Line) -> list[tuple[float, float, float, float]]:
    """The straight pieces of a line as (left, top, right, bottom)."""
    return [
        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for (x0, y0), (x1, y1) in pairwise(line.points)
    ]


def touches_inside(box: Box, piece: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = piece
    return left < box.x + box.width and right > box.x and top < box.y + box.height and bottom > box.y


def lie_on_each_other(one: Line, other: Line) -> bool:
    """Whether two lines share more than a point."""
    for a in pieces(one):
        for b in pieces(other):
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            if wide >= 0 and high >= 0 and wide + high > 0:
                return True
    return False


def assert_sound(chart: Chart, drawing: Drawing) -> None:
    boxes = {box.node.id: box for box in drawing.boxes}
    assert set(boxes) == {node.id for node in chart.nodes}
    for box in drawing.boxes:
        assert box.x >= 0
        assert box.x + box.width <= drawing.width
        assert box.y + box.height <= drawing.height
        assert "".join(box.lines) == box.node.text
    for one, other in combinations(drawing.boxes, 2):
        assert not touches_inside(one, (other.x, other.y, other.x + other.width, other.y + other.height))
    assert [line.edge for line in drawing.lines] == list(chart.edges)
    for line in drawing.lines:
        for (x, y), end in ((line.points[0], line.edge.source), (line.points[-1], line.edge.target)):
            box = boxes[end]
            assert box.x <= x <= box.x + box.width
            assert box.y <= y <= box.y + box.height
        assert all(x0 == x1 or y0 == y1 for (x0, y0), (x1, y1) in pairwise(line.points))
        assert not any(touches_inside(box, piece) for box in drawing.boxes for piece in pieces(line))
    apart = [line for line in drawing.lines if line.edge.source != line.edge.target]
    for one, other in combinations(apart, 2):
        assert not lie_on_each_other(one, other)


@settings(max_examples=60, deadline=None)
@given(charts())
def test_any_chart_is_drawn_soundly(chart: Chart) -> None:
    assert_sound(chart, flowchart.draw(chart))
    assert flowchart.svg(chart) == flowchart.svg(chart)
    drawn = ET.fromstring(flowchart.svg(chart))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}path[@fill='none']")) == len(chart.edges)


def test_the_largest_chart_is_drawn_soundly() -> None:
    nodes = tuple(Node(f"n{n}", TEXTS[n % 3]) for n in range(flowchart.MOST_NODES))
    edges = [Edge(f"n{n}", f"n{(n * 7 + k * 13) % len(nodes)}", "条件") for n in range(60) for k in (1, 2)]
    chart = Chart("很大", nodes, tuple(edges))
    assert_sound(chart, flowchart.draw(chart))


def test_a_straight_procedure_stands_in_one_column() -> None:
    nodes = tuple(Node(name, name) for name in ("申请", "受理", "审核", "办结"))
    drawing = flowchart.draw(Chart("直线", nodes, tuple(Edge(a.id, b.id) for a, b in pairwise(nodes))))
    assert len({box.x + box.width / 2 for box in drawing.boxes}) == 1
    assert all(len(line.points) == 2 for line in drawing.lines)


def test_loops_and_steps_nobody_comes_to_are_shown_as_such() -> None:
    nodes = (Node("a", "受理"), Node("b", "补正"), Node("c", "办结"), Node("d", "从未到达"))
    edges = (Edge("a", "b", "不齐全"), Edge("b", "a", "补正后"), Edge("a", "c"), Edge("a", "a", "再次核对"))
    chart = Chart("有回路", nodes, edges)
    drawing = flowchart.draw(chart)
    assert [line.backward for line in drawing.lines] == [False, True, False, True]
    assert [box.reachable for box in drawing.boxes] == [True, True, True, False]
    found = flowchart.reading(chart)
    assert found[0].onward == (("不齐全", 2, "补正"), ("", 3, "办结"), ("再次核对", 1, "受理"))
    assert [item.reachable for item in found] == [True, True, True, False]


def test_what_stands_in_the_chart_is_text_and_nothing_else() -> None:
    nodes = (Node("a", '<script>alert("1")</script>&', ("<b>",)), Node("b", "]]>"))
    drawn = ET.fromstring(flowchart.svg(Chart("<&>", nodes, (Edge("a", "b", "<i>"),)), "first"))
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} == {
        "svg", "title", "desc", "rect", "path", "text",
    }  # fmt: skip
    assert drawn.attrib["aria-labelledby"] == "first-title first-desc"
    assert "<script>" in (drawn.findtext("{http://www.w3.org/2000/svg}desc") or "")


@pytest.mark.parametrize(
    ("nodes", "edges"),
    [
        ((), ()),
        ((Node("a", "1"), Node("a", "2")), ()),
        ((Node("a", "1"),), (Edge("a", "b"),)),
        (tuple(Node(str(n), "1") for n in range(flowchart.MOST_NODES + 1)), ()),
    ],
)
def test_what_cannot_be_drawn_is_refused(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> None:
    with pytest.raises(ValueError, match=r"flow chart|leads nowhere"):
        Chart("坏", nodes, edges)


@given(st.text(alphabet="受理，。（）《》〔〕2026个工作日abc ", max_size=60), st.integers(4, 20))
def test_lines_are_no_longer_than_asked_and_lose_nothing(text: str, most: int) -> None:
    lines = wrap(text, most)
    assert all(0 < width(line) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_line_never_begins_with_a_full_stop_or_tears_a_number() -> None:
    assert wrap("自收到申请之日起20个工作日内答复。", 8) == ["自收到申请之日", "起20个工作日", "内答复。"]
