"""Telephone numbers as links."""

from django import template

from gongkai.guides.phones import dialled as address_of

register = template.Library()


@register.simple_tag
def dialled(number: str | None) -> str:
    """The address under which a telephone dials the number; empty when it is none."""
    return address_of(number or "")
