"""The standard catalogue of grass-roots disclosure: what anybody may expect, and where it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog.standards import exports, queries
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import paged
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import agencies_crumb, own_column, show

PER_PAGE = 50


def _column() -> Any:
    return own_column(
        _("基层政务公开标准目录"), _("各领域应当公开的事项、内容、时限、主体和渠道"), "信息公开目录"
    )


def _crumb() -> tuple[str, str]:
    return _("基层政务公开标准目录"), reverse("portal:standards")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The fields in force."""
    return show(
        request,
        "standards.html",
        nav="agencies",
        crumbs=[_crumb()],
        column=_column(),
        catalogues=queries.counted(queries.in_force()),
    )


def _catalogue(pk: int) -> Any:
    found = queries.in_force().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _title(catalogue: Any) -> str:
    return _("%(agency)s%(field)s领域基层政务公开标准目录") % {
        "agency": catalogue.agency.name,
        "field": catalogue.field,
    }


@require_safe
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One field in the form of the catalogue, with the documents that answer each item."""
    found = _catalogue(pk)
    items, pages, total = paged(request, queries.items_of(found), PER_PAGE)
    return show(
        request,
        "standard.html",
        nav="agencies",
        crumbs=[_crumb(), (found.field, "")],
        column=_column(),
        title=_title(found),
        standings=queries.standings(items, timezone.localdate()),
        total=total,
        pages=pages,
        file_url=reverse("portal:standard_file", args=[pk]),
    )


@require_safe
def catalogue_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    found = _catalogue(pk)
    standings = queries.standings(list(queries.items_of(found)), timezone.localdate())
    return download(exports.workbook(_title(found), standings), f"{_title(found)}.xlsx")


@require_safe
def of_agency(request: HttpRequest, code: str) -> HttpResponse:
    """What one agency publishes under the catalogues."""
    agency = agency_or_404(code)
    items, pages, total = paged(request, queries.items_for(agency), PER_PAGE)
    return show(
        request,
        "standard.html",
        nav="agencies",
        crumbs=[
            agencies_crumb(),
            (agency.name, reverse("portal:agency", args=[code])),
            (_("标准目录"), ""),
        ],
        column=_column(),
        title=_("%(agency)s基层政务公开标准目录") % {"agency": agency.name},
        standings=queries.standings(items, timezone.localdate(), agency),
        total=total,
        pages=pages,
    )
