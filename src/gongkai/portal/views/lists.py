"""Declared lists over all agencies or of one: found, narrowed, sorted, saved; one row by itself; the declaration for programs."""

from __future__ import annotations

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import entries_queries as entries
from gongkai.catalog import schemas
from gongkai.catalog.schemas.model import Schema
from gongkai.portal.list_forms import ListFilterForm
from gongkai.portal.presenters import row_files, structured
from gongkai.portal.presenters import rows as present
from gongkai.portal.presenters.downloads import MEDIA_TYPES, download
from gongkai.portal.presenters.lists import address, paged, typed, words
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import READER, agencies_crumb, own_column, show

CHUNK = 500


@require_safe
def index(request: HttpRequest, code: str = "") -> HttpResponse:
    """The lists that hold something, of all agencies or of one, in the order of the statute."""
    agency = agency_or_404(code) if code else None
    counts = entries.counts(READER, agency=code)
    lists = [(schema, counts[schema.slug]) for schema in schemas.lists() if schema.slug in counts]
    return show(
        request,
        "lists.html",
        nav="agencies",
        crumbs=[*_crumbs(agency), (_("公开清单"), "")],
        column=own_column(
            _("公开清单"), _("行政许可、行政处罚、收费、预算决算等按统一栏目公开的清单"), "信息公开目录"
        ),
        agency=agency,
        lists=lists,
        total=sum(held.rows for _schema, held in lists),
    )


@require_safe
def one(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """One list in pages: words, filters out of its declaration, sorting, and files of exactly what is shown."""
    schema, agency = _schema_or_404(slug), agency_or_404(code) if code else None
    form, narrowing, sort = _asked(request, schema, code)
    rows, pages, total = paged(request, entries.found(READER, schema, narrowing, sort=sort))
    crumbs = [*_crumbs(agency), (_("公开清单"), _index_url(code)), (schema.label, "")]
    files = _files(request, schema, code, total)
    return show(
        request,
        "list.html",
        nav="agencies",
        crumbs=crumbs,
        structured=structured.block(
            structured.dataset(request, schema.label, schema.summary, files),
            structured.breadcrumbs(request, crumbs),
        ),
        column=own_column(schema.label, schema.summary, schema.column_type),
        schema=schema,
        agency=agency,
        query=narrowing.words,
        form=form,
        filters_active=form.active,
        clear_url=address(request, page="", document="", **dict.fromkeys(form.fields, "")),
        table=present.table(schema, rows, words=words(narrowing.words), agencies=agency is None),
        total=total,
        ended=_ended(schema, narrowing),
        pages=pages,
        sorts=_sorts(request, schema, sort),
        files=files,
        charts=_charts(schema, narrowing.agency),
    )


@require_safe
def row(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One row with every public field."""
    schema = _schema_or_404(slug)
    entry = entries.entry_for(READER, slug, pk)
    if entry is None:
        raise Http404
    agency = entry.document.agency
    return show(
        request,
        "list_row.html",
        nav="agencies",
        crumbs=[
            *_crumbs(agency),
            (schema.label, reverse("portal:agency_list", args=[agency.code, slug])),
            (entry.name, ""),
        ],
        column=own_column(schema.label, schema.summary, schema.column_type),
        schema=schema,
        entry=entry,
        cells=present.page_cells(schema, entry),
    )


@require_safe
def save(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The rows as they are narrowed and sorted, all pages of them."""
    schema = _schema_or_404(slug)
    _form, narrowing, sort = _asked(request, schema, "")
    found = entries.found(READER, schema, narrowing, sort=sort)
    day = date_format(timezone.localdate(), _("Y年n月j日"))
    name = f"{schema.label}（{day}）.{kind}"
    rows = found.iterator(chunk_size=CHUNK)
    if kind == "xlsx":
        if found.count() > row_files.MOST_IN_WORKBOOK:
            raise Http404
        return download(row_files.as_xlsx(schema, rows), name)
    site = request.build_absolute_uri("/").rstrip("/")
    pieces = row_files.as_csv(schema, rows) if kind == "csv" else row_files.as_json(schema, rows, site)
    response = StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def schema(request: HttpRequest, slug: str) -> HttpResponse:
    """The declaration of a list for programs that collect it."""
    found = row_files.described(_schema_or_404(slug))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _schema_or_404(slug: str) -> Schema:
    found = schemas.get(slug)
    if found is None or not found.is_list:
        raise Http404
    return found


def _index_url(code: str) -> str:
    return reverse("portal:agency_lists", args=[code]) if code else reverse("portal:lists")


def _crumbs(agency: Any) -> list[tuple[str, str]]:
    if agency is None:
        return [agencies_crumb()]
    return [agencies_crumb(), (agency.name, reverse("portal:agency", args=[agency.code]))]


def _asked(request: HttpRequest, schema: Schema, code: str) -> tuple[ListFilterForm, entries.Narrowing, str]:
    offered = (
        [] if code else [(agency.code, agency.name) for agency in entries.agencies_of(READER, schema.slug)]
    )
    years = [(str(year), _("%(year)d年") % {"year": year}) for year in entries.years(READER, schema.slug)]
    form = ListFilterForm(request.GET, schema, agencies=offered, years=years)
    document = request.GET.get("document", "")
    number = int(document) if document.isdecimal() and len(document) < 10 else 0
    narrowing = form.narrowing(words=typed(request.GET.get("q")), agency=code, document=number)
    return form, narrowing, request.GET.get("sort", "")


def _ended(schema: Schema, narrowing: entries.Narrowing) -> int:
    """How many rows are over, told where the whole list or an agency's is shown."""
    if schema.shown_for is None or narrowing != entries.Narrowing(agency=narrowing.agency, choices={}):
        return 0
    return entries.ended(READER, schema.slug, agency=narrowing.agency)


def _sorts(request: HttpRequest, schema: Schema, current: str) -> list[dict[str, Any]]:
    labels = {
        entries.NEWEST: _("日期由近到远"),
        entries.OLDEST: _("日期由远到近"),
        entries.LARGEST: _("金额由大到小"),
        entries.SMALLEST: _("金额由小到大"),
        entries.AS_WRITTEN: _("按年份和填写顺序"),
    }
    offered = entries.orders(schema)
    known = current if current in offered else offered[0]
    return [
        {"label": labels[order], "url": address(request, sort=order, page=""), "current": order == known}
        for order in offered
    ]


def _files(request: HttpRequest, schema: Schema, code: str, total: int) -> list[tuple[str, str]]:
    if not total:
        return []
    asked = request.GET.copy()
    asked.pop("page", None)
    if code:
        asked["agency"] = code
    query = f"?{asked.urlencode()}" if asked else ""
    kinds = ["xlsx", "csv", "json"] if total <= row_files.MOST_IN_WORKBOOK else ["csv", "json"]
    return [(kind.upper(), reverse("portal:list_file", args=[schema.slug, kind]) + query) for kind in kinds]


def _charts(schema: Schema, code: str) -> list[Any]:
    return present.charts(schema, entries.series(READER, schema, code)) if schema.chart and code else []
