"""Messages to other programs: signed, never from inside the own network, tried again, silent about what was withdrawn."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.catalog import services as catalog
from gongkai.channels.models import Delivery, Release, Webhook
from gongkai.channels.services import webhooks
from tests.channels import desk
from tests.world import County


class Receiver(BaseHTTPRequestHandler):
    """Another program: keeps what it gets, and answers as it was told."""

    got: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    status = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append((dict(self.headers), body))
        self.send_response(type(self).status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def receiver() -> Iterator[type[Receiver]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    Receiver.got, Receiver.status = [], 204
    Receiver.address = f"http://127.0.0.1:{server.server_address[1]}/in?a=1"  # type: ignore[attr-defined]
    yield Receiver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hook(county: County, receiver: Any, settings: Any) -> Webhook:
    settings.FETCH_PRIVATE_ADDRESSES = True
    return Webhook.objects.create(agency=county.government, name="省平台", address=receiver.address)


def test_a_publication_arrives_once_and_signed(county: County, hook: Webhook, receiver: Any) -> None:
    document = desk.document(county)
    now = timezone.now()
    assert webhooks.deliver_due(now) == 1
    assert webhooks.deliver_due(now) == 0
    ((headers, body),) = receiver.got
    moment, made = (part.partition("=")[2] for part in headers["X-Gongkai-Signature"].split(","))
    wanted = hmac.new(hook.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(made, wanted)
    told = json.loads(body)
    assert (told["event"], told["document"]["title"]) == ("document.published", document.title)
    release = Release.objects.get(channel="webhook")
    assert (release.agency, release.document) == (county.finance, document)


def test_what_is_not_taken_is_tried_again_and_given_up(county: County, hook: Webhook, receiver: Any) -> None:
    receiver.status = 503
    desk.document(county)
    now = timezone.now()
    for pause in (*webhooks.PAUSES, None):
        assert webhooks.deliver_due(now) == 0
        row = Delivery.objects.get()
        assert row.answer == "HTTP 503"
        assert row.next_at == (now + pause if pause else None)
        now += pause or timedelta()
    assert len(receiver.got) == len(webhooks.PAUSES) + 1
    webhooks.send_again(actor=county.administrator, delivery=row)
    receiver.status = 200
    assert webhooks.deliver_due(timezone.now()) == 1


def test_a_withdrawn_document_is_never_told_and_its_end_names_no_title(
    county: County, hook: Webhook, receiver: Any
) -> None:
    document = desk.document(county)
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=desk.today())
    assert webhooks.deliver_due(timezone.now()) == 1
    ((_headers, body),) = receiver.got
    assert json.loads(body)["event"] == "document.withdrawn"
    assert document.title not in body.decode()
    assert "内容有误" not in body.decode()


def test_the_own_network_is_closed(county: County, receiver: Any) -> None:
    Webhook.objects.create(agency=county.finance, name="内部", address=receiver.address)
    desk.document(county)
    assert webhooks.deliver_due(timezone.now()) == 0
    assert Delivery.objects.get().answer == "网址指向内部网络，没有发送"
    assert not receiver.got


def test_the_key_lies_sealed_and_changes(county: County, hook: Webhook) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM channels_webhook")
        assert hook.secret not in cursor.fetchone()[0]
    secret = webhooks.change_secret(actor=county.administrator, webhook=hook)
    hook.refresh_from_db()
    assert hook.secret == secret
