"""Journeys 2 and 4: a report goes to the county office, comes back with a remark, is corrected, accepted and counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

YEAR = date.today().year - 3  # the demonstration has published the reports of the last two years
LIST = f"/office/reports/?year={YEAR}"
OVERVIEW = f"/office/reports/gathering/?year={YEAR}"
AGENCY = "云溪县财政局"
PHONE = {"width": 390, "height": 844}


def sign(leader: Page, address: str) -> None:
    """Sign with password, and with a reason where errors remain."""
    from gongkai.demo.people import PASSWORD

    leader.goto(address)
    reason = leader.locator("#exception_reason")
    if reason.count():
        reason.fill("历史年度补报，部分数据待核实。")
    leader.fill("#password", PASSWORD)
    leader.get_by_role("button", name="签发", exact=True).click()
    expect(leader.locator("main")).to_contain_text("已签发")


def scrolls_sideways(page: Page) -> bool:
    """Whether the page itself is wider than the screen."""
    found: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
    )
    return found


def test_submit_return_correct_accept(sign_in: Callable[..., Page], axe: Callable[..., None]) -> None:
    supervisor = sign_in("supervisor")
    supervisor.goto(OVERVIEW)
    axe(supervisor, within=".annual")
    supervisor.get_by_role("button", name="开始汇总").click()
    expect(supervisor.locator("main")).to_contain_text("汇总要求：审核通过后才能公布")
    for code in ("education", "civil-affairs"):
        supervisor.check(f"[name=agency][value={code}]")
    supervisor.get_by_role("button", name="提醒选中的单位").click()
    expect(supervisor.locator("body")).to_contain_text("已提醒2个单位")

    officer = sign_in("officer")
    officer.goto(LIST)
    officer.get_by_role("button", name=re.compile("开始编制")).click()
    officer.wait_for_url(re.compile(r"/office/reports/\d+/$"))
    address = officer.url
    check_while_typing(officer)
    axe(officer, within=".annual")
    officer.get_by_role("button", name="保存填报数").first.click()
    officer.wait_for_load_state()
    leader = sign_in("leader")
    sign(leader, address)
    officer.goto(address)
    expect(officer.locator("main")).to_contain_text("审核通过后才能公布")
    expect(officer.get_by_role("button", name="在门户网站公布")).to_have_count(0)
    officer.get_by_role("button", name="报送", exact=True).click()
    expect(officer.locator("main")).to_contain_text("已报送")

    return_with_a_remark(supervisor, address, axe)
    correct(officer, address, axe)
    sign(leader, address)
    officer.goto(address)
    officer.get_by_role("button", name="再次报送").click()
    accept(supervisor, address)
    look_at_the_sum(supervisor, axe)
    officer.goto(address)
    officer.get_by_role("button", name="在门户网站公布").click()
    expect(officer.locator("main")).to_contain_text("已公布，不再更改")


def check_while_typing(officer: Page) -> None:
    """The list of errors follows what is typed, before anything is saved."""
    findings = officer.locator("#findings")
    field = officer.locator("[name='cell:t2.licence.decisions']")
    field.fill("十二")
    expect(findings).to_contain_text("应填不小于零的整数")
    expect(field).to_have_attribute("aria-invalid", "true")
    for name in ("licence.decisions", "penalty.decisions", "coercion.decisions", "admin_charges.amount"):
        officer.fill(f"[name='cell:t2.{name}']", "12")
    expect(findings).not_to_contain_text("还没有填报")
    expect(findings).not_to_contain_text("应填不小于零的整数")


def return_with_a_remark(supervisor: Page, address: str, axe: Callable[..., None]) -> None:
    """From the list to the report, to a number, to a remark on it, and one on a section."""
    supervisor.goto("/office/")
    expect(supervisor.locator("main")).to_contain_text(f"份{YEAR}年度报告待审核")
    supervisor.goto(f"{OVERVIEW}&show=submitted")
    supervisor.get_by_role("link", name=AGENCY).click()
    supervisor.wait_for_url(address)
    expect(supervisor.locator("#handover-section")).to_contain_text("历史年度补报")
    supervisor.locator("[id='cell-t2.licence.decisions'] a").first.click()
    supervisor.get_by_role("link", name="对这个数提意见").click()
    supervisor.fill("[name='remark:t2.licence.decisions']", "与审批股台账不一致，请核对。")
    supervisor.select_option("#place", "s5")
    supervisor.get_by_role("button", name="加一处意见").click()
    expect(supervisor.locator("[name='remark:t2.licence.decisions']")).to_have_value(
        "与审批股台账不一致，请核对。"
    )
    supervisor.fill("[name='remark:s5']", "改进措施请写具体。")
    axe(supervisor, within=".annual")
    supervisor.get_by_role("button", name="退回", exact=True).click()
    expect(supervisor.locator("#handover-section")).to_contain_text("被退回")


def correct(officer: Page, address: str, axe: Callable[..., None]) -> None:
    """The remarks stand at their places; both are dealt with."""
    officer.goto("/office/")
    expect(officer.locator("main")).to_contain_text(f"处退回意见，{YEAR}年度报告")
    officer.goto(address)
    cell = officer.locator("[id='cell-t2.licence.decisions']")
    expect(cell).to_contain_text("意见")
    officer.fill("[name='cell:t2.licence.decisions']", "13")
    officer.get_by_role("button", name="保存填报数").first.click()
    axe(officer, within=".annual")
    for said in ("已改为13，与台账一致。", "已补充三项具体措施。"):
        officer.locator("#handover-section form input[name=answer]").first.fill(said)
        officer.get_by_role("button", name=re.compile("已处理")).first.click()
        officer.wait_for_load_state()
    expect(officer.locator("#handover-section form input[name=answer]")).to_have_count(0)


def accept(supervisor: Page, address: str) -> None:
    """No more remarks."""
    supervisor.goto(address)
    supervisor.get_by_role("button", name="审核通过").click()
    expect(supervisor.locator("#handover-section")).to_contain_text("已通过")


def look_at_the_sum(supervisor: Page, axe: Callable[..., None]) -> None:
    """The sum opens to the agency, and comes as a workbook; on a phone nothing runs off the screen."""
    supervisor.goto(OVERVIEW)
    supervisor.get_by_role("link", name="汇总数").click()
    axe(supervisor, within=".annual")
    supervisor.locator("[id='cell-t2.licence.decisions'] a").click()
    expect(supervisor.locator("main")).to_contain_text(AGENCY)
    axe(supervisor, within=".annual")
    supervisor.goto(OVERVIEW)
    for name in ("导出汇总 XLSX", "导出进度 XLSX"):
        with supervisor.expect_download() as download:
            supervisor.get_by_role("link", name=name).click()
        assert download.value.suggested_filename.endswith(".xlsx")
    supervisor.set_viewport_size(PHONE)
    for page in ("gathering", "gathering/sums", "gathering/cell/t2.licence.decisions"):
        supervisor.goto(f"/office/reports/{page}/?year={YEAR}")
        axe(supervisor, within=".annual")
        assert not scrolls_sideways(supervisor), page
