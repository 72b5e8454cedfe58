"""While somebody types into a search box: the first results, as a piece of the page. Enter leads to all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from gongkai.catalog import browsing
from gongkai.catalog import queries as catalog
from gongkai.portal import clients
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import typed, words
from gongkai.portal.views.page import READER

PER_HOUR = 1200
SHOWN = 5
LEAST = 2


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """The fragment; nothing (204) for a single character or when it was asked too often. Two queries."""
    query = typed(request.GET.get("q"))
    found = words(query)
    if len(query) < LEAST or not clients.within_limit(request, "search-first", PER_HOUR, 3600):
        return HttpResponse(status=204)
    rows = browsing.best_first(catalog.search(READER, " ".join(found)), found)
    answer = render(
        request,
        "portal/components/search_first.html",
        {"query": query, "total": rows.count(), "documents": listed(rows[:SHOWN], found)},
    )
    answer["X-Robots-Tag"] = "noindex"
    patch_vary_headers(answer, ["Cookie"])  # the language
    return answer
