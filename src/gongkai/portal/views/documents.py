"""One document and its files; what stands where a withdrawn one was."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import browsing, versions
from gongkai.catalog import queries as catalog
from gongkai.guides.reading import SCHEMA as GUIDE
from gongkai.portal import clients, papers, visiting
from gongkai.portal.presenters import consultations, rows, structured
from gongkai.portal.presenters.documents import column_meta, document_page, listed, validity_notice
from gongkai.portal.presenters.downloads import download
from gongkai.portal.sharing import qr_svg
from gongkai.portal.views import errors
from gongkai.portal.views.page import READER, agencies_crumb, show
from gongkai.visits import queries as visits

FILES_PER_HOUR = 300


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A public document. A withdrawn one answers 410 with its index number, the day and the reason."""
    found = catalog.document_for(READER, pk)
    if found is None:
        return gone_or_404(request, pk)
    relations = catalog.relations_of(found, READER)
    in_relation = [row.pk for group in relations for row in group["documents"]]
    shown = document_page(request, found)
    column = found.column
    crumbs = [agencies_crumb(), (found.agency.name, reverse("portal:agency", args=[found.agency.code]))]
    if column is not None:
        crumbs.append((column.name, reverse("portal:column", args=[found.agency.code, column.slug])))
    crumbs.append((found.title, ""))
    until = timezone.localdate() - timedelta(days=1)
    page = show(
        request,
        "document.html",
        nav="agencies",
        crumbs=crumbs,
        column=column_meta(column) if column is not None else None,
        document=shown,
        declared=rows.declared(READER, found),
        guide_url=reverse("portal:guide", args=[pk]) if found.schema == GUIDE else "",
        validity_notice=validity_notice(found, relations),
        versions=versions.count(found),
        relations=relations,
        consultations=consultations.beside(found, timezone.localdate()),
        related=listed(browsing.related(found, in_relation, READER)),
        visits=visits.of_document(found, until),
        visits_until=until,
        qr_svg=qr_svg(shown.url),
        structured=structured.block(
            structured.document(request, shown, found.document_type), structured.breadcrumbs(request, crumbs)
        ),
    )
    return _validated(request, visiting.opened(request, page, visiting.of_document(found)), shown.changed_at)


def _validated(request: HttpRequest, page: HttpResponse, changed_at: datetime) -> HttpResponseBase:
    """The page, or 304 when the reader has it as it is."""
    page["ETag"] = f'"{hashlib.sha256(page.content).hexdigest()[:32]}"'
    modified = int(changed_at.timestamp())
    page["Last-Modified"] = http_date(modified)
    page["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=page["ETag"], last_modified=modified, response=page) or page


@require_safe
def document_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The document as PDF or DOCX; 410 when it was withdrawn."""
    found = catalog.document_for(READER, pk)
    if found is None:
        return gone_or_404(request, pk)
    shown = document_page(request, found)
    if not clients.within_limit(request, "document-file", FILES_PER_HOUR, 3600):
        return errors.too_many(request)
    data = papers.made(found, shown, kind)
    answer = download(data, f"{_file_name(shown.title)}.{kind}")
    answer["X-Robots-Tag"] = "noindex"  # search engines find the page, which says whether it still holds
    return _validated(request, answer, shown.changed_at)


def _file_name(title: str) -> str:
    return "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in title)[:80]


def gone_or_404(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands where a withdrawn document was."""
    gone = catalog.tombstone(pk)
    if gone is None:
        raise Http404
    response = show(
        request,
        "withdrawn.html",
        nav="agencies",
        crumbs=[
            agencies_crumb(),
            (gone.agency.name, reverse("portal:agency", args=[gone.agency.code])),
            (_("已撤下的文件"), ""),
        ],
        status=410,
        gone=gone,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def attachment(request: HttpRequest, pk: int, name: str = "") -> HttpResponseBase:
    """A file of a public document, to save; staff also see the pictures of drafts under the address they will have.

    Its name in the address is for people; only the number counts.
    """
    found = catalog.attachment_for(READER, pk)
    is_public = found is not None
    if found is None:
        found = catalog.attachment_for(request.user, pk)
    if found is None:
        raise Http404
    try:
        stored = found.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(
        stored, as_attachment=True, filename=found.download_name, content_type=found.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    if not is_public:
        response["Cache-Control"] = "private, no-store"
    return response
