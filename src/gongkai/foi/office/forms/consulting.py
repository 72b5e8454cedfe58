"""Asking a third party (Art 32) or another agency (Art 34), and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.office_forms import DateInput
from gongkai.foi import rules, services
from gongkai.foi.models import Consultation
from gongkai.foi.office.forms.step import StepForm, paragraph_field


class SendConsultationForm(StepForm):
    """征求意见."""

    rule = "send_consultation"
    intro = gettext_lazy(
        "公开会损害第三方合法权益的，应当书面征求第三方意见（条例第三十二条）；与其他机关共同制作的，可以征求其意见（第三十四条）。"
        "征求意见所需时间不计入答复期限（第三十三条第三款）。"
    )
    done = gettext_lazy("已生成征求意见函，请寄出并登记对方收到的日期。")
    event_names = ("consultation_sent",)
    because = gettext_lazy("征求意见所需的时间不计入答复期限（条例第三十三条第三款）")

    party = forms.ChoiceField(
        label=gettext_lazy("对象"), choices=Consultation.Party.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=120)
    contact = forms.CharField(label=gettext_lazy("联系方式"), max_length=200, required=False)
    question = paragraph_field(
        gettext_lazy("征求意见的内容"),
        required=False,
        help_text=gettext_lazy("写入函中；留空为申请的全部内容。请勿写入申请人的姓名。"),
    )
    letter_received_on = forms.DateField(
        label=gettext_lazy("对方收到日期"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("15个工作日自对方收到之日起算；尚不知道的留空，以后登记。"),
    )

    def day_label(self) -> str:
        """The day it went out."""
        return _("发出日期")

    def clean(self) -> dict[str, Any]:
        """It is not received before it is sent."""
        found: dict[str, Any] = super().clean() or {}
        on, received = found.get("on"), found.get("letter_received_on")
        if on and received and received < on:
            self.add_error("letter_received_on", _("对方收到日期早于发出日期。"))
        return found

    def event(self) -> Mapping[str, Any]:
        """The letter."""
        found = self.cleaned_data
        event = {
            "type": "consultation_sent",
            "ref": "new",
            "with": found["party"],
            "on": found["on"].isoformat(),
        }
        if found["letter_received_on"]:
            event["received_on"] = found["letter_received_on"].isoformat()
        return event

    def letter(self) -> Any:
        """The letter as it would go out."""
        found = self.cleaned_data
        values = {"question": found["question"] or self.case.description}
        return self.draft(f"consultation_{found['party']}", values, addressee=found["name"])

    def perform(self) -> None:
        """Send it."""
        services.send_consultation(actor=self.actor, case=self.case, **self.cleaned_data)


class _OfConsultation(StepForm):
    """A step that concerns one letter that is out."""

    ref = forms.ChoiceField(label=gettext_lazy("征求意见函"))

    def prepare(self) -> None:
        """Offer the letters this step may concern."""
        rows = self.case.consultations.filter(voided=False, answered_on__isnull=True)
        self.rows = {row.ref: row for row in rows if self.concerns(row)}
        field: Any = self.fields["ref"]
        field.choices = [(ref, f"{row.get_party_display()}：{row.name}") for ref, row in self.rows.items()]

    def concerns(self, row: Consultation) -> bool:
        """Whether the step is open for this letter."""
        return True


class ConsultationDeliveryForm(_OfConsultation):
    """登记征求意见函送达."""

    intro = gettext_lazy("对方应当自收到征求意见函之日起15个工作日内提出意见（条例第三十二条、第三十四条）。")
    done = gettext_lazy("已登记对方收到的日期。")
    event_names = ("consultation_delivered",)
    field_order = ("ref", "on")

    def concerns(self, row: Consultation) -> bool:
        """Not yet delivered."""
        return row.letter_received_on is None

    def day_label(self) -> str:
        """The day they received it."""
        return _("对方收到日期")

    def words(self, clock: Any) -> str:
        """The consultee's time counts from this day."""
        until = self.standing.calendar.add(
            self.cleaned_data["on"], self.standing.parameter("third_party_limit")
        )
        return _("对方提出意见的期限到%(day)s为止，在此期间不计入答复期限。") % {"day": rules.day(until)}

    def perform(self) -> None:
        """Record it."""
        services.record_consultation_delivery(
            actor=self.actor,
            case=self.case,
            consultation=self.rows[self.cleaned_data["ref"]],
            on=self.cleaned_data["on"],
        )


class ConsultationAnswerForm(_OfConsultation):
    """登记意见."""

    rule = "record_consultation_answer"
    intro = gettext_lazy(
        "收到意见后，答复期限继续计算。第三方逾期未提出意见的，由本机关决定是否公开，不能视为同意。"
    )
    done = gettext_lazy("已登记意见，期限继续计算。")
    event_names = ("consultation_answered",)
    because = gettext_lazy("收到意见后期限继续计算，征求意见的时间不计入（条例第三十三条第三款）")
    field_order = ("ref", "on", "opinion", "reasons")

    opinion = forms.ChoiceField(
        label=gettext_lazy("对方意见"),
        choices=[choice for choice in Consultation.Opinion.choices if choice[0] != "silent"],
        widget=forms.RadioSelect,
    )
    reasons = paragraph_field(gettext_lazy("对方的理由"), required=False)

    def day_label(self) -> str:
        """The day it came."""
        return _("收到意见日期")

    def event(self) -> Mapping[str, Any]:
        """The opinion."""
        found = self.cleaned_data
        return {
            "type": "consultation_answered",
            "ref": found["ref"],
            "on": found["on"].isoformat(),
            "objects": found["opinion"] != "agrees",
        }

    def perform(self) -> None:
        """Record it."""
        services.record_consultation_answer(actor=self.actor, case=self.case, **self.cleaned_data)
