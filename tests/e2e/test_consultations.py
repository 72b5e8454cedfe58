"""A citizen says something about a draft on a phone; an officer sorts what was said and answers; everybody reads it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import GONGKAI, Site
from tests.e2e.test_citizen import no_sideways_scroll
from tests.e2e.test_review import send

OPEN, CLOSED = "云溪县惠农补贴“一卡通”管理办法", "云溪县农村公交运营补贴办法"
SIGN = """
from gongkai.agencies.models import User
from gongkai.catalog import services
from gongkai.catalog.models import Document
document = Document.objects.get(title__contains="农村公交", schema="consultation_outcome")
for name in ("reviewer", "secrecy", "leader"):
    services.approve(actor=User.objects.get(username=name), document=document, opinion="同意公开。")
"""


def test_a_citizen_says_something_on_a_phone(phone: Page, axe: Callable[..., None]) -> None:
    phone.goto("/")
    phone.get_by_role("link", name="对决策草案提意见").click()
    phone.get_by_role("link", name=OPEN).click()
    expect(phone.locator("main")).to_contain_text(re.compile(r"还有\d+天"))
    phone.locator("main").get_by_role("link", name="提意见").first.click()
    phone.get_by_role("button", name="下一步：核对").click()
    expect(phone.get_by_role("alert")).to_contain_text("请写下您的意见")
    axe(phone)
    phone.fill("[name=text]", "建议在村里张贴发放明细。")
    phone.fill("[name=contact]", "qian@example.com")
    phone.get_by_role("button", name="下一步：核对").click()
    expect(phone.locator("main")).to_contain_text("还没有提交")
    axe(phone)
    phone.get_by_role("button", name="返回修改").click()
    expect(phone.locator("[name=text]")).to_have_value("建议在村里张贴发放明细。")
    phone.get_by_role("button", name="下一步：核对").click()
    phone.get_by_role("button", name="确认提交").click()
    expect(phone.locator("h1")).to_have_text("意见已收到")
    axe(phone)
    no_sideways_scroll(phone)
    number, code = phone.locator(".receipt-panel dd").all_inner_texts()
    phone.goto("/consultations/follow/")
    phone.fill("[name=number]", number)
    phone.fill("[name=code]", code)
    phone.get_by_role("button", name="查看", exact=True).click()
    expect(phone.locator("main")).to_contain_text("已收到，正在汇总研究")
    assert code not in phone.url


def test_an_officer_answers_and_everybody_reads_it(
    sign_in: Callable[..., Page], desktop: Page, axe: Callable[..., None], site: Site
) -> None:
    officer = sign_in("officer")
    officer.get_by_role("link", name="逾期没有公布采纳情况").first.click()
    officer.get_by_role("link", name=CLOSED).click()
    axe(officer, within="main")
    officer.get_by_role("link", name="起草意见采纳情况").click()
    officer.get_by_role("button", name="生成草稿").click()
    expect(officer.get_by_role("alert").first).to_contain_text("还有1条意见没有归类")
    officer.get_by_role("link", name="取消").click()
    officer.get_by_role("link", name="共 5 条").click()
    officer.select_option("#id_filter", "none")
    officer.get_by_role("button", name="筛选").click()
    officer.locator("[name=comment]").check()
    officer.fill("[name=new]", "在职业中学门口设站")
    axe(officer, within="main")
    officer.get_by_role("button", name="归类勾选的意见").click()
    points = officer.locator("table").first.locator("tbody tr td:first-child a")
    expect(points).to_have_count(4)
    for place in range(points.count()):
        points.nth(place).click()
        officer.select_option("[name=decision]", "partly")
        officer.fill("[name=reason]", "可行的部分写入第二条。")
        officer.get_by_role("button", name="保存").click()
        officer.wait_for_url("**/comments/")
    expect(officer.locator("main")).not_to_contain_text("还没有决定")
    officer.goto(officer.url.removesuffix("comments/"))
    officer.get_by_role("link", name="起草意见采纳情况").click()
    officer.get_by_role("button", name="生成草稿").click()
    officer.wait_for_url("**/edit/**")
    send(officer)
    subprocess.run([*GONGKAI, "manage", "shell", "-c", SIGN], env=site.environment, check=True)
    desktop.goto("/consultations/")
    desktop.get_by_role("link", name=CLOSED).click()
    expect(desktop.locator("main")).to_contain_text("共收到意见 5 条")
    expect(desktop.locator("main table")).to_contain_text("可行的部分写入第二条。")
    axe(desktop)
