"""The fee notice, both ways of counting side by side, and the payment (Art 42, 国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import services
from gongkai.foi.models import ProcessingFee
from gongkai.foi.office.forms.step import LeaderChoice, StepForm, paragraph_field
from gongkai.foi.services.fees import fee_due, items_this_month, wrong_amount


class FeeNoticeForm(StepForm):
    """送达收费通知."""

    rule = "serve_fee_notice"
    intro = gettext_lazy(
        "只有数量、频次明显超过合理范围的才可以收费，按件和按量只能选择一种（国办函〔2020〕109号）。收费是一项决定，须说明理由并经负责人批准。"
    )
    done = gettext_lazy("已登记收费通知。期限停止计算，自完成缴费次日起重新计算。")
    event_names = ("fee_notice_served",)

    items = forms.IntegerField(label=gettext_lazy("本申请件数"), min_value=1, max_value=10000, initial=1)
    pages = forms.IntegerField(
        label=gettext_lazy("提供的页数"),
        min_value=0,
        max_value=100000,
        required=False,
        help_text=gettext_lazy("A4及以下幅面单面为1页；不提供纸质、电子件的留空。"),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("计收方式"), choices=ProcessingFee.Method.choices, widget=forms.RadioSelect
    )
    reasons = paragraph_field(gettext_lazy("收费理由"), rows=3)
    payment = forms.CharField(
        label=gettext_lazy("缴费方式"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("留空为：凭本通知到本机关领取非税收入缴款书后缴入国库。"),
    )
    approved_by = LeaderChoice(label=gettext_lazy("批准收费的负责人"))

    def day_label(self) -> str:
        """The day the applicant got it."""
        return _("申请人收到通知日期")

    def prepare(self) -> None:
        """Say how many came before in the month; somebody else must approve."""
        self.before = items_this_month(self.case)
        self.fields["items"].help_text = _(
            "同一申请人本月此前已有%(number)d件；一次申请多项内容的可以合理拆分。"
        ) % {"number": self.before}
        leader: Any = self.fields["approved_by"]
        leader.offer(self.case, but=self.actor)

    def clean(self) -> dict[str, Any]:
        """Pages are needed where pages are charged; a fee of nothing is no fee."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("method") == "by_page" and not found.get("pages"):
            self.add_error("pages", _("按量计收的请填写页数。"))
        elif not self.errors and self._fee(found["method"]).amount == 0:
            self.add_error("method", _("按此计算不收费，不需要收费通知。"))
        return found

    def _quantity(self, method: str) -> int:
        return int(self.cleaned_data["pages" if method == "by_page" else "items"] or 0)

    def _fee(self, method: str) -> Any:
        return services.compute_fee(case=self.case, method=method, quantity=self._quantity(method))

    def event(self) -> Mapping[str, Any]:
        """The notice."""
        found = self.cleaned_data
        amount = self._fee(found["method"]).amount
        return {"type": "fee_notice_served", "on": found["on"].isoformat(), "amount": amount}

    def comparison(self) -> list[dict[str, Any]]:
        """Both ways of counting side by side, line by line."""
        found = []
        for method, label in ProcessingFee.Method.choices:
            if self._quantity(method):
                chosen = method == self.cleaned_data["method"]
                fee = self._fee(method)
                lines = [(line.text, f"{line.amount:,}") for line in fee.lines]
                found.append({"label": label, "chosen": chosen, "lines": lines, "amount": f"{fee.amount:,}"})
        return found

    def lines(self) -> list[str]:
        """Both computations, so that the choice can be judged."""
        shown = []
        for method, label in ProcessingFee.Method.choices:
            if not self._quantity(method):
                continue
            fee = self._fee(method)
            chosen = _("（选用）") if method == self.cleaned_data["method"] else ""
            text = "；".join(line.text for line in fee.lines)
            shown.append(
                _("%(label)s%(chosen)s：%(lines)s。合计%(amount)s元")
                % {"label": label, "chosen": chosen, "lines": text, "amount": f"{fee.amount:,}"}
            )
        return shown

    def letter(self) -> Any:
        """The notice as it would go out."""
        found = self.cleaned_data
        fee = self._fee(found["method"])
        values = {
            "reasons": found["reasons"],
            "lines": "，".join(line.text for line in fee.lines),
            "amount": fee.amount,
            "payment": found["payment"] or _("凭本通知到本机关领取非税收入缴款书后缴入国库"),
        }
        return self.draft("fee_notice", values)

    def perform(self) -> None:
        """Serve it."""
        found = self.cleaned_data
        services.serve_fee_notice(
            actor=self.actor,
            case=self.case,
            on=found["on"],
            method=found["method"],
            quantity=self._quantity(found["method"]),
            reasons=found["reasons"],
            approved_by=found["approved_by"],
            payment=found["payment"],
        )


class FeePaymentForm(StepForm):
    """登记缴费."""

    rule = "record_fee_payment"
    intro = gettext_lazy("答复期限自申请人完成缴费次日起重新计算（国办函〔2020〕109号第六条）。")
    done = gettext_lazy("已登记缴费，答复期限重新计算。")
    event_names = ("fee_paid",)
    because = gettext_lazy("期限自完成缴费次日起重新计算（国办函〔2020〕109号第六条）")
    field_order = ("on", "amount", "treasury_receipt")

    amount = forms.DecimalField(
        label=gettext_lazy("实缴金额（元）"), max_digits=12, decimal_places=2, min_value=0
    )
    treasury_receipt = forms.CharField(label=gettext_lazy("财政票据号"), max_length=60, required=False)

    def day_label(self) -> str:
        """The day of payment."""
        return _("完成缴费日期")

    def event(self) -> Mapping[str, Any]:
        """The payment."""
        return {"type": "fee_paid", "on": self.cleaned_data["on"].isoformat()}

    def prepare(self) -> None:
        """What is due."""
        self.due = fee_due(self.case)
        if self.due is not None:
            self.fields["amount"].help_text = _("应缴%(due)s元。") % {"due": f"{self.due.amount:,.2f}"}

    def clean_amount(self) -> Any:
        """Exactly what is due."""
        amount = self.cleaned_data["amount"]
        if refused := wrong_amount(self.case, amount):
            raise forms.ValidationError(f"{refused.text}{refused.next_step}")
        return amount

    def perform(self) -> None:
        """Record it."""
        services.record_fee_payment(actor=self.actor, case=self.case, **self.cleaned_data)
