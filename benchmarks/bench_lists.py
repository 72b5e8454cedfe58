"""How fast a declared list of many rows is shown, narrowed and searched, against reading the documents' content itself.

usage: bench_lists.py [--rows N] [--out FILE]
Makes its own database in a temporary folder. The baseline of each figure does the same by parsing `Document.data` of every list:
what a page would cost without the projected rows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="bench-lists-")  # goes with the process
os.environ["GONGKAI_VAR"] = FOLDER.name
os.environ.pop("GONGKAI_DATABASE", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
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
    call_command("migrate", verbosity=0)
    bring_in(asked.rows)
    schema = schemas.all()[SCHEMA]
    found: dict[str, Any] = {"rows": Entry.objects.count(), "queries": queries_of("/lists/permits/")}
    narrowings = {
        "first page": lists.Narrowing(),
        "search": lists.Narrowing(words="第77711商店"),
        "choice": lists.Narrowing(choices={"permit_kind": "登记"}),
        "year and agency": lists.Narrowing(year=2025, agency="finance"),
    }
    for name, narrowing in narrowings.items():
        spent = median(lambda narrowing=narrowing: page(schema, narrowing))
        found[name] = {"ms": round(spent * 1000, 1)}
    parsing = median(lambda: parsed(schema, "第77711商店"), 1)
    found["baseline: parse every list"] = {"ms": round(parsing * 1000, 1)}
    found["search : baseline"] = round(parsing * 1000 / found["search"]["ms"], 1)
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
        "content": f"食品经营（第{number % 97}类）",
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


def median(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """The usual time of an act in seconds."""
    spent = []
    for _number in range(repeats):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


if __name__ == "__main__":
    main()
