"""The site map for search engines (sitemaps.org): an index, the pages of the site, and its documents in files of 50,000.

Written row by row while it is sent: as much memory for a million documents as for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from gongkai.agencies import queries as agencies
from gongkai.catalog import browsing, changes
from gongkai.catalog import queries as catalog
from gongkai.engagement import queries as consultations
from gongkai.portal.views.page import READER

MOST = 50_000
CHUNK = 2_000
FRESH_SECONDS = 3600
SITE_PAGES = (
    "home",
    "agencies",
    "search",
    "library",
    "lists",
    "reports",
    "statistics",
    "standards",
    "apply",
    "flow",
    "forms",
    "guides",
    "handbooks",
    "consultations",
    "matters_results",
    "phones",
    "reading_places",
    "feeds",
    "visits",
    "accessibility",
)
AGENCY_PAGES = ("agency", "agency_guide", "agency_rules", "agency_statutory", "agency_reports")
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def index(request: HttpRequest) -> StreamingHttpResponse:
    """Which files there are."""
    files = -(-catalog.public_documents(READER).count() // MOST)
    paths = [
        reverse("portal:sitemap_pages"),
        *(reverse("portal:sitemap_documents", args=[number]) for number in range(1, files + 1)),
    ]
    return _xml(request, "sitemapindex", "sitemap", ((path, None) for path in paths))


@require_safe
def pages(request: HttpRequest) -> StreamingHttpResponse:
    """Every page that is not a document's."""
    return _xml(request, "urlset", "url", ((path, None) for path in _pages()))


def _pages() -> Iterator[str]:
    for name in SITE_PAGES:
        yield reverse(f"portal:{name}")
    for agency in agencies.open_agencies():
        for name in AGENCY_PAGES:
            yield reverse(f"portal:{name}", args=[agency.code])
    for code, slug in browsing.filled_places(READER):
        yield reverse("portal:column", args=[code, slug])
    for pk in consultations.public(READER).values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        yield reverse("portal:consultation", args=[pk])


@require_safe
def documents(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The public documents of one file, with the time their page changed last."""
    start = (number - 1) * MOST
    rows: QuerySet[Any] = changes.with_changed_at(catalog.public_documents(READER)).order_by("pk")
    found = rows[start : start + MOST]
    if number < 1 or not found.exists():
        raise Http404
    changed = found.values_list("pk", "changed_at").iterator(chunk_size=CHUNK)
    return _xml(request, "urlset", "url", ((reverse("portal:document", args=[pk]), at) for pk, at in changed))


def _xml(
    request: HttpRequest, root: str, element: str, rows: Iterable[tuple[str, datetime | None]]
) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        _lines(request.build_absolute_uri("/").rstrip("/"), root, element, rows),
        content_type="application/xml; charset=utf-8",
    )
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _lines(site: str, root: str, element: str, rows: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """Addresses hold nothing XML would have to escape: they are paths of slugs and numbers, encoded as URIs."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">\n'
    for path, at in rows:
        changed = f"<lastmod>{timezone.localtime(at).isoformat(timespec='seconds')}</lastmod>" if at else ""
        yield f"<{element}><loc>{iri_to_uri(site + path)}</loc>{changed}</{element}>\n"
    yield f"</{root}>\n"
