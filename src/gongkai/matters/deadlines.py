"""Limits of matters for calendars, digests and warnings, and the line of the opening page. Never says who asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.matters import queries
from gongkai.matters.services import HANDING_IN


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Unfinished matters with a limit up to a day."""
    return [
        Deadline(
            matter=f"matters.matter-{row.pk}",
            agency_id=row.agency_id,
            due_on=row.due_on,
            since=row.accepted_on,
            title=_("办结“%(name)s”（%(number)s，%(agency)s）")
            % {"name": row.name, "number": row.shown_number, "agency": row.agency.short_name},
            url=reverse("matters_office:matter", args=[row.pk]),
        )
        for row in queries.running_on(agencies, until)
        if row.due_on is not None
    ]


def today_items(request: HttpRequest) -> list[TodayItem]:
    """Overdue matters, and results that are held back for what stands in them."""
    actor: Any = request.user
    agencies = access.acting_agencies(actor, *HANDING_IN)
    rows = queries.visible(actor).filter(agency__in=agencies)
    page = reverse("matters_office:list")
    found = []
    if count := rows.filter(queries.overdue(timezone.localdate())).count():
        text = ngettext("件办件已超过办理期限", "件办件已超过办理期限", count)
        found.append(TodayItem(Urgency.OVERDUE, text, f"{page}?show=overdue", count))
    if count := rows.exclude(held="").count():
        text = ngettext("件办理结果因疑有个人信息没有公示", "件办理结果因疑有个人信息没有公示", count)
        found.append(TodayItem(Urgency.OPEN, text, f"{page}?show=held", count))
    return found
