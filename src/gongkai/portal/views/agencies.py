"""The column of an agency: the four elements in their fixed order, and the categories of the statutory content."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing
from gongkai.catalog import queries as catalog
from gongkai.catalog.rulebook import standing
from gongkai.portal import visiting
from gongkai.portal.presenters import agencies as present
from gongkai.portal.presenters import feeds, structured
from gongkai.portal.presenters import rules as presented
from gongkai.portal.presenters.documents import column_meta, listed
from gongkai.portal.presenters.lists import paged
from gongkai.portal.views.page import READER, agencies_crumb, show
from gongkai.reports import queries as reports

LATEST = 10


def agency_or_404(code: str) -> Any:
    """The agency of a code, or the page that says there is none."""
    agency = agencies.agency_by_code(code)
    if agency is None:
        raise Http404
    return agency


def _show(request: HttpRequest, agency: Any, section: str, **context: Any) -> HttpResponse:
    named = present.sections().get(section)
    crumbs = [agencies_crumb(), (agency.name, reverse("portal:agency", args=[agency.code]))]
    if named:
        crumbs.append((named.name, ""))
    shown = present.agency_page(agency)
    page = show(
        request,
        "agency.html",
        nav="agencies",
        crumbs=crumbs,
        column=present.section_meta(agency, named or present.sections()["statutory"]),
        agency=shown,
        closed_notice=present.closed_notice(agency),
        section=section,
        page_title=_("%(agency)s%(title)s") % {"agency": agency.name, "title": named.name}
        if named
        else agency.name,
        feeds=feeds.links(agency.name, "agency_feed", agency.code),
        mail_query=urlencode({"agency": agency.code}),
        structured=structured.block(
            structured.agency(request, agency.code, agency.name, shown.office),
            structured.breadcrumbs(request, crumbs),
        ),
        **context,
    )
    return visiting.opened(request, page, visiting.of_agency(agency))


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Who the agency is, how to reach it, what it published last."""
    agency = agency_or_404(code)
    latest = catalog.public_documents(READER).filter(agency=agency).defer("body", "body_text")[:LATEST]
    profile = browsing.about_institution(agency, READER)
    return _show(
        request,
        agency,
        "overview",
        profile=listed([profile] if profile else []),
        latest=listed(latest),
        changes=present.changes(agency),
    )


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of Art. 12."""
    agency = agency_or_404(code)
    documents = list(browsing.in_section(agency, "guide", READER).prefetch_related("files")[:1])
    return _show(request, agency, "guide", guide=present.guide(agency, documents))


@require_safe
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of disclosure, those in force first, and what each act rests on."""
    agency = agency_or_404(code)
    stands = standing.of(agency, timezone.localdate())
    return _show(
        request, agency, "rules", rules=presented.rule_lines(stands), acts=presented.act_lines(stands)
    )


@require_safe
def statutory(request: HttpRequest, code: str) -> HttpResponse:
    """The categories of Arts. 20 and 21 that hold something."""
    agency = agency_or_404(code)
    return _show(
        request, agency, "statutory", columns=present.categories(browsing.filled_columns(agency, READER))
    )


@require_safe
def agency_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The annual reports of the agency, newest first."""
    agency = agency_or_404(code)
    return _show(request, agency, "reports", reports=list(reports.published_for(agency)))


@require_safe
def column(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One category: its documents in pages, newest first."""
    agency = agency_or_404(code)
    found = catalog.column_of(agency, slug)
    if found is None:
        raise Http404
    rows, pages, total = paged(request, catalog.in_column(READER, found))
    statutory_url = reverse("portal:agency_statutory", args=[code])
    crumbs = [
        agencies_crumb(),
        (agency.name, reverse("portal:agency", args=[code])),
        (_("法定主动公开内容"), statutory_url),
        (found.name, ""),
    ]
    page = show(
        request,
        "column.html",
        nav="agencies",
        crumbs=crumbs,
        column=column_meta(found, present.article_of(found.statutory_item)),
        agency=present.agency_page(agency),
        columns=present.categories(browsing.filled_columns(agency, READER)),
        column_current=found.slug,
        documents=listed(rows),
        total=total,
        pages=pages,
        feeds=feeds.links(f"{agency.name} {found.name}", "column_feed", code, slug),
        mail_query=urlencode({"agency": code, "column": slug}),
        structured=structured.block(structured.breadcrumbs(request, crumbs)),
    )
    return visiting.opened(request, page, visiting.of_column(found))
