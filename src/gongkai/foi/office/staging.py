"""审批环节: through whom answers pass, per agency; agencies without stages of their own follow the nearest above."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import ApprovalStage
from gongkai.foi.office import pages
from gongkai.foi.services.approving import MOST_STAGES, STAGE_DUTIES, stages_for


class StagesForm(forms.Form):
    """Up to four duties in order; what is left empty is left out."""

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        mine = list(agency.approval_stages.order_by("order").values_list("duty", flat=True))
        choices = [
            ("", gettext_lazy("（没有这个环节）")),
            *((duty, Duty(duty).label) for duty in STAGE_DUTIES),
        ]
        for number in range(1, MOST_STAGES + 1):
            self.fields[f"stage_{number}"] = forms.ChoiceField(
                label=_("第%(number)d个环节") % {"number": number},
                choices=choices,
                required=False,
                initial=mine[number - 1] if number <= len(mine) else "",
            )

    def duties(self) -> list[str]:
        """The duties chosen, in order."""
        return [duty for duty in self.cleaned_data.values() if duty]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The agencies the administrator may set, each with its stages."""
    agencies = _mine(request.user)
    if not agencies:
        raise PermissionDenied(_("审批环节由机构的系统管理员设置。"))
    own = set(ApprovalStage.objects.filter(agency__in=agencies).values_list("agency_id", flat=True))
    stages = stages_for(agencies)
    rows = [
        {"agency": agency, "stages": in_words(stages[agency.pk]), "own": agency.pk in own}
        for agency in agencies
    ]
    return pages.show(
        request,
        "foi/office/stages.html",
        title=_("答复审批环节"),
        trail=[pages.worklist_crumb()],
        rows=rows,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the stages of one agency."""
    agency = get_object_or_404(Agency.objects.filter(pk__in=access.visible_agencies(request.user)), pk=pk)
    access.require(request.user, agency, Duty.ADMINISTRATOR)
    form = StagesForm(request.POST or None, agency=agency)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            services.set_approval_stages(actor=request.user, agency=agency, duties=form.duties())
        except StepRefused as error:
            refusal = error
        else:
            messages.success(request, _("已保存审批环节。"))
            return redirect("foi_office:stages")
    return pages.show(
        request,
        "foi/office/stages_form.html",
        title=_("设置审批环节"),
        trail=[pages.worklist_crumb()],
        agency=agency,
        form=form,
        refusal=refusal,
        current=in_words(services.stages_of(agency)),
        status=422 if request.method == "POST" else 200,
    )


def in_words(stages: tuple[tuple[str, ...], ...]) -> str:
    """The stages in one line."""
    return " → ".join(_("或者").join(str(Duty(duty).label) for duty in duties) for duties in stages)


def _mine(actor: Any) -> list[Agency]:
    return list(access.acting_agencies(actor, Duty.ADMINISTRATOR).order_by("path"))
