"""Consultations as rows, pages and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.agencies.shares import rate, shares
from gongkai.catalog import schemas
from gongkai.catalog.schemas import public
from gongkai.engagement import figures, following, limits, queries, rules
from gongkai.engagement.rules import STATES, State

TONES = {State.OPEN: "valid", State.UPCOMING: "pending", State.WAITING: "due"}
DECISIONS = {
    "adopted": gettext_lazy("采纳"),
    "partly": gettext_lazy("部分采纳"),
    "not_adopted": gettext_lazy("未采纳"),
    "unrelated": gettext_lazy("与本事项无关"),
    "": gettext_lazy("尚未公布"),
}
ROLE_WORDS = {
    "announcement": gettext_lazy("这是征求意见的公告"),
    "draft": gettext_lazy("本草案征求意见情况"),
    "explanation": gettext_lazy("所说明的草案征求意见情况"),
    "participants": gettext_lazy("听证会情况"),
    "record": gettext_lazy("听证、论证的事项"),
    "outcome": gettext_lazy("征求意见的事项"),
    "decision": gettext_lazy("决策前征求意见和采纳情况"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A consultation in a list: its state in words and colour, and by when."""

    row: Any
    state: str
    label: str
    tone: str
    when: str


def shown(row: Any, today: date) -> Shown:
    """One consultation as it stands."""
    state = queries.state(row, today)
    return Shown(row, state, str(STATES[state]), TONES.get(state, ""), when(row, state, today))


def when(row: Any, state: State, today: date) -> str:
    """还有12天，11月30日（星期一）截止."""
    ends, opens = _day(row.closes_on), _day(row.opens_on)
    if state == State.OPEN:
        left = rules.days_left(row.closes_on, today)
        if left == 0:
            return _("今天（%(day)s）截止") % {"day": ends}
        return ngettext("还有%(left)d天，%(day)s截止", "还有%(left)d天，%(day)s截止", left) % {
            "left": left,
            "day": ends,
        }
    if state == State.UPCOMING:
        return _("%(opens)s开始，%(ends)s截止") % {"opens": opens, "ends": ends}
    if state == State.ANSWERED:
        return _("%(day)s公布采纳情况") % {"day": _day(row.answered_at)}
    if state == State.CALLED_OFF:
        return _("%(day)s终止") % {"day": _day(row.called_off_on)}
    return _("%(day)s截止") % {"day": ends}


def _day(value: Any) -> str:
    return _("%(day)s（%(weekday)s）") % {
        "day": date_format(value, _("Y年n月j日")),
        "weekday": date_format(value, "l"),
    }


def outcome_due(row: Any) -> Any:
    """By when the outcome is to be published, with the steps of the count."""
    return limits.in_force().outcome_due(row.closes_on)


def period(row: Any) -> Any:
    """How long the public has had since it could know, with the reason of the measure."""
    opened = max(row.opens_on, timezone.localdate(row.announced_at))
    return limits.in_force().period(row, opened)


@dataclass(frozen=True, slots=True)
class Beside:
    """A consultation as the page of one of its documents names it."""

    words: str
    item: Shown


def beside(document: Any, today: date) -> list[Beside]:
    """The public consultations a document belongs to."""
    links = queries.of_document(document, today)
    return [Beside(str(ROLE_WORDS[link.role]), shown(link.consultation, today)) for link in links]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of an opinion or a registration. `point`, `decision`, `reason`: as the signed outcome states them.
    `url`: its page, empty while nobody may see it."""

    number: str
    consultation: Any
    status: str
    text: str = ""
    point: str = ""
    decision: str = ""
    reason: str = ""
    outcome: Any = None
    url: str = ""


def followed(found: Any, today: date) -> Followed:
    """For whoever has number and code."""
    is_person = hasattr(found, "hearing")
    row = queries.standing(found.hearing.consultation if is_person else found.consultation)
    url = reverse("portal:consultation", args=[row.pk]) if row.is_public else ""
    papers = queries.papers(row)
    if is_person:
        return _followed_registration(found, row, papers.get("participants"), url)
    outcome = papers.get("outcome")
    if outcome is None:
        ended = queries.state(row, today) == State.CALLED_OFF
        words = _("征集已终止") if ended else _("已收到，正在汇总研究")
        return Followed(found.number, row, words, found.text, url=url)
    signed = _signed_row(outcome, following.group_title(found))
    said = {name: signed.get(name, "") for name in ("point", "decision", "reason")}
    return Followed(found.number, row, _("已公布采纳情况"), found.text, **said, outcome=outcome, url=url)


def _followed_registration(found: Any, row: Any, names: Any, url: str) -> Followed:
    """Who was chosen is told when everybody is told."""
    words = {
        None: _("已收到报名，选定后公布参加人名单"),
        True: _("已选定为听证参加人"),
        False: _("没有选定为听证参加人"),
    }
    return Followed(found.number, row, words[found.is_chosen if names else None], outcome=names, url=url)


def _signed_row(outcome: Any, point: str) -> dict[str, str]:
    return next((row for row in outcome_rows(outcome) if point and row["point"] == point), {})


def outcome_rows(outcome: Any) -> list[dict[str, str]]:
    """The points of a public outcome as it was signed: point, number, decision, reason."""
    schema = schemas.get(outcome.schema) if outcome.schema else None
    if schema is None:
        return []
    return [
        {field.name: public.words(field, row) for field in schema.rows.fields}
        for row in public.rows(schema, schema.rows, outcome.data)
    ]


def table(rows: Iterable[Any], today: date) -> tuple[list[str], list[list[str]]]:
    """Heads and lines of the file: what the list shows and nothing more."""
    heads = [
        _("编号"), _("事项名称"), _("方式"), _("机关"), _("开始日期"), _("截止日期"), _("状态"), _("意见数量"), _("公布采纳情况日期"), _("缩短期限的理由"),
    ]  # fmt: skip
    lines = []
    for row in rows:
        state = queries.state(row, today)
        closed = state in (State.WAITING, State.ANSWERED)
        lines.append(
            [
                str(row.pk),
                row.title,
                row.law.label,
                row.agency.name,
                row.opens_on.isoformat(),
                row.closes_on.isoformat(),
                str(STATES[state]),
                str(row.comment_count or 0) if closed else "",
                f"{row.answered_at:%Y-%m-%d}" if row.answered_at else "",
                row.short_reason,
            ]
        )
    return heads, lines


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the figures, in words. `code`: the agency whose consultations it counts; empty for the sum."""

    label: str
    cells: list[str]
    code: str = ""


def figure_heads() -> list[str]:
    """What the columns of the figures are called."""
    said = [f"{DECISIONS[name]}（%）" for name in figures.DECISIONS]
    return [
        _("项数"),
        _("平均日数"),
        _("最短日数"),
        _("意见条数"),
        *said,
        _("应公布"),
        _("按时公布"),
        _("按时率（%）"),
    ]


def figure_line(figure: figures.Figure) -> Line:
    """Numbers with their shares; the shares of one line add up to 100.0."""
    parts = [figure.by_decision[name] for name in figures.DECISIONS]
    said = [
        f"{part}" if share is None else f"{part}（{share:.1f}）"
        for part, share in zip(parts, shares(parts), strict=True)
    ]
    on_time = rate(figure.in_time, figure.due)
    name = figure.agency.name if figure.agency else _("合计")
    numbers = [
        str(figure.number),
        _number(figure.average_days),
        _number(figure.shortest),
        str(figure.comments),
    ]
    shown = "—" if on_time is None else f"{on_time:.1f}"
    code = figure.agency.code if figure.agency else ""
    return Line(name, [*numbers, *said, str(figure.due), str(figure.in_time), shown], code)


def _number(value: Any) -> str:
    return "—" if value is None else str(value)
