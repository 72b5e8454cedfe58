"""The library of rules and normative documents: of the whole site and of one agency, narrowed, counted, saved as a table."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.catalog import library
from gongkai.portal.forms import LibraryFilterForm
from gongkai.portal.presenters.documents import listed
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged, typed, words
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import READER, agencies_crumb, own_column, show

SORTS = {
    "": gettext_lazy("成文日期新的在前"),
    "old": gettext_lazy("成文日期旧的在前"),
    "published": gettext_lazy("最近公开的在前"),
    "title": gettext_lazy("标题"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every agency's."""
    return _page(request, None)


@require_safe
def of_agency(request: HttpRequest, code: str) -> HttpResponse:
    """One agency's."""
    return _page(request, agency_or_404(code))


def _page(request: HttpRequest, agency: Any) -> HttpResponse:
    rows, query, form, chosen = _asked(request, agency)
    sort = request.GET.get("sort", "")
    sort = sort if sort in library.SORTS else ""
    found, pages, total = paged(request, rows.order_by(*library.SORTS[sort]))
    title = _("规章和行政规范性文件库")
    crumbs = [agencies_crumb()]
    if agency is not None:
        crumbs.append((agency.name, reverse("portal:agency", args=[agency.code])))
    saved = f"?{request.GET.urlencode()}" if request.GET else ""
    return show(
        request,
        "library.html",
        nav="agencies",
        crumbs=[*crumbs, (title, "")],
        column=own_column(title, _("现行有效和已经失效的规章、行政规范性文件，注明有效性"), "政策文件"),
        agency=agency,
        title=title,
        query=query,
        form=form,
        filters_active=len(chosen),
        clear_url=address(request, page="", **dict.fromkeys(library.FACETS, "")),
        documents=listed(found, words(query) if query else None),
        total=total,
        pages=pages,
        sorts=[
            {"label": label, "url": address(request, sort=code, page=""), "current": code == sort}
            for code, label in SORTS.items()
        ],
        files=[(kind.upper(), _file_url(agency, kind) + saved) for kind in ("xlsx", "csv")],
    )


@require_safe
def save(request: HttpRequest, kind: str, code: str = "") -> HttpResponse:
    """The library as it is narrowed, as a table with the fields the rules ask for (国办秘函〔2009〕6号)."""
    agency = agency_or_404(code) if code else None
    rows, _query, _form, _chosen = _asked(request, agency)
    lines = library.lines(rows.order_by(*library.SORTS[""]), READER)
    name = _("规范性文件库（%(day)s）") % {"day": date_format(timezone.localdate(), _("Y年n月j日"))}
    made = library.xlsx(lines) if kind == "xlsx" else library.csv_file(lines)
    return download(made, f"{name}.{kind}")


def _file_url(agency: Any, kind: str) -> str:
    if agency is None:
        return reverse("portal:library_file", args=[kind])
    return reverse("portal:agency_library_file", args=[agency.code, kind])


def _asked(request: HttpRequest, agency: Any) -> tuple[Any, str, LibraryFilterForm, dict[str, Any]]:
    """The rows asked for, the words, the filters with their counts, and the filters in use."""
    query = typed(request.GET.get("q"))
    every = library.documents(READER, agency)
    given = {name: value for name in library.FACETS if (value := typed(request.GET.get(name)))}
    if not re.fullmatch(r"\d{4}", given.get("year", "2000"), re.ASCII):
        given.pop("year")
    found = " ".join(words(query))
    offered = library.facets(every, found, given)
    choices = {
        name: [
            (value, _("%(label)s（%(count)d件）") % {"label": label, "count": count})
            for value, label, count in facet
        ]
        for name, facet in offered.items()
    }
    form = LibraryFilterForm(request.GET, choices)
    chosen = form.chosen()
    return library.narrowed(every, found, **chosen), query, form, chosen
