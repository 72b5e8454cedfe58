"""Journey 1: a citizen with a phone wants to know, then asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "a39a2b290000000049454e44ae426082"
)


def no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than the screen."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, page.url


def fill_request(page: Page, tmp_path: Path) -> None:
    """Type a request as a natural person."""
    proof = tmp_path / "identity.png"
    proof.write_bytes(PNG)
    page.check("input[name=applicant_kind][value=natural]")
    page.fill("[name=name]", "林晓雨")
    page.set_input_files("[name=identity_proof]", str(proof))
    page.fill("[name=phone]", "0999-5550123")
    page.fill("[name=email]", "lin@example.org")
    page.fill("[name=address]", "云溪县学府路8号")
    page.select_option("[name=agency]", "finance")
    page.fill("[name=information_title]", "2025年村级公路养护经费安排明细")
    page.fill("[name=information_description]", "按乡镇列出的金额")
    page.check("input[name=carrier][value=electronic]")
    page.locator("input[name=route]").first.check()


def test_finds_a_document(phone: Page, axe: Callable[..., None]) -> None:
    phone.goto("/")
    expect(phone.locator("h1")).to_be_visible()
    axe(phone)
    no_sideways_scroll(phone)
    phone.locator("input[name=q]").first.fill("预算")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/**")
    axe(phone)
    no_sideways_scroll(phone)
    phone.locator("main a[href^='/d/']").first.click()
    phone.wait_for_url(re.compile(r"/d/\d+/"))
    expect(phone.get_by_text("索引号")).to_be_visible()
    axe(phone)
    no_sideways_scroll(phone)


def test_finds_while_she_types_and_sees_what_no_longer_holds(phone: Page) -> None:
    phone.goto("/")
    phone.locator("#home-search").press_sequentially("低保 标准 2026")
    found = phone.locator("#home-search-found")
    expect(found.get_by_role("link", name="最低生活保障标准")).to_be_visible()
    expect(found.locator("mark").first).to_be_visible()
    expect(phone.locator("form[data-live] [role=status]")).to_have_text("找到 1 件")
    no_sideways_scroll(phone)
    found.get_by_role("link", name="最低生活保障标准").click()
    phone.wait_for_url(re.compile(r"/d/\d+/"))
    phone.get_by_role("link", name="看该机关的公开指南").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("政府信息公开指南")
    phone.goto("/search/")
    expect(phone.locator("details.filter-panel form")).to_be_hidden()  # folded on a phone
    phone.locator("#search").press_sequentially("烟花爆竹燃放管理规定")
    expect(phone.locator("[data-live-count]").first).to_contain_text("烟花爆竹燃放管理规定", timeout=15_000)
    repealed = phone.locator("#search-results li").first
    expect(repealed).to_contain_text("废止")
    assert "q=" in phone.url
    repealed.get_by_role("link").click()
    expect(phone.locator(".notice")).to_contain_text("本文件已废止")
    expect(phone.locator(".notice").get_by_role("link")).to_contain_text("禁止燃放")


def test_what_she_types_in_a_request_finds_documents_and_whom_to_ask(phone: Page) -> None:
    phone.goto("/search/")
    phone.locator("#search").press_sequentially("农村公路管理养护 没有的词")
    phone.locator("#search-results a.button").click()  # the words as they stand in the box now
    expect(phone.locator("[name=information_title]")).to_have_value("农村公路管理养护 没有的词")
    phone.fill("[name=information_title]", "")
    phone.select_option("[name=agency]", "")
    phone.locator("[name=information_title]").press_sequentially("农村公路管理养护办法")
    expect(phone.locator("[data-likely-agency]")).to_contain_text("云溪县人民政府", timeout=15_000)
    expect(phone.locator("[name=agency]")).to_have_value("yunxi")
    phone.select_option("[name=agency]", "finance")  # her own choice stays
    phone.locator("[name=information_title]").press_sequentially("的解读")
    expect(phone.locator("[data-suggest] a").first).to_contain_text("解读")
    expect(phone.locator("[name=agency]")).to_have_value("finance")


def test_not_found_leads_to_a_request_with_her_words(phone: Page) -> None:
    phone.goto("/search/?q=没有这样的文件")
    phone.locator("main a[href*='/apply/']").first.click()
    expect(phone.locator("[name=information_title]")).to_have_value("没有这样的文件")


def test_asks_and_follows_the_request(phone: Page, tmp_path: Path, axe: Callable[..., None]) -> None:
    phone.goto("/apply/")
    axe(phone)
    no_sideways_scroll(phone)
    phone.locator("main button[type=submit]").last.click()
    expect(phone.locator(".error-summary")).to_be_visible()
    axe(phone)
    fill_request(phone, tmp_path)
    phone.locator("main button[type=submit]").last.click()
    expect(phone.locator("main")).to_contain_text("2025年村级公路养护经费安排明细")
    axe(phone)
    phone.locator("button[name=step][value=submit]").click()
    phone.wait_for_url("**/receipt/")
    axe(phone)
    no_sideways_scroll(phone)
    text = phone.locator("main").inner_text()
    number = re.search(r"FINANCE-\d{4}-\d+", text)
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert number, text
    assert code, text
    phone.goto("/track/")
    axe(phone)
    phone.fill("[name=number]", number[0])
    phone.fill("[name=code]", code[0])
    phone.locator("main button[type=submit]").first.click()
    phone.wait_for_url("**/track/case/")
    expect(phone.locator("main")).to_contain_text("2025年村级公路养护经费安排明细")
    assert code[0] not in phone.url
    axe(phone)
    no_sideways_scroll(phone)


@pytest.mark.parametrize(("number", "code"), [("FINANCE-2026-9999", "AAAA-AAAA-AAAA"), ("x", "y")])
def test_a_wrong_code_says_nothing(phone: Page, number: str, code: str) -> None:
    phone.goto("/track/")
    phone.fill("[name=number]", number)
    phone.fill("[name=code]", code)
    phone.locator("main button[type=submit]").first.click()
    expect(phone.locator(".error-summary")).to_be_visible()


def test_works_with_the_keyboard_and_larger_text(desktop: Page) -> None:
    desktop.goto("/")
    desktop.keyboard.press("Tab")
    focused = desktop.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#main"
    desktop.goto("/agencies/")
    before = desktop.evaluate("getComputedStyle(document.documentElement).fontSize")
    desktop.get_by_role("button", name="特大").click()
    after = desktop.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert float(after[:-2]) > float(before[:-2])


def test_every_page_works_without_scripts(site: object, browser: object) -> None:
    from tests.e2e.conftest import PHONE

    context = browser.new_context(  # type: ignore[attr-defined]
        base_url=site.url,  # type: ignore[attr-defined]
        viewport=PHONE,
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/search/?q=预算")
    page.locator("main a[href^='/d/']").first.click()
    assert page.locator("h1").inner_text()
    page.goto("/apply/")
    page.locator("main button[type=submit]").last.click()
    assert page.locator(".error-summary").is_visible()
    context.close()


def test_speaks_english(desktop: Page) -> None:
    desktop.goto("/")
    desktop.get_by_role("button", name="English").click()
    assert desktop.locator("html").get_attribute("lang") == "en"
    expect(desktop.get_by_role("link", name="Annual reports").first).to_be_visible()
    desktop.set_viewport_size({"width": 360, "height": 800})  # its words are longer
    no_sideways_scroll(desktop)
