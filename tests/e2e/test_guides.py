"""A citizen who has something to do, with and without scripts; a supervisor who looks at a handbook."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_citizen import no_sideways_scroll


def test_what_to_bring_is_found_and_ticked_on_a_phone(phone: Page, axe: Callable[..., None]) -> None:
    phone.set_viewport_size({"width": 360, "height": 800})
    phone.goto("/guides/")
    phone.fill("main input[name=q]", "食品")
    phone.keyboard.press("Enter")
    phone.locator("main a", has_text="食品经营许可").click()
    expect(phone.locator("h1")).to_have_text("食品经营许可")
    phone.get_by_label("食品经营许可申请书").check()
    expect(phone.get_by_role("link", name="0999-7200100").first).to_have_attribute("href", "tel:09997200100")
    with phone.expect_download() as form:
        phone.get_by_role("link", name=re.compile("下载食品经营许可申请书")).click()
    assert form.value.suggested_filename == "食品经营许可申请书.docx"
    expect(phone.locator(".flow-chart svg")).to_be_visible()
    axe(phone)
    no_sideways_scroll(phone)


def test_a_guide_is_whole_without_scripts_and_on_paper(browser: Browser, site: object) -> None:
    context = browser.new_context(
        base_url=site.url, viewport=PHONE, java_script_enabled=False, locale="zh-CN"
    )  # type: ignore[attr-defined,arg-type]
    page = context.new_page()
    page.goto("/guides/?q=食品经营")
    page.locator("main a", has_text="食品经营许可").click()
    page.emulate_media(media="print")
    expect(page.locator(".flow-chart__steps strong", has_text="一次性告知")).to_be_visible()
    for text in ("要带的材料", "县政务服务中心", "《中华人民共和国食品安全法》第三十五条"):
        expect(page.get_by_text(text).first).to_be_visible()
    context.close()


def test_a_supervisor_looks_at_a_handbook(sign_in: Callable[..., Page], axe: Callable[..., None]) -> None:
    page = sign_in("supervisor")
    page.goto("/office/handbooks/")
    page.get_by_role("link", name="云溪县办事手册").click()
    expect(page.get_by_text("您不能修改这份手册")).to_be_visible()
    with page.expect_download() as book:
        page.get_by_role("link", name=re.compile("下载预览（PDF）")).click()
    assert book.value.suggested_filename.startswith("云溪县办事手册（印刷版）")
    axe(page, within="main")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    no_sideways_scroll(page)
