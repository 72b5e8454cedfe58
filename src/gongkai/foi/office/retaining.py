"""Periods of keeping, what is due, and the destruction that one person proposes and another approves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.signing import PasswordRefusedError, confirm_password
from gongkai.foi import protocols, retention
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import DestructionProtocol
from gongkai.foi.office import pages
from gongkai.foi.office.downloads import guarded
from gongkai.foi.queries import privacy
from gongkai.foi.services import destruction

SHOWN = 30


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The periods, what is due at each agency of the reader, and the protocols."""
    _require_reader(request.user)
    today = timezone.localdate()
    rules = list(retention.rules().values())
    return pages.show(
        request,
        "foi/office/retention.html",
        title=_("保存期限和销毁"),
        trail=[pages.worklist_crumb()],
        rules=rules,
        due=_due(request.user, rules, today),
        protocols=[_shown(request.user, row) for row in privacy.protocols(request.user)[:SHOWN]],
        may_set=_may_set(request.user),
        today=today,
    )


def _require_reader(actor: Any) -> None:
    if not access.acting_agencies(actor, *privacy.HANDLERS, *privacy.OVERSEEING).exists():
        raise PermissionDenied(_("保存期限和销毁由经办人、监督员和系统管理员查阅。"))


def _may_set(actor: Any) -> bool:
    return access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(depth=1).exists()


def _due(actor: Any, rules: list[retention.Rule], today: Any) -> list[dict[str, Any]]:
    found = []
    for agency in access.acting_agencies(actor, *privacy.HANDLERS, *privacy.OVERSEEING).order_by("path"):
        for rule in rules:
            cases = retention.waiting([agency], rule, today)
            if many := cases.count():
                may = access.holds(actor, agency, *destruction.PROPOSING)
                found.append(
                    {"agency": agency, "rule": rule, "many": many, "cases": cases[:5], "may_propose": may}
                )
    return found


def _shown(actor: Any, row: DestructionProtocol) -> dict[str, Any]:
    proposed = row.state == DestructionProtocol.State.PROPOSED
    own = row.proposed_by_id == actor.pk
    rule = retention.rules().get(row.rule)
    return {
        "row": row,
        "label": rule.label if rule else row.rule,
        "many": len(row.cases),
        "may_approve": proposed and not own and access.holds(actor, row.agency, *destruction.APPROVING),
    }


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to destroy what is due at an agency under a rule."""
    agency = _agency(request)
    return _done(
        request,
        lambda: destruction.propose_destruction(
            actor=request.user, agency=agency, code=request.POST.get("rule", ""), as_of=timezone.localdate()
        ),
        _("已提出销毁，等待分管负责人批准。"),
    )


def _agency(request: HttpRequest) -> Agency:
    typed = request.POST.get("agency", "")
    found = access.visible_agencies(request.user).filter(
        pk=int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    )
    agency = found.first()
    if agency is None:
        raise Http404(_("没有这个机构，或者不在您的机构范围内。"))
    return agency


@sensitive_post_parameters("password")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, with the password once more, or refuse."""
    row = _protocol(request.user, pk)
    if request.POST.get("decision") != "approve":
        return _done(
            request,
            lambda: destruction.refuse_destruction(actor=request.user, protocol=row),
            _("没有批准，内容保持不变。"),
        )

    def approve() -> None:
        confirm_password(request.user, request.POST.get("password", ""))  # type: ignore[arg-type]
        destruction.approve_destruction(actor=request.user, protocol=row, as_of=timezone.localdate())

    return _done(request, approve, _("已批准并销毁。"))


def _protocol(actor: Any, pk: int) -> DestructionProtocol:
    row = privacy.protocols(actor).filter(pk=pk).first()
    if row is None:
        raise Http404(_("没有这份销毁记录，或者不在您的机构范围内。"))
    return row


@require_safe
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol as PDF."""
    row = _protocol(request.user, pk)
    name = f"{_('销毁记录')}-{row.pk}.pdf"
    return guarded(HttpResponse(protocols.pdf(row)), name, "application/pdf")


class PeriodForm(forms.Form):
    """A changed period."""

    code = forms.CharField(max_length=30)
    years = forms.IntegerField(label=gettext_lazy("保存年限"), min_value=1, max_value=100)
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200)


@require_POST
def set_period(request: HttpRequest) -> HttpResponse:
    """Change a period."""
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写1至100之间的年限和依据。"))
        return redirect("foi_office:retention")
    return _done(
        request,
        lambda: destruction.set_retention(actor=request.user, **form.cleaned_data),
        _("已修改保存期限。"),
    )


def _done(request: HttpRequest, act: Any, text: str) -> HttpResponse:
    try:
        act()
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    except PasswordRefusedError as refused:
        messages.error(request, refused.text)
    else:
        messages.success(request, text)
    return redirect("foi_office:retention")
