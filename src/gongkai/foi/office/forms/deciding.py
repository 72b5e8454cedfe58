"""The answer: drafted, approved or sent back, decided, and its delivery (Arts 33, 36–39)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import letters, rules, services
from gongkai.foi.models import Decision
from gongkai.foi.office.choices import answer_choices, outcome_label, outcome_of
from gongkai.foi.office.forms.step import Effect, StepForm, paragraph_field
from gongkai.foi.services import withholding
from gongkai.foi.services.acts import remedy_sentence
from gongkai.foi.services.publishing import GIVEN
from gongkai.foi.services.writing import objections
from gongkai.law.outcomes import OUTCOMES

TEXTS = ("reasons", "grounds", "content", "withheld", "responsible_agency")


class _Answering(StepForm):
    """What an answer consists of; which texts are needed depends on the result chosen."""

    rule = "decide"

    answer = forms.ChoiceField(label=gettext_lazy("办理结果"))
    content = paragraph_field(
        gettext_lazy("提供的信息，或者获取的方式、途径、时间"),
        required=False,
        help_text=gettext_lazy("予以公开、部分公开的必填。"),
    )
    withheld = paragraph_field(
        gettext_lazy("不予公开的部分"),
        required=False,
        help_text=gettext_lazy("部分公开的必填（条例第三十七条）。"),
        rows=3,
    )
    grounds = forms.CharField(
        label=gettext_lazy("依据"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("不予公开部分或者禁止公开、专门查询的法律法规条款。"),
    )
    reasons = paragraph_field(
        gettext_lazy("理由"),
        required=False,
        help_text=gettext_lazy("不予公开、部分公开、不掌握的应当说明理由（条例第三十六条）。"),
    )
    responsible_agency = forms.CharField(
        label=gettext_lazy("负责公开的机关及联系方式"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("不属于本机关负责、能够确定负责机关的填写（条例第三十六条第五项）。"),
    )

    def prepare(self) -> None:
        """Results by group, each with its articles."""
        field: Any = self.fields["answer"]
        field.choices = [("", _("请选择")), *answer_choices()]
        self.depends_on_answer = TEXTS
        for name in TEXTS:
            self.fields[name].widget.attrs["data-matters"] = " ".join(("answer", *_answers_with(name)))
        if parts := list(withholding.standing_parts(self.case)):
            texts = dict(zip(("withheld", "grounds", "reasons"), withholding.as_text(parts), strict=True))
            self.initial.update(
                {name: text[: 5000 if name != "grounds" else 300] for name, text in texts.items()}
            )

    def clean(self) -> dict[str, Any]:
        """Everything the letter of this result needs, at its field."""
        found: dict[str, Any] = super().clean() or {}
        variant = found.get("answer")
        if not variant:
            return found
        needed = set(letters.templates()[f"decision.{variant}"].missing(found))
        if OUTCOMES[outcome_of(variant)].reasons_required and not found.get("reasons", "").strip():
            needed.add("reasons")
        for name in needed:
            self.add_error(name, _("办理结果为“%(label)s”的，须填写此项。") % {"label": self._label(variant)})
        return found

    @staticmethod
    def _label(variant: str) -> str:
        return outcome_label(outcome_of(variant))

    def effect(self) -> Effect:
        """The end of the request; refused where the result is not open."""
        on = self.cleaned_data["on"]
        standing = rules.Standing.on(self.standing.facts, self.standing.calendar, on)
        variant = self.cleaned_data["answer"]
        if refused := rules.outcome_refusal(outcome_of(variant), standing, variant):
            raise refused
        if refused := withholding.refusal(self.case, outcome_of(variant)):
            raise refused
        return super().effect()

    def lines(self) -> list[str]:
        """Third parties that object must be told of a disclosure (Art 32)."""
        if outcome_of(self.cleaned_data["answer"]) not in GIVEN:
            return []
        text = _(
            "“%(name)s”不同意公开。决定公开的，应当将公开的内容和理由书面告知该第三方（条例第三十二条）。"
        )
        return [text % {"name": row.name} for row in objections(self.case)]

    def texts(self) -> dict[str, str]:
        """The texts of the answer."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    def letter(self) -> Any:
        """The letter as it would go out, with the sentence on remedies."""
        variant = self.cleaned_data["answer"]
        electronic = self.cleaned_data.get("served_by") == "electronic"
        sentence = remedy_sentence(
            self.case, outcome_of(variant), self.cleaned_data["on"], electronic=electronic
        )
        return self.draft(f"decision.{variant}", self.texts(), remedy=sentence)


def _answers_with(name: str) -> list[str]:
    """The results whose letter says this text."""
    texts = letters.templates()
    return [
        variant
        for _group, members in answer_choices()
        for variant, _label in members
        if texts[f"decision.{variant}"].uses(name)
        or (name == "reasons" and OUTCOMES[outcome_of(variant)].reasons_required)
    ]


class ProposeDecisionForm(_Answering):
    """拟答复决定."""

    intro = gettext_lazy("由信息员拟稿，经审核人或者分管负责人审批后作出。保存后代替此前的拟稿。")
    done = gettext_lazy("已送审，等待审核人或者分管负责人审批。")
    event_names = ("decision_proposed",)
    field_order = ("answer", *TEXTS[2:4], "grounds", "reasons", "responsible_agency", "on")

    def day_label(self) -> str:
        """The day of the draft."""
        return _("拟稿日期")

    def prepare(self) -> None:
        """Go on from the latest draft."""
        super().prepare()
        last = self.case.decisions.exclude(state__in=["made", "voided"]).order_by("-id").first()
        if last and not self.is_bound:
            self.initial.update({name: getattr(last, name) for name in TEXTS} | {"answer": last.variant})

    def words(self, clock: Any) -> str:
        """A draft ends nothing."""
        return _("送审不改变答复期限；审批并送达后申请才办结。")

    def perform(self) -> None:
        """Propose it."""
        variant = self.cleaned_data["answer"]
        answer = services.Answer(outcome=outcome_of(variant), variant=variant, **self.texts())
        services.propose_decision(actor=self.actor, case=self.case, on=self.cleaned_data["on"], answer=answer)


class _Served(StepForm):
    """How and when the answer goes out: the day that counts (国办公开办函〔2016〕235号)."""

    served_by = forms.ChoiceField(
        label=gettext_lazy("送达方式"),
        choices=Decision.ServedBy.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("邮寄应当通过邮政企业，不得由其他快递企业寄递。"),
    )

    def day_label(self) -> str:
        """The day of posting, signature or sending."""
        return _("答复日期（交邮、签收或者发送之日）")

    def closing_words(self, clock: Any) -> str:
        """Whether it is in time."""
        if clock is None or clock.decided_on_time is None:
            return _("申请办结，期限不再计算。")
        if clock.decided_on_time:
            return _("申请办结，按期答复（期限%(day)s）。") % {"day": rules.day(clock.due_on)}
        return _("申请办结，逾期答复（期限%(day)s）。") % {"day": rules.day(clock.due_on)}

    def decided(self, outcome: str) -> Mapping[str, Any]:
        """The decision as an event."""
        found = self.cleaned_data
        return {
            "type": "decided",
            "on": found["on"].isoformat(),
            "outcome": outcome,
            "served_by": found["served_by"],
        }


class DecideForm(_Served, _Answering):
    """决定."""

    intro = gettext_lazy(
        "由审核人或者分管负责人直接作出答复，并生成告知书。答复期限以交邮、签收或者发送之日为准。"
    )
    done = gettext_lazy("已作出答复并生成告知书。请登记送达情况。")
    event_names = ("decided",)
    field_order = (
        "answer",
        "content",
        "withheld",
        "grounds",
        "reasons",
        "responsible_agency",
        "on",
        "served_by",
    )

    def event(self) -> Mapping[str, Any]:
        """The decision."""
        return self.decided(outcome_of(self.cleaned_data["answer"]))

    def words(self, clock: Any) -> str:
        """It ends the request."""
        return self.closing_words(clock)

    def perform(self) -> None:
        """Decide."""
        found = self.cleaned_data
        services.decide(
            actor=self.actor,
            case=self.case,
            on=found["on"],
            served_by=found["served_by"],
            outcome=outcome_of(found["answer"]),
            variant=found["answer"],
            **self.texts(),
        )


class _OnProposal(StepForm):
    """A step on the draft that waits."""

    def prepare(self) -> None:
        """The draft that waits, if any."""
        super().prepare()
        self.proposal = self.case.decisions.filter(state=Decision.State.PROPOSED).first()


class ApproveDecisionForm(_OnProposal, _Served):
    """审批并答复."""

    rule = "decide"
    intro = gettext_lazy("同意拟稿，作出答复并生成告知书。不能审批自己拟的稿。")
    done = gettext_lazy("已作出答复并生成告知书。请登记送达情况。")
    event_names = ("decided",)
    field_order = ("on", "served_by", "opinion")

    opinion = forms.CharField(label=gettext_lazy("审批意见"), max_length=300, required=False)

    def event(self) -> Mapping[str, Any] | None:
        """The decision."""
        return self.decided(self.proposal.outcome) if self.proposal else None

    def words(self, clock: Any) -> str:
        """It ends the request."""
        return self.closing_words(clock)

    def letter(self) -> Any:
        """The letter as it would go out."""
        row = self.proposal
        if row is None:
            return None
        electronic = self.cleaned_data["served_by"] == "electronic"
        sentence = remedy_sentence(self.case, row.outcome, self.cleaned_data["on"], electronic=electronic)
        values = {name: getattr(row, name) for name in TEXTS}
        return self.draft(f"decision.{row.variant}", values, remedy=sentence)

    def perform(self) -> None:
        """Approve."""
        services.decide(actor=self.actor, case=self.case, **self.cleaned_data)


class ReturnDecisionForm(_OnProposal):
    """退回拟稿."""

    intro = gettext_lazy("退回信息员修改，意见会显示给拟稿人。")
    done = gettext_lazy("已退回。")
    event_names = ("decision_returned",)

    opinion = forms.CharField(
        label=gettext_lazy("退回意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def perform(self) -> None:
        """Send it back."""
        services.return_decision(actor=self.actor, case=self.case, **self.cleaned_data)
