"""The data catalogue (DCAT 3, JSON-LD): what data there is, whose, since when, under which terms, and where it is to be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.catalog import entries_queries as entries
from gongkai.catalog import queries as catalog
from gongkai.catalog import schemas

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "jsonl": "application/jsonl", "xlsx": XLSX}
CONTINUOUS = "http://publications.europa.eu/resource/authority/frequency/CONT"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
RIGHTS = "依法主动公开的政府信息，可以免费使用；使用时请注明来源和取得的时间。"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set. `files`: (kind, address); `conforms_to`: the address of its declaration."""

    identifier: str
    title: str
    text: str
    files: Sequence[tuple[str, str]]
    publisher: str = ""
    modified: datetime | None = None
    keywords: Sequence[str] = ()
    conforms_to: str = ""
    service: str = ""


def catalogue(request: HttpRequest) -> dict[str, Any]:
    """Everything that is open, in a fixed number of queries."""
    sets = [_documents(), _matters(), *_lists(), *_of_agencies()]
    modified = max((one.modified for one in sets if one.modified), default=None)
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": request.build_absolute_uri(),
        "dct:title": f"{settings.SITE_NAME}开放数据目录",
        "dct:description": "公开的政府信息、按统一栏目公开的清单和办件结果，供程序读取。",
        "dct:language": "zh",
        **_terms(""),
        **_modified(modified),
        "foaf:homepage": _link(request, reverse("portal:home")),
        "dcat:service": {
            "@type": "dcat:DataService",
            "dct:title": "政府信息公开接口",
            "dcat:endpointURL": _link(request, reverse("api:documents")),
            "dcat:endpointDescription": _link(request, reverse("api:openapi")),
        },
        "dcat:dataset": [_written(one, request) for one in sets],
    }


def _documents() -> Dataset:
    files = [("jsonl", reverse("api:documents_jsonl")), ("csv", reverse("api:documents_csv"))]
    latest = catalog.public_documents().aggregate(at=Max("last_published_at"))["at"]
    return Dataset(
        "documents", "公开的政府信息目录", "全部公开文件的名称、索引号、文号、机关、日期、有效性和附件地址。", files,
        modified=latest, service=reverse("api:changes"),
    )  # fmt: skip


def _matters() -> Dataset:
    files = [(kind, reverse("portal:matters_file", args=[kind])) for kind in ("csv", "xlsx")]
    return Dataset(
        "matters-results", "办件结果公示", "其他系统办理并公示的办件结果，姓名和编号已遮盖。", files
    )


def _lists() -> list[Dataset]:
    counts = entries.counts()
    return [
        Dataset(
            f"list-{schema.slug}", schema.label, schema.basis,
            [(kind, reverse("portal:list_file", args=[schema.slug, kind])) for kind in ("csv", "json")],
            modified=counts[schema.slug].latest, keywords=(schema.column_type, schema.article),
            conforms_to=reverse("portal:list_schema", args=[schema.slug]),
        )
        for schema in schemas.lists()
        if schema.slug in counts
    ]  # fmt: skip


def _of_agencies() -> list[Dataset]:
    rows = catalog.public_documents().order_by().values("agency__code", "agency__name")
    dated = rows.annotate(at=Max("last_published_at")).values_list("agency__code", "agency__name", "at")
    return [
        Dataset(
            f"documents-{code}", f"{name}公开的政府信息目录", f"{name}公开的全部文件的目录信息。",
            [
                ("jsonl", f"{reverse('api:documents_jsonl')}?agency={code}"),
                ("csv", f"{reverse('api:documents_csv')}?agency={code}"),
            ],
            publisher=name, modified=at, service=f"{reverse('api:changes')}?agency={code}",
        )
        for code, name, at in sorted(dated)
    ]  # fmt: skip


def _written(one: Dataset, request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "@id": f"{request.build_absolute_uri()}#{one.identifier}",
        "dct:identifier": one.identifier,
        "dct:title": one.title,
        "dct:description": one.text,
        "dct:language": "zh",
        **_terms(one.publisher),
        **_modified(one.modified),
        "dct:accrualPeriodicity": {"@id": CONTINUOUS},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:format": kind.upper(),
                "dcat:mediaType": MEDIA_TYPES[kind],
                "dcat:accessURL": _link(request, address),
                "dcat:downloadURL": _link(request, address),
                **_licence(),
            }
            for kind, address in one.files
        ],
    }
    if one.keywords:
        found["dcat:keyword"] = [word for word in one.keywords if word]
    if one.conforms_to:
        found["dct:conformsTo"] = _link(request, one.conforms_to)
    if one.service:
        found["dcat:landingPage"] = _link(request, one.service)
    return found


def _terms(publisher: str) -> dict[str, Any]:
    return {
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher or settings.SITE_NAME},
        "dct:accessRights": {"@id": PUBLIC},
        "dct:rights": RIGHTS,
        **_licence(),
    }


def _licence() -> dict[str, Any]:
    return {"dct:license": {"@id": settings.DATA_LICENCE}} if settings.DATA_LICENCE else {}


def _modified(moment: datetime | None) -> dict[str, Any]:
    if moment is None:
        return {}
    text = timezone.localtime(moment).isoformat(timespec="seconds")
    return {"dct:modified": {"@value": text, "@type": "xsd:dateTime"}}


def _link(request: HttpRequest, address: str) -> dict[str, str]:
    return {"@id": request.build_absolute_uri(address)}
