"""What announcements and outcomes say, drafted from the facts; the officer edits, the reviewers sign. Official language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import escape

from gongkai.engagement.models import Comment, CommentGroup, Consultation, Hearing
from gongkai.engagement.rules import Sorted, decision_counts
from gongkai.law import consultations as law
from gongkai.law.steps import written

ANNOUNCEMENT, OUTCOME = "consultation", "consultation_outcome"
_VERBS = {
    "comments": "公开征求意见",
    "hearing": "召开听证会",
    "expert": "组织专家论证",
    "notice": "进行决策前公示",
}


def announcement_title(row: Consultation) -> str:
    """关于《…》公开征求意见的公告."""
    return f"关于“{row.title}”{_VERBS.get(row.kind, row.law.label)}的公告"


def outcome_title(row: Consultation) -> str:
    """关于“…”公众意见采纳情况的说明."""
    return f"关于“{row.title}”公众意见采纳情况的说明"


def participants_title(row: Consultation) -> str:
    """关于“…”听证会参加人名单的公告."""
    return f"关于“{row.title}”听证会参加人名单的公告"


def ways(row: Consultation) -> str:
    """Every way to say something, in one sentence."""
    said = []
    if row.law.comments:
        if row.takes_online:
            said.append("在本网站“征求意见”栏目填写")
        if row.email:
            said.append(f"发送电子邮件至{row.email}")
        if row.postal_address:
            said.append(f"来信寄至{row.postal_address}（信封注明“征求意见”，以邮戳日期为准）")
        said.append(f"电话{row.telephone}")
    return "；".join(said)


def facts(row: Consultation, hearing: Hearing | None, closes_on: date) -> dict[str, Any]:
    """The declared content of the announcement (`schemas/consultation.yaml`). `closes_on`: as stated, before or after an extension."""
    content: dict[str, Any] = {
        "subject": row.title,
        "kind": row.law.label,
        "decides": row.decides,
        "legal_basis": row.legal_basis,
        "opens_on": row.opens_on.isoformat(),
        "closes_on": closes_on.isoformat(),
        "short_reason": row.short_reason,
        "ways": ways(row),
        "contact": row.contact,
        "telephone": row.telephone,
    }
    if hearing is not None:
        content |= {
            "held_at": _moment(hearing.held_at),
            "place": hearing.place,
            "seats": str(hearing.seats),
            "selection": hearing.selection,
            "register_until": hearing.register_until.isoformat(),
        }
    return content


def announcement(row: Consultation, hearing: Hearing | None, papers: Mapping[str, str], day: date) -> str:
    """The announcement's text, dated. `papers`: titles of draft and explanation by their part."""
    kind = law.kinds()[row.kind]
    lines = [
        f"为充分听取公众意见，提高决策质量，依据{row.legal_basis}和《重大行政决策程序暂行条例》{kind.article}的规定，"
        f"现就“{row.title}”{_VERBS.get(row.kind, kind.label)}。",
        f"一、决策内容。{row.decides}",
    ]
    for role, name in (("draft", "决策草案"), ("explanation", "草案说明")):
        if role in papers:
            lines.append(f"{name}见{_quoted(papers[role])}。")
    if hearing is not None:
        lines += [
            f"二、听证会。时间：{_moment(hearing.held_at)}；地点：{hearing.place}；参加人{hearing.seats}名。",
            f"报名截止日期：{written(hearing.register_until)}。参加人遴选办法：{hearing.selection}",
        ]
    else:
        lines.append(f"二、期限。自公布之日起至{written(row.closes_on)}。")
    if row.short_reason:
        lines.append(f"期限较短的理由：{row.short_reason}")
    if said := ways(row):
        lines.append(
            f"三、提出意见的方式。{said}。提出意见不需要说明身份；留下联系方式的，只用于核实和反馈。"
        )
    lines.append(f"联系：{row.contact}，电话{row.telephone}。")
    return _page(lines, row, day)


def outcome(row: Consultation, groups: Sequence[Sorted], channels: Mapping[str, int], day: date) -> str:
    """The text of the outcome, dated; its numbers add up because they are counted from the same opinions."""
    total = sum(channels.values())
    counts = decision_counts(groups, total)
    lines = [
        f"{_day(row.opens_on)}至{_day(row.closes_on)}，本机关就“{row.title}”{_VERBS.get(row.kind, row.law.label)}。"
    ]
    if total:
        names = dict(Comment.Channel.choices)
        by_channel = "，".join(f"{names[code]}{number}条" for code, number in channels.items() if number)
        labels = dict(CommentGroup.Decision.choices)
        by_decision = "，".join(
            f"{labels[code]}{number}条" for code, number in counts.items() if code and number
        )
        points = sum(1 for group in groups if group.number)
        lines += [
            f"共收到意见{total}条（{by_channel}），归纳为{points}个要点。其中：{by_decision}。",
            "各意见要点的采纳情况和理由见下表。感谢社会各界的关心和支持。",
        ]
    else:
        lines.append("征集期间没有收到意见。")
    return _page(lines, row, day)


def outcome_rows(row: Consultation, groups: Iterable[Sorted]) -> list[dict[str, str]]:
    """The declared content of the outcome (`schemas/consultation_outcome.yaml`)."""
    labels = dict(CommentGroup.Decision.choices)
    return [
        {
            "subject": row.title,
            "point": group.title,
            "number": str(group.number),
            "decision": str(labels[group.decision]),
            "reason": group.reason,
        }
        for group in groups
        if group.number
    ]


def participants(row: Consultation, names: Sequence[tuple[str, str]], day: date) -> str:
    """The list of those who take part in a hearing, dated: (name, capacity)."""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(capacity)}</td></tr>" for name, capacity in names)
    lead = f"<p>经公开报名和遴选，“{escape(row.title)}”听证会参加人共{len(names)}名，现予公布。</p>"
    table = f"<table><thead><tr><th>姓名</th><th>身份</th></tr></thead><tbody>{rows}</tbody></table>"
    return lead + table + _signature(row, day)


def _quoted(title: str) -> str:
    """A title as it is named in a text; one that names another title itself stands in quotation marks."""
    return f"“{title}”" if "《" in title else f"《{title}》"


def _page(lines: Iterable[str], row: Consultation, day: date) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines) + _signature(row, day)


def _signature(row: Consultation, day: date) -> str:
    return f"<p>{escape(row.agency.name)}</p><p>{_day(day)}</p>"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{written(here.date())}{here:%H:%M}"
