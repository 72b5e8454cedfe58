"""The officer finds what is not right in a public notice, has it corrected in the draft, and takes the correction back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

TITLE = "云溪县财政局关于做好财政票据检查工作的通知"


def test_from_the_list_to_the_place_and_back(sign_in: Callable[..., Page], axe: Callable[..., None]) -> None:
    page = sign_in("officer")
    page.goto("/office/quality/?check_id=form.doubled_marks")
    page.get_by_role("link", name=TITLE).first.click()
    panel = page.locator(".quality-panel")
    expect(panel.locator("mark", has_text="，，")).to_be_visible()
    axe(page, within="main")
    panel.get_by_role("button", name="改为“，”").first.click()
    expect(page.get_by_text("已改正 1 处，可以在办理页撤销。")).to_be_visible()
    expect(page.locator(".quality-panel mark", has_text="，，")).to_have_count(0)
    page.get_by_role("button", name="撤销上次改正").click()
    expect(page.locator(".quality-panel mark", has_text="，，")).to_be_visible()
