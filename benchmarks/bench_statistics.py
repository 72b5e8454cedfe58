"""How long the figures of a year take over 100,000 public documents of 67 agencies: every table, two years, the rates.

Baseline: a loop over the rows in Python, each row read once. Both must give the same figures before anything is timed.

Run: python benchmarks/bench_statistics.py [number of documents]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import ground

DOCUMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
UNITS = 66
YEAR = 2026
KINDS = ("normative_document", "notice", "plan", "budget", "penalty", "other")
ITEMS = ("regs_rules_normdocs", "plans", "budget", "penalty_coercion", "livelihood")
DAYS = 10 * 365


def make_records() -> None:
    """A county's documents over ten years, straight into the table."""
    from django.contrib.contenttypes.models import ContentType

    from gongkai.catalog.models import Document
    from gongkai.review.models import Clearance

    agencies = ground.county(UNITS)
    clearance = Clearance.objects.create(
        content_type=ContentType.objects.get_for_model(Document), object_id=0, revision_id=0, content_sha256="0" * 64,
        workflow_name="-", signature_ids=[], completed_at=datetime(YEAR, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    first = datetime(YEAR - 9, 1, 1, 4, tzinfo=UTC)
    text = "为规范补助资金管理，制定本办法。" * 40
    for begin in range(0, DOCUMENTS, 5_000):
        Document.objects.bulk_create(
            [
                Document(
                    agency=agencies[number % len(agencies)], title=f"文件{number}", live=True, clearance=clearance,
                    document_type=KINDS[number % len(KINDS)], statutory_item=ITEMS[number % len(ITEMS)],
                    index_number=f"{number:020d}", published_on=(day := first + timedelta(days=number % DAYS)),
                    last_published_at=day, body=text if number % 10 else "", body_text=text if number % 10 else "",
                    publication_due_on=(day + timedelta(days=number % 7 - 1)).date(),
                )
                for number in range(begin, min(begin + 5_000, DOCUMENTS))
            ],
            batch_size=500,
        )  # fmt: skip


def row_by_row() -> dict[str, Counter[str]]:
    """The baseline: every row read once, counted in Python."""
    from django.utils import timezone

    from gongkai.catalog.queries import public_documents

    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("now", "before", "total", "kind", "item", "agency", "month", "rates")
    }
    for row in public_documents().select_related("agency", "column").iterator(chunk_size=2_000):
        day = timezone.localdate(row.published_on)
        found["total"]["all"] += 1
        found["rates"]["text"] += bool(row.body_text)
        if day.year == YEAR - 1:
            found["before"]["all"] += 1
        if day.year == YEAR:
            found["now"]["all"] += 1
            found["kind"][row.document_type] += 1
            found["item"][row.statutory_item or (row.column.statutory_item if row.column else "")] += 1
            found["agency"][row.agency.code] += 1
            found["month"][f"{day:%Y-%m}"] += 1
            found["rates"]["in_time"] += day <= row.publication_due_on
    return found


def by_database() -> Any:
    """What the page shows."""
    from gongkai.statistics import counting, periods

    return counting.overview(None, periods.of_year(YEAR))


def compare() -> None:
    """Stop unless both say the same. Raises AssertionError."""
    loop, overview = row_by_row(), by_database()
    tables = {table.dimension: table for table in overview.tables}
    count = overview.published.count
    assert (count.now, count.before, count.total) == tuple(
        loop[name]["all"] for name in ("now", "before", "total")
    )
    for name in ("kind", "item", "month"):
        assert {line.count.key: line.count.now for line in tables[name].lines if line.count.now} == dict(
            loop[name]
        )
    own = {
        line.count.key.lstrip("="): line.count.now
        for line in tables["agency"].lines
        if not line.count.is_subtotal
    }
    assert own == dict(loop["agency"])
    assert (overview.full_text.part, overview.on_time.part) == (
        loop["rates"]["text"],
        loop["rates"]["in_time"],
    )


def queries() -> int:
    """How many queries the figures ask."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        by_database()
    return len(asked)


def main() -> None:
    """Measure and print."""
    ground.start("statistics")
    from django.db import connection

    with connection.cursor() as cursor:  # live rows without signatures, which figures do not count
        cursor.execute("DROP TRIGGER catalog_document_cleared_insert")
    make_records()
    compare()
    loop = ground.median(row_by_row, 3, time.process_time)
    database = ground.median(by_database, 5, time.process_time)
    print(f"{DOCUMENTS:,} documents, {UNITS + 1} agencies, the same figures both ways, processor time")
    print(f"  row by row in Python  {loop:10,.0f} ms")
    print(f"  by the database       {database:10,.0f} ms   1 : {loop / database:.1f}   {queries()} queries")


if __name__ == "__main__":
    main()
