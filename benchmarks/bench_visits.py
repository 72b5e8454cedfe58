"""What counting openings adds to a page: a document's page with and without it, and against a write to the database for each.

Baseline: the same requests with counting taken out. Counted twice in the same run, alternating, so that a busy machine hits both alike.

usage: bench_visits.py [--rounds N]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import ground


def timed(work: Callable[[], Any], times: int) -> float:
    """Seconds for each call."""
    begun = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begun) / times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    ground.start("visits")
    from django.db.models import F
    from django.test import Client

    from gongkai.visits import services
    from gongkai.visits.models import DailyVisits
    from gongkai.visits.spool import Page

    client, number = Client(), 0

    def page() -> None:
        nonlocal number
        number += 1
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        client.get("/", REMOTE_ADDR=address, HTTP_USER_AGENT="Mozilla/5.0 Firefox/140.0")

    def note() -> None:
        nonlocal number
        number += 1
        services.note(
            Page("home", "home"), method="GET", status=200,
            headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"}, address=str(number),
        )  # fmt: skip

    DailyVisits.objects.create(day=date.today(), page="home", kind="home")

    def write() -> None:
        DailyVisits.objects.filter(day=date.today(), page="home").update(count=F("count") + 1)

    counting, off = services.note, lambda *_a, **_k: None
    page()
    with_it, without, notes, writes = [], [], [], []
    for _ in range(rounds):
        services.note = off
        without.append(timed(page, 20))
        services.note = counting
        with_it.append(timed(page, 20))
        notes.append(timed(note, 500))
        writes.append(timed(write, 100))
    base = statistics.median(without)
    print(f"home page without counting       {base * 1e3:8.2f} ms   1.00")
    print(
        f"home page with counting          {statistics.median(with_it) * 1e3:8.2f} ms   {statistics.median(with_it) / base:.2f}"
    )
    noted, written = statistics.median(notes), statistics.median(writes)
    print(f"one opening noted                {noted * 1e6:8.1f} us   1.00")
    print(f"one write to the database        {written * 1e6:8.1f} us   {written / noted:.1f}")
    expected = number - rounds * 20 - 0
    services.GRACE_SECONDS = 0
    from django.utils import timezone

    added = services.add_up(timezone.now())
    print(f"openings {expected}, added up {added}")


if __name__ == "__main__":
    main()
