"""The README's five-minute tour, taken with real pages. `make screenshots` keeps the pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, Site

YEAR = date.today().year
WIDE = {"width": 1280, "height": 800}


def test_the_five_minute_tour(
    site: Site, desktop: Page, phone: Page, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("GONGKAI_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def picture(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")

    desktop.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desktop.goto("/")
    picture(desktop, "home")
    phone.goto("/search/?q=预算")
    phone.locator("main a[href^='/d/']").first.click()
    picture(phone, "document-phone")
    desktop.goto("/apply/finance/")
    picture(desktop, "apply")

    number, code = example(site)
    desktop.goto("/track/")
    desktop.fill("[name=number]", number)
    desktop.fill("[name=code]", code)
    desktop.locator("main button[type=submit]").first.click()
    desktop.wait_for_url("**/track/case/")
    picture(desktop, "track")

    office = sign_in("officer", WIDE)
    picture(office, "today")
    office.goto("/office/requests/?group=soon")
    office.locator("main a[href*='/office/requests/']", has_text="FINANCE-").first.click()
    picture(office, "case")
    office.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    office.goto(f"/office/reports/?year={YEAR - 1}")
    office.locator("main table a").first.click()
    office.get_by_text("本年新收政府信息公开申请数量").first.scroll_into_view_if_needed()
    picture(office, "report")
    assert len(list(folder.glob("*.png"))) >= 7


def example(site: Site) -> tuple[str, str]:
    """The demonstration's request for trying the tracking page, as `make demo` prints it."""
    import subprocess
    import sys

    program = (
        "from gongkai.cli.django_setup import start_django; start_django();"
        "from gongkai.demo import accounts; print(accounts.welcome(''))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], env=site.environment, check=True, capture_output=True, text=True
    ).stdout
    line = next(line for line in printed.splitlines() if "example" in line)
    number, code = line.split()[-2:]
    return number, code
