"""Numbers as the pages write them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(value: int) -> str:
    """``12345`` as ``12,345``; Django's own grouping for Chinese has four digits and no sign."""
    return f"{value:,}"
