"""The acts of the handover on the report's screen: submit, withdraw, return with remarks, accept, answer a remark."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.agencies.models import User
from gongkai.reports import handover_pages, office_pages, services
from gongkai.reports.models import AnnualReport
from gongkai.reports.office_acts import act_on, report_of


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the signed report over to the superior."""

    def hand_over(actor: User, found: AnnualReport) -> Any:
        return services.submit(actor=actor, report=found)

    return act_on(request, pk, hand_over, _("已报送上级，报送的内容已留存。"), "#handover")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the submission back."""

    def take_back(actor: User, found: AnnualReport) -> Any:
        return services.withdraw_submission(
            actor=actor, report=found, reason=request.POST.get("withdraw_reason", "")
        )

    return act_on(request, pk, take_back, _("已撤回报送。"), "#handover")


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report with remarks; the button that adds a place gives the form back with one more field."""
    found = report_of(request, pk)
    if request.POST.get("act") == "add":
        return office_pages.show_report(request, found, typed=request.POST)

    def give_back(actor: User, report: AnnualReport) -> Any:
        return services.return_report(
            actor=actor, report=report, remarks=handover_pages.remarks_in(request.POST)
        )

    return act_on(request, pk, give_back, _("已退回，意见已标在相应位置。"), "#handover")


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The superior has no more remarks."""

    def say_yes(actor: User, found: AnnualReport) -> Any:
        return services.accept(actor=actor, report=found, opinion=request.POST.get("opinion", ""))

    return act_on(request, pk, say_yes, _("已审核通过。"), "#handover")


@require_POST
def answer(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """Say how a remark was dealt with."""
    row = get_object_or_404(report_of(request, pk).remarks, pk=remark)

    def reply(actor: User, found: AnnualReport) -> Any:
        return services.answer_remark(actor=actor, remark=row, answer=request.POST.get("answer", ""))

    return act_on(request, pk, reply, _("已记下处理情况。"), "#handover")
