"""Rounds and their mails, called every minute by `gongkai tick`; any number of processes may call at once.

A round is one row for each frequency and period: whoever writes it prepares the mails, in one transaction. A mail is claimed
before it is sent, and taken up again when its process was killed; sent twice it carries the same Message-ID.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from gongkai.agencies import sealing
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.subscriptions import letters, rules, services
from gongkai.subscriptions.limits import limits
from gongkai.subscriptions.models import (
    Announcement,
    Frequency,
    Round,
    Subscriber,
    SubscriberMail,
    Subscription,
)

State = SubscriberMail.State
CLAIM = timedelta(minutes=5)
SMTP_SECONDS = 20
logger = logging.getLogger(__name__)


def work(now: datetime) -> None:
    """Begin the rounds that are due, send the mails that are due, once a day forget what is not needed."""
    newest = Announcement.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for frequency in Frequency.values:
        name = rules.period(frequency, timezone.localtime(now), newest, settings.DIGEST_HOUR)
        if not name or Round.objects.filter(frequency=frequency, period=name).exists():
            continue
        if begin(frequency, name, newest) and frequency == Frequency.DAILY:
            services.forget(now)
    send_due(now)


def begin(frequency: str, period: str, newest: int) -> Round | None:
    """Write a round with a mail for everybody who asked for one of its documents; None when another process did."""
    before = Round.objects.filter(frequency=frequency).aggregate(up_to=Max("up_to"))["up_to"]
    if frequency == Frequency.AT_ONCE and newest <= (before or 0):
        return None
    try:
        with transaction.atomic():
            made = Round.objects.create(frequency=frequency, period=period, up_to=max(newest, before or 0))
            _prepare(made, before or 0)
    except IntegrityError:
        return None
    return made


def _prepare(made: Round, after: int) -> None:
    rows = Announcement.objects.filter(pk__gt=after, pk__lte=made.up_to)
    at = dict(rows.order_by("pk").values_list("document", "announced_at"))
    documents = list(catalog.public_documents().filter(pk__in=at).defer("body", "body_text"))
    if not documents:
        return
    wanted: dict[int, list[int]] = defaultdict(list)
    for subscription in _confirmed(made.frequency, documents).iterator(chunk_size=2000):
        for document in documents:
            heard = subscription.confirmed_at is not None and subscription.confirmed_at <= at[document.pk]
            if heard and rules.asks_for(subscription, document):
                wanted[subscription.subscriber_id].append(document.pk)
    SubscriberMail.objects.bulk_create(
        [
            SubscriberMail(subscriber_id=pk, round=made, documents=list(dict.fromkeys(found)))
            for pk, found in wanted.items()
        ],
        batch_size=500,
    )


def _confirmed(frequency: str, documents: Iterable[Document]) -> QuerySet[Subscription]:
    """The subscriptions that may ask for one of the documents."""
    agencies = {document.agency_id for document in documents}
    return Subscription.objects.filter(
        Q(agency=None) | Q(agency__in=agencies),
        frequency=frequency,
        confirmed_at__isnull=False,
        subscriber__given_up_at=None,
    ).order_by("pk")


def send_due(now: datetime) -> tuple[int, int]:
    """Send what waits, up to the limit of a minute, over one connection; how many went out and how many failed."""
    due = Q(state=State.WAITING) | Q(state=State.FAILED, next_try_at__lte=now)
    killed = Q(state=State.SENDING, claimed_until__lt=now)
    waiting = SubscriberMail.objects.filter(due | killed).order_by("pk").values_list("pk", flat=True)
    numbers = list(waiting[: limits().mails_a_minute])
    if not numbers:
        return 0, 0
    sent = failed = 0
    connection = get_connection(timeout=SMTP_SECONDS)
    try:
        for number in numbers:
            connection.open()  # a mail server that is away is nobody's failed delivery: the next minute tries again
            mail = _claimed(number, due | killed)
            if mail is not None:
                done = _send(mail, connection, now)
                sent, failed = sent + done, failed + (not done)
    finally:
        connection.close()
    return sent, failed


def _claimed(number: int, condition: Q) -> SubscriberMail | None:
    """The mail, when no other process has it; now it is ours for some minutes."""
    mine = SubscriberMail.objects.filter(condition, pk=number).update(
        state=State.SENDING, claimed_until=timezone.now() + CLAIM, attempts=F("attempts") + 1
    )
    if not mine:
        return None
    return SubscriberMail.objects.select_related("subscriber", "round", "subscription").get(pk=number)


def _send(mail: SubscriberMail, connection: BaseEmailBackend, now: datetime) -> bool:
    """Send one mail and note how it went. The error's own text may name the address: it stays out of the log."""
    try:
        message = letters.message(mail)
        if message is None:
            _note(mail, State.NEEDLESS)
            return True
        message.connection = connection
        message.send()
    except (OSError, ValueError, sealing.SealBroken) as error:
        logger.warning("Subscription mail %s was not sent: %s", mail.pk, type(error).__name__)
        connection.close()
        _failed(mail, now)
        return False
    mail.sent_at = timezone.now()
    _note(mail, State.SENT)
    if mail.subscriber.failures:
        Subscriber.objects.filter(pk=mail.subscriber_id).update(failures=0)
    return True


def _failed(mail: SubscriberMail, now: datetime) -> None:
    waits = limits().retry_minutes
    if mail.attempts <= len(waits):
        mail.next_try_at = now + timedelta(minutes=waits[mail.attempts - 1])
        _note(mail, State.FAILED)
        return
    _note(mail, State.GIVEN_UP)
    people = Subscriber.objects.filter(pk=mail.subscriber_id)
    people.update(failures=F("failures") + 1)
    people.filter(failures__gte=limits().failures_before_silence).update(given_up_at=now)


def _note(mail: SubscriberMail, state: str) -> None:
    mail.state = state
    mail.claimed_until = None
    SubscriberMail.objects.filter(pk=mail.pk).update(
        state=state, claimed_until=None, next_try_at=mail.next_try_at, sent_at=mail.sent_at
    )
