"""The only reader of subscriptions for other rooms. Numbers, and one's own subscriptions by key; never an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from gongkai.catalog.models import Document
from gongkai.subscriptions import links, rules
from gongkai.subscriptions.letters import scope_in_words
from gongkai.subscriptions.models import Frequency, Subscriber, SubscriberMail, Subscription

State = SubscriberMail.State


@dataclass(frozen=True, slots=True)
class Line:
    """A subscription as its owner sees it."""

    pk: int
    scope: str
    frequency: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Own:
    """Everything of one subscriber; `is_silent` when mail could not be delivered and no more is sent."""

    lines: list[Line]
    is_silent: bool


def own(key: str) -> Own | None:
    """What the holder of a key has subscribed to; None when the key is no good or everything was left."""
    subscriber = links.subscriber_of(key)
    if subscriber is None:
        return None
    rows = subscriber.subscriptions.select_related("agency")
    lines = [Line(row.pk, scope_in_words(row), row.frequency, row.confirmed_at is not None) for row in rows]
    return Own(lines, subscriber.given_up_at is not None)


def frequencies() -> list[tuple[str, str]]:
    """How often mail may come, with labels."""
    return [(value, str(label)) for value, label in Frequency.choices]


def to_confirm(key: str) -> str | None:
    """What a confirmation key asks about, in words."""
    found = links.to_confirm(key)
    return None if found is None else scope_in_words(found)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many subscribe, and how their mails fare."""

    subscribers: int
    silent: int
    unconfirmed: int
    by_frequency: list[tuple[str, int]]
    by_state: list[tuple[str, int]]


def figures() -> Figures:
    """The numbers the office sees."""
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False)
    frequency = dict(confirmed.order_by().values_list("frequency").annotate(Count("pk")))
    state = dict(SubscriberMail.objects.order_by().values_list("state").annotate(Count("pk")))
    return Figures(
        Subscriber.objects.filter(subscriptions__confirmed_at__isnull=False).distinct().count(),
        Subscriber.objects.exclude(given_up_at=None).count(),
        Subscription.objects.filter(confirmed_at=None).count(),
        [(str(label), frequency.get(value, 0)) for value, label in Frequency.choices],
        [(str(label), state.get(value, 0)) for value, label in State.choices],
    )


def recipients(document: Document) -> int:
    """How many subscribers hear of a document by mail, at once or later: what the newsletter channel counts."""
    rows = Subscription.objects.filter(confirmed_at__isnull=False, subscriber__given_up_at=None)
    return len({row.subscriber_id for row in rows.iterator(chunk_size=2000) if rules.asks_for(row, document)})
