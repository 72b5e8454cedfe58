"""Numbers as the office reads them."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """12,345; nothing counts as 0. Django's own filter writes no separators in Chinese."""
    return f"{number or 0:,}"
