"""The screens that compare: an agency's figures over the years, and who shares text with whom."""

from __future__ import annotations

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies.office import actor_of
from gongkai.audit import copying, queries, series_pages
from gongkai.audit.office_pages import show

PAIRS_PER_PAGE = 20
MOST_NAMES = 100


@require_safe
def series(request: HttpRequest) -> HttpResponse:
    """An agency's figures from 2008 on; without an agency, or with part of a name, the agencies to choose from."""
    actor = actor_of(request)
    names = queries.followed(actor)
    asked = request.GET.get("agency", "").strip()
    if asked not in dict(names):
        matching = [pair for pair in names if asked in pair[0]]
        if len(matching) != 1 or not asked:
            return show(
                request,
                "agencies",
                _("历年数据"),
                (),
                asked=asked,
                names=matching[:MOST_NAMES],
                number=len(matching),
                most=MOST_NAMES,
            )
        asked = matching[0][0]
    found = queries.series(actor, asked)
    return show(request, "series", _("历年数据"), (), asked=asked, **series_pages.series(found))


@require_safe
def series_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV for a spreadsheet."""
    asked = request.GET.get("agency", "")
    found = queries.series(actor_of(request), asked)
    text = io.StringIO()
    writer = csv.writer(text)
    shown = series_pages.series(found)
    writer.writerow([_("项目"), _("单位"), *shown["years"]])
    for line in shown["lines"]:
        writer.writerow([line.measure.label, line.measure.unit, *(cell.plain for cell in line.cells)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{asked}{_('历年数据')}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_safe
def copies(request: HttpRequest) -> HttpResponse:
    """Reports that share passages, the heaviest first, both wordings side by side; `report`: only pairs with this one."""
    actor = actor_of(request)
    about, wanted = None, request.GET.get("report", "")
    if wanted:
        about = get_object_or_404(
            queries.reports(actor).defer("reading"), pk=int(wanted) if wanted.isdecimal() else 0
        )
    texts = queries.texts(actor, about.pk if about else None)
    pairs = [pair for pair in copying.find(texts) if not about or wanted in (pair.earlier, pair.later)]
    page = Paginator(pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    keys = {int(key) for pair in page.object_list for key in (pair.earlier, pair.later)}
    known = {str(row.pk): row for row in queries.reports(actor).filter(pk__in=keys).defer("reading")}
    return show(
        request,
        "copies",
        _("雷同文字"),
        (),
        page=page,
        pairs=[(pair, known[pair.earlier], known[pair.later]) for pair in page.object_list],
        compared=len(texts),
        most=queries.MOST_COMPARED,
        about=about,
        query=urlencode({"report": wanted}) if about else "",
    )
