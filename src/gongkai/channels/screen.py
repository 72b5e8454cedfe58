"""What the big screen shows, as plain data: public documents only, read anew for every question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, DisclosureOffice
from gongkai.catalog import browsing
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels import queries
from gongkai.channels.models import Screen

ROWS = 5  # lines of one slide, so that it can be read from a distance
OF_A_COLUMN = 6
NEW_DAYS = 7

Slide = dict[str, Any]
Line = dict[str, Any]


def content(agency: Agency, results: Callable[[Agency], Iterable[Line]] | None = None) -> dict[str, Any]:
    """Everything the screen needs: theme, seconds a slide, notice, slides, and for how many minutes they may be shown without
    asking again. Never a person, never a draft.

    `results` gives lines on matters of other systems, masked by the room that keeps them; asked only if the screen shows them.
    """
    screen = queries.screen_of(agency)
    return {
        "agency": agency.name,
        "theme": screen.theme,
        "seconds": screen.seconds,
        "keep_minutes": screen.keep_minutes,
        "notice": screen.notice,
        "slides": list(_slides(agency, screen, results)) if screen.is_on else [],
    }


def _slides(
    agency: Agency, screen: Screen, results: Callable[[Agency], Iterable[Line]] | None
) -> Iterator[Slide]:
    public = catalog.public_documents().select_related("agency").defer("body", "body_text")
    if screen.pk:
        yield from _documents(str(_("重点内容")), list(public.filter(pk__in=screen.pinned.values("pk"))))
    own = {"agency__path__startswith": agency.path} if screen.with_subordinates else {"agency": agency}
    yield from _documents(str(_("最新公开")), list(public.filter(**own)[: screen.newest]))
    if screen.pk:
        for column in screen.columns.select_related("agency").order_by("agency__path", "order"):
            rows = list(public.filter(column=column)[:OF_A_COLUMN])
            yield from _documents(column.name, rows)
    if screen.show_catalogue:
        yield from _catalogue(agency)
    if screen.show_matters and results:
        yield from _pages("matters", str(_("办理结果")), results(agency))
    if screen.show_contact:
        yield from _contact(agency)


def line(text: str, detail: str, day: str = "", *, is_new: bool = False) -> Line:
    """One line of a slide."""
    return {"text": text, "detail": str(detail), "day": day, "is_new": is_new}


def _documents(title: str, rows: Sequence[Document]) -> Iterator[Slide]:
    today = timezone.localdate()
    lines = [
        line(row.title, row.agency.short_name, day.isoformat(), is_new=(today - day).days < NEW_DAYS)
        for row in rows
        for day in [_day(row)]
    ]
    yield from _pages("documents", title, lines)


def _day(row: Document) -> date:
    return timezone.localdate(row.published_on) if row.published_on else date.min


def _catalogue(agency: Agency) -> Iterator[Slide]:
    filled: Any = browsing.filled_columns(agency)
    lines = [line(column.name, _("%(count)d 条") % {"count": column.count}) for column in filled]
    yield from _pages("catalogue", str(_("法定主动公开内容")), lines)


def _contact(agency: Agency) -> Iterator[Slide]:
    office = DisclosureOffice.objects.filter(agency=agency).first()
    if office is None:
        return
    facts = [
        (_("工作机构"), office.name),
        (_("办公地址"), office.address),
        (_("办公时间"), office.office_hours),
        (_("联系电话"), office.telephone),
    ]
    lines = [line(text, label) for label, text in facts if text]
    yield from _pages("contact", str(_("申请公开政府信息")), lines)


def _pages(kind: str, title: str, lines: Iterable[Line]) -> Iterator[Slide]:
    rows = list(lines)
    for start in range(0, len(rows), ROWS):
        yield {"kind": kind, "title": title, "lines": rows[start : start + ROWS]}
