"""What counts as opening a page, how openings become totals, and that nothing of a reader is kept."""

from __future__ import annotations

import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.test import Client
from django.utils import timezone

from gongkai.catalog import services as catalog
from gongkai.visits import queries, rules, services, spool
from gongkai.visits.apps import usable_rule
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
    assert re.search(r"1,234</a>\s+次", html)
    assert "后来撤下的办法" not in html
    assert "浏览 1,234 次" in client.get(f"/d/{document.pk}/").content.decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/visits/visits.xlsx").content))
    assert [cell.value for cell in book.worksheets[3][2]][::3] == [document.title, 1234]
    assert time.strftime("%Y") in str(book.worksheets[0]["C1"].value) or yesterday.year != TODAY.year


def opening(day: date, page: str, count: int, **owner: Any) -> None:
    DailyVisits.objects.create(day=day, page=page, kind=page.partition(":")[0], count=count, **owner)


@pytest.fixture
def opened(county: County) -> None:
    """Openings of two pages of an agency over two years, and of the site."""
    document = pages.document(county)
    owner = {"agency": document.agency, "column": document.column}
    yesterday = timezone.localdate() - timedelta(days=1)
    for back, count in ((0, 5), (1, 7), (365, 3), (366, 1)):
        day = yesterday - timedelta(days=back)
        opening(day, f"document:{document.pk}", count, document=document, **owner)
        opening(day, f"column:{document.column_id}", 2, **owner)
        opening(day, "home", 10)


@pytest.mark.parametrize("page", ["/visits/", "/a/finance/visits/", "/visits/?year=2025"])
@pytest.mark.usefixtures("opened")
def test_every_total_opens_its_days(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    found = re.findall(r'<a href="(/visits/days/[^"]*)">([\d,]+)</a>', html)
    assert len(found) >= 6
    for url, number in found:
        context = client.get(unescape(url)).context
        assert context["total"] == sum(row["sum"] for row in context["days"]) == int(number), url


@pytest.mark.usefixtures("opened")
def test_an_agency_has_its_own_figures(client: Client, county: County) -> None:
    context = client.get("/a/finance/visits/").context
    parts = {name: [line.count.text for line in lines] for name, _title, lines in context["parts"]}
    assert parts["documents"] == ["12"]
    assert parts["columns"] == ["16"]
    assert "agencies" not in parts
    assert context["total"].text == "24"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/a/finance/visits/visits.xlsx").content))
    assert "按机关" not in book.sheetnames
    for nonsense in ("agency=nowhere", "document=999", "column=x", "since=x"):
        assert client.get(f"/visits/days/?{nonsense}").status_code == 404


def test_days_become_months_and_no_total_changes(county: County) -> None:
    document = pages.document(county)
    months = rules.rule().days_kept_months
    today = date(2026, 11, 28)
    first = services._months_before(today.replace(day=1), months)
    assert first == date(2024, 9, 1)
    for day, count in ((date(2024, 7, 30), 4), (date(2024, 8, 1), 1), (date(2024, 8, 31), 2), (first, 8)):
        opening(day, f"document:{document.pk}", count, document=document, agency=county.finance)
    opening(date(2024, 8, 9), "home", 16)
    before = queries.by_month(date(2024, 1, 1), today)
    now = timezone.make_aware(datetime(2026, 11, 28, 9))
    assert services.fold(now) == 1
    assert services.fold(now) == 0
    assert queries.by_month(date(2024, 1, 1), today) == before
    assert sorted(DailyVisits.objects.values_list("day", "page", "count", "is_month")) == [
        (date(2024, 7, 1), f"document:{document.pk}", 4, True),
        (date(2024, 8, 1), f"document:{document.pk}", 3, True),
        (date(2024, 8, 1), "home", 16, True),
        (first, f"document:{document.pk}", 8, False),
    ]
    opening(date(2024, 8, 20), "home", 1)  # a batch that was found late
    services.fold(now)
    assert DailyVisits.objects.get(page="home").count == 17


def test_what_follows_the_question_mark_makes_no_other_page(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pages.document(county)
    for query in ("", "?utm_source=x", "?from=groupmessage&isappinstalled=0", "?"):
        client.get(f"/d/{document.pk}/{query}", headers=BROWSER)
    assert _add_up(monkeypatch) == 1


@pytest.mark.parametrize(
    "change",
    [{"window_minutes": 0}, {"programs": "bot"}, {"days_kept_months": 12}, {"programs": [""]}, {"colour": 1}],
)
def test_a_rule_that_cannot_be_used_says_why(tmp_path: Path, change: dict[str, Any]) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(rules.FILE.read_text()), **change}))
    with pytest.raises(
        rules.BrokenRuleError, match=next(iter(change)) if "colour" not in change else "exactly"
    ):
        rules.read(file)


def test_an_installation_brings_its_own_rule(tmp_path: Path, settings: Any) -> None:
    file = tmp_path / "rule.yaml"
    file.write_text(yaml.safe_dump({**yaml.safe_load(rules.FILE.read_text()), "programs": ["Firefox"]}))
    settings.VISITS_RULE = str(file)
    rules.rule.cache_clear()
    try:
        assert not rules.counts("GET", 200, BROWSER)
        file.write_text("[")
        rules.rule.cache_clear()
        assert [error.id for error in usable_rule()] == ["visits.E001"]
    finally:
        rules.rule.cache_clear()
