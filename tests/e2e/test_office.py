"""Journeys 2 to 4: an officer's Monday, the reviewers' signatures, an answer, and the year's report."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site

TITLE = "云溪县财政局关于公布政府采购代理机构名单的公告"
SUBJECT = "2024年以来县级预备费动支审批文件"


def sign(page: Page, title: str) -> None:
    """Sign what waits, with opinion and password."""
    from gongkai.demo.people import PASSWORD

    page.goto("/office/review/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("同意", exact=True).check()
    page.fill("[name=opinion]", "同意公开。")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="签署").click()
    page.wait_for_load_state()


def test_a_document_is_published_only_after_three_signatures(
    site: Site, sign_in: Callable[..., Page], desktop: Page, axe: Callable[..., None]
) -> None:
    officer = sign_in("officer")
    officer.goto("/office/snippets/catalog/document/add/")
    officer.fill("[name=title]", TITLE)
    officer.select_option("[name=column]", label=officer.locator("[name=column] option").nth(1).inner_text())
    officer.fill("[name=summary]", "公布在本县执业的政府采购代理机构名单。")
    editor = officer.locator(".ProseMirror:visible").first
    editor.click()
    officer.keyboard.type("经核对，下列代理机构在本县执业。")
    officer.select_option("[name=disclosure_class]", "proactive")
    officer.select_option("[name=statutory_item]", "procurement")
    officer.fill("[name=formed_on]", date.today().isoformat())
    officer.keyboard.press("Escape")
    officer.get_by_role("button", name="更多动作").last.click()
    officer.get_by_role("button", name=re.compile("提交给")).click()
    officer.wait_for_load_state()

    desktop.goto(f"/search/?q={TITLE}")
    expect(desktop.locator("main")).not_to_contain_text("名单。")
    for username in ("reviewer", "secrecy", "leader"):
        page = sign_in(username)
        page.goto("/office/review/")
        axe(page, within="main")
        assert desktop.goto(f"/search/?q={TITLE}")
        assert desktop.locator("main a[href^='/d/']").count() == 0
        sign(page, TITLE)
    desktop.goto(f"/search/?q={TITLE}")
    desktop.locator("main a[href^='/d/']").first.click()
    expect(desktop.locator("h1")).to_contain_text(TITLE)
    expect(desktop.locator("main")).to_contain_text("经核对，下列代理机构在本县执业。")
    expect(desktop.locator("main")).to_contain_text(re.compile(r"YX0000112/\d{4}-\d{5}"))


def register(officer: Page) -> tuple[str, str]:
    """Key in a request handed over at the counter; its number and tracking code."""
    officer.goto("/office/requests/register/")
    officer.check("[name=channel][value=in_person]")
    officer.select_option("[name=kind]", "natural")
    officer.fill("[name=name]", "何其安")
    officer.fill("[name=telephone]", "0999-5550456")
    officer.fill("[name=subject]", SUBJECT)
    officer.check("[name=wanted_form][value=electronic]")
    officer.check("[name=wanted_route][value=in_person]")
    officer.get_by_role("button", name="登记", exact=True).click()
    officer.wait_for_url(re.compile(r"/office/requests/\d+/"))
    text = officer.locator("body").inner_text()
    number = re.search(r"FINANCE-\d{4}-\d{4}", text)
    code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)
    assert number, text
    assert code, text
    return number[0], code[0]


def confirm(page: Page) -> None:
    """Through the check page of a step."""
    page.get_by_role("button", name="下一步：核对").click()
    page.locator("button[name=stage][value=confirm]").click()
    page.wait_for_url(re.compile(r"/office/requests/\d+/$"))


def test_a_request_is_answered_and_the_applicant_sees_it(
    sign_in: Callable[..., Page], phone: Page, axe: Callable[..., None]
) -> None:
    officer = sign_in("officer")
    number, code = register(officer)
    officer.goto("/office/requests/")
    officer.get_by_role("link", name=number).first.click()
    officer.wait_for_url(re.compile(r"/office/requests/\d+/$"))
    axe(officer, within="main")
    officer.get_by_role("link", name=re.compile("拟答复决定")).click()
    officer.wait_for_url("**/propose-decision/")
    axe(officer, within="main")
    officer.select_option("[name=answer]", "grant")
    officer.fill("[name=content]", "随函提供所需文件复印件三份。")
    confirm(officer)
    case_url = officer.url

    leader = sign_in("leader")
    leader.goto(case_url)
    leader.locator("main a[href*='/steps/approve-decision']").first.click()
    leader.check("[name=served_by][value=in_person]")
    confirm(leader)
    expect(leader.locator("main")).to_contain_text("予以公开")

    phone.goto("/track/")
    phone.fill("[name=number]", number)
    phone.fill("[name=code]", code)
    phone.locator("main button[type=submit]").first.click()
    phone.wait_for_url("**/track/case/")
    expect(phone.locator("main")).to_contain_text("予以公开")


def test_other_agencies_see_nothing_of_it(sign_in: Callable[..., Page]) -> None:
    officer = sign_in("officer")
    officer.goto("/office/requests/")
    officer.locator("main a[href*='/office/requests/']", has_text="FINANCE-").first.click()
    url = officer.url
    reviewer = sign_in("secrecy")
    assert reviewer.goto(url)
    supervisor = sign_in("supervisor")
    assert supervisor.goto(url).status == 200  # type: ignore[union-attr]


def test_a_cell_of_the_report_opens_what_it_counts(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    officer = sign_in("officer")
    officer.goto(f"/office/reports/?year={date.today().year - 1}")
    officer.locator("main table a").first.click()
    axe(officer, within="main")
    officer.locator("main table a[href*='cell']").first.click()
    axe(officer, within="main")
    with officer.expect_download() as download:
        officer.goto(f"/office/reports/?year={date.today().year - 1}")
        officer.locator("main table a").first.click()
        officer.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_the_editor_asks_only_what_matters_for_this_type(sign_in: Callable[..., Page]) -> None:
    officer = sign_in("officer")
    officer.goto("/office/snippets/catalog/document/add/")
    ground, waiver = officer.locator("[name=ground]"), officer.locator("[name=interpretation_waiver]")
    expect(ground).to_be_hidden()
    expect(waiver).to_be_hidden()
    officer.select_option("[name=document_type]", "normative_document")
    expect(waiver).to_be_visible()
    waiver.fill("事项单一，不需要解读")
    officer.select_option("[name=document_type]", "statistics")
    expect(waiver).to_be_visible()  # what was typed is never out of sight
    officer.select_option("[name=disclosure_class]", "withheld")
    expect(ground).to_be_visible()
    expect(officer.locator("[name=statutory_item]")).to_be_hidden()
    officer.locator("[data-matters-more]").click()
    expect(officer.locator("[name=statutory_item]")).to_be_visible()
