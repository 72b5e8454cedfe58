"""免收 and 退费: a fee that is not asked for after all, and money that is paid back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import rules, services
from gongkai.foi.errors import StepRefused, refused_by_law
from gongkai.foi.office.forms.step import Effect, LeaderChoice, StepForm, paragraph_field
from gongkai.foi.services.settling import paid_fee, refundable
from gongkai.law.errors import LawInputError


class _Approved(StepForm):
    """A step about a fee that a leader approves."""

    reason = paragraph_field(gettext_lazy("理由"), rows=3)
    approved_by = LeaderChoice(label=gettext_lazy("批准的负责人"))

    def prepare(self) -> None:
        """Somebody else approves."""
        leader: Any = self.fields["approved_by"]
        leader.offer(self.case, but=self.actor)


class WaiveFeeForm(_Approved):
    """免收信息处理费."""

    intro = gettext_lazy(
        "收费通知送达后决定不再收取的，登记免收。收费通知随之作废，期限视为没有因收费停止过。"
    )
    done = gettext_lazy("已登记免收，收费通知作废。")
    event_names = ("fee_waived",)
    field_order = ("on", "reason", "approved_by")

    def day_label(self) -> str:
        """The day of the decision."""
        return _("决定免收日期")

    def effect(self) -> Effect:
        """The limit as it is without the notice."""
        standing = rules.Standing.on(self.standing.facts, self.standing.calendar, self.cleaned_data["on"])
        pairs = zip(standing.facts.rows, standing.facts.dicts, strict=True)
        notices = [row.pk for row, event in pairs if event["type"] == "fee_notice_served"]
        if standing.clock.status != "awaiting_payment" or not notices:
            raise StepRefused("FOI-NOTHING-TO-PAY", _("没有待缴的信息处理费，不能免收。"))
        try:
            facts = standing.facts.without(notices[-1]).checked()
        except LawInputError as error:
            raise refused_by_law(error) from error
        clock = rules.run(facts, standing.calendar, standing.as_of)
        text = _("期限恢复为%(day)s，收费通知不再停止期限。") % {"day": rules.day(clock.due_on)}
        return Effect(text, standing.clock.due_on, clock.due_on)

    def perform(self) -> None:
        """Waive it."""
        services.waive_fee(actor=self.actor, case=self.case, **self.cleaned_data)


class RefundFeeForm(_Approved):
    """退还信息处理费."""

    intro = gettext_lazy("退费通过财政非税收入退付办理；年度报告中的收费金额按退费后的净额计算。")
    done = gettext_lazy("已登记退费。")
    event_names = ("fee_refunded",)
    field_order = ("on", "amount", "treasury_reference", "reason", "approved_by")

    amount = forms.DecimalField(
        label=gettext_lazy("退费金额（元）"), max_digits=12, decimal_places=2, min_value=0
    )
    treasury_reference = forms.CharField(label=gettext_lazy("财政退付凭证号"), max_length=60)

    def day_label(self) -> str:
        """The day of the refund."""
        return _("退费日期")

    def prepare(self) -> None:
        """At most what is left."""
        super().prepare()
        fee = paid_fee(self.case)
        self.left = refundable(fee) if fee else None
        if self.left is not None:
            self.fields["amount"].help_text = _("最多%(left)s元。") % {"left": self.left}

    def clean_amount(self) -> Any:
        """More than nothing, at most what is left."""
        amount = self.cleaned_data["amount"]
        if self.left is not None and not 0 < amount <= self.left:
            raise forms.ValidationError(
                _("退费金额应大于0元，不超过已缴而未退的%(left)s元。") % {"left": self.left}
            )
        return amount

    def perform(self) -> None:
        """Refund it."""
        services.refund_fee(actor=self.actor, case=self.case, **self.cleaned_data)
