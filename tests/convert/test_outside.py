"""Reaching the outside through the office's proxy: whole addresses for http, a tunnel for https, the own network refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from gongkai.convert import outside


class Proxy(BaseHTTPRequestHandler):
    """Keeps what it is asked, answers for the outside, opens no tunnel."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        type(self).asked.append(f"GET {self.path} {self.headers['Host']}")
        self.send_response(204)
        self.end_headers()

    def do_CONNECT(self) -> None:
        type(self).asked.append(f"CONNECT {self.path}")
        self.send_response(403)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def proxy(settings: Any) -> Iterator[type[Proxy]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    Proxy.asked = []
    settings.FETCH_PROXY = f"http://127.0.0.1:{server.server_address[1]}"
    yield Proxy
    server.shutdown()
    server.server_close()
    thread.join()


def until() -> float:
    return time.monotonic() + 5


def test_a_proxy_is_asked_for_the_whole_address(proxy: type[Proxy]) -> None:
    reached = outside.connect("http://www.jiangning.invalid:8080/a?b=1#c", until())
    reached.connection.request("GET", reached.target, headers={"Host": reached.host})
    assert reached.connection.getresponse().status == 204
    reached.connection.close()
    assert proxy.asked == ["GET http://www.jiangning.invalid:8080/a?b=1 www.jiangning.invalid:8080"]


def test_a_tunnel_the_proxy_refuses_is_an_error(proxy: type[Proxy]) -> None:
    with pytest.raises(OSError, match="403"):
        outside.connect("https://www.jiangning.invalid/a", until())
    assert proxy.asked == ["CONNECT www.jiangning.invalid:443"]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "localhost"])
def test_the_own_network_is_not_reached_through_a_proxy(proxy: type[Proxy], host: str) -> None:
    with pytest.raises(outside.PrivateAddressError):
        outside.connect(f"http://{host}/", until())
    assert not proxy.asked
