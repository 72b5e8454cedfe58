"""The next lawful steps of a consultation, each with its effect; what is not lawful now says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.catalog import queries as catalog
from gongkai.engagement import limits, queries
from gongkai.engagement.office.forms import (
    CallOffForm,
    ConfirmForm,
    ExtendForm,
    PaperForm,
    StageForm,
)
from gongkai.engagement.rules import State
from gongkai.engagement.services import drafting, originals, planning
from gongkai.engagement.services.recording import DESTROYING, HANDLING
from gongkai.law.steps import written
from gongkai.review.office.plain import PlainForm
from gongkai.review.rules import Blocker, Refused


@dataclass(frozen=True, slots=True)
class Step:
    """A step: where it is done, what it does; `closed`: why it cannot be done now."""

    name: str
    label: str
    effect: str
    url: str
    closed: str = ""
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a step's page asks and does; `done`: what is said afterwards."""

    label: str
    button: str
    form: Callable[[Any, Any], PlainForm]
    carry_out: Callable[[Any, Any, dict[str, Any]], Any]
    done: str


def acts() -> dict[str, Act]:
    """Every step that is done on a page of its own."""
    return {
        "paper": Act(_("指定文件"), _("指定"), lambda data, row: PaperForm(data, agency=row.agency), _attach, _("已指定。")),
        "announce": Act(
            _("起草公告"), _("生成公告草稿"), lambda data, row: ConfirmForm(data),
            lambda actor, row, typed: drafting.draft_announcement(actor=actor, consultation=row),
            _("公告草稿已生成，请核对后送审签。"),
        ),
        "extend": Act(
            _("延长期限"), _("延长"), lambda data, row: ExtendForm(data),
            lambda actor, row, typed: planning.extend(actor=actor, consultation=row, **typed), _("已延长，页面上已经更新。"),
        ),
        "call_off": Act(
            _("终止征集"), _("终止"), lambda data, row: CallOffForm(data),
            lambda actor, row, typed: planning.call_off(actor=actor, consultation=row, **typed), _("已终止，理由已公布。"),
        ),
        "stage": Act(_("登记决策程序"), _("登记"), lambda data, row: StageForm(data), _record_stage, _("已登记。")),
        "participants": Act(
            _("起草参加人名单"), _("生成名单草稿"), lambda data, row: ConfirmForm(data),
            lambda actor, row, typed: drafting.draft_participants(actor=actor, consultation=row),
            _("名单草稿已生成，请核对后送审签。"),
        ),
        "outcome": Act(
            _("起草意见采纳情况"), _("生成草稿"), lambda data, row: ConfirmForm(data),
            lambda actor, row, typed: drafting.draft_outcome(actor=actor, consultation=row),
            _("意见采纳情况草稿已生成，数字由登记的意见统计；请核对后送审签。"),
        ),
        "destroy": Act(
            _("销毁意见原件"), _("销毁"), lambda data, row: ConfirmForm(data),
            lambda actor, row, typed: originals.destroy(actor=actor, consultation=row), _("原件、联系方式和附件已销毁，统计数字不变。"),
        ),
    }  # fmt: skip


def _attach(actor: Any, row: Any, typed: dict[str, Any]) -> Any:
    return planning.attach(actor=actor, consultation=row, **typed)


def _record_stage(actor: Any, row: Any, typed: dict[str, Any]) -> Any:
    pk = typed.pop("document", None)
    document = catalog.document_for(actor, pk) if pk else None
    if pk and document is None:
        raise Refused([Blocker("STAGE-PAPER", _("没有这个编号的文件。"))])
    return planning.record_stage(actor=actor, consultation=row, document=document, **typed)


def offered(actor: Any, row: Any, today: date) -> list[Step]:
    """What the person can do with a consultation that has its standing, what is due first in front."""
    found = (
        _handling(row, queries.state(row, today), today) if access.holds(actor, row.agency, *HANDLING) else []
    )
    if access.holds(actor, row.agency, *DESTROYING) and not row.destroyed_on:
        until = queries.kept_until(row)
        if until is not None and until < today:
            text = _("保存期限到%(day)s届满。销毁意见原文、联系方式和附件，不能恢复。") % {
                "day": written(until)
            }
            found.append(_step(row, "destroy", text))
    return sorted(found, key=lambda step: (bool(step.closed), not step.is_first))


def _step(row: Any, name: str, effect: str, closed: str = "", *, first: bool = False) -> Step:
    url = reverse("consultations_office:step", args=[row.pk, name])
    return Step(name, acts()[name].label, effect, url, closed, first and not closed)


def _handling(row: Any, state: State, today: date) -> list[Step]:
    preparing, running = state == State.PREPARING, state in (State.UPCOMING, State.OPEN)
    named = reverse("consultations_office:edit", args=[row.pk])
    papers = {paper.role for paper in row.papers.all()}
    found = [
        Step("edit", _("修改登记的内容"), _("公告送审签之前可以修改；修改后要重新生成公告。"), named,
             "" if preparing else _("公告已经公开；可以延长期限或者终止。")),
        _step(row, "paper", _("草案、说明、决策文件从本机关的文件中指定；公开之后在征集页面显示。"),
              _("征集已终止。") if state == State.CALLED_OFF else "", first=preparing and "draft" not in papers),
        _step(row, "announce", _("按登记的内容生成公告草稿；三人审签、公开之后征集才开始。"),
              "" if preparing else _("公告已经公开。"), first=preparing and "draft" in papers),
        _step(row, "extend", _("新的截止日期和理由立即在征集页面公布。"), "" if running else _("只有正在征集的可以延长。")),
        _step(row, "stage", _("公众参与、专家论证、风险评估、合法性审查、集体讨论、公布：日期和文件在征集页面显示。"),
              _("公告还没有公开。") if preparing else ""),
        _step(row, "call_off", _("不再征集，也不再公布采纳情况；理由立即公布。"),
              _("征集已经结束。") if state in (State.ANSWERED, State.CALLED_OFF) else ""),
    ]  # fmt: skip
    if row.law.comments:
        found += _commenting(row, state)
    if row.law.hearing:
        found += _hearing(row, today)
    return found


def _commenting(row: Any, state: State) -> list[Step]:
    due = limits.in_force().outcome_due(row.closes_on).due_on
    open_now = state in (State.OPEN, State.WAITING)
    closed = "" if state == State.WAITING else _("征集截止之后、公布采纳情况之前才能起草。")
    return [
        _step(row, "outcome", _("按归类结果生成草稿，数量由系统统计；最迟%(day)s公布。") % {"day": written(due)}, closed, first=True),
        Step("enter", _("登记来信、来电的意见"), _("与网上意见一起归类和统计。"),
             reverse("consultations_office:enter", args=[row.pk]), "" if open_now else _("征集不在进行中。")),
        Step("import", _("从表格导入意见"), _("一次登记一批；有错的行逐行说明，全部正确才登记。"),
             reverse("consultations_office:import", args=[row.pk]), "" if open_now else _("征集不在进行中。")),
    ]  # fmt: skip


def _hearing(row: Any, today: date) -> list[Step]:
    registering = today <= row.hearing.register_until
    closed = _("报名截止之后再选定。") if registering else ""
    chosen = row.hearing.registrations.filter(is_chosen=True).exists()
    return [
        Step("choose", _("选定听证参加人"), _("查看报名人的姓名和电话会记入台账。"),
             reverse("consultations_office:registrations", args=[row.pk]), closed, is_first=not registering and not chosen),
        _step(row, "participants", _("生成参加人名单草稿；听证会前公开（国务院令第713号第十六条）。"),
              "" if chosen else _("请先选定参加人。"), first=True),
    ]  # fmt: skip
