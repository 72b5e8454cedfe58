"""The sum of a province's reports: 3,000 agencies, every one of which has handed its report over.

Baseline: the same sum with one query per agency for its last submission. Both must give the same figures before anything is timed.

usage: bench_gathering.py [--agencies N]
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from synthetic.values import values

YEAR = 2025


def start() -> None:
    """Django, on a database of its own."""
    os.environ["GONGKAI_VAR"] = tempfile.mkdtemp(prefix="bench-gathering-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def make(count: int) -> Any:
    """A province, its cities, and their offices; a submitted report each, straight into the tables."""
    from django.db import transaction

    from gongkai.agencies.models import Agency, User
    from gongkai.law import forms
    from gongkai.reports.models import AnnualReport, Submission

    with transaction.atomic():
        root = Agency.add_root(
            code="jiangning",
            name="江宁省人民政府",
            short_name="省政府",
            kind="government",
            organization_code="000000000",
        )
        cities = max(1, count // 150)
        for city in range(cities):
            seat = root.add_child(**_agency(f"c{city}", f"第{city}市人民政府", "government", city + 1))
            for office in range(count // cities - 1):
                number = cities + 1 + city * count + office
                seat.add_child(
                    **_agency(f"c{city}o{office}", f"第{city}市第{office}局", "department", number)
                )
        clerk = User.objects.create_user(username="clerk", password=None)
        below = list(Agency.objects.exclude(pk=root.pk).order_by("path"))
        now = datetime(YEAR + 1, 1, 20, tzinfo=UTC)
        reports = AnnualReport.objects.bulk_create(
            [
                AnnualReport(
                    agency=agency, year=YEAR, form="2021", due_on=date(YEAR + 1, 1, 31), opened_at=now,
                    handover="submitted", submitted_at=now, status="signed_off", signed_off_at=now, frozen={},
                )
                for agency in below
            ],
            batch_size=300,
        )  # fmt: skip
        chance, form = random.Random(7), forms.load("2021")
        Submission.objects.bulk_create(
            [
                Submission(
                    report=report, number=1, superior=root, submitted_at=now, submitted_by=clerk, content={},
                    values={cell: _plain(value) for cell, value in values(chance, form, "small").items()},
                    sha256="0" * 64,
                )
                for report in reports
            ],
            batch_size=300,
        )  # fmt: skip
    return root


def _agency(code: str, name: str, kind: str, number: int) -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "short_name": name[:40],
        "kind": kind,
        "organization_code": f"{number:09d}",
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def one_by_one(root: Any) -> dict[str, Any]:
    """The baseline: the last submission of each agency asked for by itself."""
    from gongkai.reports import gathering
    from gongkai.reports.figures import as_number
    from gongkai.reports.models import Submission

    parts = []
    for agency in root.get_descendants():
        row = Submission.objects.filter(report__agency=agency, report__year=YEAR).order_by("-number").first()
        if row is not None:
            parts.append({cell: None if v is None else as_number(cell, v) for cell, v in row.values.items()})
    return dict(gathering.add_up(parts))


def timed(work: Callable[[], Any], rounds: int = 3) -> tuple[float, int]:
    """Median seconds, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        work()
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent), len(queries)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=3000)
    asked = parser.parse_args()
    start()
    root = make(asked.agencies)
    from gongkai.reports import gathering

    ours = gathering.sums(root, YEAR)
    same = {cell: value or 0 for cell, value in ours.handed_over.items()} == {
        cell: value or 0 for cell, value in one_by_one(root).items()
    }
    print(
        f"{len(ours.parts) - 1} agencies handed over, {len(ours.missing)} missing; same sums as the baseline: {same}"
    )
    if not same:
        raise SystemExit("the sums differ")
    fast, few = timed(lambda: gathering.sums(root, YEAR))
    slow, many = timed(lambda: one_by_one(root), 1)
    print(f"the sum of the tree     {fast:8.2f} s  {few:6} queries")
    print(f"one query per agency    {slow:8.2f} s  {many:6} queries   ratio {slow / fast:.1f}")
    seen, rows = timed(lambda: gathering.rows(root, YEAR, date(YEAR + 1, 2, 1)))
    print(f"who is late and missing {seen:8.2f} s  {rows:6} queries")


if __name__ == "__main__":
    main()
