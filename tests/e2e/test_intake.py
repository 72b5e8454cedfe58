"""A file dropped on the editor, and what comes from the clipboard of an office program, in a real browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.convert.intake import papers

CLIPBOARD = Path(__file__).parent.parent / "convert" / "clipboard"
ADD = "/office/snippets/catalog/document/add/"
PASTE = """([selector, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
DROP = """([selector, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  for (const kind of ["dragover", "drop"]) {
    document.querySelector(selector).dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def body(page: Page) -> str:
    """The text as it would be sent."""
    return page.locator("textarea[name=body]").input_value()


def pasted(page: Page, program: str) -> str:
    """The text after the clipboard of a program was pasted into an empty editor."""
    page.goto(ADD)
    page.locator(".tiptap").click()
    page.evaluate(PASTE, [".tiptap", (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8")])
    return re.sub(r' (?:style|class|data-type|colwidth)="[^"]*"|<colgroup>.*?</colgroup>', "", body(page))


def test_what_is_pasted_keeps_tables_and_lists_and_drops_the_rest(sign_in: Callable[..., Page]) -> None:
    page = sign_in("officer")
    word = pasted(page, "word")
    assert (
        "<h2>惠农补助办法</h2><p>一、适用范围</p><p><strong>补助对象</strong>为本县农户，面积按m<sup>2</sup>计。</p>"
        in word
    )
    assert "<ol><li><p>提交申请；</p></li><li><p>审核公示。</p></li></ol>" in word
    assert "<ul><li><p>身份证</p><ul><li><p>原件</p></li></ul></li></ul>" in word
    assert (
        '<th colspan="2" scope="colgroup"><p><strong>标准</strong></p></th><th rowspan="2" scope="col">'
        in word
    )
    assert not re.search("全省|隐藏文字|批注|甲1|file:|mso", word)
    expect(page.locator("[data-intake-progress]")).to_contain_text("1张图片没有放入")
    wps = pasted(page, "wps")
    assert "<h2>" in wps
    assert "<strong>逾期不予受理</strong>" in wps
    assert '<td rowspan="2"><p>环节</p></td><td colspan="2">' in wps
    excel = pasted(page, "excel")
    assert '<td colspan="2"><p>支出</p></td><td rowspan="2"><p>合计</p></td>' in excel
    assert "隐藏行" not in excel


def test_a_dropped_file_fills_the_form_and_is_taken_back(
    sign_in: Callable[..., Page], axe: Callable[..., None]
) -> None:
    page = sign_in("officer")
    data = papers.notice(
        f"<w:p>{papers.picture('p1', '流程图')}</w:p>",
        papers.table(
            papers.cell("档次") + papers.cell("金额"), papers.cell("一档") + papers.cell("100"), head=1
        ),
        media={"p1": papers.png()},
    )
    page.goto(ADD)
    page.fill("textarea[name=summary]", "打到一半的概述")
    page.evaluate(DROP, [".tiptap", "通知.docx", base64.b64encode(data).decode()])
    page.wait_for_url("**/edit/**#intake")
    expect(page.locator("[name=title]")).to_have_value(papers.TITLE)
    expect(page.locator("textarea[name=summary]")).to_have_value("打到一半的概述")
    expect(page.locator("[name=signed_on]")).to_have_value("2026-03-05")
    shown = page.locator(".tiptap img")
    expect(shown).to_have_attribute("alt", "流程图")
    assert shown.evaluate("picture => picture.naturalWidth") == 40
    axe(page, "#intake")
    page.locator(".intake__offer", has_text="正文").get_by_role("button", name="撤销").click()
    page.wait_for_url("**/edit/**#intake")
    expect(page.locator(".tiptap")).not_to_contain_text("县直各单位")
    page.locator(".intake__offer", has_text="正文").get_by_role("button", name="采用").click()
    page.wait_for_url("**/edit/**#intake")
    expect(page.locator(".tiptap th").first).to_contain_text("档次")
    page.locator(".tiptap p").first.click()
    page.keyboard.type("补")
    assert 'alt="流程图"' in body(page)
    assert 'scope="col"' in body(page)
