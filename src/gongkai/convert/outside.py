"""Connecting to an address outside without becoming a door into the machine's own network.

Every address of the host is looked up once and must be public; the connection goes to the very address that was checked.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECT_SECONDS = 10


class PrivateAddressError(OSError):
    """The host stands in a network that is not public."""


@dataclass(frozen=True, slots=True)
class Outside:
    """An open connection; `target` is what to ask for, `host` the name for the Host header."""

    connection: http.client.HTTPConnection
    target: str
    host: str


def is_web_address(address: str) -> bool:
    """Whether the text is an http or https address with a host, without a user's name and password."""
    try:
        parts = urlsplit(address)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
    return usable and parts.scheme in ("http", "https") and not parts.username and not parts.password


def connect(address: str, until: float) -> Outside:
    """Connect to the host of a web address before `until` (of `time.monotonic`), through GONGKAI_FETCH_PROXY where that is set.
    The caller closes the connection.

    Private networks are refused unless GONGKAI_FETCH_PRIVATE is on. Raises PrivateAddressError, OSError, UnicodeError.
    """
    parts = urlsplit(address)
    host, secure = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    wait = max(0.1, min(CONNECT_SECONDS, until - time.monotonic()))
    proxy = getattr(settings, "FETCH_PROXY", "")
    if proxy:
        connection = _through(urlsplit(proxy), host, port, secure, wait)
    else:
        connection = http.client.HTTPConnection(host, port)
        connection.sock = socket.create_connection((_public_address(host, port), port), timeout=wait)
    try:
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
    except BaseException:
        connection.close()
        raise
    asked = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")
    if proxy and not secure:  # a proxy is asked for the whole address
        return Outside(connection, asked.geturl(), asked.netloc)
    return Outside(connection, asked._replace(scheme="", netloc="").geturl() or "/", asked.netloc)


def _through(
    proxy: SplitResult, host: str, port: int, secure: bool, wait: float
) -> http.client.HTTPConnection:
    """A connection to the proxy, for https with a tunnel to the host. A name this machine knows as private is refused; one it
    does not know is the proxy's to find, and to refuse."""
    with suppress(socket.gaierror):
        _public_address(host, port)
    connection = http.client.HTTPConnection(str(proxy.hostname), proxy.port or 8080, timeout=wait)
    if secure:
        connection.set_tunnel(host.encode("idna").decode(), port)
    try:
        connection.connect()
    except BaseException:
        connection.close()
        raise
    return connection


def _public_address(host: str, port: int) -> str:
    """The first address of the host; refused when any of them is not public."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    allowed = getattr(settings, "FETCH_PRIVATE_ADDRESSES", False)
    if not allowed and not all(ipaddress.ip_address(address).is_global for address in found):
        raise PrivateAddressError(host)
    return found[0]
