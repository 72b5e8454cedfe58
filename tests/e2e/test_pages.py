"""Every page, at phone and desktop width, as axe sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE
from tests.e2e.test_citizen import no_sideways_scroll

LAST_YEAR = date.today().year - 1
PUBLIC = [
    "/",
    "/agencies/",
    "/agencies/?q=教育",
    "/a/finance/",
    "/a/finance/guide/",
    "/a/finance/rules/",
    "/a/finance/statutory/",
    "/a/finance/reports/",
    f"/a/finance/reports/{LAST_YEAR}/",
    f"/a/yunxi/reports/{LAST_YEAR}/",
    f"/a/finance/reports/{LAST_YEAR}/story/",
    "/a/finance/reports/years/",
    "/reports/",
    "/reports/years/",
    "/search/",
    "/search/?q=",
    "/search/?q=关于&page=2",
    "/apply/",
    "/apply/finance/",
    "/flow/",
    "/flow/?as_of=2010-01-01",
    "/guides/",
    "/guides/?q=许可&audience=企业",
    "/guides/handbooks/",
    "/lists/",
    "/lists/penalties/?q=食品&least=0.1",
    "/a/finance/lists/three_expenses/",
    "/library/?sort=old",
    "/a/finance/library/?validity=partly",
    "/phones/",
    "/phones/?q=窗口",
    "/matters/",
    "/matters/results/",
    "/consultations/",
    "/consultations/?state=answered",
    "/consultations/2/",
    "/consultations/4/",
    "/consultations/1/comment/",
    "/consultations/2/register/",
    "/consultations/follow/",
    "/consultations/figures/",
    "/forms/",
    "/track/",
    "/verify/",
    "/reading-places/",
    "/screen/yunxi/",
    "/sitemap/",
    "/feeds/",
    "/subscribe/",
    "/subscribe/sent/",
    "/statistics/",
    "/a/finance/statistics/?part=q3",
    "/statistics/documents/",
    "/statistics/withdrawn/?until=2026-12-31",
    "/statistics/releases/?until=2026-12-31",
    "/visits/?year=2025",
    "/visits/days/?agency=finance",
    "/a/finance/visits/",
    "/standard/",
    "/a/education/standard/",
    "/visits/",
    "/favourites/",
    "/accessibility/",
    "/patterns/",
]
OFFICE = {
    "officer": [
        "/office/",
        "/office/documents/lists/",
        "/office/documents/limits/",
        "/office/documents/limits/settings/",
        "/office/documents/rulebook/",
        "/office/requests/",
        "/office/requests/register/",
        "/office/remedies/",
        "/office/reports/",
        "/office/channels/",
        "/office/channels/releases/",
        "/office/channels/figures/",
        "/office/readingplace/",
        "/office/handbooks/",
        "/office/documents/batches/",
        "/office/documents/batches/upload/",
        "/office/matters/",
        "/office/consultations/",
        "/office/consultations/1/",
        "/office/consultations/1/comments/",
        "/office/consultations/new/",
        "/office/quality/",
        "/office/quality/links/",
        "/office/quality/settings/",
        "/office/statistics/",
        "/office/statistics/coverage/finance/",
        "/office/statistics/standard/",
    ],
    "leader": ["/office/", "/office/requests/"],
    "secrecy": ["/office/"],
    "supervisor": [
        "/office/",
        "/office/near-limits/",
        "/office/near-limits/?late=on",
        "/office/requests/",
        "/office/reports/",
        "/office/statistics/coverage/",
    ],
    "administrator": [
        "/office/",
        "/office/agency/",
        "/office/post/",
        "/office/user/",
        "/office/holidaynotice/",
        "/office/documents/rulebook/",
        "/office/keys/",
        "/office/matters/",
        "/office/consultations/settings/",
        "/office/letters/",
        "/office/letters/decision.deny.process/?agency=finance",
    ],
}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_on_a_desktop(desktop: Page, axe: Callable[..., None], path: str) -> None:
    response = desktop.goto(path)
    assert response
    assert response.status == 200
    axe(desktop)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_at_360_pixels(phone: Page, path: str) -> None:
    phone.set_viewport_size({"width": 360, "height": 800})
    phone.goto(path)
    no_sideways_scroll(phone)


@pytest.mark.parametrize(
    ("path", "status"), [("/no-such-page/", 404), ("/d/99999999/", 404), ("/a/nowhere/", 404)]
)
def test_error_pages(browser: object, site: object, axe: Callable[..., None], path: str, status: int) -> None:
    page = browser.new_page(base_url=site.url, viewport=PHONE)  # type: ignore[attr-defined]
    assert page.goto(path).status == status
    axe(page)
    page.close()


@pytest.mark.parametrize("username", OFFICE)
def test_office_pages(sign_in: Callable[..., Page], axe: Callable[..., None], username: str) -> None:
    page = sign_in(username)
    for path in OFFICE[username]:
        response = page.goto(path)
        assert response
        assert response.status == 200, path
        axe(page, within="main")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in OFFICE[username]:
        page.goto(path)
        no_sideways_scroll(page)


def test_the_versions_of_a_rule(desktop: Page, axe: Callable[..., None]) -> None:
    """From the list of rules to its versions, one of them by itself, and two beside each other."""
    desktop.goto("/a/finance/rules/")
    desktop.get_by_role("link", name="历次版本（2 个）").click()
    axe(desktop)
    desktop.get_by_role("link", name="第 1 版", exact=True).click()
    assert "不是现行文本" in desktop.locator("main").inner_text()
    axe(desktop)
    desktop.set_viewport_size({"width": 360, "height": 800})
    no_sideways_scroll(desktop)
    desktop.goto(desktop.url.replace("/versions/1/", "/versions/1/2/"))
    axe(desktop)
    no_sideways_scroll(desktop)
