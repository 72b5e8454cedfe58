"""The mails of a superior's reminders, sent by the background worker. They hold counts and links, no figures."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from gongkai.agencies.models import Agency, Duty, Post
from gongkai.reports import rules
from gongkai.reports.models import Reminder

READERS = (Duty.INFORMATION_OFFICER, Duty.LEADER)
logger = logging.getLogger(__name__)


def mailboxes(agencies: Iterable[Agency]) -> dict[int, list[str]]:
    """The addresses of those who write and sign the report, by agency; one query."""
    today = timezone.localdate()
    posts = (
        Post.objects.filter(agency__in=list(agencies), duty__in=READERS, since__lte=today)
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .filter(holder__is_active=True)
        .exclude(holder__email="")
        .order_by("holder__email")
    )
    found: dict[int, list[str]] = {}
    for agency_id, address in posts.values_list("agency_id", "holder__email").distinct():
        found.setdefault(agency_id, []).append(address)
    return found


@task()
def mail_reminders(pks: list[int]) -> int:
    """Send the mails of these reminders; how many were handed to the mail server."""
    rows = list(Reminder.objects.filter(pk__in=pks).select_related("agency", "superior"))
    boxes = mailboxes(row.agency for row in rows)
    with translation.override(settings.LANGUAGE_CODE):
        messages = [_message(row, address) for row in rows for address in boxes.get(row.agency_id, ())]
    return _send(messages)


def _message(row: Reminder, address: str) -> EmailMessage:
    due_on = rules.due_on(row.year, is_government=row.agency.is_government)
    page = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('reports_office:index')}?year={row.year}"
    body = _(
        "%(superior)s提醒：%(agency)s%(year)s年政府信息公开工作年度报告的公布期限是%(due)s，现在还没有办结。"
    ) % {
        "superior": row.superior.name,
        "agency": row.agency.name,
        "year": row.year,
        "due": f"{due_on.year}年{due_on.month}月{due_on.day}日",
    }
    subject = _("提醒：%(year)s年政府信息公开工作年度报告") % {"year": row.year}
    parts = [part for part in (body, row.text, page) if part]
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, "\n\n".join(parts) + "\n", to=[address], headers=headers)


def _send(messages: Sequence[EmailMessage]) -> int:
    """One connection for all; a mail server that does not answer leaves the reminders on the desks all the same."""
    try:
        with get_connection() as connection:
            return connection.send_messages(list(messages)) or 0
    except (
        OSError,
        ValueError,
    ) as error:  # the error's own text may name an address: it stays out of the log
        logger.warning("Report reminders were not mailed: %s", type(error).__name__)
        return 0
