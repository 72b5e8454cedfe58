"""Fetching by address: public pages only, whatever redirects say; limits of size and number."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from gongkai.audit import fetching
from gongkai.audit.fetching import FetchRefusedError, fetch

PAGE = "<title>石塘镇2023年政府信息公开工作年度报告</title>".encode()


class Portal(BaseHTTPRequestHandler):
    """A small site: a page, a redirect to it, one that never ends, a page that is gone, and one too large."""

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.answer(302, b"", Location="/report")
        elif self.path == "/round":
            self.answer(302, b"", Location="/round")
        elif self.path == "/inside":
            self.answer(302, b"", Location="ftp://example.org/report")
        elif self.path == "/large":
            self.answer(200, b"x" * 5000)
        elif self.path.startswith("/report"):
            self.answer(200, PAGE)
        else:
            self.answer(404, b"gone")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def refused(address: str) -> str:
    with pytest.raises(FetchRefusedError) as caught:
        fetch(address)
    assert caught.value.text
    return caught.value.code


def test_a_page_is_fetched_through_a_redirect(portal: str, settings: Any) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    page = fetch(f"{portal}/moved")
    assert (page.data, page.name, page.address) == (PAGE, "report.html", f"{portal}/report")


def test_the_own_network_is_closed(portal: str) -> None:
    assert refused(f"{portal}/report") == "private"
    for host in ("localhost", "10.0.0.8", "192.168.1.1", "169.254.169.254", "[::1]", "0.0.0.0", "2130706433"):
        assert refused(f"http://{host}/report") == "private", host


@pytest.mark.parametrize(
    "address",
    [
        "",
        "report",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http://",
        "http://user:word@example.org/",
        "http://a:0/",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert refused(address) == "address"


def test_redirects_are_checked_and_counted(portal: str, settings: Any) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    assert refused(f"{portal}/inside") == "address"
    assert refused(f"{portal}/round") == "status"


def test_what_a_site_does_not_give_is_said(
    portal: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = True
    assert refused(f"{portal}/gone") == "status"
    assert refused("http://127.0.0.1:9/") == "unreachable"
    monkeypatch.setattr(fetching, "MAX_BYTES", 1000)
    assert refused(f"{portal}/large") == "too_large"
    monkeypatch.setattr(fetching, "SECONDS", -1)
    monkeypatch.setattr(fetching, "MAX_BYTES", 100_000)
    assert refused(f"{portal}/large") in {"too_slow", "unreachable"}
