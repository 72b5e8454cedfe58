"""iCalendar text as RFC 5545 wants it, read back by a strict reader of our own; and the address it is served under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies import calendar_address, ics
from gongkai.agencies.models import CalendarSubscription
from gongkai.agencies.services import end_post
from gongkai.foi import services as foi
from gongkai.ledger.models import Event
from gongkai.remedies import services as remedies
from tests.agencies.test_office import signed_in
from tests.foi.requests import PERSON, WISH, register
from tests.world import County, make_agency

D = date
NAME = re.compile(r"[A-Z][A-Z0-9-]*")


def unfolded(text: str) -> list[str]:
    """Content lines (3.1): CRLF everywhere, none longer than 75 octets, whole characters only."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    lines: list[str] = []
    for raw in text.encode().split(b"\r\n")[:-1]:
        assert 0 < len(raw) <= 75
        piece = raw.decode()  # strict: a split character fails
        if piece[0] in " \t":
            lines[-1] += piece[1:]
        else:
            lines.append(piece)
    return lines


def plain(value: str) -> str:
    """A TEXT value without its escapes (3.3.11); an unescaped special character fails."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    found, letters = "", iter(value)
    for letter in letters:
        if letter != "\\":
            found += letter
            continue
        escape = next(letters)
        assert escape in "\\;,nN", value
        found += "\n" if escape in "nN" else escape
    return found


def events(text: str) -> Iterator[dict[str, str]]:
    """The events of a calendar, checked for what each must have and may have once (3.4, 3.6, 3.6.1)."""
    lines = unfolded(text)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head = lines[1 : lines.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in lines else -1]
    assert [line for line in head if line.startswith("VERSION:")] == ["VERSION:2.0"]
    assert sum(line.startswith("PRODID:") for line in head) == 1
    current: dict[str, str] | None = None
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert current is None
            current = {}
        elif line == "END:VEVENT":
            assert current is not None
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(current)
            yield current
            current = None
        elif current is not None:
            name, value = line.split(":", 1)
            name, *parameters = name.split(";")
            assert NAME.fullmatch(name)
            assert name not in current, "once"
            if name in ("DTSTART", "DTEND"):
                assert parameters == ["VALUE=DATE"]
                assert re.fullmatch(r"\d{8}", value)
            if name == "DTSTAMP":
                assert re.fullmatch(r"\d{8}T\d{6}Z", value)
            current[name] = plain(value) if name in ("SUMMARY", "UID") else value
    assert current is None


WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(st.lists(st.tuples(WORDS, st.dates(D(2019, 1, 1), D(2030, 12, 31))), max_size=4))
def test_what_was_written_is_read_back(entries: list[tuple[str, date]]) -> None:
    rows = [
        ics.AllDay(f"x-{number}@example", day, day, words, "https://example/office/")
        for number, (words, day) in enumerate(entries)
    ]
    text = ics.calendar("政府信息公开期限；测试,\\", "-//gongkai//deadlines//ZH", rows)
    read = list(events(text))
    assert [(row["SUMMARY"], row["DTSTART"]) for row in read] == [
        (words, f"{day:%Y%m%d}") for words, day in entries
    ]
    assert all(row["DTEND"] > row["DTSTART"] for row in read)
    assert text == ics.calendar("政府信息公开期限；测试,\\", "-//gongkai//deadlines//ZH", rows)


def test_line_breaks_and_control_characters_cannot_break_out() -> None:
    assert ics.escaped("a\r\nBEGIN:VEVENT\rb\nc\x00\x07;,\\") == "a\\nBEGIN:VEVENT\\nb\\nc\\;\\,\\\\"
    line = ics.folded("SUMMARY:" + "期" * 60)
    assert all(len(piece.encode()) <= 75 for piece in line.split("\r\n"))
    assert line.replace("\r\n ", "") == "SUMMARY:" + "期" * 60


@pytest.fixture
def case(county: County) -> Any:
    """An open request of the finance bureau, answered in reconsideration and not."""
    return register(county, timezone.localdate())


def feed(token: str, **headers: str) -> Any:
    return Client(headers=headers).get(reverse("calendar_feed", args=[token]))


def test_the_feed_holds_the_limits_of_ones_agencies_and_nothing_personal(county: County, case: Any) -> None:
    today = timezone.localdate()
    other = register(county, today - timedelta(days=400), applicant=PERSON)
    foi.decide(
        actor=county.leader,
        case=other,
        on=today,
        outcome="deny.process",
        reasons="理由",
        served_by="electronic",
    )
    remedy = remedies.file_remedy(
        actor=county.officer, case=other, kind="reconsideration", filed_on=today, body="云溪县人民政府"
    )
    answer = feed(calendar_address.open_address(actor=county.officer))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    rows = {row["UID"].partition("@")[0]: row for row in events(text)}
    assert set(rows) == {f"foi.case-{case.pk}", f"remedies.remedy-{remedy.pk}"}
    assert rows[f"foi.case-{case.pk}"]["DTSTART"] == f"{case.due_on:%Y%m%d}"
    assert case.receipt_number in rows[f"foi.case-{case.pk}"]["SUMMARY"]
    whole = "".join(unfolded(text))
    assert not any(secret in whole for secret in (PERSON.name, PERSON.telephone, WISH.subject, PERSON.email))
    supervisor = feed(calendar_address.open_address(actor=county.supervisor)).content.decode()
    assert len(list(events(supervisor))) == 2, "the subtree"
    stranger = feed(calendar_address.open_address(actor=county.stranger)).content.decode()
    assert list(events(stranger)) == []


def test_an_unchanged_feed_is_not_sent_twice(county: County, case: Any) -> None:
    token = calendar_address.open_address(actor=county.officer)
    first = feed(token)
    again = feed(token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    register(county, timezone.localdate(), channel="registered_mail")
    changed = feed(token, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_the_token_is_kept_as_a_hash_and_dies_with_revocation_replacement_and_leaving(county: County) -> None:
    first = calendar_address.open_address(actor=county.officer)
    assert first not in str(list(CalendarSubscription.objects.values()))
    assert first not in str(list(Event.objects.values_list("data", flat=True)))
    assert feed(first).status_code == 200
    second = calendar_address.open_address(actor=county.officer)
    assert feed(first).status_code == 404
    assert feed(second).status_code == 200
    assert calendar_address.close_address(actor=county.officer)
    assert not calendar_address.close_address(actor=county.officer)
    assert feed(second).status_code == feed("x").status_code == 404
    third = calendar_address.open_address(actor=county.officer)
    county.officer.is_active = False
    county.officer.save()
    assert feed(third).status_code == 404


def test_whoever_has_no_post_any_more_reads_an_empty_calendar(county: County, case: Any) -> None:
    token = calendar_address.open_address(actor=county.officer)
    end_post(
        actor=county.administrator,
        post=county.officer.posts.get(),
        on=timezone.localdate() - timedelta(days=1),
    )
    assert list(events(feed(token).content.decode())) == []


def test_the_page_opens_shows_once_and_closes(county: County) -> None:
    client = signed_in(county.officer)
    url = reverse("agencies_calendar")
    assert "还没有开通" in client.get(url).content.decode()
    assert client.post(url, {"act": "open"})["Location"] == url
    page = client.get(url)
    address = page.context["address"]
    assert address in page.content.decode()
    assert feed(address.rsplit("/", 1)[1].removesuffix(".ics")).status_code == 200
    page = client.get(url)
    assert address not in page.content.decode()
    assert "使用中" in page.content.decode()
    client.post(url, {"act": "close"})
    assert "还没有开通" in client.get(url).content.decode()
    assert Client().get(url).status_code == 302
    assert "日历订阅" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_number_of_questions_does_not_grow(county: County) -> None:
    token = calendar_address.open_address(actor=county.supervisor)
    register(county, timezone.localdate(), channel="registered_mail")
    feed(token)  # what a process keeps for good is kept now
    with CaptureQueriesContext(connection) as few:
        feed(token)
    for number in range(3):
        make_agency(county.government, f"bureau{number}", f"云溪县第{number}局", "department", 20 + number)
        register(county, timezone.localdate(), channel="registered_mail")
    with CaptureQueriesContext(connection) as many:
        feed(token)
    assert len(many) == len(few)
