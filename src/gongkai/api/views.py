"""Open data for programs: documents in pages, as changes, as whole files; the data catalogue; the description of all this."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.csrf import csrf_exempt

from gongkai.api import dcat, declared, frame, openapi, present
from gongkai.api.models import ApiKey
from gongkai.catalog import harvest
from gongkai.catalog import queries as catalog
from gongkai.convert.sheet import harmless

CHUNK = 500
UNREAD = ("body", "body_text", "data")


@csrf_exempt
def documents(request: HttpRequest) -> HttpResponseBase:
    """See `declared.OPERATIONS`, here and below."""
    return frame.answer(request, "documents", {"get": _documents})


@csrf_exempt
def changes(request: HttpRequest) -> HttpResponseBase:
    """What a harvester keeps in step by."""
    return frame.answer(request, "changes", {"get": _changes})


@csrf_exempt
def documents_jsonl(request: HttpRequest) -> HttpResponseBase:
    """All of them, one a line."""
    return frame.answer(request, "documents_jsonl", {"get": _jsonl})


@csrf_exempt
def documents_csv(request: HttpRequest) -> HttpResponseBase:
    """The same for spreadsheets."""
    return frame.answer(request, "documents_csv", {"get": _csv})


@csrf_exempt
def catalog_file(request: HttpRequest) -> HttpResponseBase:
    """The data catalogue."""
    return frame.answer(request, "catalog", {"get": _catalog})


@csrf_exempt
def openapi_file(request: HttpRequest) -> HttpResponseBase:
    """The description."""
    return frame.answer(request, "openapi", {"get": _openapi})


def _public(agency: str) -> Any:
    rows = catalog.public_documents().defer(*UNREAD).order_by("last_published_at", "id")
    return (rows.filter(agency__code=agency) if agency else rows).prefetch_related("files")


def _documents(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    rows = _public(values["agency"])
    if values["since"]:
        rows = rows.filter(last_published_at__date__gte=values["since"])
    return frame.page(request, rows, values, "documents", present.document)


def _changes(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    made = harvest.after(values["after"], values["per_page"], values["agency"])
    query = urlencode({**request.GET.dict(), "after": str(made.until)})
    told = {
        "cursor": made.until,
        "more": made.more,
        "next": request.build_absolute_uri(f"{request.path}?{query}"),
        "changes": [present.change(one, request) for one in made.found],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _jsonl(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> StreamingHttpResponse:
    lines = (
        json.dumps(present.plain(row), ensure_ascii=False).encode() + b"\n" for row in _told(request, values)
    )
    return _streamed(request, values, "documents_jsonl", lines, "documents.jsonl")


def _csv(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> StreamingHttpResponse:
    return _streamed(request, values, "documents_csv", _table(_told(request, values)), "documents.csv")


def _told(request: HttpRequest, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for row in _public(values["agency"]).iterator(chunk_size=CHUNK):
        yield present.document(row, request)


def _table(rows: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _line(present.COLUMNS)
    for row in rows:
        yield _line(present.cells(row))


def _line(cells: Any) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue().encode()


def _streamed(
    request: HttpRequest, values: dict[str, Any], name: str, lines: Iterator[bytes], file: str
) -> StreamingHttpResponse:
    """A whole file, written row by row; `Link` says from where `changes/` goes on. The place is read before the first row."""
    query = {"after": harvest.state().at} | ({"agency": values["agency"]} if values["agency"] else {})
    following = request.build_absolute_uri(f"{reverse('api:changes')}?{urlencode(query)}")
    operation = declared.operation(name, "get")
    made = StreamingHttpResponse(
        lines, content_type=f"{operation.media_type if operation else ''}; charset=utf-8"
    )
    made["Link"] = f'<{following}>; rel="next"'
    made["Content-Disposition"] = content_disposition_header(True, file) or "attachment"
    return made


def _catalog(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    response = JsonResponse(dcat.catalogue(request), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    return response


def _openapi(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    base = request.build_absolute_uri(reverse("api:openapi")).removesuffix("/openapi.json")
    return JsonResponse(openapi.document(base), json_dumps_params={"ensure_ascii": False})
