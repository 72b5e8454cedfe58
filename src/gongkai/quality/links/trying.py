"""Trying addresses outside: politely, within limits, never into the own network. Deciding is apart from asking."""

from __future__ import annotations

import http.client
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Timer
from urllib.parse import urljoin

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai import __version__
from gongkai.agencies.models import Agency
from gongkai.convert import outside
from gongkai.quality import checks
from gongkai.quality.links import places
from gongkai.quality.models import Address, Examination

REDIRECTS = (301, 302, 303, 307, 308)
FOR_EVER = (301, 308)
REFUSING = (401, 403, 407, 429, 451)
UNREACHABLE, TOO_SLOW, TOO_MANY, PRIVATE, NO_ADDRESS = (
    "unreachable",
    "too_slow",
    "redirects",
    "private",
    "address",
)
State = Address.State
CLAIM = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered: an HTTP status, or 0 and a code; where it led in the end, and whether for ever."""

    status: int
    code: str = ""
    led_to: str = ""
    for_ever: bool = False


def ask(url: str, seconds: float | None = None) -> Answer:
    """HEAD, then GET where that is not taken; redirects are followed and each is checked anew. No byte of a page is kept."""
    until = time.monotonic() + (checks.limit("seconds") if seconds is None else seconds)
    place, for_ever = url, True
    for _redirect in range(checks.limit("redirects") + 1):
        if not outside.is_web_address(place):
            return Answer(0, NO_ADDRESS)
        try:
            status, location = _asked("HEAD", place, until)
            if status >= 400 and status not in REFUSING:
                status, location = _asked("GET", place, until)
        except outside.PrivateAddressError:
            return Answer(0, PRIVATE)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError):
            return Answer(0, TOO_SLOW if time.monotonic() >= until else UNREACHABLE)
        if status not in REDIRECTS or not location:
            return Answer(status, led_to="" if place == url else place, for_ever=place != url and for_ever)
        for_ever = for_ever and status in FOR_EVER
        try:
            place = urljoin(place, location)
        except ValueError:
            return Answer(0, NO_ADDRESS)
    return Answer(0, TOO_MANY)


def _asked(method: str, url: str, until: float) -> tuple[int, str]:
    reached = outside.connect(url, until)
    stop = Timer(max(0.1, until - time.monotonic()), _cut, [reached.connection.sock])
    stop.daemon = True
    stop.start()
    try:
        headers = {
            "Host": reached.host,
            "User-Agent": f"gongkai/{__version__} (link check)",
            "Connection": "close",
        }
        reached.connection.request(method, reached.target, headers=headers)
        answer = reached.connection.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        stop.cancel()
        reached.connection.close()


def _cut(raw: socket.socket) -> None:
    """End a conversation that drips: the limit is for the whole, not for each byte."""
    with suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def judge(address: Address, answer: Answer, now: datetime) -> None:
    """Set on the row what follows from an answer. Nothing is called dead before it failed on so many different days."""
    today = timezone.localdate(now)
    address.tried_at = now
    address.answer = answer.code or str(answer.status)
    address.next_at = now + timedelta(days=checks.limit("pause_days"))
    if answer.code == PRIVATE:
        _settle(address, State.INSIDE)
    elif answer.status in REFUSING:
        _settle(address, State.REFUSED)
    elif 200 <= answer.status < 400:
        _settle(
            address,
            State.MOVED if answer.for_ever else State.ANSWERS,
            answer.led_to if answer.for_ever else "",
        )
    else:
        _failed(address, today)
        if address.state != State.DEAD:
            address.next_at = now + timedelta(hours=checks.limit("retry_hours"))


def _settle(address: Address, state: str, moved_to: str = "") -> None:
    address.state, address.moved_to = state, moved_to
    address.failures, address.failing_since, address.failed_on = 0, None, None


def _failed(address: Address, today: date) -> None:
    if address.failed_on != today:
        address.failures += 1
    address.failed_on, address.moved_to = today, ""
    address.failing_since = address.failing_since or today
    is_dead = address.failures >= checks.limit("days_before_dead")
    address.state = State.DEAD if is_dead else State.FAILING


# -- many ------------------------------------------------------------------------------------------------------


def due(now: datetime, agency: Agency | None = None, *, at_once: bool = False) -> QuerySet[Address]:
    """The addresses whose turn has come, those never tried first. `at_once`: all that were not tried today."""
    rows = Address.objects.filter(is_own=False, next_at__isnull=False)
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        rows.filter(Q(tried_at__isnull=True) | Q(tried_at__lt=day))
        if at_once
        else rows.filter(next_at__lte=now)
    )
    if agency is not None:
        rows = rows.filter(places__agency__path__startswith=agency.path).distinct()
    return rows.order_by("next_at", "pk")


def work(now: datetime) -> None:
    """What the tick calls: a small batch."""
    try_many(due(now)[: checks.limit("batch")], now, seconds=checks.limit("batch_seconds"))


def try_many(
    rows: Sequence[Address] | QuerySet[Address],
    now: datetime,
    *,
    seconds: float | None = None,
    told: Callable[[Address], None] | None = None,
) -> int:
    """Try these addresses, hosts beside each other and each host slowly; how many were tried. Each is claimed first, so that
    two processes never try one at a time. When nothing outside answers at all, the fault is ours and nothing counts."""
    until = None if seconds is None else time.monotonic() + seconds
    hosts: dict[str, list[Address]] = defaultdict(list)
    for row in rows:
        if Address.objects.filter(pk=row.pk, next_at=row.next_at).update(next_at=now + CLAIM):
            hosts[row.host].append(row)
    with ThreadPoolExecutor(checks.limit("workers")) as pool:
        answers = [
            pair for found in pool.map(lambda one: _of_host(one, until), hosts.values()) for pair in found
        ]
    asked = {row.pk for row, _answer in answers}
    left = [row for one in hosts.values() for row in one if row.pk not in asked]
    if answers and all(answer.code == UNREACHABLE for _row, answer in answers) and len(hosts) > 1:
        left += [row for row, _answer in answers]
        answers = []
    Address.objects.filter(pk__in=[row.pk for row in left]).update(next_at=now + CLAIM)
    _write(answers, now, told)
    return len(answers)


def _of_host(rows: list[Address], until: float | None) -> list[tuple[Address, Answer]]:
    found = []
    for number, row in enumerate(rows):
        if until is not None and time.monotonic() > until:
            break
        if number:
            time.sleep(checks.limit("host_seconds"))
        found.append((row, ask(row.url)))
    return found


def _write(
    answers: list[tuple[Address, Answer]], now: datetime, told: Callable[[Address], None] | None
) -> None:
    """Keep what came of it; documents in which a state changed are looked at again."""
    changed = []
    for row, answer in answers:
        before = row.state
        judge(row, answer, now)
        row.save()
        if row.state != before:
            changed.append(row)
        if told is not None:
            told(row)
    documents = places.standing_in(changed)
    Examination.objects.filter(document__in=documents).update(again_at=now)
