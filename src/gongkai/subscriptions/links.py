"""The keys to one's own subscriptions: signed, for one purpose each, never holding an address."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from gongkai.subscriptions.limits import limits
from gongkai.subscriptions.models import Subscriber, Subscription

_CONFIRM, _MANAGE = "subscriptions.confirm", "subscriptions.manage"


def confirmation_key(subscription: Subscription) -> str:
    """The key that confirms a subscription, good as long as unconfirmed ones are kept."""
    return signing.TimestampSigner(salt=_CONFIRM).sign(str(subscription.pk))


def manage_key(subscriber: Subscriber) -> str:
    """The key to everything a subscriber has subscribed to. It ends when the subscriber leaves."""
    return signing.Signer(salt=_MANAGE).sign(str(subscriber.pk))


def to_confirm(key: str) -> Subscription | None:
    """The subscription a confirmation key is for; None when it is wrong, too old, or the subscription is gone."""
    age = timedelta(days=limits().unconfirmed_days)
    try:
        pk = signing.TimestampSigner(salt=_CONFIRM).unsign(key, max_age=age)
    except signing.BadSignature:
        return None
    return Subscription.objects.filter(pk=int(pk)).select_related("subscriber", "agency").first()


def subscriber_of(key: str) -> Subscriber | None:
    """The subscriber a key is for; None when it is wrong or the subscriber has left."""
    try:
        pk = signing.Signer(salt=_MANAGE).unsign(key)
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=int(pk)).first()
