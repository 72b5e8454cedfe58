"""What the report's screens have in common: who asks, which report, and an act that loses nothing when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from gongkai.agencies.models import User
from gongkai.agencies.office import actor_of
from gongkai.agencies.signing import PasswordRefusedError, confirm_password
from gongkai.reports import office_pages, queries
from gongkai.reports.errors import ReportRefusedError, refusal
from gongkai.reports.models import AnnualReport


def report_of(request: HttpRequest, pk: int) -> AnnualReport:
    """The report, or 404: an outsider does not even learn that it exists."""
    return get_object_or_404(queries.visible_to(actor_of(request)), pk=pk)


def act_on(
    request: HttpRequest, pk: int, act: Callable[[User, AnnualReport], Any], done: str, anchor: str = ""
) -> HttpResponse:
    """Do one thing to a report and come back to it; refused, the page says why and loses nothing that was typed."""
    actor, found = actor_of(request), report_of(request, pk)
    try:
        act(actor, found)
    except ReportRefusedError as refused:
        found = report_of(request, pk)
        return office_pages.show_report(request, found, refused=refused.problems, status=422)
    except PermissionDenied as denied:
        problems = refusal("PERMISSION", str(denied)).problems
        return office_pages.show_report(request, found, refused=problems, status=403)
    messages.success(request, done)
    return redirect(reverse("reports_office:report", args=[pk]) + anchor)


def check_password(actor: User, password: str) -> None:
    """Raise ReportRefusedError unless the password is right."""
    try:
        confirm_password(actor, password)
    except PasswordRefusedError as refused:
        raise refusal(refused.code, refused.text) from refused


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to save."""
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
