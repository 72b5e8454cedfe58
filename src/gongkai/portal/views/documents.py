"""One document and its files; what stands where a withdrawn one was."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import queries as catalog
from gongkai.portal.presenters.documents import column_meta, document_page, validity_notice
from gongkai.portal.sharing import qr_svg
from gongkai.portal.views.page import READER, agencies_crumb, show


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A public document. A withdrawn one answers 410 with its index number, the day and the reason."""
    found = catalog.document_for(READER, pk)
    if found is None:
        return _tombstone(request, pk)
    relations = catalog.relations_of(found, READER)
    shown = document_page(request, found)
    column = found.column
    crumbs = [agencies_crumb(), (found.agency.name, reverse("portal:agency", args=[found.agency.code]))]
    if column is not None:
        crumbs.append((column.name, reverse("portal:column", args=[found.agency.code, column.slug])))
    return show(
        request,
        "document.html",
        nav="agencies",
        crumbs=[*crumbs, (found.title, "")],
        column=column_meta(column) if column is not None else None,
        document=shown,
        validity_notice=validity_notice(found, relations),
        relations=relations,
        qr_svg=qr_svg(shown.url),
    )


def _tombstone(request: HttpRequest, pk: int) -> HttpResponse:
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
