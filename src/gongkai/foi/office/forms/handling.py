"""Correction (Art 30), extension (Art 33), excessive delay (Art 35)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.office_forms import DateInput
from gongkai.foi import rules, services
from gongkai.foi.office.forms.step import LeaderChoice, StepForm, paragraph_field
from gongkai.foi.services.handling import USUAL_CORRECTION_DAYS
from gongkai.foi.text import numbered_points


class RequestCorrectionForm(StepForm):
    """要求补正."""

    rule = "request_correction"
    intro = gettext_lazy(
        "只有申请内容不明确的才能要求补正，应当在收到之日起7个工作日内一次性告知全部需要补正的事项（条例第三十条）。"
    )
    done = gettext_lazy("已生成补正告知书，请送达申请人。期限停止计算。")
    event_names = ("correction_requested",)

    wanted = paragraph_field(
        gettext_lazy("需要补正的事项"),
        help_text=gettext_lazy("一行写一项，告知书中自动编号；只能告知一次，请一次写全。"),
    )
    period_working_days = forms.IntegerField(
        label=gettext_lazy("补正期限（工作日）"),
        min_value=1,
        max_value=90,
        initial=USUAL_CORRECTION_DAYS,
        help_text=gettext_lazy("条例要求合理期限，一般为7至15个工作日。"),
    )

    def day_label(self) -> str:
        """The day of the notice."""
        return _("告知日期")

    def event(self) -> Mapping[str, Any]:
        """The notice."""
        found = self.cleaned_data
        return {
            "type": "correction_requested",
            "on": found["on"].isoformat(),
            "period_working_days": found["period_working_days"],
        }

    def letter(self) -> Any:
        """The notice as it would go out."""
        found = self.cleaned_data
        reply_by = self.standing.calendar.add(found["on"], found["period_working_days"])
        return self.draft("correction", {"wanted": numbered_points(found["wanted"]), "reply_by": reply_by})

    def perform(self) -> None:
        """Issue it."""
        services.request_correction(actor=self.actor, case=self.case, **self.cleaned_data)


class ReceiveCorrectionForm(StepForm):
    """登记补正."""

    rule = "receive_correction"
    intro = gettext_lazy("收到补正后的申请之日起，答复期限重新计算（条例第三十条）。补正材料请存入“文件”。")
    done = gettext_lazy("已登记补正，答复期限重新计算。")
    event_names = ("correction_received",)
    because = gettext_lazy("收到补正后的申请之日起期限重新计算（条例第三十条）")

    text = paragraph_field(gettext_lazy("补正的内容"), required=False)

    def day_label(self) -> str:
        """The day it came."""
        return _("收到补正日期")

    def event(self) -> Mapping[str, Any]:
        """The correction."""
        return {"type": "correction_received", "on": self.cleaned_data["on"].isoformat()}

    def perform(self) -> None:
        """Record it."""
        services.receive_correction(actor=self.actor, case=self.case, **self.cleaned_data)


class ExtendForm(StepForm):
    """延期."""

    rule = "extend_reply_limit"
    intro = gettext_lazy(
        "应当经政府信息公开工作机构负责人同意并告知申请人，延长的期限累计不得超过20个工作日（条例第三十三条第二款）。"
    )
    done = gettext_lazy("已延期并生成延期答复告知书，请送达申请人。")
    event_names = ("extended",)
    because = gettext_lazy("经负责人同意延长（条例第三十三条第二款）")

    working_days = forms.IntegerField(label=gettext_lazy("延长（工作日）"), min_value=1)
    consented_by = LeaderChoice(label=gettext_lazy("同意延期的负责人"))
    reasons = paragraph_field(
        gettext_lazy("延期的原因"), help_text=gettext_lazy("写入告知书，如“需要向多个单位调取材料”。"), rows=3
    )

    def day_label(self) -> str:
        """The day of the notice."""
        return _("告知申请人日期")

    def prepare(self) -> None:
        """No more than is left of the cap."""
        left = self.standing.extension_left()
        days: Any = self.fields["working_days"]
        days.max_value = left
        days.widget.attrs["max"] = left
        days.help_text = _("还可以延长%(left)d个工作日。") % {"left": left}
        days.initial = left
        leader: Any = self.fields["consented_by"]
        leader.offer(self.case)

    def clean_working_days(self) -> int:
        """Within what is left."""
        days: int = self.cleaned_data["working_days"]
        left = self.standing.extension_left()
        if days > left:
            raise forms.ValidationError(_("最多还可以延长%(left)d个工作日。") % {"left": left})
        return days

    def event(self) -> Mapping[str, Any]:
        """The extension."""
        found = self.cleaned_data
        return {"type": "extended", "on": found["on"].isoformat(), "working_days": found["working_days"]}

    def letter(self) -> Any:
        """The notice as it would go out."""
        found = self.cleaned_data
        due_on = rules.with_event(self.standing, self.event()).due_on
        values = {"reasons": found["reasons"], "working_days": found["working_days"], "due_on": due_on}
        return self.draft("extension", values)

    def perform(self) -> None:
        """Extend."""
        services.extend_reply_limit(actor=self.actor, case=self.case, **self.cleaned_data)


class ExcessiveDelayForm(StepForm):
    """确定延迟答复的合理期限."""

    rule = "set_excessive_delay"
    intro = gettext_lazy(
        "申请数量、频次明显超过合理范围，申请人说明的理由合理、但无法在期限内答复的，可以确定延迟答复的合理期限并告知（条例第三十五条）。"
    )
    done = gettext_lazy("已确定合理期限并生成告知书，请送达申请人。")
    event_names = ("excessive_delay_set",)

    until = forms.DateField(label=gettext_lazy("延迟至"), widget=DateInput)
    reasons = paragraph_field(gettext_lazy("说明"), required=False, rows=3)

    def day_label(self) -> str:
        """The day of the notice."""
        return _("告知日期")

    def event(self) -> Mapping[str, Any]:
        """The delay."""
        found = self.cleaned_data
        return {
            "type": "excessive_delay_set",
            "on": found["on"].isoformat(),
            "until": found["until"].isoformat(),
        }

    def letter(self) -> Any:
        """The notice as it would go out."""
        found = self.cleaned_data
        return self.draft("excessive_delay", {"until": found["until"], "reasons": found["reasons"]})

    def perform(self) -> None:
        """Set it."""
        services.set_excessive_delay(actor=self.actor, case=self.case, **self.cleaned_data)
