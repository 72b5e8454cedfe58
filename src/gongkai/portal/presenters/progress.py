"""What comes next and by when, why the date moved, and what may be done against the answer, in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi.queries import Given, Move, RemedyRoute, Tracking

ARTICLES = {
    "receipt_confirmed": gettext_lazy("条例第三十一条"),
    "correction_requested": gettext_lazy("条例第三十条"),
    "correction_received": gettext_lazy("条例第三十条"),
    "consultation_sent": gettext_lazy("条例第三十三条第三款"),
    "consultation_answered": gettext_lazy("条例第三十三条第三款"),
    "extended": gettext_lazy("条例第三十三条第二款"),
    "excessive_delay_set": gettext_lazy("条例第三十五条"),
    "fee_notice_served": gettext_lazy("国办函〔2020〕109号第六条"),
    "fee_paid": gettext_lazy("国办函〔2020〕109号第六条"),
    "reopened": gettext_lazy("行政复议法第六十四条、行政诉讼法第七十条"),
}


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of the date. `after` None: the count stands still from then on."""

    on: date
    reason: str
    before: date | None
    after: date | None
    article: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something still to come, and by when at the latest."""

    title: str
    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to go against the answer."""

    title: str
    body: str
    until: date | None
    text: str


def moves(found: Iterable[Move]) -> list[MoveLine]:
    """Why the date is not what it was at first; nothing while it still is."""
    found = list(found)
    if not any(move.before for move in found):
        return []
    reasons = {
        "receipt_confirmed": _("双方确认收到，期限开始计算"),
        "correction_requested": _("机关请您补正，停止计算"),
        "correction_received": _("收到补正，重新计算"),
        "consultation_sent": _("书面征求意见，这段时间不计"),
        "consultation_answered": _("征求的意见收到了，继续计算"),
        "extended": _("经负责人同意延长"),
        "excessive_delay_set": _("申请数量、频次明显超过合理范围，确定合理期限"),
        "fee_notice_served": _("收到收费通知，停止计算"),
        "fee_paid": _("您完成了缴费，重新计算"),
        "reopened": _("复议或者法院要求重新答复，重新计算"),
    }
    return [
        MoveLine(
            move.on,
            reasons.get(move.type, _("期限变动")),
            move.before,
            move.after,
            str(ARTICLES.get(move.type, "")),
        )
        for move in found
    ]


def upcoming(state: Tracking) -> list[Step]:
    """What still comes, the nearest first."""
    agency = state.case.agency.name
    answer = Step(
        _("%(agency)s答复") % {"agency": agency},
        _("答复书会放在这里，同时按您选择的途径送达。"),
        state.clock.due_on,
    )
    if state.status == "awaiting_confirmation":
        text = _("自确认次日起二十个工作日内答复（条例第三十三条）。")
        return [Step(answer.title, text)]
    if state.status == "running":
        return [*_may_ask(state, agency), answer]
    if state.status == "suspended":
        return [Step(_("对方提出意见"), _("逾期不提的，机关依法决定。"), state.waits_until), answer]
    if state.status in ("awaiting_correction", "awaiting_payment"):
        return [_if_done_today(state, answer.title)]
    return []


def _may_ask(state: Tracking, agency: str) -> list[Step]:
    if state.correction_latest is None:
        return []
    text = _("内容不明确的，应当在这一天前一次性告知您；没有告知，就是不需要补正（条例第三十条）。")
    return [Step(_("%(agency)s可能请您补正") % {"agency": agency}, text, state.correction_latest)]


def _if_done_today(state: Tracking, title: str) -> Step:
    if state.due_if_done_today is None:
        return Step(title, _("您办完以后，期限重新计算。"))
    day = date_format(state.due_if_done_today, _("Y年n月j日（l）"))
    text = {
        "awaiting_correction": _("如果您今天补正，最迟在%(day)s答复（条例第三十条）。"),
        "awaiting_payment": _("如果您今天缴费，最迟在%(day)s答复。"),
    }[state.status]
    return Step(title, text % {"day": day})


def remedies(route: RemedyRoute | None) -> list[Remedy]:
    """The ways to go against the answer, each with body and last day."""
    if route is None:
        return []
    sixty = _("自收到答复之日起六十日内。")
    found = [Remedy(_("申请行政复议"), route.body, route.reconsideration.until, sixty)]
    if route.suit is not None:
        six = _("自收到答复之日起六个月内，可以不经复议直接起诉。")
        found.append(Remedy(_("提起行政诉讼"), route.court, route.suit.until, six))
    else:
        after = _("须先申请行政复议；对复议决定不服的，自收到复议决定书之日起十五日内起诉。")
        found.append(Remedy(_("提起行政诉讼"), route.court, None, after))
    return found


def may_evaluate(state: Tracking, given: Given | None, today: date) -> bool:
    """Whether the applicant may say how it went, or change what was said."""
    return state.can_evaluate and (given is None or today <= given.changeable_until)
