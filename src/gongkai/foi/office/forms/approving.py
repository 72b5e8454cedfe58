"""审批环节: agreeing to a draft that goes on to the next stage."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.models import Duty
from gongkai.foi import services
from gongkai.foi.models import Decision
from gongkai.foi.office.forms.step import StepForm
from gongkai.foi.services.approving import stage_of, stages_of


class EndorseDecisionForm(StepForm):
    """同意并送下一环节."""

    rule = "decide"
    intro = gettext_lazy("同意拟稿，送下一个审批环节。不能审批自己拟的稿，也不能重复审批。")
    done = gettext_lazy("已同意，送下一个审批环节。")
    event_names = ("decision_endorsed",)
    field_order = ("opinion", "on")

    opinion = forms.CharField(
        label=gettext_lazy("审批意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def day_label(self) -> str:
        """The day of the opinion."""
        return _("审批日期")

    def words(self, clock: object) -> str:
        """Where the draft goes from here."""
        row = self.case.decisions.filter(state=Decision.State.PROPOSED).first()
        stages = stages_of(self.case.agency)
        text = _("审批不改变答复期限。")
        if row is not None and (stage := stage_of(row)) < len(stages):
            duties = "、".join(str(Duty(duty).label) for duty in stages[stage])
            text += _("下一环节：%(duties)s（第%(stage)d个，共%(number)d个）。") % {
                "duties": duties,
                "stage": stage + 1,
                "number": len(stages),
            }
        return text

    def perform(self) -> None:
        """Agree."""
        services.endorse_decision(actor=self.actor, case=self.case, **self.cleaned_data)
