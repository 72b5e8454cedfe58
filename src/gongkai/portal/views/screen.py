"""The big screen of an agency: a page for unattended running, and its slides as data."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gongkai.channels import screen
from gongkai.matters import queries as matters
from gongkai.portal.views.agencies import agency_or_404

RESULTS = 10


def results(agency: Any) -> list[screen.Line]:
    """The newest results of matters, as they may be shown to everybody: names and numbers masked."""
    rows = matters.public_results().filter(agency__path__startswith=agency.path)[:RESULTS]
    return [
        screen.line(
            f"{row.name} {row.shown_name} {row.get_state_display()}",
            row.agency.short_name,
            row.finished_on.isoformat() if row.finished_on else "",
        )
        for row in rows
    ]


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The page with the newest documents on it; its script turns the slides."""
    agency = agency_or_404(code)
    response = render(
        request, "portal/screen.html", {"agency": agency, "content": screen.content(agency, results)}
    )
    patch_cache_control(response, no_cache=True)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def slides(request: HttpRequest, code: str) -> HttpResponse:
    """The slides as JSON; 304 as long as nothing has changed."""
    body = json.dumps(
        screen.content(agency_or_404(code), results), ensure_ascii=False, separators=(",", ":")
    ).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    response = (
        HttpResponseNotModified() if tag in known else HttpResponse(body, content_type="application/json; charset=utf-8")
    )  # fmt: skip
    response["ETag"] = tag
    patch_cache_control(response, no_cache=True)
    return response
