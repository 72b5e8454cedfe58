"""How every request of a program is answered: method, key, limit, parameters, what the asker has already. One way for all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from gongkai.agencies import attempts
from gongkai.api import declared, services
from gongkai.api.models import ApiKey
from gongkai.catalog import harvest

PER_MINUTE = services.PER_MINUTE
WRONG_KEYS = 20
WRONG_KEYS_SECONDS = 600
FRESH_SECONDS = 60
Act = Callable[[HttpRequest, dict[str, Any], ApiKey | None], HttpResponseBase]


@sensitive_variables("key")
def answer(request: HttpRequest, name: str, acts: dict[str, Act]) -> HttpResponseBase:
    """Answer by the declared operation, or refuse in JSON. `acts`: by method."""
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
    most = key.per_minute if key else PER_MINUTE
    left = most - _asked_this_minute(request, key)
    made = (
        _answered(request, operation, acts[operation.method], key)
        if left >= 0
        else refusal(429, "too_many", _("请求过于频繁，每分钟最多%(most)d次，请稍候。") % {"most": most})
    )
    if left < 0:
        made["Retry-After"] = "60"
    made["RateLimit-Limit"], made["RateLimit-Remaining"] = str(most), str(max(left, 0))
    made["X-Content-Type-Options"] = "nosniff"
    return made


def _answered(
    request: HttpRequest, operation: declared.Operation, act: Act, key: ApiKey | None
) -> HttpResponseBase:
    values, errors = declared.asked(operation, request.GET)
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    if operation.scope:
        made = act(request, values, key)
        made["Cache-Control"] = "no-store"
        return made
    return _unless_known(request, lambda: act(request, values, key))


def _unless_known(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """304 for whoever has the answer: what is open changes with the order of `catalog.harvest`, and with the day (validity)."""
    state, today = harvest.state(), timezone.localdate()
    basis = f"{declared.VERSION} {request.build_absolute_uri()} {state.at} {today}"
    etag = f'W/"{hashlib.sha256(basis.encode()).hexdigest()[:32]}"'
    moment = int(state.moment.timestamp()) if state.moment else None
    known: HttpResponse | None = get_conditional_response(request, etag=etag)
    made = known if known is not None else act()
    if made.status_code in (200, 304):
        made["ETag"] = etag
        made["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
        if moment is not None:
            made["Last-Modified"] = http_date(moment)
    return made


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


def _asked_this_minute(request: HttpRequest, key: ApiKey | None) -> int:
    who = f"key-{key.pk}" if key else services.hashed(attempts.address_of(request))[:40]
    return attempts.count(f"api-rate-{who}", 60)


def page(request: HttpRequest, rows: Any, values: dict[str, Any], name: str, shown: Any) -> JsonResponse:
    """A page of rows with the address of the next one; refused beyond `declared.MOST_DEEP` rows."""
    if (values["page"] - 1) * values["per_page"] >= declared.MOST_DEEP:
        text = _("页数太深，最多到第%(most)d条；请改用 changes/ 或者整份文件。") % {
            "most": declared.MOST_DEEP
        }
        return refusal(400, "too_deep", text, "page")
    paginator = Paginator(rows, values["per_page"])
    found = paginator.get_page(values["page"])
    following = None
    if values["page"] < paginator.num_pages:
        query = request.GET.copy()
        query["page"] = str(values["page"] + 1)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    items = [shown(row, request) for row in found] if values["page"] <= paginator.num_pages else []
    told = {
        "count": paginator.count,
        "page": values["page"],
        "pages": paginator.num_pages,
        "next": following,
    }
    return JsonResponse({**told, name: items}, json_dumps_params={"ensure_ascii": False})
