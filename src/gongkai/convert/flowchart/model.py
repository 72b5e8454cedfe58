"""What a flow chart says, before it is drawn: nodes, edges, and the same read as a numbered list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["start", "step", "decision", "end"]
MOST_NODES, MOST_EDGES = 60, 150


@dataclass(frozen=True, slots=True)
class Node:
    """One box. `text` is what happens; `notes` are lines below it in small type: who, within how long, which article."""

    id: str
    text: str
    notes: tuple[str, ...] = ()
    kind: Kind = "step"


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from one node to another; `label` is the condition, empty when there is none."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A flow chart; its first node is where it begins.

    Raises ValueError for no node, two of one id, an edge to nowhere, or more than can be read in one picture.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        known = {node.id for node in self.nodes}
        if not known or len(known) != len(self.nodes):
            raise ValueError("a flow chart needs nodes, each with an id of its own")
        if len(self.nodes) > MOST_NODES or len(self.edges) > MOST_EDGES:
            raise ValueError(f"a flow chart holds at most {MOST_NODES} nodes and {MOST_EDGES} edges")
        for edge in self.edges:
            if edge.source not in known or edge.target not in known:
                raise ValueError(f"an edge from {edge.source!r} to {edge.target!r} leads nowhere")

    def after(self, node_id: str) -> list[Edge]:
        """The edges that leave a node, in their order."""
        return [edge for edge in self.edges if edge.source == node_id]

    @property
    def reachable(self) -> frozenset[str]:
        """The nodes one comes to from the first."""
        leading: dict[str, list[str]] = {node.id: [] for node in self.nodes}
        for edge in self.edges:
            leading[edge.source].append(edge.target)
        found, waiting = {self.nodes[0].id}, [self.nodes[0].id]
        while waiting:
            for target in leading[waiting.pop()]:
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """One item of the list: what happens, the notes, and where it goes on as (condition, number, text)."""

    number: int
    node: Node
    onward: tuple[tuple[str, int, str], ...]
    reachable: bool

    @property
    def goes_on(self) -> bool:
        """Whether it simply leads to the next item, which need not be said."""
        return [step[:2] for step in self.onward] == [("", self.number + 1)]


def reading(chart: Chart) -> list[Reading]:
    """The chart as a numbered list, in the order in which its nodes were given: the text beside the picture."""
    numbers = {node.id: number for number, node in enumerate(chart.nodes, start=1)}
    texts = {node.id: node.text for node in chart.nodes}
    reachable = chart.reachable
    return [
        Reading(
            numbers[node.id],
            node,
            tuple((edge.label, numbers[edge.target], texts[edge.target]) for edge in chart.after(node.id)),
            node.id in reachable,
        )
        for node in chart.nodes
    ]
