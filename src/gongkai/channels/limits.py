"""What must be published or taken down by a day, for calendars, digests and warnings; lines for the opening page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.agencies import access
from gongkai.agencies.deadlines import Deadline
from gongkai.agencies.models import Agency
from gongkai.agencies.today import TodayItem, Urgency
from gongkai.channels import declared, rules
from gongkai.channels.models import ChannelJob, Delivery, PressMeeting
from gongkai.channels.services.recording import PUBLISHING

State = ChannelJob.State
RUNNING = (*ChannelJob.OPEN, *ChannelJob.AGAIN)


def of(agencies: QuerySet[Agency], until: date | None = None) -> list[Deadline]:
    """Open jobs with a limit. Titles of public documents only; the rest is named by its number."""
    rows = ChannelJob.objects.filter(agency__in=agencies, state__in=RUNNING, due_on__isnull=False)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    known = declared.every()
    found = rows.values_list("pk", "agency_id", "due_on", "made_at", "channel", "state", "agency__short_name")
    return [
        Deadline(
            matter=f"channels.job-{pk}",
            agency_id=agency_id,
            due_on=due_on,
            since=timezone.localdate(made_at),
            title=_said(state) % {"channel": known[slug].label if slug in known else slug, "agency": name},
            url=reverse("channels_office:job", args=[pk]),
        )
        for pk, agency_id, due_on, made_at, slug, state, name in found
        if due_on is not None
    ]


def _said(state: str) -> str:
    if state == State.TO_TAKE_DOWN:
        return _("从“%(channel)s”撤下或者更正（%(agency)s）")
    if state == State.TO_UPDATE:
        return _("在“%(channel)s”更新（%(agency)s）")
    return _("在“%(channel)s”发布（%(agency)s）")


def today_items(request: HttpRequest) -> list[TodayItem]:
    """To take down, to update, to publish; messages that were given up."""
    actor: Any = request.user
    agencies = access.acting_agencies(actor, *PUBLISHING)
    rows = ChannelJob.objects.filter(agency__in=agencies)
    page = reverse("channels_office:list")
    given_up = Delivery.objects.filter(
        webhook__agency__in=agencies,
        webhook__is_active=True,
        delivered_at__isnull=True,
        next_at__isnull=True,
        attempts__gt=0,
    )
    found = []
    if count := rows.filter(state=State.TO_TAKE_DOWN).count():
        text = ngettext("件已发布的内容要撤下或者更正", "件已发布的内容要撤下或者更正", count)
        found.append(TodayItem(Urgency.OVERDUE, text, f"{page}?state=to_take_down", count))
    if count := rows.filter(state=State.TO_UPDATE).count():
        text = ngettext("件已发布的内容要按改动后的原文更新", "件已发布的内容要按改动后的原文更新", count)
        found.append(TodayItem(Urgency.SOON, text, f"{page}?state=to_update", count))
    if count := rows.filter(state__in=ChannelJob.OPEN).count():
        text = ngettext("件文件待在其他渠道发布", "件文件待在其他渠道发布", count)
        found.append(TodayItem(Urgency.SOON, text, f"{page}?state=open", count))
    if open_answers := [row for row in _answering(agencies) if _unanswered(row)]:
        late = any(one.is_late for row in open_answers for one in _unanswered(row))
        text = ngettext("件舆情要在时限内回应", "件舆情要在时限内回应", len(open_answers))
        urgency = Urgency.OVERDUE if late else Urgency.SOON
        found.append(TodayItem(urgency, text, reverse("pressmeeting:index"), len(open_answers)))
    if count := given_up.count():
        text = ngettext("条数据推送没有送达", "条数据推送没有送达", count)
        found.append(TodayItem(Urgency.SOON, text, reverse("channels_office:deliveries"), count))
    return found


def _answering(agencies: QuerySet[Agency]) -> QuerySet[PressMeeting]:
    """Meetings that answer a public concern, as far as something of it is still to be done."""
    rows = PressMeeting.objects.filter(agency__in=agencies).exclude(event="")
    return rows.filter(Q(informed_at__isnull=True) | Q(held_at__isnull=True))


def _unanswered(row: PressMeeting) -> list[rules.Answered]:
    done = {"information": row.informed_at, "conference": row.held_at}
    return [one for one in rules.answered(row.event, row.known_at, done, timezone.now()) if one.hours is None]
