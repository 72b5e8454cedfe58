"""The menu of the back office: few entries, everything within two clicks, nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from gongkai.agencies import menu
from tests.world import County


def addresses(item: MenuItem, request: Any) -> list[str]:
    """Where an entry leads: itself, or what it opens."""
    if isinstance(item, SubmenuMenuItem):
        return [inner.url for inner in item.menu.menu_items_for_request(request)]
    return [item.url]


@pytest.mark.parametrize("who", ["officer", "secrecy", "administrator"])
def test_every_entry_opens_and_stands_there_once(county: County, client: Client, who: str) -> None:
    request = RequestFactory().get("/office/")
    request.user = getattr(county, who)
    client.force_login(request.user)
    client.get("/office/")  # whatever is registered with the addresses is registered now
    shown = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    assert shown[0].url == "/office/"
    assert len(shown) <= 14
    leads = [url for item in shown for url in addresses(item, request)]
    assert len(leads) == len(set(leads))
    assert "/office/subscriptions/" in leads
    assert {url: client.get(url, follow=True).status_code for url in leads} == dict.fromkeys(leads, 200)


def test_a_group_of_one_is_that_one_and_what_is_in_no_group_stays(rf: RequestFactory) -> None:
    request = rf.get("/office/")
    items = [
        MenuItem("新的房间", "/office/new/", name="new-room", order=150),
        MenuItem("复议诉讼", "/office/remedies/", name="remedies", order=210),
        MenuItem("页面", "/office/pages/", name="explorer", order=1),
        MenuItem("核查", "/office/audit/", name="audit", order=410),
        MenuItem("年报", "/office/reports/", name="annual-reports", order=400),
    ]
    arranged = sorted(menu.arrange(request, items), key=lambda item: item.order)
    assert [item.name for item in arranged] == ["today", "new-room", "remedies", "annual-reports"]
    assert addresses(arranged[-1], request) == ["/office/reports/", "/office/audit/"]
