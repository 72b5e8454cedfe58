"""Search over everything published: words in title, numbers and summary, narrowed by agency, type, year, validity."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing
from gongkai.catalog import queries as catalog
from gongkai.portal import visiting
from gongkai.portal.forms import FILTERS, FilterForm
from gongkai.portal.presenters import feeds
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.lists import address, paged, typed, words
from gongkai.portal.views.page import READER, own_column, show


@require_safe
@visiting.site_page("search")
def search(request: HttpRequest) -> HttpResponse:
    """Results in pages; without words, everything published, newest first."""
    query = typed(request.GET.get("q"))
    found = words(query)
    form = FilterForm(request.GET, choices())
    chosen = form.chosen()
    rows = catalog.search(READER, " ".join(found)) if found else catalog.public_documents(READER)
    rows = browsing.narrowed(rows.defer("body", "body_text"), **chosen)
    sort = request.GET.get("sort", "")
    if sort == "old":
        rows = rows.order_by("published_on", "id")
    elif found and sort != "new":
        rows = browsing.best_first(rows, found)
    documents, pages, total = paged(request, rows)
    return show(
        request,
        "search.html",
        nav="search",
        crumbs=[(_("查找文件"), "")],
        column=own_column(_("查找文件"), _("按名称、文号、机关、年份查找已经公开的政府信息"), "信息公开目录"),
        query=query,
        form=form,
        filters_active=len(chosen),
        clear_url=address(request, page="", **dict.fromkeys(FILTERS, "")),
        documents=listed(documents, found),
        total=total,
        pages=pages,
        sorts=_sorts(request, sort, ranked=bool(found)),
        feeds=feeds.links(
            _("“%(words)s”的搜索结果") % {"words": query} if query else _("查找文件"),
            "search_feed",
            query=urlencode({"q": query, **chosen} if query else chosen),
        ),
        mail_query=urlencode({"q": query, **chosen}),
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """What a search may be narrowed by, with labels."""
    return {
        **browsing.filter_choices(),
        "agency": [(row.code, row.name) for row in agencies.open_agencies()],
        "year": [(str(year), _("%(year)d年") % {"year": year}) for year in browsing.years(READER)],
    }


def _sorts(request: HttpRequest, current: str, *, ranked: bool) -> list[dict[str, Any]]:
    offered = [("new", _("最新公开")), ("old", _("最早公开"))]
    if ranked:
        offered.insert(0, ("", _("标题相符")))
    if current not in dict(offered):
        current = offered[0][0]
    return [
        {"label": label, "url": address(request, sort=code, page=""), "current": code == current}
        for code, label in offered
    ]
