"""People at their desks, in plain functions: signing in, and taking a step as a browser would."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.agencies.models import User
from gongkai.foi.models import Case


def signed_in(user: User) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def today() -> date:
    """The day here."""
    return timezone.localdate()


def back(working: int) -> date:
    """The day so many working days ago, on which the count until today is exactly that."""
    calendar = working_days.current()
    day = today()
    while calendar.count(day, today()) < working:
        day -= timedelta(days=1)
    return day


def worked(number: int) -> date:
    """The so-manyth working day before today: always a day on which offices work."""
    calendar = working_days.current()
    day = today()
    while number:
        day -= timedelta(days=1)
        number -= calendar.is_working_day(day)
    return day


def step_url(case: Case, slug: str) -> str:
    """A step's address."""
    return reverse("foi_office:step", args=[case.pk, slug])


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def iso(data: dict[str, Any]) -> dict[str, Any]:
    """Days as a browser sends them."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}


def take(client: Client, url: str, **typed: Any) -> Any:
    """Open the page, type, check, confirm. Returns the last answer; a refusal or error ends the walk early."""
    opened = client.get(url)
    assert opened.status_code == 200, opened.status_code
    seen = hidden(opened.content.decode(), "seen")
    checked = client.post(url, iso({**typed, "seen": seen, "stage": "check"}))
    if checked.status_code != 200:
        return checked
    seen = hidden(checked.content.decode(), "seen")
    return client.post(url, iso({**typed, "seen": seen, "stage": "confirm"}))


def step(client: Client, case: Case, slug: str, **typed: Any) -> Case:
    """Take a step that must succeed; the case as it is afterwards."""
    answer = take(client, step_url(case, slug), **typed)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == reverse("foi_office:case", args=[case.pk])
    case.refresh_from_db()
    return case


def registration(**changes: Any) -> dict[str, Any]:
    """What an officer types for a request handed in at the counter."""
    return iso(
        {
            "token": "t-1",
            "channel": "in_person",
            "on": today(),
            "kind": "natural",
            "name": "钱小禾",
            "identity_document": "居民身份证",
            "identity_number": "00000019900101000X",
            "telephone": "0999-7654321",
            "postal_address": "云溪县柳桥镇1号",
            "subject": "2025年度农村公路养护资金分配方案",
            "wanted_form": "paper",
            "wanted_route": "post",
            **changes,
        }
    )
