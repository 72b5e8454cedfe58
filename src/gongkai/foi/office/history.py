"""The events of a request in plain words: what happened, when, by whom, under which article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import facts
from gongkai.foi.models import Case, Consultation, Decision
from gongkai.foi.office.choices import outcome_label
from gongkai.foi.rules import day

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the case page shows it. `voidable`: whether it may be undone from here."""

    event_id: int
    on: date
    text: str
    article: str
    who: str
    recorded_at: datetime
    voided: bool
    voidable: bool
    rules: str = ""  # the clauses of the authority's own rules, as links


def _iso(value: Any) -> str:
    return day(date.fromisoformat(str(value)[:10])) if value else ""


def _received(data: Data) -> str:
    channel = str(Case.Channel(data["channel"]).label)
    text = _("收到申请（%(channel)s）") % {"channel": channel}
    if confirmed := data.get("confirmed_on"):
        text += _("，双方于%(day)s确认") % {"day": _iso(confirmed)}
    return text


def _consultation_sent(data: Data) -> str:
    party = str(Consultation.Party(data["with"]).label)
    return _("向%(party)s征求意见（第%(ref)s号）") % {"party": party, "ref": data["ref"]}


def _consultation_answered(data: Data) -> str:
    objects = data.get("objects")
    said = {True: _("，不同意公开"), False: _("，同意公开")}.get(objects, "") if objects is not None else ""
    return _("收到第%(ref)s号征求意见的答复") % {"ref": data["ref"]} + said


def _decided(data: Data) -> str:
    served = data.get("served_by")
    how = str(dict(Decision.ServedBy.choices).get(served, served)) if served else ""
    text = _("作出答复：%(outcome)s") % {"outcome": outcome_label(data["outcome"])}
    return f"{text}（{how}）" if how else text


def _basis(data: Data) -> str:
    return _("法院判决") if data.get("basis") == "litigation" else _("行政复议决定")


WORDS: dict[str, Callable[[Data], str]] = {
    "received": _received,
    "receipt_confirmed": lambda _data: _("与申请人确认收到申请"),
    "correction_requested": lambda _data: _("一次性告知申请人补正"),
    "correction_received": lambda _data: _("收到补正后的申请"),
    "consultation_sent": _consultation_sent,
    "consultation_delivered": lambda data: _("第%(ref)s号征求意见函送达对方") % {"ref": data["ref"]},
    "consultation_answered": _consultation_answered,
    "extended": lambda data: _("延长答复期限%(days)s个工作日") % {"days": data["working_days"]},
    "excessive_delay_set": lambda data: _("确定合理延迟期限至%(day)s") % {"day": _iso(data["until"])},
    "fee_notice_served": lambda data: _("送达收费通知，应缴%(amount)s元") % {"amount": data["amount"]},
    "fee_paid": lambda _data: _("申请人完成缴费"),
    "decided": _decided,
    "withdrawn": lambda _data: _("申请人撤回申请"),
    "reopened": lambda data: _("%(basis)s要求重新答复，期限重新计算") % {"basis": _basis(data)},
    "new_answer_ordered": lambda _data: _("登记要求重新答复的复议决定或者判决"),
    "handler_assigned": lambda data: (
        _("指定经办人：%(name)s") % {"name": data["name"]} if data.get("name") else _("撤销经办人的指定")
    ),
    "search_logged": lambda data: (
        _("登记检索，检索到相关信息") if data.get("found_any") else _("登记检索，没有检索到")
    ),
    "withheld_part_added": lambda _data: _("列明一个不予公开的部分"),
    "withheld_part_removed": lambda _data: _("删去一个不予公开的部分"),
    "decision_endorsed": lambda data: (
        _("第%(stage)s个审批环节同意，共%(stages)s个")
        % {"stage": data.get("stage", ""), "stages": data.get("stages", "")}
    ),
    "fee_waived": lambda _data: _("免收信息处理费，收费通知作废"),
    "fee_refunded": lambda data: _("退还信息处理费%(amount)s元") % {"amount": data.get("amount", "")},
    "event_voided": lambda _data: _("撤销了一条登记"),
    "decision_proposed": lambda data: (
        _("拟稿送审：%(outcome)s") % {"outcome": outcome_label(data.get("outcome", ""))}
    ),
    "decision_returned": lambda _data: _("审批人退回拟稿"),
    "decision_approved": lambda _data: _("审批人同意"),
    "delivery_recorded": lambda _data: _("登记送达情况"),
    "letter_issued": lambda data: _("生成告知书%(number)s") % {"number": data.get("number", "")},
    "tracking_code_reissued": lambda _data: _("重新发放查询码"),
    "extension_consented": lambda _data: _("负责人同意延期"),
    "duplicate_flagged": lambda _data: _("与此前的申请内容相同，标为疑似重复"),
    "contact_attempted": lambda data: (
        _("与申请人联系，联系上了") if data.get("reached") else _("与申请人联系，没有联系上")
    ),
    "mail_recorded": lambda _data: _("登记收发室签收和转交的日期"),
    "imported": lambda _data: _("从原台账导入"),
    "split": lambda data: _("一函多事，拆分后为第%(position)s项") % {"position": data.get("position", "")},
    "help_recorded": lambda _data: _("申请人登记所需的帮助"),
    "evaluated": lambda data: _("申请人评价办理情况：%(score)s分") % {"score": data["score"]},
    "file_added": lambda _data: _("加入文件"),
    "destroyed": lambda _data: _("保存期满，销毁申请人信息、材料和文书"),
    "identity_proof_destroyed": lambda _data: _("保存期满，销毁身份证明影像"),
}
ARTICLES = {
    "search_logged": gettext_lazy("条例第三十六条第四项"),
    "withheld_part_added": gettext_lazy("条例第三十七条"),
    "fee_waived": gettext_lazy("条例第四十二条"),
    "fee_refunded": gettext_lazy("条例第四十二条"),
    "received": gettext_lazy("条例第三十一条"),
    "receipt_confirmed": gettext_lazy("条例第三十一条"),
    "correction_requested": gettext_lazy("条例第三十条"),
    "correction_received": gettext_lazy("条例第三十条"),
    "extended": gettext_lazy("条例第三十三条第二款"),
    "excessive_delay_set": gettext_lazy("条例第三十五条"),
    "fee_notice_served": gettext_lazy("国办函〔2020〕109号第六条"),
    "fee_paid": gettext_lazy("国办函〔2020〕109号第六条"),
    "decided": gettext_lazy("条例第三十三条"),
    "reopened": gettext_lazy("行政复议法第六十四条、行政诉讼法第七十条"),
}


def lines(
    rows: Iterable[Any], *, may_void: bool, may_void_decision: bool, rules: Mapping[int, str]
) -> list[Line]:
    """The history, newest first. Events that only the service of another step made cannot be undone alone.

    `rules`: by event the clauses of the authority's own rules that governed it.
    """
    rows = list(rows)
    gone = facts.voided_ids(rows)
    return [
        _line(
            row,
            row.pk in gone,
            may_void_decision if row.data.get("type") == "decided" else may_void,
            rules.get(row.pk, ""),
        )
        for row in reversed(rows)
    ]


def words(row: Any) -> str:
    """The event in words; an unknown one by its name, never nothing."""
    name = row.type.removeprefix(f"{facts.KIND}.")
    say = WORDS.get(name)
    return say(row.data) if say else name


def _line(row: Any, voided: bool, may_void: bool, rules: str) -> Line:
    name = row.type.removeprefix(f"{facts.KIND}.")
    article = str(ARTICLES.get(name, ""))
    if name.startswith("consultation_"):
        article = _consultation_article(row.data)
    return Line(
        event_id=row.pk,
        on=row.occurred_on,
        text=words(row),
        article=article,
        who=row.actor_name or _("申请人"),
        recorded_at=row.recorded_at,
        voided=voided,
        voidable=may_void and not voided and _is_of_the_clock(row),
        rules=rules,
    )


def _consultation_article(data: Data) -> str:
    if data.get("with") == "agency":
        return _("条例第三十四条")
    return _("条例第三十二条") if data.get("with") == "third_party" else ""


def _is_of_the_clock(row: Any) -> bool:
    """Whether the law's clock reads this event; the receipt itself stays."""
    return row.type == facts.DELIVERED or (bool(row.data.get("type")) and row.data["type"] != "received")
