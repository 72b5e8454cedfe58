"""Once each working day: a digest to whoever has open work, and a word to the superior before a limit is missed.

`tick` may be called every minute by any number of processes. A row in the database says who goes on with the day's run; a row
per mail says what has been sent, so that a run that was killed is taken up where it ended.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.agencies import deadlines, digest, working_days
from gongkai.agencies.models import Agency, Duty, Escalation, Post, ScheduledRun, StaffMail, User

DAILY = "daily-mails"
CLAIM = timedelta(minutes=5)
# After each failure wait longer; then give up for the day.
WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
State = StaffMail.State
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one tick did."""

    sent: int = 0
    failed: int = 0


def tick(now: datetime | None = None) -> Tally:
    """Do what is due now, unless somebody else is at it. Cheap when nothing is due."""
    moment = now or timezone.now()
    local = timezone.localtime(moment)
    if local.hour < settings.DIGEST_HOUR or not working_days.current().is_working_day(local.date()):
        return Tally()
    run = _claimed(local.date(), moment)
    if run is None:
        return Tally()
    prepare(run)
    sent = failed = 0
    for mail in list(_to_send(run, moment)):
        _renew(run)
        if _send(mail, run.day, moment):
            sent += mail.state == State.SENT
        else:
            failed += 1
    _release(run)
    return Tally(sent, failed)


def _claimed(day: date, moment: datetime) -> ScheduledRun | None:
    """The day's run, when it is not finished and nobody holds it; now it is ours for some minutes."""
    run, _made = ScheduledRun.objects.get_or_create(name=DAILY, day=day)
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=moment)
    mine = ScheduledRun.objects.filter(free, pk=run.pk, finished_at__isnull=True)
    return run if mine.update(claimed_until=moment + CLAIM) else None


def _renew(run: ScheduledRun) -> None:
    ScheduledRun.objects.filter(pk=run.pk).update(claimed_until=timezone.now() + CLAIM)


def _release(run: ScheduledRun) -> None:
    """Give the run back; it is finished when nothing will be tried again."""
    open_mails = run.mails.exclude(state__in=[State.SENT, State.NEEDLESS])
    is_over = not open_mails.filter(attempts__lte=len(WAITS)).exists()
    ScheduledRun.objects.filter(pk=run.pk).update(
        claimed_until=None, finished_at=timezone.now() if is_over else None
    )


@transaction.atomic
def prepare(run: ScheduledRun) -> None:
    """Write a row for each mail of the day; doing it again adds nothing."""
    if run.mails.exists():
        return
    readers = [*_reachable()]
    StaffMail.objects.bulk_create(
        [StaffMail(run=run, recipient=reader, kind=StaffMail.Kind.DIGEST) for reader in readers]
    )
    for superior, limits in _to_raise(run.day).items():
        mail = StaffMail.objects.create(run=run, recipient=superior, kind=StaffMail.Kind.ESCALATION)
        Escalation.objects.bulk_create(
            [
                Escalation(
                    matter=limit.matter,
                    due_on=limit.due_on,
                    agency_id=limit.agency_id,
                    recipient=superior,
                    mail=mail,
                )
                for limit in limits
            ]
        )


def _reachable() -> QuerySet[User]:
    """Colleagues with a post today and a mail address."""
    return (
        User.objects.filter(is_active=True, pk__in=_posts().values("holder")).exclude(email="").order_by("pk")
    )


def _posts() -> QuerySet[Post]:
    today = timezone.localdate()
    return Post.objects.filter(since__lte=today).filter(Q(until__isnull=True) | Q(until__gte=today))


def _to_raise(today: date) -> dict[User, list[deadlines.Deadline]]:
    """For each superior the limits that end soon and of which he has not been told."""
    agencies = Agency.objects.all()  # a closed one's open work goes on at its keeper
    limits = deadlines.near(agencies, today, working_days.current())
    if not limits:
        return {}
    paths = dict(agencies.values_list("pk", "path"))
    superiors = _superiors()
    told = set(
        Escalation.objects.filter(due_on__gte=min(limit.due_on for limit in limits)).values_list(
            "matter", "due_on", "recipient_id"
        )
    )
    found: dict[User, list[deadlines.Deadline]] = defaultdict(list)
    for limit in limits:
        for superior in superiors_of(paths[limit.agency_id], superiors):
            if (limit.matter, limit.due_on, superior.pk) not in told:
                found[superior].append(limit)
    return found


def _superiors() -> dict[str, list[User]]:
    """Who supervises, by the path of the agency."""
    found: dict[str, list[User]] = defaultdict(list)
    posts = _posts().filter(duty=Duty.SUPERVISOR, holder__is_active=True).exclude(holder__email="")
    for post in posts.select_related("agency", "holder").order_by("pk"):
        found[post.agency.path].append(post.holder)
    return found


def superiors_of(path: str, superiors: dict[str, list[User]]) -> Iterable[User]:
    """The supervisors nearest above an agency, those at the agency itself first."""
    for length in range(len(path), 0, -Agency.steplen):
        if people := superiors.get(path[:length]):
            return people
    return ()


def _to_send(run: ScheduledRun, moment: datetime) -> QuerySet[StaffMail]:
    """What has not gone out: new ones, failed ones whose time has come, and those during which a process was killed."""
    due = Q(state=State.FAILED, next_try_at__lte=moment, attempts__lte=len(WAITS))
    mails = run.mails.filter(Q(state__in=[State.WAITING, State.SENDING]) | due)
    return mails.select_related("recipient").order_by("pk")


def _send(mail: StaffMail, day: date, moment: datetime) -> bool:
    """Send one mail and note it. A mail sent twice after a crash carries the same Message-ID, so that it is shown once."""
    text = _text(mail, day)
    if text is None:
        _note(mail, State.NEEDLESS)
        return True
    mail.attempts += 1
    _note(mail, State.SENDING)
    headers = {
        "Message-ID": f"<gongkai-{day:%Y%m%d}-{mail.pk}@{settings.SITE_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMessage(text.subject, text.body, to=[mail.recipient.email], headers=headers)
    try:
        message.send()
    except (OSError, ValueError) as error:  # smtplib's errors are OSErrors; a bad address is a ValueError
        # The error's own text may name the address: it stays out of the log.
        logger.warning("Staff mail %s was not sent: %s", mail.pk, type(error).__name__)
        if mail.attempts <= len(WAITS):
            mail.next_try_at = moment + WAITS[mail.attempts - 1]
        _note(mail, State.FAILED)
        return False
    mail.sent_at = timezone.now()
    _note(mail, State.SENT)
    return True


def _text(mail: StaffMail, day: date) -> digest.Text | None:
    if mail.kind == StaffMail.Kind.ESCALATION:
        return digest.of_escalation(list(mail.escalations.select_related("agency")))
    return digest.of_day(mail.recipient, day)


def _note(mail: StaffMail, state: str) -> None:
    mail.state = state
    mail.save(update_fields=["state", "attempts", "next_try_at", "sent_at"])
