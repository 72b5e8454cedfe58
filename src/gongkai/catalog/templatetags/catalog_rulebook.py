"""What an act rests on, wherever the act is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.catalog.rulebook.links import Basis, Governing

register = template.Library()


@register.filter
def of_act(titles: Mapping[str, Any], act: str) -> Any:
    """The entry of an act; the id of one the law's data no longer name."""
    return titles.get(act, act)


@register.simple_tag
def governing(basis: Basis) -> SafeString:
    """The clauses of the rules, each a link to the clause: 《…制度》第五条、第六条."""
    return format_html_join(_("；"), "{}", ((_rule(rows),) for rows in _by_rule(basis)))


@register.inclusion_tag("catalog/rulebook/basis.html")
def basis(found: Basis | None) -> dict[str, Any]:
    """One line: 依据：《政府信息公开条例》第三十条；《…制度》第五条. Nothing where there is no basis."""
    return {"basis": found}


def _by_rule(basis: Basis) -> list[list[Governing]]:
    found: dict[int, list[Governing]] = {}
    for one in basis.governing:
        found.setdefault(one.link.document_id, []).append(one)
    return list(found.values())


def _rule(rows: list[Governing]) -> SafeString:
    """A rule once, with its clauses and, where it was another than today's, the version of the day."""
    first = rows[0]
    parts = format_html_join(
        _("、"), '<a href="{}">{}{}</a>',
        (
            (one.address, one.title if number == 0 else "", one.link.clause)
            for number, one in enumerate(rows)
        ),
    )  # fmt: skip
    if first.is_current:
        return parts
    return format_html("{}{}", parts, _("（第%(number)d版）") % {"number": first.version})
