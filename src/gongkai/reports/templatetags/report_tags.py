"""Numbers of a report inside templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from gongkai.reports import layout
from gongkai.reports.printing import Printed

register = template.Library()


@register.simple_tag
def number(printed: Printed, cell: str) -> str:
    """The number of a cell as it is printed."""
    return printed.shown(cell)


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value under a key; empty when there is none."""
    return mapping.get(key, "")


@register.filter
def as_shown(value: Any, cell: str) -> str:
    """A number as the form prints it."""
    return layout.shown(cell, value)
