"""An administrator says what a rule governs; readers see it; whoever signs a batch sees what the signature rests on."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_citizen import no_sideways_scroll


def test_a_clause_is_linked_by_ticking_and_shown_to_everybody(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = sign_in("administrator")
    page.goto("/office/documents/rulebook/")
    page.get_by_label("机构", exact=True).select_option(label="云溪县财政局")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", name="需要核对")).to_be_visible()
    axe(page, within="main")
    page.get_by_role("button", name="所选的仍然适用").click()
    expect(page.locator("main")).to_contain_text("已确认仍然适用")
    page.get_by_role("link", name="云溪县财政局首问负责制度").click()
    axe(page, within="main")
    page.get_by_label("便民和协助 · 第二条").check()
    page.get_by_role("button", name="对应所选").click()
    expect(page.locator("main")).to_contain_text("已对应1处")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    no_sideways_scroll(page)
    page.goto("/a/finance/rules/")
    page.get_by_role("link", name="第二条").last.click()
    expect(page).to_have_url(re.compile(r"#art-2$"))
    expect(page.locator("#art-2")).to_be_in_viewport()


def test_whoever_signs_a_batch_reads_what_the_signature_rests_on(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    officer = sign_in("officer")
    officer.goto("/office/documents/batches/1/")
    officer.get_by_role("button", name="整批送审").click()
    reviewer = sign_in("reviewer")
    reviewer.goto("/office/review/")
    reviewer.locator("tbody a", has_text="导入").first.click()
    expect(reviewer.locator(".desk__side")).to_contain_text("依据：《政府信息公开条例》第十七条")
    axe(reviewer, within="main")
    reviewer.set_viewport_size(PHONE)  # type: ignore[arg-type]
    no_sideways_scroll(reviewer)
    officer.get_by_role("button", name="撤回审签").click()
