"""The versions of a document that were public, and two of them beside each other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.catalog import queries as catalog
from gongkai.catalog import versions
from gongkai.portal.presenters.documents import column_meta
from gongkai.portal.presenters.versions import side_by_side
from gongkai.portal.views.documents import gone_or_404
from gongkai.portal.views.page import READER, agencies_crumb, show


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """When the document was published and published again; `?before=1&after=2` opens a comparison."""
    document = catalog.document_for(READER, pk)
    if document is None:
        return gone_or_404(request, pk)
    found, total = versions.public_versions(document)
    numbers = {str(version.number) for version in found}
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before in numbers and after in numbers and before != after:
        return redirect("portal:version_comparison", pk, int(before), int(after))
    return _show(
        request,
        "versions.html",
        document,
        versions=found,
        closed=total - len(found),
        same_chosen=bool(before) and before == after,
    )


@require_safe
def comparison(request: HttpRequest, pk: int, before: int, after: int) -> HttpResponse:
    """What was taken out and what was added between two versions, the earlier on the left."""
    document = catalog.document_for(READER, pk)
    if document is None:
        return gone_or_404(request, pk)
    found, _total = versions.public_versions(document)
    by_number = {version.number: version for version in found}
    if before == after or before not in by_number or after not in by_number:
        raise Http404
    older, newer = (by_number[number] for number in sorted((before, after)))
    whole = request.GET.get("all") == "1"
    compared = versions.compare(older, newer, whole=whole)
    return _show(
        request,
        "version_comparison.html",
        document,
        older=older,
        newer=newer,
        comparison=compared,
        rows=side_by_side(compared.lines or ()),
        whole=whole,
    )


def _show(request: HttpRequest, template: str, document: Any, **context: Any) -> HttpResponse:
    crumbs = [
        agencies_crumb(),
        (document.agency.name, reverse("portal:agency", args=[document.agency.code])),
        (document.title, reverse("portal:document", args=[document.pk])),
        (_("历次版本"), ""),
    ]
    response = show(
        request,
        template,
        nav="agencies",
        crumbs=crumbs,
        column=column_meta(document.column) if document.column is not None else None,
        document=document,
        **context,
    )
    response["X-Robots-Tag"] = "noindex"  # an old text must not be found in the place of the one that holds
    return response
