"""The screen in the hall without network and with it again; a job from its text to its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

HALL = {"width": 1920, "height": 1080}


@pytest.fixture
def hall(browser: Browser, site: Site) -> Iterator[Page]:
    """A screen; errors of the network are what is tested, so the console is left alone."""
    context = browser.new_context(base_url=site.url, viewport=HALL, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_the_screen_keeps_its_slides_without_network_and_goes_on(
    hall: Page, axe: Callable[..., None], site: Site
) -> None:
    foreign: list[str] = []
    hall.on("request", lambda request: foreign.append(request.url) if site.url not in request.url else None)
    hall.clock.install()
    hall.goto("/screen/finance/")
    state, count = hall.locator("#state"), hall.locator("#count")
    expect(state).to_contain_text("更新于")
    axe(hall)
    expect(count).to_contain_text("1 /")
    hall.clock.run_for(16_000)
    expect(count).to_contain_text("2 /")
    hall.keyboard.press("Home")
    expect(count).to_contain_text("1 /")
    hall.keyboard.press(" ")
    expect(state).to_contain_text("已暂停")
    hall.keyboard.press(" ")
    title = hall.locator(".screen__text").first.inner_text()
    hall.context.set_offline(True)
    hall.clock.run_for(31_000)
    expect(state).to_contain_text("网络中断")
    hall.keyboard.press("Home")
    expect(hall.locator(".screen__text").first).to_have_text(title)
    hall.context.set_offline(False)
    expect(state).not_to_contain_text("网络中断")
    lost_for_long(hall, title)
    hall.route("**/slides.json", lambda route: route.abort())  # the network is there, the server is not
    hall.clock.run_for(31_000)
    expect(state).to_contain_text("网络中断")
    hall.unroute("**/slides.json")
    for _second in range(5):  # a question has ten seconds, so that the clock must not run ahead of the answer
        hall.clock.run_for(7_000)
        hall.wait_for_timeout(100)
    expect(state).not_to_contain_text("网络中断")
    overflow = "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
    assert not hall.evaluate(overflow)
    assert hall.context.cookies() == []
    assert foreign == []


def lost_for_long(hall: Page, title: str) -> None:
    """After an hour without network no title is left: it may have been withdrawn. The network brings it back."""
    hall.context.set_offline(True)
    hall.clock.run_for(59 * 60_000)
    hall.keyboard.press("Home")
    expect(hall.locator(".screen__text").first).to_have_text(title)
    hall.clock.run_for(2 * 60_000)
    expect(hall.locator("main")).not_to_contain_text(title)
    expect(hall.locator("#title")).to_have_text("云溪县财政局")
    expect(hall.locator("main")).to_contain_text("暂不显示文件")
    hall.context.set_offline(False)
    expect(hall.locator(".screen__text").first).to_have_text(title)


def test_the_screen_without_script_lists_the_newest(browser: Browser, site: Site) -> None:
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/screen/finance/")
    assert page.locator(".screen__line").count() > 0
    context.close()


def test_from_text_to_proof(sign_in: Callable[..., Page], axe: Callable[..., None]) -> None:
    page = sign_in("officer")
    page.goto("/office/channels/?state=open&channel=weibo")
    page.locator("tbody a").first.click()
    expect(page.locator("#measure")).to_contain_text("上限 140 字")
    axe(page, within="main")
    page.get_by_role("link", name="登记已发布").click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert")).to_contain_text("须留存发布凭证")
    page.get_by_label("链接").fill("https://weibo.example/yunxi/1")
    page.get_by_role("button", name="登记").click()
    expect(page.locator(".due-line__status")).to_contain_text("已发布")
    expect(page.locator(".history")).to_contain_text("登记已发布")
    page.reload()
    axe(page, within="main")
