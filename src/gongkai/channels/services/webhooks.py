"""Messages to other programs: queued with the act, signed, delivered by `gongkai tick`, tried again with growing pauses."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai import __version__
from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import occasions
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels import sources
from gongkai.channels.models import Delivery, Release, Webhook
from gongkai.channels.models.webhooks import new_secret
from gongkai.channels.services.recording import ARRANGING, record
from gongkai.convert import outside
from gongkai.review.rules import Blocker, Refused

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720, 1440))
LEASE = timedelta(minutes=2)
SECONDS = 10
AT_ONCE = 50
BUDGET = 30


def queue(document: Document, act: str) -> None:
    """Note a message for every address that wants to know of this agency. Called inside the act's transaction."""
    path = document.agency.path
    above = [path[:end] for end in range(Agency.steplen, len(path) + 1, Agency.steplen)]
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(
            webhook=row, document=document, act=act, payload=payload(document, act), made_at=now, next_at=now
        )
        for row in Webhook.objects.filter(agency__path__in=above, is_active=True)
    )


def payload(document: Document, act: str) -> dict[str, Any]:
    """What the other program is told; of a withdrawn document neither title nor text."""
    told: dict[str, Any] = {
        "id": document.pk,
        "index_number": document.index_number,
        "agency": document.agency.code,
    }
    if act == occasions.WITHDRAWN:
        return {**told, "withdrawn_on": document.withdrawn_on and document.withdrawn_on.isoformat()}
    return {
        **told,
        "title": document.title,
        "url": sources.address(document),
        "document_number": document.document_number,
        "document_type": document.document_type,
        "validity": document.validity_now,
        "published_on": document.published_on and document.published_on.isoformat(),
    }


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=<unix seconds>,v1=<HMAC-SHA256 over "<t>.<body>" in hex>`: the receiver recomputes it and looks at the time."""
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={made.hexdigest()}"


def deliver_due(now: datetime) -> int:
    """Send what is due, each message claimed first so that two processes never send it twice; how many arrived.

    Begins no message after `BUDGET` seconds: slow receivers must not keep other work waiting.
    """
    until = time.monotonic() + BUDGET
    due = Delivery.objects.filter(next_at__lte=now).order_by("next_at", "id")[:AT_ONCE]
    arrived = 0
    for row in due.select_related("webhook", "document"):
        if time.monotonic() > until:
            break
        claimed = Delivery.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + LEASE)
        if claimed:
            arrived += _deliver(row, now)
    return arrived


def _deliver(row: Delivery, now: datetime) -> bool:
    if not row.webhook.is_active:
        return _stopped(row, _("推送已停用"))
    if row.act != occasions.WITHDRAWN and not catalog.public_documents().filter(pk=row.document_id).exists():
        return _stopped(row, _("文件已撤下，不再推送"))
    row.attempts += 1
    row.answer, arrived = send(row, int(now.timestamp()))
    if arrived:
        row.delivered_at, row.next_at = now, None
    else:
        tried = row.attempts - 1
        row.next_at = now + PAUSES[tried] if tried < len(PAUSES) else None
    with transaction.atomic():
        row.save(update_fields=["attempts", "answer", "delivered_at", "next_at"])
        if arrived and row.act == occasions.PUBLISHED:
            _count(row, now)
    return arrived


def _stopped(row: Delivery, why: str) -> bool:
    row.answer, row.next_at = why, None
    row.save(update_fields=["answer", "next_at"])
    return False


def _count(row: Delivery, now: datetime) -> None:
    """A document that reached another program is a publication on this channel, once for each address."""
    Release.objects.get_or_create(
        agency_id=row.document.agency_id,
        fingerprint=hashlib.sha256(f"webhook:{row.webhook_id}:{row.document_id}".encode()).hexdigest(),
        void_reason="",
        defaults={
            "channel": "webhook",
            "document": row.document,
            "title": row.document.title[:200],
            "on": timezone.localdate(now),
            "copies": 1,
            "note": row.webhook.name,
        },
    )


def send(row: Delivery, moment: int) -> tuple[str, bool]:
    """Post one message; what was answered, in a few words, and whether it was taken. Redirects are not followed."""
    body = json.dumps(
        {"event": f"document.{row.act}", "delivery": str(row.number), "made_at": row.made_at.isoformat(), "document": row.payload},
        ensure_ascii=False,
    ).encode()  # fmt: skip
    address = row.webhook.address
    if not outside.is_web_address(address):
        return _("网址不正确"), False
    try:
        reached = outside.connect(address, time.monotonic() + SECONDS)
    except outside.PrivateAddressError:
        return _("网址指向内部网络，没有发送"), False
    except (OSError, UnicodeError, ValueError):
        return _("连接不上"), False
    headers = {
        "Host": reached.host,
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"gongkai/{__version__}",
        "X-Gongkai-Event": f"document.{row.act}",
        "X-Gongkai-Delivery": str(row.number),
        "X-Gongkai-Signature": signature(row.webhook.secret, moment, body),
    }
    try:
        reached.connection.request("POST", reached.target, body=body, headers=headers)
        status = reached.connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return _("没有应答"), False
    finally:
        reached.connection.close()
    return f"HTTP {status}", 200 <= status < 300


@transaction.atomic
def send_again(*, actor: Any, delivery: Delivery) -> Delivery:
    """Queue a message once more. Raises PermissionDenied, Refused when it has arrived."""
    row = (
        Delivery.objects.select_for_update(of=("self",)).select_related("webhook__agency").get(pk=delivery.pk)
    )
    access.require(actor, row.webhook.agency, *ARRANGING)
    if row.delivered_at:
        raise Refused([Blocker("WEBHOOK-ARRIVED", _("这条推送已经送达。"))])
    row.next_at, row.attempts = timezone.now(), 0
    row.save(update_fields=["next_at", "attempts"])
    return row


@transaction.atomic
def change_secret(*, actor: Any, webhook: Webhook) -> str:
    """Give an address a new key and return it; the old one is void at once. Raises PermissionDenied."""
    row = Webhook.objects.select_for_update(of=("self",)).select_related("agency").get(pk=webhook.pk)
    access.require(actor, row.agency, *ARRANGING)
    row.secret = new_secret()
    row.save(update_fields=["secret"])
    record(actor, row, "secret_changed")
    return row.secret
