"""Matters in progress elsewhere: one by number and code, results for everybody, and whether they were in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.matters import exports, queries, rules
from gongkai.matters.errors import TooManyAttempts
from gongkai.portal import clients
from gongkai.portal.matter_forms import MatterForm, ResultFilterForm
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged
from gongkai.portal.views.page import READER, own_column, private, show

NAV = "guides"


@sensitive_post_parameters()
@sensitive_variables("form", "found")
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """Ask by number and code. Neither ever stands in an address; the answer to the wrong and the unknown is the same."""
    posted = request.method == "POST"
    form = MatterForm(request.POST if posted else None)
    found, status = None, 200
    if posted and form.is_valid():
        typed = form.cleaned_data
        try:
            found = queries.find(typed["number"], typed["code"], client=clients.address_of(request))
        except TooManyAttempts as refused:
            form.add_error(None, str(refused))
            status = 429
        else:
            if found is None:
                form.add_error(None, _("编号或者查询码不对，请对照受理通知再输一次。"))
    today = timezone.localdate()
    return private(
        show(
            request,
            "matters.html",
            nav=NAV,
            crumbs=[(_("办件进度"), "")],
            column=own_column(_("办件进度"), _("用办件编号和查询码查看办到哪一步"), "办事服务"),
            status=status,
            form=form,
            matter=found,
            states=queries.states_of(found) if found else [],
            overdue=found is not None
            and rules.is_overdue(found.due_on, found.finished_on, found.state, today),
        )
    )


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was decided, names and numbers masked, the newest first."""
    rows, form, chosen = _asked(request)
    found, pages, total = paged(request, rows)
    saved = address(request, page="").removeprefix(request.path)
    return show(
        request,
        "matters_results.html",
        nav=NAV,
        crumbs=[(_("办件进度"), reverse("portal:matters")), (_("办理结果公示"), "")],
        column=_results_column(),
        rows=found,
        pages=pages,
        total=total,
        form=form,
        query="",
        filters_active=len(chosen),
        clear_url=reverse("portal:matters_results"),
        figures=queries.punctuality(rows, timezone.localdate()),
        files=[
            (label, reverse("portal:matters_file", args=[kind]) + saved)
            for label, kind in (("XLSX", "xlsx"), ("CSV", "csv"))
        ],
    )


@require_safe
def results_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The results as they are narrowed, to save."""
    rows, _form, _chosen = _asked(request)
    made = exports.xlsx if kind == "xlsx" else exports.as_csv
    name = _("办理结果公示（%(day)s）") % {"day": timezone.localdate().isoformat()}
    return download(made(rows[: exports.MOST]), f"{name}.{kind}")


def _results_column() -> Any:
    return own_column(_("办理结果公示"), _("行政许可等办件的办理结果，姓名和编号部分遮盖"), "办事服务")


def _asked(request: HttpRequest) -> tuple[Any, ResultFilterForm, dict[str, Any]]:
    agencies = [(one.code, one.name) for one in queries.agencies_with_results(READER)]
    months = [
        (f"{one:%Y-%m}", _("%(year)d年%(month)d月") % {"year": one.year, "month": one.month})
        for one in queries.months(READER)
    ]
    form = ResultFilterForm(request.GET, {"agency": agencies, "month": months})
    chosen = form.chosen()
    rows = queries.public_results(READER)
    if "agency" in chosen:
        rows = rows.filter(agency__code=chosen["agency"])
    if "month" in chosen:
        rows = queries.in_month(rows, date.fromisoformat(f"{chosen['month']}-01"))
    return rows, form, chosen
