"""Answers to programs, always JSON. What is open needs no key; the rest shows one and acts for its agency."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from gongkai.agencies import attempts
from gongkai.api import declared, openapi, present, services
from gongkai.api.models import ApiKey
from gongkai.catalog import queries as catalog
from gongkai.convert.sheet import Row
from gongkai.convert.tables import Headings, usual
from gongkai.matters import fields
from gongkai.matters import queries as matters_queries
from gongkai.matters import services as matters_services
from gongkai.review.rules import Refused

PER_MINUTE = 120
WRONG_KEYS = 20
WRONG_KEYS_SECONDS = 600
Act = Callable[[HttpRequest, dict[str, Any], ApiKey | None], JsonResponse]


@csrf_exempt
def documents(request: HttpRequest) -> HttpResponse:
    """See `declared.OPERATIONS`."""
    return _answer(request, "documents", {"get": _documents})


@csrf_exempt
def matters(request: HttpRequest) -> HttpResponse:
    """See `declared.OPERATIONS`. No cookie is looked at: only the key counts."""
    return _answer(request, "matters", {"get": _matters, "post": _bring_in})


@csrf_exempt
def catalog_file(request: HttpRequest) -> HttpResponse:
    """See `declared.OPERATIONS`."""
    return _answer(request, "catalog", {"get": _catalog})


@csrf_exempt
def openapi_file(request: HttpRequest) -> HttpResponse:
    """See `declared.OPERATIONS`."""
    return _answer(request, "openapi", {"get": _openapi})


@sensitive_variables("key")
def _answer(request: HttpRequest, name: str, acts: dict[str, Act]) -> JsonResponse:
    operation = declared.operation(name, request.method or "")
    if operation is None:
        response = refusal(405, "method", _("这个地址不支持这种请求方式。"))
        response["Allow"] = ", ".join(one.method.upper() for one in declared.OPERATIONS if one.name == name)
        return response
    key = None
    if operation.scope:
        key, refused = _let_in(request, operation.scope)
        if refused is not None:
            return refused
    if not _within_limit(request, key):
        response = refusal(
            429, "too_many", _("请求过于频繁，每分钟最多%(most)d次，请稍候。") % {"most": PER_MINUTE}
        )
        response["Retry-After"] = "60"
        return response
    values, errors = declared.asked(operation, request.GET)
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    response = acts[operation.method](request, values, key)
    response["Cache-Control"] = "no-store" if operation.scope else "public, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def refusal(status: int, code: str, text: str, where: str = "") -> JsonResponse:
    """Why a request is refused."""
    return JsonResponse({"errors": [{"where": where, "code": code, "text": text}]}, status=status)


@sensitive_variables("secret")
def _let_in(request: HttpRequest, scope: str) -> tuple[ApiKey | None, JsonResponse | None]:
    wrong = f"api-wrong-{services.hashed(attempts.address_of(request))[:40]}"
    if attempts.counted(wrong) >= WRONG_KEYS:
        return None, refusal(429, "too_many", _("密钥错误次数过多，请十分钟后再试。"))
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    key = services.key_of(secret.strip()) if kind.lower() == "bearer" else None
    if key is None:
        attempts.count(wrong, WRONG_KEYS_SECONDS)
        response = refusal(401, "no_key", _("没有密钥，或者密钥不对、已过期、已停用。"), "Authorization")
        response["WWW-Authenticate"] = "Bearer"
        return None, response
    if scope not in key.scopes:
        return None, refusal(
            403, "scope", _("这把密钥没有权限“%(scope)s”。") % {"scope": scope}, "Authorization"
        )
    return key, None


def _within_limit(request: HttpRequest, key: ApiKey | None) -> bool:
    who = f"key-{key.pk}" if key else services.hashed(attempts.address_of(request))[:40]
    return attempts.count(f"api-rate-{who}", 60) <= PER_MINUTE


def _documents(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    rows = catalog.public_documents().defer("body", "body_text").order_by("last_published_at", "id")
    if values["agency"]:
        rows = rows.filter(agency__code=values["agency"])
    if values["since"]:
        rows = rows.filter(last_published_at__date__gte=values["since"])
    return _page(request, rows.prefetch_related("files"), values, "documents", present.document)


def _matters(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    if key is None:
        raise PermissionDenied
    rows = matters_queries.of_agency(key.agency)
    if values["since"]:
        rows = rows.filter(moved_at__date__gte=values["since"])
    return _page(request, rows, values, "matters", present.matter)


def _page(request: HttpRequest, rows: Any, values: dict[str, Any], name: str, shown: Any) -> JsonResponse:
    paginator = Paginator(rows, values["per_page"])
    page = paginator.get_page(values["page"])
    following = None
    if values["page"] < paginator.num_pages:
        query = request.GET.copy()
        query["page"] = str(values["page"] + 1)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    items = [shown(row, request) for row in page] if values["page"] <= paginator.num_pages else []
    answer = {
        "count": paginator.count,
        "page": values["page"],
        "pages": paginator.num_pages,
        "next": following,
    }
    return JsonResponse({**answer, name: items}, json_dumps_params={"ensure_ascii": False})


@sensitive_variables("sent", "rows", "entries")
def _bring_in(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    if key is None:
        raise PermissionDenied
    try:
        sent = json.loads(request.body)
        system, rows = sent["source_system"], sent["matters"]
        if not isinstance(system, str) or not isinstance(rows, list):
            raise TypeError
    except RequestDataTooBig:
        return refusal(413, "too_large", _("请求过大，请分批报送。"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return refusal(400, "not_json", _("请求应为 JSON：{“source_system”: …, “matters”: [ … ]}。"))
    if len(rows) > matters_services.MOST:
        return refusal(
            413, "too_many", _("一次最多%(most)d件，请分批。") % {"most": matters_services.MOST}, "matters"
        )
    names = tuple(one.name for one in fields.declared())
    errors = [error for number, row in enumerate(rows, 1) for error in _odd(number, row, names)]
    odd = {error["row"] for error in errors}
    headings = Headings(0, names, {name: at for at, name in enumerate(names)}, (), ())
    cells = [
        Row(number, tuple(str(row.get(name) or "").strip() for name in names))
        for number, row in enumerate(rows, 1)
        if number not in odd
    ]
    entries, faults = matters_services.read(
        cells, headings, usual(fields.declared(), system), timezone.localdate()
    )
    try:
        brought = matters_services.bring_in(
            actor=key.created_by, agency=key.agency, source_system=system[:60], entries=entries, by="api"
        )
    except Refused as refused:
        return JsonResponse(
            {"errors": [{"where": "", "code": one.code, "text": one.text} for one in refused.blockers]},
            status=422,
        )
    except PermissionDenied:
        return refusal(403, "denied", _("签发密钥的人已不能为这个机构报送，请重新签发密钥。"))
    errors += [
        {"row": one.row, "field": one.column, "code": one.code, "text": one.text}
        for one in (*faults, *brought.faults)
    ]
    counts = {"new": len(brought.new), "updated": len(brought.updated), "unchanged": len(brought.unchanged)}
    refused_rows = len({error["row"] for error in errors})
    return JsonResponse({**counts, "refused": refused_rows, "errors": errors})


def _odd(number: int, row: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a row must not hold: anything but an object, unknown fields, values that are no text or number."""
    if not isinstance(row, dict):
        return [{"row": number, "field": "", "code": "not_object", "text": _("每件应为一个对象。")}]
    found = [
        {"row": number, "field": str(name)[:60], "code": "unknown", "text": _("没有这个字段。")}
        for name in row
        if name not in names
    ]
    found += [
        {"row": number, "field": name, "code": "not_text", "text": _("应为文字或者数字。")}
        for name in names
        if not isinstance(row.get(name), str | int | None) or isinstance(row.get(name), bool)
    ]
    return found


def _catalog(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    response = JsonResponse(present.whole_catalog(request), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/ld+json"
    return response


def _openapi(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    base = request.build_absolute_uri(reverse("api:openapi")).removesuffix("/openapi.json")
    return JsonResponse(openapi.document(base), json_dumps_params={"ensure_ascii": False})
