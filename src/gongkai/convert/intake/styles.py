"""What styles say about paragraphs and runs, through the chain of what they are based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gongkai.convert.intake.names import W, is_on, number, value

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = frozenset(("title", "标题"))
_LONGEST_CHAIN = 20
_TEXT_LEVEL = 9
"""The outline level (w:outlineLvl, counted from 0) that means: text."""


@dataclass(frozen=True, slots=True)
class Look:
    """What properties say; None where they do not. `outline`: 1 to 9, 0 for text; `size`: points; `list`: (id, level)."""

    outline: int | None = None
    list: tuple[str, int | None] | None = None
    align: str | None = None
    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None
    color: str | None = None

    def over(self, below: Look) -> Look:
        """These, and for what they do not say the others."""
        return Look(
            *(
                getattr(self, name) if getattr(self, name) is not None else getattr(below, name)
                for name in self.__slots__
            )
        )


NOTHING = Look()


def of_paragraph(properties: Any) -> Look:
    """What a paragraph's own properties say."""
    if properties is None:
        return NOTHING
    level = properties.find(f"{W}outlineLvl")
    listed = properties.find(f"{W}numPr")
    align = value(properties.find(f"{W}jc"))
    outline = None if level is None else (number(level) + 1 if number(level) < _TEXT_LEVEL else 0)
    return Look(outline=outline, list=_list(listed), align=align or None)


def of_run(properties: Any) -> Look:
    """What a run's properties say."""
    if properties is None:
        return NOTHING
    size, color = properties.find(f"{W}sz"), properties.find(f"{W}color")
    bold, hidden = properties.find(f"{W}b"), properties.find(f"{W}vanish")
    return Look(
        size=number(size) / 2 if size is not None else None,
        bold=is_on(bold) if bold is not None else None,
        hidden=is_on(hidden) if hidden is not None else None,
        color=value(color).upper() or None,
    )


def _list(node: Any) -> tuple[str, int | None] | None:
    if node is None:
        return None
    at = node.find(f"{W}ilvl")
    return value(node.find(f"{W}numId")), None if at is None else min(number(at), 8)


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, root: Any | None) -> None:
        nodes = [] if root is None else list(root.iterchildren(f"{W}style"))
        self._nodes = {value(node, "styleId"): node for node in nodes}
        self._default = next(
            (
                value(node, "styleId")
                for node in nodes
                if value(node, "type") == "paragraph" and value(node, "default") == "1"
            ),
            "",
        )
        self._known: dict[str, Look] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = of_run(defaults)

    def name(self, style: str) -> str:
        """What people call it."""
        node = self._nodes.get(style)
        return "" if node is None else value(node.find(f"{W}name")).strip().lower()

    def is_title(self, style: str) -> bool:
        """Whether it is the style of titles."""
        return self.name(style) in _TITLES

    def is_contents(self, style: str) -> bool:
        """Whether it is a line of a table of contents."""
        return re.fullmatch(r"(?:toc|目录)\s*(?:\d|heading)", self.name(style)) is not None

    def look(self, style: str) -> Look:
        """What a style says, with what it is based on; the default paragraph style for none."""
        style = style or self._default
        if style not in self._known:
            self._known[style] = self._resolved(style)
        return self._known[style]

    def _resolved(self, style: str) -> Look:
        found, seen = NOTHING, 0
        while style in self._nodes and seen < _LONGEST_CHAIN:
            node, seen = self._nodes[style], seen + 1
            own = of_paragraph(node.find(f"{W}pPr")).over(of_run(node.find(f"{W}rPr")))
            named = _HEADING.fullmatch(self.name(style))
            if named and own.outline is None:
                own = Look(outline=int(named[1])).over(own)
            found = found.over(own)
            style = value(node.find(f"{W}basedOn"))
        return found.over(self._base)
