"""Journey 3: a chain of its own, a remark at a passage, a question to the secrecy administration, a signature by code."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date

import pyotp
from playwright.sync_api import Page, expect

from gongkai.demo.people import PASSWORD
from tests.e2e.conftest import PHONE

TITLE = "云溪县财政局关于调整储备物资采购限额的公告"
WRONG, RIGHT = "限额自发布之日起执行。", "限额自2027年1月1日起执行。"


def type_body(officer: Page, text: str) -> None:
    """Put the text into the editor in place of whatever is there."""
    officer.locator(".ProseMirror:visible").first.click()
    officer.keyboard.press("Control+A")
    officer.keyboard.type(text)
    officer.keyboard.press("Escape")


def send(officer: Page) -> None:
    """Send the draft for review from the form."""
    officer.get_by_role("button", name="更多动作").last.click()
    officer.get_by_role("button", name=re.compile("提交给|重新提交|提交")).first.click()
    officer.wait_for_load_state()


def open_step(page: Page) -> None:
    """The page of the step that waits."""
    page.goto("/office/review/")
    page.get_by_role("link", name=TITLE).click()


def sign(page: Page, decision: str, opinion: str, code: str = "") -> None:
    """Decide, write the opinion, confirm oneself."""
    page.get_by_label(decision, exact=True).check()
    page.fill("[name=opinion]", opinion)
    page.fill("[name=password]", PASSWORD)
    if code:
        page.fill("[name=code]", code)
    page.get_by_role("button", name="签署", exact=True).click()
    page.wait_for_url("**/office/review/")


def lay_down_chain(administrator: Page, axe: Callable[..., None]) -> None:
    """Office and secrecy review side by side, then the leader; for notices of the finance bureau."""
    administrator.goto("/office/review/chains/")
    axe(administrator, within="main")
    administrator.get_by_role("link", name="县财政局", exact=True).click()
    axe(administrator, within="main")
    administrator.get_by_role("link", name="自行设置").click()
    administrator.select_option("[name=review_class]", "notice")
    administrator.fill("[name=name]", "公告会签")
    administrator.fill("[name=step0-limit_days]", "2")
    administrator.check("[name=step1-alongside]")
    axe(administrator, within="main")
    administrator.get_by_role("button", name="保存流程").click()
    expect(administrator.locator("main")).to_contain_text("公告会签")
    expect(administrator.locator("main")).to_contain_text("审核（2日） ∥ 保密审查 → 负责人签发")


def draft(officer: Page) -> None:
    """A notice, sent for review."""
    officer.goto("/office/snippets/catalog/document/add/")
    officer.fill("[name=title]", TITLE)
    officer.select_option("[name=column]", label=officer.locator("[name=column] option").nth(1).inner_text())
    officer.select_option("[name=document_type]", "notice")
    officer.fill("[name=summary]", "调整储备物资的采购限额。")
    type_body(officer, WRONG)
    officer.select_option("[name=disclosure_class]", "proactive")
    officer.select_option("[name=statutory_item]", "procurement")
    officer.fill("[name=formed_on]", date.today().isoformat())
    send(officer)


def return_with_a_remark(reviewer: Page, axe: Callable[..., None]) -> None:
    """Select a passage, pin a remark to it, return the draft; on a phone."""
    open_step(reviewer)
    expect(reviewer.locator("main")).to_contain_text("首次送审")
    reviewer.locator(".document-text p").first.select_text()
    reviewer.get_by_text("逐处批注").click()
    reviewer.get_by_role("button", name="批注所选文字").click()
    expect(reviewer.locator("[name=quote]").first).to_have_value(WRONG)
    reviewer.locator("[name=remark]").first.fill("写明施行日期")
    axe(reviewer, within="main")
    assert reviewer.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sign(reviewer, "退回修改", "见批注")


def refer_and_record_the_answer(secrecy: Page, axe: Callable[..., None]) -> None:
    """The secrecy reviewer asks; nothing can be signed until the answer is recorded."""
    open_step(secrecy)
    secrecy.get_by_label("提请上级或保密行政管理部门确定").check()
    secrecy.fill("[name=authority_name]", "云溪县国家保密局")
    sign(secrecy, "提请上级或保密行政管理部门确定", "储备限额可否公开")
    secrecy.goto("/office/review/referrals/")
    axe(secrecy, within="main")
    secrecy.get_by_role("link", name=TITLE).click()
    axe(secrecy, within="main")
    with secrecy.expect_download() as download:
        secrecy.get_by_role("link", name="提请函（DOCX）").click()
    assert download.value.suggested_filename.endswith("可否公开的函.docx")
    secrecy.fill("[name=number]", "云财函〔2026〕8号")
    secrecy.get_by_role("button", name="登记发函").click()
    open_step(secrecy)
    expect(secrecy.locator("main")).to_contain_text("收到并登记答复前不能签署同意")
    secrecy.goto("/office/review/referrals/")
    secrecy.get_by_role("link", name=TITLE).click()
    secrecy.get_by_label("可以公开", exact=True).check()
    secrecy.fill("[name=number]", "云保函〔2026〕2号")
    secrecy.get_by_role("button", name="登记答复").click()
    expect(secrecy.locator("main")).to_contain_text("已答复")


def bind_a_device(leader: Page, axe: Callable[..., None]) -> pyotp.TOTP:
    """Scan the code, keep the recovery codes; what the device shows from now on."""
    leader.goto("/office/review/mine/")
    axe(leader, within="main")
    leader.get_by_role("link", name="绑定验证器").click()
    axe(leader, within="main")
    device = pyotp.TOTP("".join(leader.locator("main code").inner_text().split()))
    leader.fill("[name=code]", device.now())
    leader.fill("[name=password]", PASSWORD)
    leader.get_by_role("button", name="启用").click()
    expect(leader.locator("main .review-codes li")).to_have_count(10)
    axe(leader, within="main")
    return device


def test_a_notice_goes_the_way_its_agency_laid_down(
    sign_in: Callable[..., Page], desktop: Page, axe: Callable[..., None]
) -> None:
    lay_down_chain(sign_in("administrator"), axe)
    officer = sign_in("officer")
    draft(officer)

    reviewer = sign_in("reviewer", PHONE)
    return_with_a_remark(reviewer, axe)
    officer.goto("/office/snippets/catalog/document/?state=returned")
    officer.get_by_role("link", name=TITLE).first.click()
    expect(officer.locator("main")).to_contain_text("写明施行日期")
    officer.get_by_role("link", name="编辑", exact=True).first.click()
    type_body(officer, RIGHT)
    send(officer)

    open_step(reviewer)
    expect(reviewer.locator("main")).to_contain_text("已经修改")
    expect(reviewer.locator(".review-difference ins").first).to_be_visible()
    axe(reviewer, within="main")
    secrecy = sign_in("secrecy")
    refer_and_record_the_answer(secrecy, axe)
    open_step(secrecy)
    sign(secrecy, "同意", "不涉密")  # before the office, which signs alongside
    open_step(reviewer)
    sign(reviewer, "同意", "属实")

    leader = sign_in("leader")
    device = bind_a_device(leader, axe)
    open_step(leader)
    axe(leader, within="main")
    leader.get_by_label("同意", exact=True).check()
    leader.fill("[name=code]", "000000")
    leader.get_by_role("button", name="签署", exact=True).click()
    expect(leader.locator("main")).to_contain_text("没有签署")
    leader.get_by_label("同意", exact=True).check()
    leader.fill("[name=code]", device.at(next_interval(device)))
    leader.get_by_role("button", name="签署", exact=True).click()
    leader.wait_for_url("**/office/review/")

    desktop.goto(f"/search/?q={TITLE}")
    desktop.locator("main a[href^='/d/']").first.click()
    expect(desktop.locator("main")).to_contain_text(RIGHT)
    leader.goto("/office/review/secrecy-register/")
    axe(leader, within="main")
    with leader.expect_download() as download:
        leader.get_by_role("link", name="登记表（PDF）").click()
    assert download.value.suggested_filename.endswith("保密审查登记表.pdf")


def next_interval(device: pyotp.TOTP) -> int:
    """A moment in the next interval: the code that bound the device counts only once."""
    return int(time.time()) + device.interval
