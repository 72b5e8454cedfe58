"""The texts of the daily mails: counts and links, nothing about any person or request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.agencies.models import Escalation
from gongkai.agencies.today import Urgency, items_for


@dataclass(frozen=True, slots=True)
class Text:
    """Subject and body of a mail."""

    subject: str
    body: str


def of_day(reader: Any, today: date) -> Text | None:
    """What the back office opens on, as a mail; None when the reader has no open work."""
    request = HttpRequest()
    request.user = reader
    with translation.override(settings.LANGUAGE_CODE):
        items = items_for(request)
        if not items:
            return None
        marks = {Urgency.OVERDUE: _("【马上办】"), Urgency.SOON: _("【尽快办】")}
        lines = [
            f"{marks.get(item.urgency, '')}{item.count} {item.text}\n{address(item.url)}" for item in items
        ]
        subject = _("今日待办：%(number)d项") % {"number": len(items)}
        return Text(subject, _letter(_day(today), lines))


def of_escalation(rows: Sequence[Escalation]) -> Text | None:
    """How many limits of which agencies will soon be missed; None when there are none."""
    if not rows:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        counts: dict[tuple[str, date], int] = {}
        for row in sorted(rows, key=lambda row: (row.due_on, row.agency.path)):
            key = (row.agency.short_name, row.due_on)
            counts[key] = counts.get(key, 0) + 1
        lines = [
            _("%(agency)s：%(number)d件，期限%(day)s")
            % {"agency": name, "number": number, "day": _day(due_on)}
            for (name, due_on), number in counts.items()
        ]
        subject = _("到期提醒：%(number)d件下级事项即将到期") % {"number": len(rows)}
        return Text(
            subject, _letter(_("请在期限届满前督促办理。"), [*lines, address("/office/near-limits/")])
        )


def _letter(opening: str, lines: Sequence[str]) -> str:
    closing = _("本邮件由系统在工作日发出，只有件数和链接。登录后查看并办理。")
    return "\n\n".join([opening, *lines, closing]) + "\n"


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日（星期{'一二三四五六日'[value.weekday()]}）"


def address(path: str) -> str:
    """A link that works outside the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
