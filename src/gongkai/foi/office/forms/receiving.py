"""Receipt, withdrawal, and the record of the receipt put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.office_forms import DateInput
from gongkai.foi import services
from gongkai.foi.models import Case
from gongkai.foi.office.forms.step import Effect, StepForm, paragraph_field


class ConfirmReceiptForm(StepForm):
    """确认收到."""

    rule = "confirm_receipt"
    intro = gettext_lazy("与申请人联系，双方确认之日为收到申请之日，答复期限自次日起算（条例第三十一条）。")
    done = gettext_lazy("已登记确认，答复期限开始计算。")
    event_names = ("receipt_confirmed",)

    def day_label(self) -> str:
        """The day both sides confirmed."""
        return _("双方确认日期")

    def event(self) -> Mapping[str, Any]:
        """The confirmation."""
        return {"type": "receipt_confirmed", "on": self.cleaned_data["on"].isoformat()}

    def perform(self) -> None:
        """Record it."""
        services.confirm_receipt(actor=self.actor, case=self.case, on=self.cleaned_data["on"])


class WithdrawForm(StepForm):
    """登记撤回."""

    rule = "withdraw_request"
    intro = gettext_lazy(
        "申请人主动撤回申请的登记在此，计入年度报告“其他处理”中的“其他”。请把书面材料存入“文件”。"
    )
    done = gettext_lazy("已登记撤回，申请办结。")
    event_names = ("withdrawn",)

    def day_label(self) -> str:
        """The day of withdrawal."""
        return _("撤回日期")

    def event(self) -> Mapping[str, Any]:
        """The withdrawal."""
        return {"type": "withdrawn", "on": self.cleaned_data["on"].isoformat()}

    def words(self, clock: Any) -> str:
        """It ends the request."""
        return _("申请办结，期限不再计算。")

    def perform(self) -> None:
        """Record it."""
        services.withdraw_request(actor=self.actor, case=self.case, on=self.cleaned_data["on"])


class AmendReceiptForm(StepForm):
    """更正收到登记."""

    intro = gettext_lazy(
        "提交方式或者日期登记有误的，在此更正。原登记保留在经过中，不再起作用；期限按更正后的日期重新计算。"
    )
    done = gettext_lazy("已更正收到登记。")
    event_names = ("received",)

    channel = forms.ChoiceField(label=gettext_lazy("提交方式"), choices=Case.Channel.choices)
    confirmed_on = forms.DateField(
        label=gettext_lazy("双方确认日期"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("只用于平常信函、传真和网上申请"),
    )

    def prepare(self) -> None:
        """Start from what is recorded."""
        received = self.standing.facts.received
        if not self.is_bound:
            self.initial.update(
                {
                    "channel": received.channel,
                    "on": received.on,
                    "confirmed_on": self._confirmed(),
                }
            )

    def _confirmed(self) -> Any:
        received = self.standing.facts.received
        return self.case.received_on if received.needs_confirmation else None

    def day_label(self) -> str:
        """The day it came."""
        return _("提交或者签收日期")

    def clean_on(self) -> Any:
        """Any day up to today: the recorded receipt is what is wrong."""
        on = self.cleaned_data["on"]
        from django.utils import timezone

        if on > timezone.localdate():
            raise forms.ValidationError(_("日期还没有到，不能登记。"))
        return on

    def clean(self) -> dict[str, Any]:
        """Confirmation only where there is one, and not before the receipt."""
        found: dict[str, Any] = super().clean() or {}
        on, confirmed = found.get("on"), found.get("confirmed_on")
        if confirmed and found.get("channel") in ("in_person", "registered_mail"):
            self.add_error("confirmed_on", _("当面提交和需签收的邮寄不需要确认。"))
        elif on and confirmed and confirmed < on:
            self.add_error("confirmed_on", _("确认日期不能早于收到之日。"))
        return found

    def effect(self) -> Effect:
        """The limit is counted anew from the amended receipt."""
        return Effect(_("期限按更正后的收到日期重新计算。"), self.standing.clock.due_on)

    def perform(self) -> None:
        """Amend it."""
        found = self.cleaned_data
        services.amend_receipt(
            actor=self.actor,
            case=self.case,
            channel=found["channel"],
            received_on=found["on"],
            confirmed_on=found["confirmed_on"],
        )


class CloseAbandonedForm(StepForm):
    """终止处理告知书."""

    intro = gettext_lazy(
        "申请人逾期未补正或者未缴费，视为放弃申请。在此出具终止处理告知书，告知申请人不再处理。"
    )
    done = gettext_lazy("已出具终止处理告知书。")
    event_names = ("letter_issued",)

    reasons = paragraph_field(gettext_lazy("说明"), required=False)

    def day_label(self) -> str:
        """The day of the letter."""
        return _("告知日期")

    def words(self, clock: Any) -> str:
        """The end came by law."""
        return _("申请已因期限届满而视为放弃，告知书不改变办结日期。")

    def letter(self) -> Any:
        """The letter as it would go out."""
        from gongkai.foi.services.acts import remedy_sentence

        sentence = remedy_sentence(self.case, self.case.outcome, self.cleaned_data["on"], electronic=False)
        values = {"reasons": self.cleaned_data["reasons"]}
        return self.draft(f"decision.{self.case.outcome}", values, remedy=sentence)

    def perform(self) -> None:
        """Issue it."""
        services.close_abandoned(
            actor=self.actor,
            case=self.case,
            on=self.cleaned_data["on"],
            reasons=self.cleaned_data["reasons"],
        )
