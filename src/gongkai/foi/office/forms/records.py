"""How a letter went out, and how a wrong record is undone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.office_forms import DateInput
from gongkai.foi import rules, services
from gongkai.foi.errors import refused_by_law
from gongkai.foi.models import Case, Decision, Delivery, Letter
from gongkai.foi.office.forms.step import Effect, StepForm, paragraph_field
from gongkai.foi.services.delivering import SERVED_AS
from gongkai.law.errors import LawInputError


class DeliveryForm(StepForm):
    """登记送达."""

    intro = gettext_lazy(
        "答复以交邮、签收或者发送之日为准（国办公开办函〔2016〕235号）。答复告知书的日期或者方式与原登记不同的，答复日期随之更正。"
    )
    done = gettext_lazy("已登记送达。")
    event_names = ("delivery_recorded",)
    field_order = (
        "route", "on", "postal_number", "signed_by", "received_on", "place", "minutes", "copies", "instead_of",
        "instead_because", "help_given", "note",
    )  # fmt: skip

    route = forms.ChoiceField(
        label=gettext_lazy("送达方式"),
        choices=Delivery.Route.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "邮寄应当通过邮政企业；已经由其他快递企业寄递的，如实登记，案件中会标明程序上的问题。"
        ),
    )
    signed_by = forms.CharField(
        label=gettext_lazy("签收人"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("当面送达的必填。"),
    )
    place = forms.CharField(
        label=gettext_lazy("查阅地点"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("现场查阅、抄录的必填。"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("查阅用时（分钟）"), required=False, min_value=0, max_value=10000
    )
    copies = forms.IntegerField(label=gettext_lazy("复制页数"), required=False, min_value=0, max_value=100000)
    instead_of = forms.ChoiceField(
        label=gettext_lazy("没有按哪种要求的形式提供"),
        required=False,
        choices=[("", gettext_lazy("按申请人要求的形式提供")), *Case.Form.choices],
        help_text=gettext_lazy("只有可能危及载体安全或者成本过高的，才可以改用其他形式（条例第四十条）。"),
    )
    instead_because = forms.CharField(
        label=gettext_lazy("改变提供形式的理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("改变提供形式的必填。"),
    )
    help_given = forms.CharField(
        label=gettext_lazy("提供的必要帮助"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("申请人阅读困难或者有视听障碍的（条例第四十三条）。"),
    )
    postal_number = forms.CharField(
        label=gettext_lazy("邮件号"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("邮寄的必填，须为邮政企业的邮件号。"),
    )
    received_on = forms.DateField(label=gettext_lazy("对方签收日期"), widget=DateInput, required=False)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any) -> None:
        self.sent = letter
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Start from how the answer was said to go out."""
        made = Decision.objects.filter(letter=self.sent, state=Decision.State.MADE).first()
        self.made = made
        if made and not self.is_bound:
            self.initial.update({"route": made.served_by, "on": made.decided_on})
        if self.case.help_needed:
            self.fields["help_given"].help_text = _("申请人需要：%(help)s（条例第四十三条）。") % {
                "help": self.case.help_needed
            }

    def day_label(self) -> str:
        """The day of posting, signature or sending."""
        return _("交邮、签收或者发送日期")

    def clean(self) -> dict[str, Any]:
        """Mail has a number; nothing is received before it is sent or sent before it is dated."""
        found: dict[str, Any] = super().clean() or {}
        on, received = found.get("on"), found.get("received_on")
        if found.get("route") == "post" and not found.get("postal_number", "").strip():
            self.add_error("postal_number", _("邮寄送达请填写邮政企业的邮件号。"))
        for route, name, text in (
            ("in_person", "signed_by", _("当面送达请填写签收人。")),
            ("inspection", "place", _("现场查阅的请填写地点。")),
        ):
            if found.get("route") == route and not (found.get(name) or "").strip():
                self.add_error(name, text)
        if found.get("instead_of") and not (found.get("instead_because") or "").strip():
            self.add_error("instead_because", _("改变申请人要求的提供形式的，请写明理由（条例第四十条）。"))
        if on and on < self.sent.dated_on:
            self.add_error(
                "on", _("不能早于告知书的落款日期%(day)s。") % {"day": rules.day(self.sent.dated_on)}
            )
        if on and received and received < on:
            self.add_error("received_on", _("签收日期早于交邮或者发送日期。"))
        return found

    def words(self, clock: Any) -> str:
        """Whether the day of the answer moves with it."""
        on, made = self.cleaned_data["on"], self.made
        if made and (made.decided_on != on or made.served_by != self._served_by()):
            return _("答复日期从%(before)s改为%(after)s。") % {
                "before": rules.day(made.decided_on),
                "after": rules.day(on),
            }
        return _("不改变答复期限。")

    def perform(self) -> None:
        """Record it."""
        found = dict(self.cleaned_data)
        names = [field.name for field in fields(services.DeliveryDetails)]
        details = services.DeliveryDetails(**{name: found.pop(name) for name in names})
        services.record_delivery(actor=self.actor, case=self.case, letter=self.sent, details=details, **found)

    def _served_by(self) -> str:
        route: str = self.cleaned_data["route"]
        return SERVED_AS.get(route, route)


class VoidForm(StepForm):
    """撤销一条登记."""

    intro = gettext_lazy(
        "登记有误的可以撤销。原记录保留在经过中并标明“已撤销”，由它生成的文书作废，期限按余下的登记重新计算。"
    )
    done = gettext_lazy("已撤销这条登记。")
    event_names = ("event_voided",)

    reason = paragraph_field(
        gettext_lazy("撤销的原因"), help_text=gettext_lazy("写明错在哪里；请勿写入申请人的个人信息。"), rows=3
    )

    def __init__(self, *args: Any, event_id: int, **kwargs: Any) -> None:
        self.event_id = event_id
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """It is undone today."""
        del self.fields["on"]
        self.fields["reason"].widget.attrs["maxlength"] = 300

    def effect(self) -> Effect:
        """The limit as it would be without the event."""
        try:
            facts = self.standing.facts.without(self.event_id).checked()
        except LawInputError as error:
            raise refused_by_law(error) from error
        clock = rules.run(facts, self.standing.calendar, self.standing.as_of)
        before = self.standing.clock
        known = {(problem.code, problem.text) for problem in before.problems}
        fresh = tuple(p for p in clock.problems if (p.code, p.text) not in known)
        text = self.words(clock)
        if clock.status != before.status:
            text += _("环节从“%(before)s”改为“%(after)s”。") % {
                "before": Case.Status(before.status).label,
                "after": Case.Status(clock.status).label,
            }
        return Effect(text, before.due_on, clock.due_on, fresh)

    def perform(self) -> None:
        """Undo it."""
        services.void_event(
            actor=self.actor, case=self.case, event_id=self.event_id, reason=self.cleaned_data["reason"]
        )
