"""Published reports inside templates."""

from __future__ import annotations

from django import template

from gongkai.audit import office_pages
from gongkai.audit.models import PublishedReport

register = template.Library()


@register.filter
def report_name(row: PublishedReport) -> str:
    """Agency and year."""
    return office_pages.name(row)


@register.inclusion_tag("audit/office/tally.html")
def tally(row: PublishedReport) -> dict[str, int]:
    """The findings of a report by severity."""
    return dict(office_pages.counts(row))


@register.filter
def percent(share: float) -> str:
    """0.5 as 50%."""
    return f"{share:.0%}"
