"""Signing, what waits for me, and the sign-off register."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.models import TaskState

from gongkai.agencies import access
from gongkai.review import queries, services
from gongkai.review.forms import MonthForm, SigningForm
from gongkai.review.models import ReviewStep, Signature
from gongkai.review.rules import Refused


def _page(title: str, **context: Any) -> dict[str, Any]:
    return {
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": "", "label": title},
        ],
        **context,
    }


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for my signature, oldest first."""
    if not access.current_posts(request.user):
        raise PermissionDenied
    rows = queries.waiting_for(request.user)
    return render(request, "review/waiting.html", _page(_("待我审签"), rows=rows))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Read exactly what is to be signed, and sign it. Only the holder of the step's duty gets here."""
    task_state = get_object_or_404(
        TaskState.objects.select_related("workflow_state", "task", "revision"), pk=pk
    )
    step, obj = task_state.task.specific, task_state.workflow_state.content_object
    if (
        obj is None
        or not isinstance(step, ReviewStep)
        or not access.holds(request.user, obj.agency, step.duty)
    ):
        raise PermissionDenied
    current = obj.current_workflow_task_state
    if current is None or current.pk != task_state.pk:
        messages.warning(request, _("这一环节已经办结或已被撤回。"))
        return redirect("review_waiting")
    found = queries.signing_blockers(request.user, obj)
    form = SigningForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, obj, form.cleaned_data)
        except Refused as refused:
            found = refused.blockers
        else:
            return redirect("review_waiting")
    context = _page(
        _("签署:%(step)s") % {"step": step.name},
        object=obj,
        draft=task_state.revision.as_object(),
        object_template=obj.review_template,
        form=form,
        step=step,
        blockers=found,
        signatures=queries.signatures(obj),
        sha256=obj.review_digest(task_state.revision),
    )
    return render(request, "review/sign.html", context)


def _sign(request: HttpRequest, obj: Any, values: dict[str, Any]) -> None:
    signature = services.sign(
        actor=request.user, obj=obj, decision=values["decision"], opinion=values["opinion"]
    )
    messages.success(
        request,
        _("已签署“%(title)s”:%(decision)s。") % {"title": obj, "decision": signature.get_decision_display()},
    )


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The sign-off register of a month, on screen or as CSV."""
    if not access.current_posts(request.user):
        raise PermissionDenied
    form = MonthForm(request.GET)
    month = form.cleaned_data["month"] if form.is_valid() else timezone.localdate().strftime("%Y-%m")
    rows = queries.register(request.user, int(month[:4]), int(month[5:]))
    if request.GET.get("format") == "csv":
        return _register_csv(rows, month)
    return render(request, "review/register.html", _page(_("审签登记册"), rows=rows[:2000], month=month))


def _register_csv(rows: Any, month: str) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="sign-off-{month}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        [
            _("时间"),
            _("机构"),
            _("标题"),
            _("环节"),
            _("决定"),
            _("意见"),
            _("签署人"),
            _("职务"),
            _("内容校验值"),
        ]
    )
    for row in rows.iterator(chunk_size=500):
        writer.writerow([_safe_cell(cell) for cell in _cells(row)])
    return response


def _cells(row: Signature) -> list[str]:
    return [
        timezone.localtime(row.signed_at).strftime("%Y-%m-%d %H:%M"),
        row.agency.name,
        row.object_title,
        row.step_name,
        str(row.get_decision_display()),
        row.opinion,
        row.actor_name,
        row.post_title,
        row.content_sha256,
    ]


def _safe_cell(text: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
