"""A supervisor's afternoon with another agency's published report: hand in, look, correct, accept, compare."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE

AGENCY = "清川市石塘镇人民政府"
REPORT = f"""{AGENCY}2020年政府信息公开工作年度报告

本报告由{AGENCY}按照《中华人民共和国政府信息公开条例》编制，数据统计期限自2020年1月1日至2020年12月31日。

一、总体情况
2020年，本机关主动公开政府信息326条，其中通过政府网站公开210条。全年收到政府信息公开申请12件。

二、存在的主要问题及改进情况
部分栏目更新不及时，下一年将安排专人检查。

{AGENCY}
2021年1月20日
"""


def fits(page: Page) -> bool:
    """Whether the page is no wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_report_is_handed_in_corrected_accepted_and_compared(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = sign_in("supervisor")
    page.goto("/office/audit/")
    axe(page, within=".audit")
    page.set_input_files(
        "#files", {"name": "石塘镇2020年年报.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}
    )
    page.get_by_role("button", name="导入并读取").click()
    page.locator("#findings").wait_for(timeout=60_000)  # the worker reads it; the page asks again by itself
    expect(page.locator(".audit h1")).to_contain_text(f"{AGENCY} 2020")
    axe(page, within=".audit")

    mark = page.locator(".audit__text mark", has_text="326").first
    place = str(mark.get_attribute("id"))
    line = page.locator(f"#list-{place}")
    line.get_by_text("更正").first.click()
    line.get_by_label(re.compile("^应为")).fill("362")
    line.get_by_label("说明").fill("原件为362条")
    axe(page, within=".audit")
    line.get_by_role("button", name="保存更正").click()
    expect(page.locator(f"#list-{place}")).to_contain_text("读出的是 326")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert fits(page)
    axe(page, within=".audit")
    page.get_by_role("button", name="核对无误，采用").click()
    expect(page.locator(".audit h1")).to_contain_text("已采用")
    page.get_by_role("link", name="看历年数据").click()
    expect(page.locator(".audit__series caption")).to_have_text(AGENCY)
    expect(page.locator(".audit__series")).to_contain_text("362")
    assert fits(page)
    axe(page, within=".audit")

    again = {"name": "又一次.txt", "mimeType": "text/plain", "buffer": (REPORT + "\n").encode()}
    page.goto("/office/audit/")
    page.set_input_files("#files", again)  # type: ignore[arg-type]
    page.get_by_role("button", name="导入并读取").click()
    page.locator("#findings").wait_for(timeout=60_000)
    expect(page.locator(".audit__note")).to_contain_text("已采用另一份报告")
    page.get_by_role("button", name="核对无误，采用").click()
    expect(page.get_by_role("alert")).to_contain_text("请先撤回那一份")
    page.get_by_role("link", name=re.compile("打开已采用的那一份")).click()
    expect(page.locator(".audit h1")).to_contain_text("已采用")


def test_tables_are_corrected_by_keyboard_and_a_notice_is_saved(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    """The demonstration's last report of the town, whose printed total is wrong."""
    page = sign_in("supervisor")
    page.goto("/office/audit/?status=read&q=石塘镇")
    axe(page, within=".audit")
    page.get_by_role("link", name="清川市石塘镇人民政府 2024年度").click()
    expect(page.locator("#findings")).to_contain_text("3 条")
    axe(page, within=".audit")
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("生成核查通知")).press("Enter")
    assert saved.value.suggested_filename == "清川市石塘镇人民政府 2024年度年报核查通知.docx"

    number = page.locator("[id='list-cell-t3.grant.total']")
    number.get_by_role("link").press("Enter")
    field = page.locator("#correct-value")
    field.fill("五")
    field.press("Enter")
    expect(page.locator("#correct-problem")).to_contain_text("不是数字")
    axe(page, within=".audit")
    field.fill("5")
    page.locator("#correct-note").fill("原件为5")
    page.locator("#correct-note").press("Enter")
    expect(number).to_contain_text("更正")
    expect(page.locator("#findings")).to_contain_text("1 条")

    page.get_by_role("link", name="与其他报告的雷同文字").click()
    expect(page.locator(".audit__passages")).to_contain_text("代查台")
    axe(page, within=".audit")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert fits(page)
    page.goto("/office/audit/series/?agency=清川市石塘镇人民政府")
    expect(page.locator(".audit__series thead")).to_contain_text("2010")
    axe(page, within=".audit")
    assert fits(page)
