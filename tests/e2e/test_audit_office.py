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
    url = page.url

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert fits(page)
    axe(page, within=".audit")
    page.get_by_role("button", name="核对无误，采用").click()
    expect(page.locator(".audit h1")).to_contain_text("已采用")
    assert page.url == url
    page.get_by_role("link", name="看历年数据").click()
    expect(page.locator(".audit__series caption")).to_have_text(AGENCY)
    expect(page.locator(".audit__series")).to_contain_text("362")
    assert fits(page)
    axe(page, within=".audit")
