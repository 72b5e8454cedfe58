"""How fast a declared list of many rows is shown, narrowed and searched, against reading the documents' content itself.

usage: bench_lists.py [--rows N] [--out FILE]
Makes its own database in a temporary folder. The baseline of each figure is the same page by looking into every row (both must
find as much before anything is timed); the last figure parses `Document.data` of every list: the cost without projected rows.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import ground

ground.start("lists")

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from gongkai.agencies import working_days  # noqa: E402
from gongkai.catalog import declared, entries, queries, schemas  # noqa: E402
from gongkai.catalog import entries_queries as lists  # noqa: E402
from gongkai.catalog.models import Entry  # noqa: E402
from gongkai.catalog.schemas import public  # noqa: E402
from gongkai.demo import county as demo  # noqa: E402
from gongkai.demo.documents.archive import Archive  # noqa: E402
from gongkai.demo.documents.paper import Paper  # noqa: E402

PER_LIST = 2_000
REPEATS = 5
SCHEMA = "permits"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    bring_in(asked.rows)
    schema = schemas.all()[SCHEMA]
    narrowings = {
        "first page": lists.Narrowing(),
        "one row": lists.Narrowing(words="第77711商店"),
        "two characters": lists.Narrowing(words="七品"),
        "in every row": lists.Narrowing(words="食品"),
        "choice": lists.Narrowing(choices={"permit_kind": "登记"}),
        "year and agency": lists.Narrowing(year=2025, agency="finance"),
    }
    found: dict[str, Any] = {"rows": Entry.objects.count(), "queries": queries_of("/lists/permits/")}
    for name, narrowing in narrowings.items():
        if page(schema, narrowing) != scanned(narrowing):
            raise SystemExit(f"{name}: index and scan differ")
        own = ground.median(lambda narrowing=narrowing: page(schema, narrowing))
        scan = ground.median(lambda narrowing=narrowing: scanned(narrowing), 3)
        found[name] = {"ms": round(own, 1), "scan ms": round(scan, 1), "scan : own": round(scan / own, 1)}
    parsing = ground.median(lambda: parsed(schema, "第77711商店"), 1)
    found["parse every list ms"] = round(parsing, 1)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    if asked.out:
        asked.out.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")


def bring_in(rows: int) -> None:
    """Published lists of PER_LIST rows each, and the time to clean and to project one."""
    county = demo.County(next(iter(demo.SCALES.values())), date(2026, 11, 20), working_days.current())
    demo.found_agencies(county)
    demo.appoint_people(county)
    archive = Archive(county.places, county.desks)
    for number in range(0, rows, PER_LIST):
        start = time.perf_counter()
        data = declared.kept(SCHEMA, {"rows": [row(number + at) for at in range(PER_LIST)]})
        cleaned = time.perf_counter()
        (document,) = archive.bring_in([paper(number, data)])
        stored = time.perf_counter()
        entries.project(document)
        if number == 0:
            print(
                f"clean {PER_LIST} rows {cleaned - start:.2f} s, project {time.perf_counter() - stored:.2f} s"
            )


def row(number: int) -> dict[str, Any]:
    """An invented permit."""
    return {
        "party": f"云溪县第{number}商店",
        "party_kind": "个体工商户",
        "document_title": "准予行政许可决定书",
        "document_number": f"云审许〔2026〕{number}号",
        "permit_kind": ("普通", "登记", "核准")[number % 3],
        "content": f"食品经营（第{number % 97}类{'，七品' if number % 500 == 7 else ''}）",
        "decided_on": date(2025 + number % 2, 1 + number % 12, 1 + number % 28).isoformat(),
        "authority": "云溪县行政审批局",
        "state": "有效",
    }


def paper(number: int, data: dict[str, Any]) -> Paper:
    """A list as a document."""
    day = date(2026, 11, 1)
    return Paper(
        agency="finance", column="licensing", title=f"行政许可决定公示{number}", summary="许可。", body="",
        document_type="other", signed_on=day, published_on=day, statutory_item="licensing_services", schema=SCHEMA, data=data,
    )  # fmt: skip


def page(schema: schemas.Schema, narrowing: lists.Narrowing) -> int:
    """The first twenty rows and how many there are: what a list page asks."""
    rows = lists.found(None, schema, narrowing)
    return len(rows[:20]) + rows.count()


def scanned(narrowing: lists.Narrowing) -> int:
    """The same by looking into every row: what the database does without the index of words."""
    rows = lists.shown(None, SCHEMA)
    if narrowing.words:
        rows = rows.filter(text__contains=narrowing.words)
    for name, value in (narrowing.choices or {}).items():
        rows = rows.filter(**{f"values__{name}": value})
    if narrowing.year:
        rows = rows.filter(year=narrowing.year)
    if narrowing.agency:
        rows = rows.filter(document__agency__code=narrowing.agency)
    rows = rows.select_related("document__agency").defer(
        "text", "words", "document__body", "document__body_text", "document__data"
    )
    return len(rows.order_by(*lists.ORDERS[lists.NEWEST])[:20]) + rows.count()


def parsed(schema: schemas.Schema, word: str) -> int:
    """The same search in the content of the documents."""
    count = 0
    for document in queries.public_documents().filter(schema=schema.slug).iterator(chunk_size=5):
        for one in public.rows(schema, schema.rows, document.data):
            words = (public.words(field, one) for field in schema.rows.fields if field.searchable)
            count += any(word in text for text in words)
    return count


def queries_of(address: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(address)
    if answer.status_code != 200:
        raise RuntimeError(answer.status_code)
    return len(asked)


if __name__ == "__main__":
    main()
