"""Fetching a page by its address, without becoming a door into the machine's own network.

What `convert.outside` refuses is refused; each redirect is checked anew. Size and time are limited.
"""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from gongkai import __version__
from gongkai.convert import outside

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
    if not outside.is_web_address(address):
        raise FetchRefusedError("address", _("请填写以 http:// 或 https:// 开头的网址，不带用户名和密码。"))


def _open(address: str, until: float) -> tuple[http.client.HTTPResponse, http.client.HTTPConnection]:
    check(address)
    try:
        reached = outside.connect(address, until)
    except outside.PrivateAddressError as error:
        raise FetchRefusedError(
            "private", _("这个网址指向内部网络，不能抓取；请下载后以文件导入。")
        ) from error
    except (OSError, UnicodeError, ValueError) as error:
        raise _unreachable() from error
    headers = {"Host": reached.host, "User-Agent": f"gongkai/{__version__}", "Accept-Encoding": "identity"}
    try:
        reached.connection.request("GET", reached.target, headers=headers)
        return reached.connection.getresponse(), reached.connection
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        reached.connection.close()
        raise _unreachable() from error


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
