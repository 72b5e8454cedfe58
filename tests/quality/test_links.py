"""Where public documents lead: our own pages looked up, others tried over a local server, nothing called dead too soon."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner
from django.utils import timezone

from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.cli.quality import quality
from gongkai.quality import checks, examining
from gongkai.quality.links import places, trying
from gongkai.quality.links.trying import Answer
from gongkai.quality.models import Address, Flaw, LinkPlace
from tests.catalog import desk
from tests.world import County

State = Address.State


class Site(BaseHTTPRequestHandler):
    """Another site: answers by the path, and keeps what it was asked."""

    asked: ClassVar[list[str]] = []

    def _answer(self) -> None:
        type(self).asked.append(f"{self.command} {self.path}")
        status = int(self.path.strip("/").partition("/")[0] or 200)
        if status == 405:
            status = 405 if self.command == "HEAD" else 200
        if status == 102:
            time.sleep(0.5)
            return
        self.send_response(status)
        if status in (301, 302):
            self.send_header(
                "Location", "/200/new" if "inside" not in self.path else "http://169.254.169.254/latest/"
            )
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def other() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    Site.asked = []
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    known = checks.limit
    monkeypatch.setattr(checks, "limit", lambda name: 0 if name == "host_seconds" else known(name))


def linking(county: County, *urls: str) -> Document:
    body = "".join(f'<p>详见<a href="{url}">这里</a>。</p>' for url in urls)
    return desk.published(county, title="云溪县惠农补助资金发放通知", body=body)


def rules_of(document: Document) -> list[str]:
    rows = Flaw.objects.filter(examination=document.pk, check_id__startswith="link.")
    return list(rows.values_list("check_id", flat=True))


@pytest.mark.parametrize(
    ("path", "state", "answer"),
    [
        ("/200/", State.ANSWERS, "200"),
        ("/405/", State.ANSWERS, "200"),
        ("/301/", State.MOVED, "200"),
        ("/302/", State.ANSWERS, "200"),
        ("/403/", State.REFUSED, "403"),
        ("/404/", State.FAILING, "404"),
        ("/500/", State.FAILING, "500"),
    ],
)
def test_how_an_answer_is_judged(other: str, settings: Any, path: str, state: str, answer: str) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    row = Address(url=other + path)
    trying.judge(row, trying.ask(row.url), timezone.now())
    assert (row.state, row.answer) == (state, answer)
    assert row.moved_to == (f"{other}/200/new" if state == State.MOVED else "")


def test_dead_is_what_failed_on_different_days_and_lives_again_when_it_answers() -> None:
    row, now = Address(url="http://gone.example/"), timezone.now()
    for day in range(checks.limit("days_before_dead")):
        assert row.state != State.DEAD
        for _try in range(3):
            trying.judge(row, Answer(404), now + timedelta(days=day))
    assert (row.state, row.failing_since) == (State.DEAD, timezone.localdate(now))
    trying.judge(row, Answer(200), now + timedelta(days=9))
    assert (row.state, row.failing_since, row.failures) == (State.ANSWERS, None, 0)


def test_the_own_network_is_never_asked_not_even_by_a_redirect(
    other: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trying.ask(f"{other}/200/").code == trying.PRIVATE
    assert not Site.asked
    from gongkai.convert import outside

    first = outside._public_address
    monkeypatch.setattr(
        outside, "_public_address", lambda host, port: host if host == "127.0.0.1" else first(host, port)
    )
    assert trying.ask(f"{other}/302/inside").code == trying.PRIVATE
    assert trying.ask("ftp://a.example/").code == trying.NO_ADDRESS


def test_a_slow_site_costs_no_more_than_the_limit(other: str, settings: Any) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    began = time.monotonic()
    assert trying.ask(f"{other}/102/", seconds=0.2).status == 0
    assert time.monotonic() - began < 2


def test_documents_that_lead_to_what_is_withdrawn_are_found_at_once(county: County) -> None:
    target = desk.published(county)
    document = linking(
        county,
        f"/d/{target.pk}/",
        "/d/999999/",
        "/nowhere/",
        "/a/nobody/",
        "www.a.example/x",
        "mailto:a@b.example",
    )
    examining.run(timezone.now())
    assert sorted(rules_of(document)) == ["link.gone"] * 3 + ["link.malformed"]
    catalog.withdraw(actor=county.leader, document=target, reason="内容有误", on=timezone.localdate())
    assert rules_of(document).count("link.gone") == 4
    assert "已经撤下" in "".join(Flaw.objects.filter(examination=document.pk).values_list("why", flat=True))
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=timezone.localdate())
    assert not LinkPlace.objects.exists()
    assert not Address.objects.exists()


def test_the_command_tries_tells_and_goes_on_where_it_was(county: County, other: str, settings: Any) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    document = linking(county, f"{other}/200/", f"{other}/404/", f"{other}/301/")
    run = CliRunner().invoke(quality, ["links", "--json", "--agency", "finance"])
    assert json.loads(run.stdout) == {
        "tried": 3,
        "left": 0,
        "states": {"answers": 1, "moved": 1, "failing": 1},
    }
    assert json.loads(CliRunner().invoke(quality, ["links", "--now", "--json"]).stdout)["tried"] == 0
    examining.run(timezone.now())
    assert rules_of(document) == ["link.moved"]
    assert CliRunner().invoke(quality, ["links", "--agency", "nobody"]).exit_code == 2


def test_writing_down_links_costs_the_same_however_many_documents(
    county: County, django_assert_max_num_queries: Any
) -> None:
    made = [linking(county, f"/d/{number}/", f"http://a{number}.example/") for number in (1, 2, 3)]
    with django_assert_max_num_queries(12):
        assert len(places.record(made)) == 6
