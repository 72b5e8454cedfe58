"""Feeds: what was published or changed last, of the site, an agency, a column, a type or a search."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing, changes
from gongkai.catalog import queries as catalog
from gongkai.convert.official import in_official_language
from gongkai.portal.forms import FilterForm
from gongkai.portal.presenters import feeds as present
from gongkai.portal.presenters.lists import typed, words
from gongkai.portal.views.agencies import agency_or_404
from gongkai.portal.views.page import READER, own_column, show
from gongkai.portal.views.search import choices

MOST = 50
FRESH_SECONDS = 300


@require_safe
@in_official_language
def site(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything."""
    return _feed(request, kind, _("全部政府信息"), reverse("portal:home"), catalog.public_documents(READER))


@require_safe
@in_official_language
def agency(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What an agency publishes."""
    found = agency_or_404(code)
    rows = catalog.public_documents(READER).filter(agency=found)
    return _feed(request, kind, found.name, reverse("portal:agency", args=[code]), rows, found)


@require_safe
@in_official_language
def column(request: HttpRequest, code: str, slug: str, kind: str) -> HttpResponse:
    """What an agency publishes in a column."""
    owner = agency_or_404(code)
    found = catalog.column_of(owner, slug)
    if found is None:
        raise Http404
    page = reverse("portal:column", args=[code, slug])
    return _feed(request, kind, f"{owner.name} {found.name}", page, catalog.in_column(READER, found), owner)


@require_safe
@in_official_language
def of_columns(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What all agencies publish in their columns of one name."""
    name = browsing.column_name(slug)
    if not name:
        raise Http404
    rows = catalog.public_documents(READER).filter(column__slug=slug)
    return _feed(request, kind, name, reverse("portal:feeds"), rows)


@require_safe
@in_official_language
def of_type(request: HttpRequest, document_type: str, kind: str) -> HttpResponse:
    """What all agencies publish of one type."""
    label = dict(browsing.filter_choices()["document_type"]).get(document_type)
    if label is None:
        raise Http404
    rows = browsing.narrowed(catalog.public_documents(READER), document_type=document_type)
    page = f"{reverse('portal:search')}?{urlencode({'document_type': document_type})}"
    return _feed(request, kind, label, page, rows)


@require_safe
@in_official_language
def search(request: HttpRequest, kind: str) -> HttpResponse:
    """What a search finds: the same words and filters as the page."""
    query = typed(request.GET.get("q"))
    found = words(query)
    rows = catalog.search(READER, " ".join(found)) if found else catalog.public_documents(READER)
    chosen = FilterForm(request.GET, choices()).chosen()
    title = _("“%(words)s”的搜索结果") % {"words": query} if query else _("查找文件")
    page = f"{reverse('portal:search')}?{request.GET.urlencode()}"
    return _feed(request, kind, title, page, browsing.narrowed(rows, **chosen))


def of_documents(request: HttpRequest, kind: str, title: str, page: str, rows: QuerySet[Any]) -> HttpResponse:
    """Documents everybody may see that another page lists."""
    return _feed(request, kind, title, page, rows)


def _feed(
    request: HttpRequest, kind: str, title: str, page: str, rows: QuerySet[Any], agency: Any = None
) -> HttpResponse:
    """The newest changes of `rows`. Tombstones do not depend on words or types: they must not tell what a document said."""
    documents = changes.latest_first(rows.defer("body", "body_text"))
    documents = documents.annotate(opening=Left("body_text", present.OPENING))[:MOST]
    made = present.feed(
        request, title=title, page=page, documents=documents, gone=changes.withdrawn(agency, MOST)
    )
    body = present.written(kind, made)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    modified = int(made.updated.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=modified)
    if answer is None:
        answer = HttpResponse(body, content_type=f"{present.MEDIA_TYPES[kind]}; charset=utf-8")
    answer["ETag"] = etag
    answer["Last-Modified"] = http_date(modified)
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What feeds there are, and how to use them."""
    groups = [
        (_("全部政府信息"), [(_("全部政府信息"), present.links(_("全部政府信息"), "feed"))]),
        (_("征求意见"), [(_("征求意见"), present.links(_("征求意见"), "consultations_feed"))]),
        (
            _("按文件类型"),
            [
                (label, present.links(label, "feed_of_type", value))
                for value, label in browsing.filter_choices()["document_type"]
            ],
        ),
        (
            _("按栏目（所有机关）"),
            [
                (name, present.links(name, "feed_of_columns", slug))
                for slug, name in browsing.column_names(READER).items()
            ],
        ),
        (
            _("按机关"),
            [
                (row.name, present.links(row.name, "agency_feed", row.code))
                for row in agencies.open_agencies()
            ],
        ),
    ]
    return show(
        request,
        "feeds.html",
        crumbs=[(_("订阅源"), "")],
        column=own_column(_("订阅源"), _("用阅读器接收新公开的政府信息"), "信息公开目录"),
        groups=groups,
        feeds=present.links(_("全部政府信息"), "feed"),
    )
