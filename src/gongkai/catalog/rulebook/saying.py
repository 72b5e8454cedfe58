"""What an act rests on, as one line of a page: 依据：《政府信息公开条例》第三十条；《…制度》第五条."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalog.rulebook.links import Basis, Governing, book_of
from gongkai.law.acts import Act, Workflow


def name(one: Act | Workflow) -> str:
    """What an act or a part of the work is called in the reader's language."""
    return one.english if (get_language() or "").startswith("en") else one.title


def governing(basis: Basis) -> SafeString:
    """The clauses of the rules, each a link to the clause: 《…制度》第五条、第六条."""
    by_rule: dict[int, list[Governing]] = {}
    for one in basis.governing:
        by_rule.setdefault(one.link.document_id, []).append(one)
    return format_html_join(_("；"), "{}", ((_rule(rows),) for rows in by_rule.values()))


def _rule(rows: list[Governing]) -> SafeString:
    """A rule once, with its clauses and, where it was another than today's, the version of the day."""
    first = rows[0]
    links = format_html_join(
        _("、"), '<a href="{}">{}{}</a>',
        ((one.address, one.title if number == 0 else "", one.link.clause) for number, one in enumerate(rows)),
    )  # fmt: skip
    if first.is_current:
        return links
    return format_html("{}{}", links, _("（第%(number)d版）") % {"number": first.version})


def line(bases: Iterable[Basis]) -> SafeString:
    """The provisions and clauses of one act, or of several taken in one step; empty where there is nothing."""
    found = list(bases)
    texts = dict.fromkeys(one.text for basis in found for one in basis.provisions)
    parts = [*texts, *dict.fromkeys(governing(basis) for basis in found if basis.governing)]
    if not parts:
        return SafeString()
    return format_html(
        '<span class="basis">{}{}</span>',
        _("依据："),
        format_html_join(_("；"), "{}", ((part,) for part in parts)),
    )


def of_acts(agency: Agency, acts: Iterable[str], day: date) -> SafeString:
    """The line for acts done at an agency on a day."""
    return line(book_of(agency).bases(acts, day))
