"""Lists in pages, words as they are typed into a search box, and the words found in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

PAGE_SIZE = 20
REACH = 10_000
LONGEST_QUERY = 100
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
# A document number is typed with any brackets: 云财发[2026]3号.
_BRACKETED_YEAR = re.compile(r"[\[［【（(〔](\d{4})[\]］】）)〕]")


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the pagination."""

    label: str = ""
    url: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a list the reader stands, with the addresses of the pages around."""

    number: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    links: list[Link] = field(default_factory=list)
    reach: int = 0


class _Reaching(Paginator[Any]):
    """Pages of the first `REACH` rows: a page further down costs as much as all rows before it."""

    @cached_property
    def num_pages(self) -> int:
        """As many pages as there are rows for, within reach."""
        return max(1, -(-min(self.count, REACH) // self.per_page))


def paged(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = PAGE_SIZE
) -> tuple[list[Any], Pages, int]:
    """The rows of the page asked for (any nonsense is the first or last), the pages, and the number of all rows.

    Two queries, however long the list. Pages lead to the first `REACH` rows; `Pages.reach` says so where there are more.
    """
    paginator = _Reaching(rows, size)
    page = paginator.get_page(request.GET.get("page"))

    def url(number: int) -> str:
        return address(request, page=str(number) if number > 1 else "")

    links = [
        Link(str(number), url(number), current=number == page.number)
        if isinstance(number, int)
        else Link(gap=True)
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    pages = Pages(
        page.number,
        paginator.num_pages,
        url(page.number - 1) if page.has_previous() else "",
        url(page.number + 1) if page.has_next() else "",
        links,
        REACH if paginator.count > REACH else 0,
    )
    return list(page.object_list), pages, paginator.count


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with some parameters set, or dropped when empty."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


def typed(text: str | None) -> str:
    """What somebody typed, without control characters, wide digits and letters made narrow, cut to a sane length."""
    shown = "".join(sign if sign.isprintable() else " " for sign in (text or "")[: LONGEST_QUERY * 4])
    return " ".join(shown.translate(_WIDE).split())[:LONGEST_QUERY].strip()


def words(query: str) -> list[str]:
    """The words to look for; a document number falls apart at its brackets, since people type any kind of them."""
    return list(dict.fromkeys(_BRACKETED_YEAR.sub(r" \1 ", query).split()))


def marked(text: str, found: list[str]) -> SafeString:
    """The text, escaped, with the words in `<mark>`."""
    if not found:
        return conditional_escape(text)
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True)), re.IGNORECASE
    )
    parts, at = [], 0
    for hit in pattern.finditer(text):
        parts += [conditional_escape(text[at : hit.start()]), format_html("<mark>{}</mark>", hit.group())]
        at = hit.end()
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))
