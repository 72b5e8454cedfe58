"""Who handles what: one request given to a colleague, or many handed over when somebody leaves or is away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Agency, User
from gongkai.foi import services
from gongkai.foi.models import Case
from gongkai.foi.office import gate, pages
from gongkai.foi.services.assigning import WHO_MAY_HANDLE

NOBODY = "nobody"
MOST = 500


class HandlerForm(forms.Form):
    """A colleague of the agency, or nobody."""

    handler = forms.ModelChoiceField(
        label=gettext_lazy("经办人"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("不指定"),
        help_text=gettext_lazy("受理机构的信息员、审核人、分管负责人。指定不改变各人的权限。"),
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field: Any = self.fields["handler"]
        field.queryset = services.possible_handlers(agency)
        field.label_from_instance = User.get_full_name


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who handles one request."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *WHO_MAY_HANDLE)
    form = HandlerForm(request.POST or None, agency=case.agency, initial={"handler": case.handler_id})
    if request.method == "POST" and form.is_valid():
        services.assign_handler(actor=request.user, case=case, handler=form.cleaned_data["handler"])
        messages.success(request, _("已登记经办人。"))
        return redirect("foi_office:case", pk=pk)
    return pages.show(
        request,
        "foi/office/assign.html",
        title=_("指定经办人"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        status=422 if request.method == "POST" else 200,
    )


class ChoiceOfCases(forms.Form):
    """Whose requests, at which agency."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机构"), queryset=Agency.objects.none(), empty_label=None
    )
    handler = forms.ChoiceField(label=gettext_lazy("现在的经办人"), required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field: Any = self.fields["agency"]
        field.queryset = access.acting_agencies(actor, *WHO_MAY_HANDLE).order_by("path")
        handlers: Any = self.fields["handler"]
        people = User.objects.filter(handled_cases__agency__in=field.queryset).distinct().order_by("pk")
        handlers.choices = [
            ("", _("所有人")),
            (NOBODY, _("尚未指定")),
            *((str(person.pk), person.get_full_name()) for person in people),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Choose open requests by their handler and give them to another, each as an act of its own."""
    choice = ChoiceOfCases(request.GET or None, actor=request.user)
    agency = _agency(choice, request.user)
    cases = _open_cases(agency, choice)
    form = HandlerForm(request.POST or None, agency=agency)
    chosen = {int(pk) for pk in request.POST.getlist("case") if pk.isdigit()}
    problem = ""
    if request.method == "POST" and form.is_valid():
        picked = [case for case in cases if case.pk in chosen]
        if picked:
            many = services.assign_handlers(
                actor=request.user, cases=picked, handler=form.cleaned_data["handler"]
            )
            messages.success(
                request, ngettext("已移交%(many)d件。", "已移交%(many)d件。", many) % {"many": many}
            )
            return redirect(request.get_full_path())
        problem = _("请至少选择一件申请。")
    return pages.show(
        request,
        "foi/office/handover.html",
        title=_("移交申请"),
        trail=[pages.worklist_crumb()],
        choice=choice,
        cases=cases,
        chosen=chosen,
        form=form,
        problem=problem,
        has_more=len(cases) == MOST,
        status=422 if request.method == "POST" else 200,
    )


def _agency(choice: ChoiceOfCases, actor: Any) -> Agency:
    found = choice.cleaned_data.get("agency") if choice.is_valid() else None
    found = found or access.acting_agencies(actor, *WHO_MAY_HANDLE).order_by("path").first()
    if found is None:
        raise PermissionDenied
    agency: Agency = found
    return agency


def _open_cases(agency: Agency, choice: ChoiceOfCases) -> list[Case]:
    cases: QuerySet[Case] = Case.objects.open_on(timezone.localdate()).filter(agency=agency)
    handler = choice.cleaned_data.get("handler", "") if choice.is_valid() else ""
    if handler == NOBODY:
        cases = cases.filter(handler__isnull=True)
    elif handler:
        cases = cases.filter(handler=int(handler))
    return list(cases.select_related("handler").order_by("due_on", "id")[:MOST])
