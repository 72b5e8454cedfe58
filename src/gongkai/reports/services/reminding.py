"""A word from the superior to agencies whose report is not there: one or many with one act, recorded and mailed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, User
from gongkai.ledger.services import NewEvent, append_many
from gongkai.reports import mailing, superiors
from gongkai.reports.errors import refusal
from gongkai.reports.models import AnnualReport, Reminder

TEXT_LIMIT = 300
KIND = "reports.reminder"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Who was reminded, and who was left alone: because nothing is wanted of them, or because they were told today."""

    reminders: tuple[Reminder, ...]
    settled: tuple[Agency, ...]
    told_today: tuple[Agency, ...]


@transaction.atomic
def remind(*, actor: User, agencies: Sequence[Agency], year: int, text: str = "") -> Reminded:
    """Remind agencies of their report of a year. Once a day each; those who have handed over or published are left alone.

    Mails go out after the transaction to whoever may write or sign the report. Raises PermissionDenied for an agency
    outside the actor's supervision, ReportRefusedError when none is named or the text is too long.
    """
    text = " ".join(text.split())
    if not agencies:
        raise refusal("NOBODY", _("请先选择要提醒的机构。"))
    if len(text) > TEXT_LIMIT:
        raise refusal("LENGTH", _("提醒内容不得超过%(limit)s字。") % {"limit": TEXT_LIMIT})
    for agency in agencies:
        access.require(actor, agency, *superiors.GATHERERS)
    settled, told = _settled(agencies, year), _told_today(agencies, year)
    wanted = [agency for agency in agencies if agency.pk not in settled | told]
    mailboxes = mailing.mailboxes(wanted)
    posts = [post.agency for post in access.current_posts(actor) if post.duty in superiors.GATHERERS]
    now = timezone.now()
    rows = [
        Reminder.objects.create(
            agency=agency,
            year=year,
            superior=_speaking(posts, agency),
            text=text,
            sent_at=now,
            sent_by=actor,
            mailed_to=len(mailboxes.get(agency.pk, ())),
        )
        for agency in wanted
    ]
    append_many(
        NewEvent(
            KIND,
            row.pk,
            f"{KIND}.sent",
            timezone.localdate(),
            {"agency": row.agency.code, "year": year, "text": text, "mails": row.mailed_to},
            actor,
        )
        for row in rows
    )
    if rows:
        transaction.on_commit(partial(mailing.mail_reminders.enqueue, [row.pk for row in rows]))
    return Reminded(
        tuple(rows),
        tuple(agency for agency in agencies if agency.pk in settled),
        tuple(agency for agency in agencies if agency.pk in told - settled),
    )


def _settled(agencies: Sequence[Agency], year: int) -> set[int]:
    done = AnnualReport.objects.filter(agency__in=agencies, year=year).filter(
        status=AnnualReport.Status.PUBLISHED
    ) | AnnualReport.objects.filter(
        agency__in=agencies,
        year=year,
        handover=AnnualReport.Handover.SUBMITTED,
    )
    return set(done.values_list("agency_id", flat=True))


def _told_today(agencies: Sequence[Agency], year: int) -> set[int]:
    rows = Reminder.objects.filter(agency__in=agencies, year=year, sent_at__date=timezone.localdate())
    return set(rows.values_list("agency_id", flat=True))


def _speaking(posts: Sequence[Agency], agency: Agency) -> Agency:
    """The nearest of the actor's own agencies above the one that is reminded."""
    above = [post for post in posts if agency.path.startswith(post.path)]
    return max(above, key=lambda post: len(post.path))
