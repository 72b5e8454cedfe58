"""Pure decisions: what a consultation lacks, in which state it is, what an opinion must be, what an outcome needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.law import consultations as law
from gongkai.law.consultations import Least
from gongkai.law.steps import written
from gongkai.review.rules import Blocker

LONGEST_COMMENT = 5000
LONGEST_PERIOD = 400


class State(StrEnum):
    """Where a consultation stands on a day. `PREPARING`: its announcement is not public."""

    PREPARING = "preparing"
    UPCOMING = "upcoming"
    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"
    CALLED_OFF = "called_off"


STATES = {
    State.PREPARING: gettext_lazy("准备中"),
    State.UPCOMING: gettext_lazy("即将开始"),
    State.OPEN: gettext_lazy("正在征集"),
    State.WAITING: gettext_lazy("已截止，等待反馈"),
    State.ANSWERED: gettext_lazy("已公布采纳情况"),
    State.CALLED_OFF: gettext_lazy("已终止"),
}


@dataclass(frozen=True, slots=True)
class HearingFacts:
    """When and where a hearing takes place and how its participants are chosen."""

    held_at: datetime
    place: str
    seats: int
    selection: str
    register_until: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a consultation before it is announced."""

    kind: str
    title: str
    decides: str
    legal_basis: str
    opens_on: date
    closes_on: date
    telephone: str
    contact: str
    short_reason: str = ""
    takes_online: bool = True
    email: str = ""
    postal_address: str = ""
    hearing: HearingFacts | None = None


def state(
    *, is_public: bool, is_answered: bool, called_off: bool, opens_on: date, closes_on: date, today: date
) -> State:
    """The state on a day."""
    if called_off:
        return State.CALLED_OFF
    if not is_public:
        return State.PREPARING
    if is_answered:
        return State.ANSWERED
    if today < opens_on:
        return State.UPCOMING
    return State.OPEN if today <= closes_on else State.WAITING


def blockers(facts: Facts, held_on: date | None, today: date, own: Least | None) -> list[Blocker]:
    """Everything wrong with what is said of a consultation. `held_on`: the day of the hearing here."""
    if facts.kind not in law.kinds():
        return [Blocker("CONSULT-KIND", _("请选择征集的方式。"))]
    kind, found = law.kinds()[facts.kind], []
    for code, text, wanted in (
        ("TITLE", facts.title, _("请填写事项名称。")),
        ("DECIDES", facts.decides, _("请写明要决定什么。")),
        ("BASIS", facts.legal_basis, _("请写明依据。")),
        ("CONTACT", facts.contact, _("请填写承办科室或者联系人。")),
        ("TELEPHONE", facts.telephone, _("请填写联系电话。")),
    ):
        if not text.strip():
            found.append(Blocker(f"CONSULT-{code}", wanted))
    if kind.comments and not (facts.takes_online or facts.email or facts.postal_address):
        found.append(Blocker("CONSULT-WAYS", _("请至少开通一种书面提出意见的方式：网上、电子邮件或者来信。")))
    if facts.closes_on < today:
        found.append(Blocker("CONSULT-PAST", _("截止日期已经过去，请重新确定。")))
    if facts.closes_on < facts.opens_on:
        found.append(Blocker("CONSULT-ORDER", _("截止日期不能早于开始日期。")))
    elif (facts.closes_on - facts.opens_on).days > LONGEST_PERIOD:
        found.append(Blocker("CONSULT-LONG", _("期限不能超过%(most)d日。") % {"most": LONGEST_PERIOD}))
    elif not kind.hearing:
        found += short_blockers(facts.kind, facts.opens_on, facts.closes_on, facts.short_reason, own)
    if kind.hearing:
        found += _hearing_blockers(facts, held_on, own)
    return found


def short_blockers(
    kind: str, opens_on: date, closes_on: date, short_reason: str, own: Least | None
) -> list[Blocker]:
    """A period that is too short and gives no reason (Art 15)."""
    period = law.period(kind, opens_on, closes_on, own)
    if not period.is_short or period.least is None or short_reason.strip():
        return []
    text = _(
        "从%(opens)s到%(closes)s只有%(days)d日，一般不少于%(least)d日（%(source)s）。请顺延截止日期，或者写明缩短期限的理由；理由随公告公布。"
    )
    said = {
        "opens": written(opens_on),
        "closes": written(closes_on),
        "days": period.days,
        "least": period.least.number,
        "source": period.least.source,
    }
    return [Blocker("CONSULT-SHORT", text % said)]


def _hearing_blockers(facts: Facts, held_on: date | None, own: Least | None) -> list[Blocker]:
    hearing = facts.hearing
    if hearing is None or held_on is None:
        return [Blocker("HEARING-FACTS", _("请填写听证会的时间、地点、名额和参加人遴选办法。"))]
    found = []
    if not hearing.place.strip() or not hearing.selection.strip() or hearing.seats < 1:
        found.append(Blocker("HEARING-FACTS", _("请填写听证会的地点、名额和参加人遴选办法。")))
    if not facts.opens_on <= hearing.register_until < held_on:
        found.append(
            Blocker("HEARING-REGISTER", _("报名截止日期应在公告之后、听证会之前，以便公布参加人名单。"))
        )
    if held_on < facts.closes_on:
        found.append(Blocker("HEARING-ORDER", _("意见截止日期不能晚于听证会。")))
    return found + notice_blockers(facts.opens_on, held_on, facts.short_reason, own)


def notice_blockers(opens_on: date, held_on: date, short_reason: str, own: Least | None) -> list[Blocker]:
    """A hearing announced too late (Art 16)."""
    latest = law.latest_notice(held_on, own)
    if latest is None or opens_on <= latest or short_reason.strip():
        return []
    text = _("听证会公告最迟应在%(latest)s发布。请推迟听证会，或者写明理由；理由随公告公布。")
    return [Blocker("HEARING-NOTICE", text % {"latest": written(latest)})]


def comment_blockers(text: str) -> list[Blocker]:
    """What is wrong with an opinion."""
    if not text.strip():
        return [Blocker("COMMENT-EMPTY", _("请写下您的意见。"))]
    if len(text) > LONGEST_COMMENT:
        said = {"length": len(text), "most": LONGEST_COMMENT}
        message = _("意见有%(length)d字，请不要超过%(most)d字；更长的可以作为附件上传。")
        return [Blocker("COMMENT-LONG", message % said)]
    return []


@dataclass(frozen=True, slots=True)
class Sorted:
    """A group as the outcome needs it: how many opinions it holds and what was decided."""

    title: str
    number: int
    decision: str
    reason: str


def outcome_blockers(groups: Sequence[Sorted], total: int, *, is_closed: bool) -> list[Blocker]:
    """What is missing before it can be said what became of all opinions: the groups must hold every one of them."""
    found = []
    if not is_closed:
        found.append(Blocker("OUTCOME-OPEN", _("征集还没有截止，截止后才能公布意见采纳情况。")))
    if left := total - sum(group.number for group in groups):
        text = ngettext("还有%(left)d条意见没有归类。", "还有%(left)d条意见没有归类。", left)
        found.append(Blocker("OUTCOME-UNSORTED", text % {"left": left}))
    if open_groups := [group.title for group in groups if group.number and not group.decision]:
        text = _("这些意见要点还没有写明是否采纳：%(titles)s。")
        found.append(Blocker("OUTCOME-UNDECIDED", text % {"titles": "；".join(open_groups)}))
    return found


def decision_counts(groups: Sequence[Sorted], total: int) -> Mapping[str, int]:
    """Opinions by decision; "" are those not decided, so that together they are the total."""
    counts = dict.fromkeys(("adopted", "partly", "not_adopted", "unrelated", ""), 0)
    for group in groups:
        counts[group.decision] += group.number
    counts[""] += total - sum(group.number for group in groups)
    return counts


def days_left(closes_on: date, today: date) -> int:
    """Whole days after today until the last one; 0 on the last day itself."""
    return (closes_on - today).days
