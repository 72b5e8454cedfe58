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
from gongkai.portal.presenters import versions as presented
from gongkai.portal.presenters.documents import body_html, column_meta
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
def text(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A version as it was read then, with a notice of its age; the one in force has its own page. A closed one says so (404)."""
    document = catalog.document_for(READER, pk)
    if document is None:
        return gone_or_404(request, pk)
    found, total = versions.public_versions(document)
    version = next((one for one in found if one.number == number), None)
    if version is None:
        closed = {"versions": found, "closed": total - len(found), "refused": number}
        return _show(request, "versions.html", document, status=404, **closed)
    if version.is_current:
        return redirect("portal:document", pk)
    return _show(
        request,
        "version.html",
        document,
        version=version,
        title=version.text.title,
        notice=presented.notice(document, version),
        facts=[fact for fact in versions.facts(version.text) if fact[1] != version.text.title],
        body_html=body_html(version.text.body),
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
        rows=presented.side_by_side(compared.lines or ()),
        whole=whole,
    )


def _show(
    request: HttpRequest, template: str, document: Any, status: int = 200, **context: Any
) -> HttpResponse:
    crumbs = [
        agencies_crumb(),
        (document.agency.name, reverse("portal:agency", args=[document.agency.code])),
        (document.title, reverse("portal:document", args=[document.pk])),
        (
            _("历次版本"),
            reverse("portal:versions", args=[document.pk]) if template != "versions.html" else "",
        ),
    ]
    response = show(
        request,
        template,
        nav="agencies",
        crumbs=crumbs,
        column=column_meta(document.column) if document.column is not None else None,
        document=document,
        status=status,
        **context,
    )
    response["X-Robots-Tag"] = "noindex"  # an old text must not be found in the place of the one that holds
    return response
