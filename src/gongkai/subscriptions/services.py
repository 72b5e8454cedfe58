"""The only writer of subscriptions: subscribe, confirm, change, leave; announce; forget what is no longer needed.

Whoever subscribes has no account: the right to act is the key that was mailed to the address (`links`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import sealing
from gongkai.agencies.models import Agency
from gongkai.catalog import occasions
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.review.rules import Blocker, Refused
from gongkai.subscriptions import links, rules
from gongkai.subscriptions.limits import limits
from gongkai.subscriptions.models import Announcement, Subscriber, SubscriberMail, Subscription

State = SubscriberMail.State
HASHED = "subscriptions.address"
TOLD = (occasions.PUBLISHED, occasions.VALIDITY_CHANGED)


@transaction.atomic
def subscribe(
    *,
    address: str,
    frequency: str,
    agency: Agency | None = None,
    column: str = "",
    document_type: str = "",
    words: str = "",
) -> None:
    """Ask an address whether it wants this. The caller learns nothing about the address, whether it is known or not.

    Nothing happens beyond the limits on mails that ask and on subscriptions of one address.
    """
    subscriber = _subscriber(address)
    scope = rules.scope(agency.pk if agency else None, column, document_type, words)
    found = subscriber.subscriptions.filter(scope=scope).first()
    if found is None:
        if subscriber.subscriptions.count() >= limits().subscriptions_each:
            return
        found = Subscription.objects.create(
            subscriber=subscriber,
            agency=agency,
            column=column,
            document_type=document_type,
            words=words,
            scope=scope,
            frequency=frequency,
        )
    elif found.confirmed_at is None and found.frequency != frequency:
        found.frequency = frequency
        found.save(update_fields=["frequency"])
    today = timezone.now() - timedelta(days=1)
    asked = SubscriberMail.objects.filter(subscriber=subscriber, round=None, created_at__gt=today)
    if asked.count() < limits().confirmations_a_day:
        SubscriberMail.objects.create(subscriber=subscriber, subscription=found)


def _subscriber(address: str) -> Subscriber:
    """The subscriber of an address, made when there is none; capital letters make no difference."""
    plain = address.strip()
    hashes = sealing.search_hashes(HASHED, plain.casefold())
    found = Subscriber.objects.filter(address_hash__in=hashes).first()
    if found is None:
        found, _made = Subscriber.objects.get_or_create(address_hash=hashes[0], defaults={"address": plain})
    return found


@transaction.atomic
def confirm(*, key: str) -> Subscription:
    """Confirm what a mail asked about; doing it again changes nothing. Raises Refused for a key that is no good."""
    subscription = links.to_confirm(key)
    if subscription is None:
        raise Refused([_no_good()])
    if subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    Subscriber.objects.filter(pk=subscription.subscriber_id).update(failures=0, given_up_at=None)
    return subscription


@transaction.atomic
def change_frequency(*, key: str, subscription_pk: int, frequency: str) -> None:
    """Have the mail of one subscription come more or less often. Raises Refused."""
    _own(key, subscription_pk).update(frequency=frequency)


@transaction.atomic
def leave(*, key: str, subscription_pk: int | None = None) -> None:
    """End one subscription, or all; with the last one the address is deleted. A key of somebody who left does nothing."""
    subscriber = links.subscriber_of(key)
    if subscriber is None:
        return
    leaving = subscriber.subscriptions.all()
    if subscription_pk is not None:
        leaving = leaving.filter(pk=subscription_pk)
    leaving.delete()
    if not subscriber.subscriptions.exists():
        subscriber.delete()


def _own(key: str, pk: int) -> Any:
    subscriber = links.subscriber_of(key)
    if subscriber is None:
        raise Refused([_no_good()])
    return subscriber.subscriptions.filter(pk=pk)


def _no_good() -> Blocker:
    return Blocker("SUBSCRIPTION-KEY", _("链接无效或者已过期。请重新订阅，我们会再发一封确认邮件。"))


def announce(document: Document, act: str = occasions.PUBLISHED) -> Announcement | None:
    """Have subscribers hear of an act on a document; None when it is not public.

    Announcing the same publication again changes nothing.

    Announcements are written under the lock of the ledger's chain, so that their numbers are in the order of their commits.
    """
    if act not in TOLD or not catalog.public_documents().filter(pk=document.pk).exists():
        return None
    since = document.last_published_at
    if act == occasions.PUBLISHED and since:
        told = Announcement.objects.filter(document=document, act=act, announced_at__gte=since).first()
        if told is not None:
            return told
    return Announcement.objects.create(document=document, act=act)


def on_occasion(document: Document, act: str) -> None:
    """What the catalogue tells."""
    announce(document, act)


@transaction.atomic
def forget(now: datetime) -> None:
    """Delete what nobody confirmed and what is no longer needed (个人信息保护法第十九条)."""
    kept = limits()
    stale = now - timedelta(days=kept.unconfirmed_days)
    Subscription.objects.filter(confirmed_at=None, created_at__lt=stale).delete()
    Subscriber.objects.filter(subscriptions=None, created_at__lt=stale).delete()
    SubscriberMail.objects.filter(created_at__lt=now - timedelta(days=kept.sent_mail_days)).delete()
    Announcement.objects.filter(announced_at__lt=now - timedelta(days=kept.announcement_days)).delete()
    if len(sealing.keyring()) > 1:
        _rehash()


def _rehash() -> None:
    """While the key is being replaced: have every address found under the new one, so that the old may go."""
    for subscriber in Subscriber.objects.iterator(chunk_size=500):
        found = sealing.search_hash(HASHED, subscriber.address.casefold())
        if found != subscriber.address_hash:
            Subscriber.objects.filter(pk=subscriber.pk).update(address_hash=found)
