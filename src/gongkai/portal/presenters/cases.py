"""One request as its applicant sees it: the limit with its counting, the line of days, what can be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.convert.content_type import TYPES
from gongkai.foi.queries import Given, Tracking
from gongkai.portal.presenters import progress
from gongkai.portal.presenters.documents import File

OPEN = ("awaiting_confirmation", "running", "suspended", "awaiting_correction", "awaiting_payment", "overdue")
COUNTED = ("counted", "make_up", "extension", "delay")
# An event -> the letter that goes with it.
LETTERS = {
    "received": "receipt",
    "correction_requested": "correction",
    "extended": "extension",
    "excessive_delay_set": "excessive_delay",
    "fee_notice_served": "fee_notice",
    "decided": "decision",
    "abandoned": "decision",
    "withdrawn": "withdrawal",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the counting."""

    day: date
    counted: bool
    number: int
    note: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """By when the agency must answer."""

    due_on: date
    kind_label: str
    remaining: int | None
    is_late: bool
    late_by: int
    is_provisional: bool
    is_stopped: bool
    stopped_reason: str
    steps: list[Day]


@dataclass(frozen=True, slots=True)
class Event:
    """One point on the line."""

    state: str
    on: date | None
    title: str
    text: str = ""
    papers: list[File] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Action:
    """What the applicant may do now, with its effect."""

    label: str
    text: str
    url: str
    method: str = "get"
    second: bool = False
    caution: bool = False


def due(state: Tracking, days: Iterable[Any]) -> Due | None:
    """The reply limit while it runs; nothing once the request is at its end or waits for the applicant."""
    clock = state.clock
    if clock.due_on is None or state.status not in OPEN:
        return None
    late = state.status == "overdue"
    stopped = state.status == "suspended"
    return Due(
        due_on=clock.due_on,
        kind_label=_kind(state),
        remaining=None if late else clock.remaining,
        is_late=late,
        late_by=-clock.remaining if late and clock.remaining is not None else 0,
        is_provisional=clock.provisional,
        is_stopped=stopped,
        stopped_reason=_("正在书面征求意见，征求意见的时间不计；以上日期按对方最后一日答复计算。")
        if stopped
        else "",
        steps=_days(days),
    )


def _kind(state: Tracking) -> str:
    kinds = {
        "extended": _("延长后的期限（条例第三十三条）"),
        "excessive_delay_set": _("延迟后的合理期限（条例第三十五条）"),
        "correction_received": _("收到补正后重新计算的二十个工作日（条例第三十条）"),
        "fee_paid": _("缴费后重新计算的二十个工作日"),
        "reopened": _("重新答复的二十个工作日，自复议决定、判决生效或者收到之日起"),
    }
    for happening in reversed(state.happenings):
        if happening.type in kinds:
            return kinds[happening.type]
    return _("首次期限：收到之日起二十个工作日（条例第三十三条）")


def _days(cells: Iterable[Any]) -> list[Day]:
    """The days of the running limit alone: from the last day a limit started."""
    rows = list(cells)
    starts = [place for place, cell in enumerate(rows) if cell.kind == "start"]
    return [
        Day(cell.day, cell.kind in COUNTED, cell.number, cell.text, cell.article)
        for cell in rows[starts[-1] if starts else 0 :]
    ]


def events(state: Tracking, provided: list[Any]) -> list[Event]:
    """What has happened, what is being done now, what comes next; each in plain words with its papers."""
    agency = state.case.agency.name
    texts = _texts(state)
    letters = list(state.letters)
    found = []
    for happening in state.happenings:
        papers = [
            row for row in letters if row.kind == LETTERS.get(happening.type) and row.dated_on == happening.on
        ]
        letters = [row for row in letters if row not in papers]
        links = [letter_file(row) for row in papers]
        if happening.type == "decided":
            links += [provided_file(row) for row in provided]
        title, text = texts.get(happening.type, (happening.text, ""))
        found.append(Event("done", happening.on, title, text, links))
    if letters and found:  # dated on another day than the event
        last = found[-1]
        found[-1] = Event(
            last.state, last.on, last.title, last.text, [*last.papers, *map(letter_file, letters)]
        )
    now = _now(state, agency)
    if now:
        found.append(now)
    found += [Event("next", step.on, step.title, step.text) for step in progress.upcoming(state)]
    return found


def _texts(state: Tracking) -> dict[str, tuple[str, str]]:
    agency = state.case.agency.name
    outcome = _("结果：%(outcome)s。") % {"outcome": state.outcome_label} if state.outcome_label else ""
    remedy = _("不服的，可以按答复书末尾写明的途径和期限申请行政复议或者提起行政诉讼。")
    return {
        "received": (_("您提交了申请"), _("内容已经送到%(agency)s。") % {"agency": agency}),
        "receipt_confirmed": (_("双方确认收到"), _("这一天是收到申请之日，期限从次日起计算（条例第三十一条）。")),
        "correction_requested": (_("%(agency)s请您补正") % {"agency": agency}, _("要补正的内容见告知书。补正期间不计算答复期限（条例第三十条）。")),
        "correction_received": (_("收到您的补正"), _("答复期限从这一天起重新计算。")),
        "consultation_sent": (_("%(agency)s书面征求意见") % {"agency": agency}, _("信息涉及第三方或者其他机关；征求意见的时间不计入期限（条例第三十二、三十三、三十四条）。")),
        "consultation_answered": (_("征求意见有了答复"), _("期限继续计算。")),
        "extended": (_("%(agency)s延长了答复期限") % {"agency": agency}, _("经负责人同意，理由见告知书；合计最多延长二十个工作日（条例第三十三条）。")),
        "excessive_delay_set": (_("确定了延迟答复的期限"), _("申请数量、频次明显超过合理范围的，可以确定延迟答复的合理期限（条例第三十五条）。")),
        "fee_notice_served": (_("收到收费通知"), _("金额、算法和缴费方式见通知。缴费期间不计算答复期限。")),
        "fee_paid": (_("您完成了缴费"), _("答复期限从这一天起重新计算。")),
        "decided": (_("%(agency)s作出答复") % {"agency": agency}, f"{outcome}{remedy}"),
        "reopened": (_("须重新答复"), _("行政复议决定或者法院判决要求%(agency)s重新答复，期限从这一天起重新计算二十个工作日。") % {"agency": agency}),
        "withdrawn": (_("您撤回了申请"), _("机关不再办理；需要时可以重新申请。")),
        "abandoned": (_("视为放弃申请"), _("逾期没有补正或者缴费，机关不再处理；需要时可以重新申请。")),
    }  # fmt: skip


def _now(state: Tracking, agency: str) -> Event | None:
    limit = state.clock.applicant_limit_on
    found = {
        "awaiting_confirmation": (
            _("等待双方确认收到"),
            _("%(agency)s会打电话或者发邮件与您确认，请留意。确认之日为收到申请之日。") % {"agency": agency},
            None,
        ),
        "running": (_("%(agency)s正在办理") % {"agency": agency}, _("查找、审查并准备答复。"), None),
        "suspended": (_("正在征求意见"), _("对方逾期不答复的，由%(agency)s依法决定。") % {"agency": agency}, None),
        "awaiting_correction": (_("等您补正"), _("请在上面的日期前补正；没有正当理由逾期不补正的，视为放弃申请。"), limit),
        "awaiting_payment": (_("等您缴费"), _("请在上面的日期前缴费；逾期不缴的，视为放弃申请。"), limit),
        "overdue": (
            _("期限已过，%(agency)s还没有答复") % {"agency": agency},
            _("可以打电话催问，也可以向上一级行政机关或者政府信息公开工作主管部门投诉（条例第五十一条）。"),
            None,
        ),
    }.get(state.status)  # fmt: skip
    return Event("now", found[2], found[0], found[1]) if found else None


def summary(state: Tracking) -> str:
    """The state in one sentence."""
    if state.outcome_label and state.status in ("decided", "abandoned"):
        return _("结果：%(outcome)s。") % {"outcome": state.outcome_label}
    return {
        "awaiting_confirmation": _("已登记，等待双方确认收到。"),
        "running": _("机关正在办理，现在不需要您做什么。"),
        "suspended": _("机关正在征求意见，期限暂停计算。"),
        "awaiting_correction": _("机关请您补正，答复期限暂停计算。"),
        "awaiting_payment": _("机关请您缴费，答复期限暂停计算。"),
        "overdue": _("机关还没有在期限内答复。"),
        "withdrawn": _("您已经撤回，机关不再办理。"),
    }.get(state.status, "")


def actions(state: Tracking, *, may_evaluate: bool = False, given: Given | None = None) -> list[Action]:
    """What the applicant can do now."""
    found = []
    if may_evaluate:
        label = _("修改评价") if given else _("评价办理情况")
        text = _("提交后三十日内可以修改。")
        found.append(Action(label, text, reverse("portal:track_evaluate"), second=given is not None))
    if state.can_correct:
        text = _("写下补正的内容就算提交；期限从提交之日重新计算。")
        found.append(Action(_("提交补正"), text, reverse("portal:track_correct")))
    if state.can_ask_for_help:
        text = _("阅读、视听有障碍的，机关提供必要的帮助（条例第四十三条）。")
        found.append(Action(_("需要的帮助"), text, reverse("portal:track_help"), second=True))
    if state.can_withdraw:
        text = _("撤回后机关不再办理，可以重新申请。")
        found.append(Action(_("撤回申请"), text, reverse("portal:track_withdraw"), caution=True, second=True))
    text = _("在公用电脑上看完后请退出。")
    found.append(Action(_("退出查询"), text, reverse("portal:track_leave"), method="post", second=True))
    return found


def letter_file(letter: Any) -> File:
    """A letter as a link to its PDF."""
    return File(letter.title, reverse("portal:track_letter", args=[letter.pk, "pdf"]), "PDF", 0)


def provided_file(row: Any) -> File:
    """A file provided with the answer."""
    extension = extension_of(row.content_type)
    return File(row.title, reverse("portal:track_file", args=[row.pk]), extension.upper(), row.size)


def provided_name(row: Any) -> str:
    """The name such a file is saved under."""
    extension = extension_of(row.content_type)
    named = row.title.lower().endswith(f".{extension}") or not extension
    return row.title if named else f"{row.title}.{extension}"


def extension_of(media_type: str) -> str:
    """The extension of a kind of file that can be uploaded."""
    return next((extension for extension, (mime, _label) in TYPES.items() if mime == media_type), "")
