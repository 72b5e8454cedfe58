"""Records as programs read them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.catalog import queries as catalog


def document(row: Any, request: HttpRequest) -> dict[str, Any]:
    """The catalogue's facts about a public document."""

    def url(name: str, pk: int) -> str:
        return request.build_absolute_uri(reverse(f"portal:{name}", args=[pk]))

    return {
        "id": row.pk,
        "url": url("document", row.pk),
        "title": row.title,
        "summary": row.summary,
        "index_number": row.index_number,
        "document_number": row.document_number,
        "agency": {"code": row.agency.code, "name": row.agency.name},
        "column": row.column.name if row.column else "",
        "type": row.document_type,
        "topic": row.topic,
        "keywords": row.keywords,
        "source": row.source,
        "validity": row.validity_now,
        "signed_on": row.signed_on,
        "effective_on": row.effective_on,
        "expires_on": row.expires_on,
        "published_at": timezone.localtime(row.published_on).isoformat(),
        "changed_at": timezone.localtime(row.last_published_at).isoformat(),
        "attachments": [
            {
                "title": one.title,
                "url": url("attachment", one.pk),
                "media_type": one.media_type,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in row.attachments
        ],
    }


def matter(row: Any, request: HttpRequest) -> dict[str, Any]:
    """A matter for the agency's own programs: never the applicant."""
    names = (
        "source_system",
        "number",
        "name",
        "unit",
        "kind",
        "state",
        "accepted_on",
        "due_on",
        "finished_on",
        "result",
    )
    found = {name: getattr(row, name) for name in (*names, "published", "held")}
    return {**found, "changed_at": timezone.localtime(row.moved_at).isoformat()}


def catalog_dataset(
    request: HttpRequest, identifier: str, title: str, files: list[tuple[str, str]]
) -> dict[str, Any]:
    """One data set and where it is to be had."""
    return {
        "@type": "dcat:Dataset",
        "dct:identifier": identifier,
        "dct:title": title,
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/CONT",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": request.build_absolute_uri(address)},
                "dcat:mediaType": media_type,
            }
            for address, media_type in files
        ],
    }


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def catalog_sets(request: HttpRequest) -> list[dict[str, Any]]:
    """The documents of everybody and of each agency, and the results of matters."""
    address = reverse("api:documents")
    results = [
        (reverse("portal:matters_file", args=[kind]), mime)
        for kind, mime in (("csv", "text/csv"), ("xlsx", XLSX))
    ]
    sets = [
        catalog_dataset(request, "documents", "公开的政府信息目录", [(address, "application/json")]),
        catalog_dataset(request, "matters-results", "办件结果公示", results),
    ]
    rows = catalog.public_documents().order_by().values_list("agency__code", "agency__name").distinct()
    return sets + [
        catalog_dataset(
            request,
            f"documents-{code}",
            f"{name}公开的政府信息目录",
            [(f"{address}?agency={code}", "application/json")],
        )
        for code, name in sorted(rows)
    ]


def whole_catalog(request: HttpRequest) -> dict[str, Any]:
    """The data catalogue (DCAT) as JSON-LD."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": request.build_absolute_uri(),
        "dct:title": f"{settings.SITE_NAME}开放数据目录",
        "dct:language": "zh",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": settings.SITE_NAME},
        "foaf:homepage": {"@id": request.build_absolute_uri(reverse("portal:home"))},
        "dcat:dataset": catalog_sets(request),
    }
