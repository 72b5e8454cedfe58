"""An officer settles what was found in a draft by keyboard; an administrator keeps words and has everything looked at again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE

TITLE = "惠农补贴发放对象公示"
ROSTER, SLIP, TEXT = "惠农补贴发放对象名单", "领款单样张", "正文和目录信息"
WORKER = 240_000
"""Milliseconds for a picture to be read, redacted and read again."""


def fits(page: Page) -> bool:
    """Whether the page is no wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def open_item(page: Page, name: str) -> None:
    """One of the document's texts and files, when the worker has looked at it."""
    page.locator(".screening__items a", has_text=name).click()
    expect(page.locator("#text")).to_contain_text(name, timeout=WORKER)


def test_what_was_found_is_settled_by_keyboard_and_the_draft_goes_to_be_signed(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = sign_in("officer")
    page.goto("/office/screening/")
    axe(page, within=".screening")
    page.get_by_role("link", name=TITLE).click()
    open_item(page, ROSTER)
    axe(page, within=".screening")
    marks = page.locator(".screening__mark--serious")
    assert marks.count() >= 13  # six identity numbers, six telephones, one in a comment
    if folder := os.environ.get("GONGKAI_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / "screening.png")

    page.select_option("#rest", "redact")
    page.keyboard.press("r")
    expect(page.locator("input[value=redact]").first).to_be_checked()
    with page.expect_navigation():
        page.keyboard.press("s")
    open_item(page, ROSTER)
    expect(page.locator(".screening__text")).to_contain_text("510***********")
    expect(page.locator(".screening__mark--serious")).to_have_count(0)

    open_item(page, SLIP)
    page.get_by_role("link", name="在版面上画框遮盖").click()
    axe(page, within=".screening")
    sheet = page.locator(".screening__sheet img")
    expect(sheet).to_be_visible()
    page.locator(".screening__sheet").scroll_into_view_if_needed()
    area = sheet.bounding_box()
    assert area
    page.mouse.move(area["x"] + area["width"] * 0.15, area["y"] + area["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.7, area["y"] + area["height"] * 0.4, steps=4)
    page.mouse.up()
    expect(page.locator("button.screening__box")).to_have_count(1)
    page.get_by_role("button", name="遮盖框内的内容").click()
    expect(page.locator("#text")).to_contain_text(SLIP, timeout=WORKER)

    open_item(page, TEXT)
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.locator(".screening__refused")).to_contain_text("须写明理由")
    page.fill("#reason", "沿用群众熟悉的说法")
    page.get_by_label("改为“截至目前”").check()
    page.select_option("#rest", "kept")
    page.get_by_role("button", name="办理", exact=True).click()
    expect(page.locator(".screening__items a", has_text=TEXT)).to_contain_text("没有待处理")

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert fits(page)
    axe(page, within=".screening")
    page.get_by_role("link", name="回到办理页面").click()
    page.get_by_role("button", name="送审签").click()
    expect(page.locator("main")).to_contain_text("已送签")


def test_words_are_kept_and_everything_public_is_looked_at_again(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = sign_in("administrator")
    page.goto("/office/screening/words/")
    axe(page, within=".screening")
    page.get_by_role("link", name="导入词表").click()
    axe(page, within=".screening")
    table = "词,类别,程度,正确写法\n必需的,错别字,提醒,必须的\n甲,错别字,,\n"
    page.set_input_files("#id_file", {"name": "词表.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.get_by_role("button", name="导入").click()
    expect(page.locator(".screening__refused")).to_contain_text("词应为2至100个字")
    axe(page, within=".screening")
    page.get_by_role("link", name="返回词库").click()
    page.get_by_role("link", name="添加词").click()
    page.fill("#id_word", "规划期限")
    page.select_option("#id_category", "typing")
    page.fill("#id_right_form", "规划期")
    axe(page, within=".screening")
    page.get_by_role("button", name="保存").click()
    page.fill("#q", "规划期")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".screening__list")).to_contain_text("规划期限")

    page.get_by_role("link", name="复查", exact=True).click()
    axe(page, within=".screening")
    page.get_by_role("button", name="开始复查").click()
    expect(page.locator("progress")).to_be_visible()
    page.get_by_role("button", name="停止").click()
    page.get_by_role("button", name="继续").wait_for()
    axe(page, within=".screening")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for path in ("", "words/", "words/add/", "rescans/", "statistics/"):
        page.goto(f"/office/screening/{path}")
        assert fits(page), path
        axe(page, within=".screening")
