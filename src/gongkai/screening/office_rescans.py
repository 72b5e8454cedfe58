"""The screens of rescans, and what every detector has found and how often it was wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.office import actor_of
from gongkai.screening import labels, office_pages, queries, running, services
from gongkai.screening.duties import RESCANNING, SILENCING
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Rescan
from gongkai.screening.office import WAITING_SECONDS, page, tabs

PER_PAGE = 50


def _index(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    pages = Paginator(queries.rescans(actor).order_by("-id"), PER_PAGE).get_page(request.GET.get("p"))
    return page(
        request,
        "rescans",
        _("复查"),
        [],
        status=status,
        page=pages,
        agencies=access.acting_agencies(actor, *RESCANNING).order_by("path"),
        refused=refused,
        outdated=queries.outdated_rescan(actor),
        tabs=tabs(actor, "rescans"),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rescans so far, with the form to start one."""
    return _index(request)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Have everything published looked at once more."""
    actor = actor_of(request)
    agencies = access.acting_agencies(actor, *RESCANNING)
    agency = get_object_or_404(agencies, code=request.POST.get("agency", ""))
    try:
        made = services.start_rescan(actor=actor, agency=agency)
    except ScreeningRefusedError as refused:
        return _index(request, refused.text, 422)
    return redirect("screening_office:rescan", made.pk)


def _rescan(request: HttpRequest, pk: int) -> Rescan:
    return get_object_or_404(queries.rescans(actor_of(request)), pk=pk)


@require_safe
def rescan(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a rescan has come, and where it found something new."""
    return _show(request, _rescan(request, pk))


def _show(request: HttpRequest, row: Rescan, refused: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    pages = Paginator(queries.rescan_results(actor, row), PER_PAGE).get_page(request.GET.get("p"))
    is_running = row.state == Rescan.State.RUNNING
    is_lost = is_running and row.moved_at < timezone.now() - running.LOST_AFTER
    may_act = access.holds(actor, row.agency, *RESCANNING)
    response = page(
        request,
        "rescan",
        _("%(agency)s的复查") % {"agency": row.agency.short_name},
        [(str(_("复查")), reverse("screening_office:rescans"))],
        status=status,
        rescan=row,
        page=pages,
        results=office_pages.named(pages.object_list),
        share=min(100, round(100 * row.done / row.total)) if row.total else 100,
        left=office_pages.time_left(row) if is_running and not is_lost else "",
        is_lost=is_lost,
        may_stop=may_act and is_running,
        may_resume=may_act and (is_lost or row.state == Rescan.State.STOPPED),
        refused=refused,
    )
    if is_running and not is_lost and status == 200:
        response["Refresh"] = str(WAITING_SECONDS)
    return response


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop after the document at hand."""
    row = _rescan(request, pk)
    services.stop_rescan(actor=actor_of(request), rescan=row)
    messages.success(request, _("已停止，随时可以继续。"))
    return redirect("screening_office:rescan", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on where it stopped."""
    row = _rescan(request, pk)
    try:
        services.resume_rescan(actor=actor_of(request), rescan=row)
    except ScreeningRefusedError as refused:
        return _show(request, row, refused.text, 422)
    return redirect("screening_office:rescan", pk)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """For each detector how much it found and how often it was wrong; what was silenced for ever, and by whom."""
    return _statistics(request)


def _statistics(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    silenced = Paginator(queries.silenced(actor), PER_PAGE).get_page(request.GET.get("p"))
    return page(
        request,
        "statistics",
        _("检测项统计"),
        [],
        status=status,
        rows=[_statistic(row) for row in queries.statistics(actor)],
        silenced=silenced,
        lines=[
            (one, labels.detector_title(one.detector), access.holds(actor, one.agency, *SILENCING))
            for one in silenced
        ],
        refused=refused,
        tabs=tabs(actor, "statistics"),
    )


def _statistic(row: dict[str, Any]) -> dict[str, Any]:
    settled = row["false_alarms"] + row["kept"] + row["redacted"]
    share = round(100 * row["false_alarms"] / settled) if settled else None
    return {**row, "title": labels.detector_title(row["detector"]), "settled": settled, "share": share}


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """What was silenced for ever is reported again."""
    actor = actor_of(request)
    decision = get_object_or_404(queries.silenced(actor), pk=pk)
    try:
        services.reopen_for_ever(actor=actor, decision=decision, reason=request.POST.get("reason", ""))
    except ScreeningRefusedError as refused:
        return _statistics(request, refused.text, 422)
    messages.success(request, _("今后会重新报告。"))
    return redirect("screening_office:statistics")
