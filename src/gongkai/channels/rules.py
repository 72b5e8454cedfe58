"""Pure decisions: what proves a publication, what hinders one, whether an answer to a public concern was in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from gongkai.channels import texts
from gongkai.channels.declared import DeclaredChannel, read
from gongkai.convert import outside
from gongkai.review.rules import Blocker

MOST_COUNTED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of one publication."""

    on: date
    pieces: int = 1
    copies: int = 0
    reach: int = 0
    place: str = ""
    link: str = ""
    note: str = ""
    has_file: bool = False


def fact_blockers(
    channel: DeclaredChannel, facts: Facts, today: date, published_on: date | None = None
) -> list[Blocker]:
    """Everything wrong with a record: its day, numbers, link and proof."""
    found = []
    if facts.on > today:
        found.append(Blocker("CHANNEL-FUTURE", _("发布日期还没有到，请填写实际发布的日期。")))
    if published_on and facts.on < published_on:
        found.append(
            Blocker(
                "CHANNEL-EARLY", _("发布日期早于文件公开的日期（%(day)s），请核对。") % {"day": published_on}
            )
        )
    if not 1 <= facts.pieces <= MOST_COUNTED or not all(
        0 <= number <= MOST_COUNTED for number in (facts.copies, facts.reach)
    ):
        found.append(Blocker("CHANNEL-NUMBER", _("件数至少为1，份数、受众不能为负数。")))
    if facts.link and not outside.is_web_address(facts.link):
        found.append(
            Blocker(
                "CHANNEL-LINK",
                _("链接须以 http:// 或者 https:// 开头，不带用户名和密码，请从浏览器地址栏复制。"),
            )
        )
    given = {"link": bool(facts.link), "place": bool(facts.place), "file": facts.has_file}
    if channel.evidence and not any(given[name] for name in channel.evidence):
        wanted = _("或者").join(str(proofs()[name]) for name in channel.evidence)
        found.append(
            Blocker(
                "CHANNEL-PROOF",
                _("“%(channel)s”须留存发布凭证：%(wanted)s。") % {"channel": channel.label, "wanted": wanted},
            )
        )
    return found


def proofs() -> dict[str, str]:
    """What each kind of proof is called."""
    return {"link": _("链接"), "place": _("版面、期号、时段或者地点"), "file": _("照片、扫描件")}


def text_blockers(channel: DeclaredChannel, text: str, address: str) -> list[Blocker]:
    """Whether a text is too long for its channel."""
    length = texts.post_length(text, address, channel.link)
    if channel.form == "post" and channel.limit and length > channel.limit:
        return [
            Blocker(
                "CHANNEL-LENGTH",
                _("文稿计%(length)d字，超过%(limit)d字的上限，请删减。")
                % {"length": length, "limit": channel.limit},
            )
        ]
    return []


@dataclass(frozen=True, slots=True)
class HourLimit:
    """Within how many clock hours an act is due after an event became known, and by which instrument."""

    act: str
    title: str
    hours: int
    source: str


def hour_limits(event: str) -> list[HourLimit]:
    """The limits of an event; none when a meeting answers no public concern (国办发〔2016〕61号, 80号)."""
    return [
        HourLimit(row["act"], row["title"], row["hours"], row["source"]["instrument"])
        for row in read("response_limits")["limits"]
        if row["event"] == event
    ]


@dataclass(frozen=True, slots=True)
class Answered:
    """How an act stands against its limit: `due_at`; `hours` it took, None while it has not happened."""

    limit: HourLimit
    due_at: datetime
    hours: float | None
    is_late: bool


def answered(
    event: str, known_at: datetime | None, done_at: dict[str, datetime | None], now: datetime
) -> Sequence[Answered]:
    """Each limit of an event with what was done. `done_at`: when the information and the conference took place."""
    if known_at is None:
        return []
    found = []
    for limit in hour_limits(event):
        due_at, at = known_at + timedelta(hours=limit.hours), done_at.get(limit.act)
        hours = round((at - known_at).total_seconds() / 3600, 1) if at else None
        found.append(Answered(limit, due_at, hours, (at or now) > due_at))
    return found
