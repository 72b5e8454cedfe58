"""How long the worklist takes with many requests, and how many questions it asks the database.

    python benchmarks/bench_worklist.py [NUMBER]

Makes a database of its own with NUMBER requests (20,000 unless said) over the whole county, then measures the page as a supervisor
and as an officer see it. The baseline is the same page with 200 requests, measured in the same run.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

NUMBER = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
BASELINE = 200
URL = "/office/requests/"


def start() -> None:
    """Django on a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-worklist-"))
    os.environ["GONGKAI_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def make_county() -> Any:
    """The county of the tests with sixty bureaus more, and one request registered as an office would."""
    from django.utils import timezone

    from tests.foi.requests import register
    from tests.world import make_agency
    from tests.world import make_county as county_of_tests

    county = county_of_tests()
    for number in range(60):
        make_agency(county.government, f"bureau{number}", f"云溪县第{number}局", "department", 100 + number)
    first = register(county, timezone.localdate() - timedelta(days=1))
    return county, first


def fill(first: Any, until: int) -> None:
    """Copy the first request until there are so many: four in five closed long ago, the others open, spread over agencies."""
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.foi.models import Case

    today = timezone.localdate()
    agencies = list(Agency.objects.values_list("pk", flat=True))
    made = []
    for number in range(Case.objects.count(), until):
        case = Case(
            **{
                field.attname: getattr(first, field.attname)
                for field in Case._meta.concrete_fields
                if field.attname not in ("id", "idempotency_key")
            }
        )
        case.receipt_number = f"B-{number:07d}"
        case.agency_id = agencies[number % len(agencies)]
        case.received_on = today - timedelta(days=number % 700)
        case.due_on = today + timedelta(days=number % 40 - 5)
        if number % 5:
            case.status = case.closing_status = "decided"
            case.outcome, case.decided_on_time = "grant", True
            case.closed_on = case.decided_on = today - timedelta(days=1 + number % 600)
        made.append(case)
    Case.objects.bulk_create(made, batch_size=500)


def measure(client: Any, query: dict[str, str]) -> tuple[float, int]:
    """Median milliseconds of the page, and the number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert client.get(URL, query).status_code == 200
    spent = []
    for _time in range(9):
        begun = time.perf_counter()
        client.get(URL, query)
        spent.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as captured:
        client.get(URL, query)
    return statistics.median(spent), len(captured)


def main() -> None:
    """Measure small, grow, measure again."""
    start()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    county, first = make_county()
    pages = {
        "supervisor, subtree": (county.supervisor, {}),
        "supervisor, everything": (county.supervisor, {"group": "all"}),
        "officer, own agency": (county.officer, {}),
        "officer, mine": (county.officer, {"scope": "mine"}),
    }
    clients = {}
    for name, (person, _query) in pages.items():
        clients[name] = Client()
        clients[name].force_login(person)
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in pages}
    for size in (BASELINE, NUMBER):
        fill(first, size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        cache.clear()
        for name, (_person, query) in pages.items():
            found[name].append(measure(clients[name], query))
    print(f"{NUMBER} requests; baseline: the same page with {BASELINE} requests")
    for name, ((small, few), (large, many)) in found.items():
        print(
            f"{name}: {large:.0f} ms, {many} queries; baseline {small:.0f} ms, {few} queries; ratio {large / small:.1f}"
        )
        if many > few:
            raise SystemExit(f"{name}: the number of queries grows")


if __name__ == "__main__":
    main()
