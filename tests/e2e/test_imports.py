"""An officer brings a table of an older site in: words are mapped beside the rows they change, the batch says what came in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

TABLE = """来源编号,标题,索引号,成文日期,公开日期,栏目,正文
Q-1,关于二〇一六年度部门决算的说明,0142768-8/2016-00101,2016-8-1,2016-08-05,决算信息,决算收支情况说明如下。
Q-2,关于会计人员继续教育的通知,0142768-8/2016-00102,2016年9月2日,2016/9/5,会计管理,请各单位组织参加。
Q-3,,0142768-8/2016-00103,2016-9-9,2016-9-12,决算信息,没有标题。
"""


def test_words_are_mapped_and_the_batch_tells_what_came_in(
    sign_in: Callable[..., Page], axe: Callable[..., None], tmp_path: Path
) -> None:
    file = tmp_path / "旧站.csv"
    file.write_text(TABLE, encoding="utf-8")
    officer = sign_in("officer")
    officer.goto("/office/documents/batches/upload/")
    officer.fill("[name=source_system]", "二〇一六年旧站")
    officer.set_input_files("[name=file]", str(file))
    officer.get_by_role("button", name="上传并核对").click()
    axe(officer)
    expect(officer.get_by_role("status").filter(has_text="不能导入")).to_contain_text("其中 3 行")
    for word, column in (("决算信息", "财政预算、决算"), ("会计管理", "其他法定公开信息")):
        officer.get_by_label(f"“{word}”指哪个栏目").select_option(label=column)
    officer.get_by_role("button", name="按现在的设置再看").click()
    expect(officer.get_by_role("status").filter(has_text="不能导入")).to_contain_text("其中 1 行")
    officer.set_viewport_size({"width": 390, "height": 844})
    assert officer.evaluate("document.documentElement.scrollWidth") <= 390
    officer.get_by_role("button", name="保存映射并开始导入").click()
    officer.wait_for_url("**/batches/*/")
    for _time in range(40):
        if officer.get_by_text("没有导入的行").is_visible():
            break
        officer.wait_for_timeout(250)
        officer.reload()
    expect(officer.get_by_text("没有填写，请补上")).to_be_visible()
    axe(officer)
    with officer.expect_download() as saved:
        officer.get_by_role("link", name="下载错误行").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
