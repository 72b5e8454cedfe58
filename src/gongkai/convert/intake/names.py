"""Names in WordprocessingML and how its elements say their values."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
_OFF = frozenset(("0", "false", "off", "none"))


def local(node: Any) -> str:
    """The name of an element without its namespace; empty for comments and processing instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def value(node: Any, name: str = "val") -> str:
    """An attribute of an element that may be missing."""
    return "" if node is None else (node.get(f"{W}{name}") or "")


def number(node: Any, name: str = "val") -> int:
    """An attribute as a whole number from 0 to 99,999; 0 when it is none."""
    text = value(node, name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def is_on(node: Any) -> bool:
    """Whether a switch is there and not turned off."""
    return node is not None and (node.get(f"{W}val") or "1").lower() not in _OFF
