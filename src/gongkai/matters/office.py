"""The office pages of matters: lists with what is overdue, one matter with its states, who is in time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access, office, working_days
from gongkai.agencies.models import Duty
from gongkai.agencies.office import actor_of
from gongkai.matters import queries, rules, services
from gongkai.matters.models import Matter
from gongkai.review.rules import Refused

PER_PAGE = 40
SHOWS = {
    "running": gettext_lazy("未办结"),
    "overdue": gettext_lazy("已超期"),
    "closed": gettext_lazy("已办结"),
    "in_time": gettext_lazy("按时办结"),
    "late": gettext_lazy("超期办结"),
    "without": gettext_lazy("没有期限"),
    "held": gettext_lazy("没有公示"),
}


def _rows(request: HttpRequest, show: str) -> QuerySet[Matter]:
    closed = Q(state__in=queries.CLOSED)
    conditions = {
        "running": ~Q(state__in=Matter.FINISHED),
        "overdue": queries.overdue(timezone.localdate()),
        "closed": closed,
        "in_time": closed & Q(due_on__gte=F("finished_on")),
        "late": closed & queries.late(),
        "without": closed & Q(due_on__isnull=True),
        "held": ~Q(held=""),
    }
    rows = queries.visible(actor_of(request)).filter(conditions[show])
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Matters of the agencies the person may see, the nearest limit first."""
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    show = request.GET.get("show", "running")
    show = show if show in SHOWS else "running"
    agency = request.GET.get("agency", "")[:60]
    rows = _rows(request, show)
    rows = rows.filter(agency__code=agency) if agency else rows
    today = timezone.localdate()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return office.show(
        request,
        "matters/list.html",
        _("办件"),
        [(str(_("办件")), request.path)],
        icon="list-ul",
        page=page,
        rows=[(row, rules.is_overdue(row.due_on, row.finished_on, row.state, today)) for row in page],
        shows=SHOWS,
        current=show,
        label=SHOWS[show],
        agency=agency,
        figures=queries.punctuality(queries.visible(actor), today),
    )


@require_safe
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One matter with its states."""
    return _matter_page(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> Matter:
    row = queries.visible(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404(_("没有这个办件，或者不在您的机构范围内。"))
    return row


def _matter_page(request: HttpRequest, row: Matter, refused: Refused | None = None) -> HttpResponse:
    actor = actor_of(request)
    return office.show(
        request,
        "matters/matter.html",
        row.name,
        [(str(_("办件")), reverse("matters_office:list")), (row.name, request.path)],
        icon="list-ul",
        status=422 if refused else 200,
        matter=row,
        states=queries.states_of(row).select_related("recorded_by"),
        limits=queries.limits_of(row),
        steps=rules.steps(row.accepted_on, row.promised_on, row.limit_days, working_days.current()),
        overdue=rules.is_overdue(row.due_on, row.finished_on, row.state, timezone.localdate()),
        may_hold=row.published and access.holds(actor, row.agency, *services.HANDING_IN, Duty.LEADER),
        blockers=refused.blockers if refused else [],
        typed=request.POST.get("reason", ""),
    )


@require_POST
def hold_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a result out of the public list."""
    row = _found(request, pk)
    try:
        services.hold_back(actor=actor_of(request), matter=row, reason=request.POST.get("reason", ""))
    except Refused as refused:
        return _matter_page(request, row, refused)
    messages.success(request, _("已不再公示。"))
    return redirect("matters_office:matter", pk)


app_name = "matters_office"
urlpatterns: list[Any] = [
    path("", index, name="list"),
    path("<int:pk>/", matter, name="matter"),
    path("<int:pk>/hold-back/", hold_back, name="hold_back"),
]
