"""Fetching a page by its address, without becoming a door into the machine's own network.

Every address of the host is looked up once and must be public; the connection goes to the very address that was checked; each
redirect is checked anew. Size and time are limited.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai import __version__

MAX_BYTES = 50 * 1024 * 1024
SECONDS = 30
REDIRECTS = 3
_CHUNK = 64 * 1024


class FetchRefusedError(Exception):
    """The page was not fetched. `code` is stable, `text` says why and what to do."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: its bytes, and a file name made from the address and what the server calls it."""

    data: bytes
    name: str
    address: str


def fetch(address: str) -> Fetched:
    """The page at an http or https address.

    Raises FetchRefusedError with code `address`, `private`, `unreachable`, `status`, `too_large` or `too_slow`.
    """
    until = time.monotonic() + SECONDS
    for _redirect in range(REDIRECTS + 1):
        response, connection = _open(address, until)
        try:
            if response.status in (301, 302, 303, 307, 308):
                address = urljoin(address, response.getheader("Location", ""))
                continue
            if response.status != http.client.OK:
                raise FetchRefusedError(
                    "status", _("对方网站返回 %(status)s，没有给出页面。") % {"status": response.status}
                )
            return Fetched(
                _read(response, until), _name(address, response.getheader("Content-Type", "")), address
            )
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable() from error
        finally:
            response.close()
            connection.close()
    raise FetchRefusedError("status", _("网址跳转次数过多，请直接填写报告页面的网址。"))


def check(address: str) -> None:
    """Raise FetchRefusedError unless the text is an http or https address with a host."""
    parts = urlsplit(address)
    try:
        usable = (
            parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        usable = False
    if not usable or parts.username or parts.password:
        raise FetchRefusedError("address", _("请填写以 http:// 或 https:// 开头的网址，不带用户名和密码。"))


def _open(address: str, until: float) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    check(address)
    parts = urlsplit(address)
    host, secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port)
    try:
        checked = _public_address(host, port)
        raw = socket.create_connection((checked, port), timeout=max(0.1, min(10, until - time.monotonic())))
        connection.sock = raw
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        shown = parts.netloc.rpartition("@")[2]
        headers = {"Host": shown, "User-Agent": f"gongkai/{__version__}", "Accept-Encoding": "identity"}
        connection.request("GET", path, headers=headers)
        return connection.getresponse(), connection
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        connection.close()
        raise _unreachable() from error


def _public_address(host: str, port: int) -> str:
    """The first address of the host; refused when any of them is not public."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    allowed = getattr(settings, "FETCH_PRIVATE_ADDRESSES", False)
    if not allowed and not all(ipaddress.ip_address(address).is_global for address in found):
        raise FetchRefusedError("private", _("这个网址指向内部网络，不能抓取；请下载后以文件导入。"))
    return found[0]


def _read(response: http.client.HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while chunk := response.read(_CHUNK):
        data += chunk
        if len(data) > MAX_BYTES:
            raise FetchRefusedError(
                "too_large", _("页面超过 %(limit)s MB，没有抓取。") % {"limit": MAX_BYTES // 1024**2}
            )
        if time.monotonic() > until:
            raise FetchRefusedError("too_slow", _("对方网站响应太慢，没有抓取完；请下载后以文件导入。"))
    return bytes(data)


def _name(address: str, content_type: str) -> str:
    """The last part of the path, with the ending the server's media type asks for when the path has none."""
    last = urlsplit(address).path.rpartition("/")[2][:150] or "page"
    return last if "." in last else f"{last}.{'txt' if 'plain' in content_type else 'html'}"


def _unreachable() -> FetchRefusedError:
    return FetchRefusedError("unreachable", _("网址打不开，请检查网址，或者下载后以文件导入。"))
