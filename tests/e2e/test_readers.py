"""What a reader does with a document besides reading it, and the mode for elderly readers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.test_citizen import no_sideways_scroll

VOICE = """
  const said = (window.said = []);
  const voice = { lang: "zh-CN", name: "测试" };
  const synthesis = {
    paused: false, getVoices: () => [voice], addEventListener() {}, cancel() {},
    pause() { this.paused = true; }, resume() { this.paused = false; },
    speak(utterance) { said.push(utterance.text); setTimeout(() => said.length < 3 && utterance.onend(), 20); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def _first_document(page: Page, of: str = "/a/finance/") -> str:
    page.goto(of)
    page.locator(".document-list a").first.click()
    return page.locator("h1").inner_text()


def test_a_document_is_kept_on_the_device_and_read_aloud(desktop: Page, axe: Callable[..., None]) -> None:
    complaints: list[str] = []
    desktop.on(
        "console", lambda message: complaints.append(message.text) if message.type == "error" else None
    )
    desktop.add_init_script(VOICE)
    title = _first_document(desktop, "/a/material-supplies/")  # several sentences long
    desktop.get_by_role("button", name="收藏", exact=True).click()
    desktop.get_by_role("button", name="朗读", exact=True).click()
    for _ in range(100):  # the policy lets no test evaluate words in the page, so it is asked from here
        if desktop.evaluate("window.said.length") == 3:
            break
        desktop.wait_for_timeout(50)
    assert desktop.evaluate("window.said.length") == 3
    assert desktop.evaluate("CSS.highlights.get('reading').size") >= 1
    desktop.get_by_role("button", name="暂停朗读").click()
    expect(desktop.get_by_role("button", name="继续朗读")).to_be_visible()
    desktop.get_by_role("button", name="停止朗读").click()
    assert desktop.evaluate("CSS.highlights.get('reading').size") == 0
    desktop.goto("/favourites/")
    expect(desktop.get_by_role("link", name=title)).to_be_visible()
    axe(desktop)
    desktop.get_by_role("button", name=f"取消收藏 {title}").click()
    expect(desktop.get_by_text("还没有收藏")).to_be_visible()
    assert complaints == []  # neither the data block nor a script offends the policy


def test_the_elderly_mode_stays_and_nothing_is_small(phone: Page, axe: Callable[..., None]) -> None:
    phone.goto("/")
    phone.get_by_role("button", name="长者版", exact=True).click()
    _first_document(phone)
    smallest = phone.evaluate(
        """() => Math.min(...[...document.querySelectorAll("main *, nav *")]
          .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            && !one.closest(".visually-hidden, sub, sup"))
          .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""
    )
    assert smallest >= 24  # 18 pt
    no_sideways_scroll(phone)
    axe(phone)
    phone.goto("/")
    axe(phone)
    phone.get_by_role("button", name="退出长者版").click()
    expect(phone.locator("html[data-elder]")).to_have_count(0)
