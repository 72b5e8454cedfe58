"""Matters of an agency's other systems: handed in and asked for with a key, which acts for its agency."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from gongkai.api import frame, once, present
from gongkai.api.frame import refusal
from gongkai.api.models import ApiKey
from gongkai.convert.sheet import Row
from gongkai.convert.tables import Headings, usual
from gongkai.matters import fields
from gongkai.matters import queries as matters_queries
from gongkai.matters import services as matters_services
from gongkai.review.rules import Refused


@csrf_exempt
def matters(request: HttpRequest) -> HttpResponseBase:
    """See `declared.OPERATIONS`. No cookie is looked at: only the key counts."""
    return frame.answer(request, "matters", {"get": _matters, "post": _bring_in})


def _matters(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    if key is None:
        raise PermissionDenied
    rows = matters_queries.of_agency(key.agency)
    if values["since"]:
        rows = rows.filter(moved_at__date__gte=values["since"])
    return frame.page(request, rows, values, "matters", present.matter)


def _bring_in(request: HttpRequest, values: dict[str, Any], key: ApiKey | None) -> JsonResponse:
    if key is None:
        raise PermissionDenied
    return once.answered(request, key, lambda: _brought_in(request, key))


@sensitive_variables("sent", "rows", "entries")
def _brought_in(request: HttpRequest, key: ApiKey) -> JsonResponse:
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
