"""Service guides as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from gongkai.guides.reading import Guide
from gongkai.portal.presenters import structured
from gongkai.portal.presenters.documents import File, files
from gongkai.portal.presenters.flow import FlowView, flow_view


@dataclass(frozen=True, slots=True)
class ListedGuide:
    """One line of the list of guides."""

    pk: int
    name: str
    agency: Any
    kind: str
    audience: str
    limit: str
    charged: bool


def listed(documents: Iterable[Any]) -> list[ListedGuide]:
    """The guides as lines."""
    return [
        ListedGuide(
            guide.pk,
            guide.name,
            guide.agency,
            str(guide.data.get("kind") or ""),
            str(guide.data.get("audience") or ""),
            guide.limit,
            guide.data.get("charged") is True,
        )
        for guide in map(Guide, documents)
    ]


@dataclass(frozen=True, slots=True)
class GuidePage:
    """Everything the page of a guide shows. `data`: the fields, tables as lists of rows; files stand in their rows."""

    pk: int
    title: str
    name: str
    agency: Any
    data: dict[str, Any]
    limit: str
    legal_limit: str
    online: str
    published_on: datetime | None
    index_number: str
    flow: FlowView | None
    files: list[File]


def guide_page(guide: Guide) -> GuidePage:
    """A guide with the attachments its papers and results name beside them, the others by themselves."""
    attached = {file.title: file for file in files(guide.document.attachments)}
    data = dict(guide.data)
    named = set()
    for table, column in (("papers", "form"), ("results", "sample")):
        data[table] = [{**row, "file": attached.get(str(row.get(column) or ""))} for row in data[table]]
        named |= {row["file"].title for row in data[table] if row["file"]}
    return GuidePage(
        guide.pk,
        guide.document.title,
        guide.name,
        guide.agency,
        data,
        guide.limit,
        guide.legal_limit,
        guide.online,
        guide.published_on,
        guide.document.index_number,
        flow_view(guide.chart, _files(guide.pk)) if guide.chart else None,
        [file for title, file in attached.items() if title not in named],
    )


def service(request: HttpRequest, page: GuidePage) -> dict[str, Any]:
    """A guide as schema.org says it."""
    data = page.data
    return {
        "@type": "GovernmentService",
        "name": page.name,
        "url": request.build_absolute_uri(reverse("portal:guide", args=[page.pk])),
        "identifier": data.get("code") or "",
        "serviceType": data.get("kind") or "",
        "audience": {"@type": "Audience", "audienceType": data.get("audience") or ""},
        "provider": structured.agency(request, page.agency.code, page.agency.name),
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "name": window.get("name") or "",
                "servicePhone": {"@type": "ContactPoint", "telephone": window.get("telephone") or ""},
                "serviceLocation": {
                    "@type": "Place",
                    "address": window.get("address") or "",
                    "description": window.get("hours") or "",
                },
            }
            for window in data["windows"]
        ],
        "termsOfService": data.get("conditions") or "",
    }


def _files(pk: int) -> list[tuple[str, str]]:
    return [(kind.upper(), reverse("portal:guide_flow", args=[pk, kind])) for kind in ("pdf", "svg", "png")]


@dataclass(frozen=True, slots=True)
class FormSet:
    """The files that come with one guide."""

    pk: int
    name: str
    agency: Any
    files: list[File]


def forms_of(documents: Iterable[Any]) -> list[FormSet]:
    """The guides with their files."""
    return [
        FormSet(guide.pk, guide.name, guide.agency, files(guide.document.attachments))
        for guide in map(Guide, documents)
    ]
