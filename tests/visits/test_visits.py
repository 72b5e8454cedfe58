"""What counts as opening a page, how openings become totals, and that nothing of a reader is kept."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from gongkai.catalog import services as catalog
from gongkai.visits import queries, rules, services, spool
from gongkai.visits.models import CountedBatch, DailyVisits
from gongkai.visits.seen import Seen
from gongkai.visits.spool import Page
from tests.portal import pages
from tests.world import County

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
TODAY = date.today()


def _add_up(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(services, "GRACE_SECONDS", 0)
    return services.add_up(timezone.now())


@pytest.mark.parametrize(
    ("method", "status", "headers", "counted"),
    [
        ("GET", 200, BROWSER, True),
        ("GET", 304, BROWSER, True),
        ("HEAD", 200, BROWSER, False),
        ("POST", 200, BROWSER, False),
        ("GET", 404, BROWSER, False),
        ("GET", 410, BROWSER, False),
        ("GET", 200, {}, False),
        ("GET", 200, {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"}, False),
        ("GET", 200, {"User-Agent": "curl/8.5.0"}, False),
        ("GET", 200, {**BROWSER, "Sec-Purpose": "prefetch;prerender"}, False),
        ("GET", 200, {**BROWSER, "X-Moz": "prefetch"}, False),
        ("GET", 200, {**BROWSER, "DNT": "1"}, False),
        ("GET", 200, {**BROWSER, "Sec-GPC": "1"}, False),
        ("GET", 200, {**BROWSER, "DNT": "0"}, True),
    ],
)
def test_the_rule(method: str, status: int, headers: dict[str, str], counted: bool) -> None:
    assert rules.counts(method, status, headers) is counted


def test_repeats_within_the_window_are_told_and_later_ones_are_not(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "table")

    def repeat(reader: str, page: str, minute: int, today: date = TODAY) -> bool:
        return seen.is_repeat(reader, page, today=today, minute=minute, window=30)

    assert not repeat("a", "home", 4090)
    assert repeat("a", "home", 4119)
    assert not repeat("a", "home", 4149)
    assert not repeat("b", "home", 4149)
    assert not repeat("a", "document:1", 4149)
    other = Seen(tmp_path / "table")  # another process maps the same memory
    assert other.is_repeat("b", "home", today=TODAY, minute=4150, window=30)
    assert not repeat("b", "home", 4151, TODAY + timedelta(days=1))  # a new salt: yesterday is forgotten


def test_the_table_keeps_nothing_that_tells_a_reader(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "table")
    seen.is_repeat("203.0.113.7\nFirefox", "home", today=TODAY, minute=5, window=30)
    before = (tmp_path / "table").read_bytes()
    assert b"203.0.113.7" not in before
    assert b"Firefox" not in before
    seen.is_repeat("x", "y", today=TODAY + timedelta(days=1), minute=5, window=30)
    assert (tmp_path / "table").read_bytes()[:32] != before[:32]
    assert (tmp_path / "table").stat().st_mode & 0o077 == 0


def test_openings_of_pages_become_daily_totals(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pages.document(county)
    for path in ("/", f"/d/{document.pk}/", f"/d/{document.pk}/", "/a/finance/", "/a/finance/guide/"):
        client.get(path, headers=BROWSER)
    client.get(f"/d/{document.pk}/", headers=BROWSER, REMOTE_ADDR="198.51.100.9")
    client.get("/a/finance/c/policies/", headers=BROWSER)
    client.get("/d/999999/", headers=BROWSER)
    client.head("/search/", headers=BROWSER)
    assert not DailyVisits.objects.exists()  # no write while pages are read
    assert _add_up(monkeypatch) == 5
    assert _add_up(monkeypatch) == 0
    assert {row.page: row.count for row in DailyVisits.objects.all()} == {
        "home": 1,
        f"document:{document.pk}": 2,
        f"agency:{county.finance.pk}": 1,
        f"column:{document.column_id}": 1,
    }
    today = timezone.localdate()
    assert queries.of_document(document, today) == 2
    assert queries.of_site(today, today) == 5
    assert queries.by_agency(today, today) == [(county.finance, 4)]
    assert queries.by_column(today, today)[0][1] == 3
    assert queries.by_kind(today, today) == {"home": 1, "document": 2, "agency": 1, "column": 1}
    assert queries.by_month(today, today, agency=county.finance) == {today.replace(day=1): 4}


def test_staff_are_not_counted(client: Client, county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(county.officer)
    client.get("/", headers=BROWSER)
    assert _add_up(monkeypatch) == 0


def test_counting_asks_no_database(client: Client, county: County, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        services.note(Page("home", "home"), method="GET", status=200, headers=BROWSER, address="198.51.100.1")


def test_a_batch_found_again_after_a_crash_is_added_once(
    county: County, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.VISITS_ROOT)
    folder.mkdir(parents=True)
    spool.append(folder, TODAY, Page("home", "home"))
    spool.append(
        folder, TODAY, Page("column:5", "column", county.finance.pk, 5)
    )  # a column that was deleted since
    with (folder / spool.OPEN).open("a") as opened:
        opened.write("cut off by a full di")
    unlink = Path.unlink
    monkeypatch.setattr(
        Path, "unlink", lambda self, missing_ok=False: None
    )  # killed before it deletes the file
    assert _add_up(monkeypatch) == 2
    monkeypatch.setattr(Path, "unlink", unlink)
    assert _add_up(monkeypatch) == 0
    assert list(folder.glob("batch-*")) == []
    assert sorted(DailyVisits.objects.values_list("page", "count", "column")) == [
        ("column:5", 1, None),
        ("home", 1, None),
    ]
    assert CountedBatch.objects.count() == 1


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for _ in range(50):
            spool.append(tmp_path, TODAY, Page(f"document:{number}", "document", 1, 2, number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    (batch,) = spool.batches(tmp_path)
    assert sorted(spool.read(batch).values()) == [50] * 8


def test_a_full_disk_keeps_nobody_from_reading(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(spool, "append", full)
    assert client.get("/", headers=BROWSER).status_code == 200


def test_the_figures_are_shown_up_to_yesterday(client: Client, county: County) -> None:
    document = pages.document(county)
    hidden = pages.document(county, title="后来撤下的办法", document_number="云财发〔2026〕8号")
    yesterday = timezone.localdate() - timedelta(days=1)
    for day, row, count in (
        (yesterday, document, 1234),
        (yesterday + timedelta(days=1), document, 7),
        (yesterday, hidden, 99),
    ):
        DailyVisits.objects.create(
            day=day, page=f"document:{row.pk}", kind="document", document=row, agency=row.agency, column=row.column, count=count
        )  # fmt: skip
    catalog.withdraw(actor=county.leader, document=hidden, reason="内容有误", on=TODAY)
    html = client.get("/visits/").content.decode()
    assert "1,234 次" in html
    assert "后来撤下的办法" not in html
    assert "浏览 1,234 次" in client.get(f"/d/{document.pk}/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/visits/visits.xlsx").content))
    assert [cell.value for cell in book.worksheets[3][2]][::3] == [document.title, 1234]
    assert time.strftime("%Y") in str(book.worksheets[0]["C1"].value) or yesterday.year != TODAY.year
