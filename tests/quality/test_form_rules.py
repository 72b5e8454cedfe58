"""Every rule of the form finds what was planted, at its place, and leaves sound texts alone."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.quality import checks
from gongkai.quality.form import Facts, Finding, check, corrected, read
from gongkai.quality.form.model import spots

SOUND = """<p>各乡镇人民政府，县政府各部门：</p><p>根据《江宁省惠农补贴条例》（江政发〔2025〕8号），现将2026年3月2日（星期一）县政府常务会议通过的办法印发给你们，自2026年4月1日起施行，有效期5年。</p>
<h2>一、总体要求</h2><p>（一）坚持公开。补助对象、标准和结果在门户网站公开，网址为http://www.yunxi.example/list?a=1,2;b=3，电子邮箱为czj@yunxi.example。</p>
<p>（二）坚持从严。“谁审批、谁负责”，发现问题的，3日内书面说明：1.对象；2.金额；3.原因。</p><h2>二、标准</h2>
<table><tr><th>乡镇</th><th>户数</th><th>金额（万元）</th></tr><tr><td>石塘镇</td><td>12</td><td>3.50</td></tr><tr><td>柳桥镇</td><td>30</td><td>9.25</td></tr><tr><td>合计</td><td>42</td><td>12.75</td></tr></table>
<p>附件：1.惠农补助申请表</p><p>2.惠农补助汇总表</p><p>云溪县财政局</p><p>2026年3月2日</p>"""
WHOLE = {
    "title": "云溪县财政局关于印发惠农补助资金管理办法的通知", "kind": "normative_document", "document_number": "云财发〔2026〕3号",
    "signed_on": date(2026, 3, 2), "effective_on": date(2026, 4, 1), "is_public": True,
    "attachments": ("惠农补助申请表", "惠农补助汇总表.xlsx"),
}  # fmt: skip
LONG = "<p>" + "为规范惠农补助资金的申请、审核、发放和监督，提高资金使用效益，制定本办法。" * 4 + "</p>"
TABLE = "<table><tr><th>项目</th><th>金额</th></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>合计</td><td>4</td></tr></table>"

# rule, body, what is known besides, what is quoted, what should stand there instead (None: a person must say)
PLANTED: list[tuple[str, str, dict[str, object], str, str | None]] = [
    ("element.number", LONG, {"kind": "regulation", "is_public": True}, "", None),
    ("element.signed_on", LONG, {"kind": "regulation", "is_public": True}, "", None),
    ("element.signature", LONG, {"kind": "normative_document"}, "", None),
    ("element.validity", LONG, {"kind": "normative_document"}, "", None),
    ("element.interpretation", LONG, {"kind": "regulation", "needs_interpretation": True}, "", None),
    ("element.alternative", '<p>见图：</p><p><img src="/a.png" alt="IMG_2031.jpg"></p>', {}, "", None),
    ("element.alternative", '<p>见图：</p><p><img src="/a.png"></p>', {"is_public": True}, "", None),
    ("element.only_pictures", '<p><img src="/a.png" alt="云溪县地图"></p>', {}, "", None),
    ("element.table_header", "<table>" + "<tr><td>甲</td><td>1</td></tr>" * 3 + "</table>", {}, "甲", None),
    ("element.empty_section", "<h2>一、总则</h2><h2>二、标准</h2><p>略。</p>", {}, "一、总则", None),
    ("element.attachment_missing", "<p>附件：1.申请表</p><p>2.汇总表</p>", {"attachments": ("申请表",)}, "附件：1.申请表", None),
    ("element.attachment_unnamed", LONG, {"kind": "notice", "attachments": ("名单",)}, "", None),
    ("element.guide_contact", "", {"silent_windows": ("县政务服务中心",)}, "", None),
    ("element.title", "", {"title": "关于开展春耕检查通知"}, "通知", "的通知"),
    ("element.title", "", {"title": "关于开展春耕检查的通知。"}, "。", ""),
    ("element.same_title", "", {"title": "公告", "title_again": 2}, "", None),
    ("form.levels", "<p>一、要求</p><p>做好。</p><p>三、步骤</p>", {}, "三、", None),
    ("form.levels", "<p>（一）要求</p><p>（二）步骤</p><p>（二）附则</p>", {}, "（二）", None),
    ("form.level_marks", "<p>（一）、总体要求</p>", {}, "、", ""),
    ("form.level_marks", "<p>1、总体要求</p>", {}, "、", "."),
    ("form.level_marks", "<p>第一、加强领导。</p>", {}, "、", "，"),
    ("form.width", "<p>各单位要认真落实,确保完成。</p>", {}, ",", "，"),
    ("form.width", "<p>云溪县财政局(以下简称县财政局)负责。</p>", {}, "(以下简称县财政局)", "（以下简称县财政局）"),
    ("form.width", '<p>落实"放管服"要求。</p>', {}, '"放管服"', "“放管服”"),
    ("form.wide_digits", "<p>共１２３户。</p>", {}, "１２３", "123"),
    ("form.pairs", "<p>依据《江宁省惠农补贴条例执行。</p>", {}, "《", None),
    ("form.pairs", "<p>落实“放管服要求。</p>", {}, "“", None),
    ("form.doubled_marks", "<p>按时报送。。</p>", {}, "。。", "。"),
    ("form.doubled_marks", "<p>按时报送，。</p>", {}, "，。", "。"),
    ("form.date", "<p>于2026年2月30日前报送。</p>", {}, "2026年2月30日", None),
    ("form.date", "<p>报名截至2026-02-30止。</p>", {}, "2026-02-30", None),
    ("form.date", "<p>于13月5日前报送。</p>", {}, "13月5日", None),
    ("form.weekday", "<p>定于2026年3月2日（星期二）召开。</p>", {}, "2026年3月2日（星期二）", None),
    ("form.date_zero", "<p>2026年03月02日</p>", {}, "0", ""),
    ("form.date_zero", "<p>二○二六年三月二日</p>", {}, "○", "〇"),
    ("form.date_ways", "<p>2026年3月2日受理。</p><p>2026-04-02办结。</p>", {}, "2026-04-02", None),
    ("form.sums", TABLE, {}, "4", None),
    ("form.document_number", "<p>见云财发[2026]12号。</p>", {}, "[2026]12号", "〔2026〕12号"),
    ("form.document_number", "", {"document_number": "云财发〔2026〕第003号"}, "云财发〔2026〕第003号", "云财发〔2026〕3号"),
    ("form.blanks", "<p>各乡镇人民政府要高度重视惠农补助资金 的发放管理工作，按照规定的程序和时限办理有关手续，及时足额发放。</p>", {}, " ", ""),
    ("form.indent", "<p>　　各单位要落实。</p>", {}, "　　", ""),
    ("form.leftovers", "<p>补助标准【待定】。</p>", {}, "【待定】", None),
    ("form.leftovers", "<p>补助XX元。</p>", {}, "XX", None),
    ("form.words_twice", "<p>按照按照规定办理。</p>", {}, "按照按照", "按照"),
    ("form.words_twice", "<p>县政府的的要求。</p>", {}, "的的", "的"),
]  # fmt: skip

# What looks like a fault and is none.
LEGITIMATE = [
    "<p>（一）对象：1.农户；2.合作社；（二）标准。</p><p>（三）程序。</p>",
    "<p>的的确确如此，地址为http://a.example/x,y;z，时间为9:30，比例为1:3。</p>",
    "<p>1）申请人提出申请；2）窗口受理。</p>",
    "<p>“第一段引文。</p><p>“第二段引文。”</p>",
    "<p>现就“惠农补贴“一卡通”管理办法”公开征求意见。</p>",
    "<p>2024年2月29日（星期四），合同编号2026-2-30号，项目代码2026-15-30。</p>",
    "<table><tr><th>科目</th><th>金额</th></tr><tr><td>201</td><td>5</td></tr><tr><td>20101</td><td>3</td></tr><tr><td>20102</td><td>2</td></tr><tr><td>合计</td><td>5</td></tr></table>",
    "<table><tr><th>项目</th><th>占比</th></tr><tr><td>甲</td><td>33.3</td></tr><tr><td>乙</td><td>33.3</td></tr><tr><td>合计</td><td>100</td></tr></table>",
    "<p>第一章　总则</p><p>第一条　为了公开，制定本办法。</p><p>第二章　附则</p><p>第二条　本办法自公布之日起施行。</p>",
]  # fmt: skip


def found_in(body: str, **known: object) -> list[Finding]:
    return check(read(body), Facts(**known))  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "body", "known", "quote", "right"), PLANTED)
def test_planted_faults_are_found(
    rule: str, body: str, known: dict[str, object], quote: str, right: str | None
) -> None:
    found = [(one.quote, one.right) for one in found_in(body, **known) if one.rule == rule]
    assert (quote, right) in found


def test_a_sound_document_is_silent() -> None:
    assert found_in(SOUND, **WHOLE) == []


@pytest.mark.parametrize("body", LEGITIMATE)
def test_what_only_looks_like_a_fault_is_left_alone(body: str) -> None:
    assert [one for one in found_in(body) if one.rule.startswith("form.")] == []


def test_every_declared_check_is_planted() -> None:
    declared = {name for name, one in checks.every().items() if one.group != "link"}
    assert declared == {rule for rule, *_rest in PLANTED}


@pytest.mark.parametrize(("rule", "body", "known", "quote", "right"), [row for row in PLANTED if row[4] is not None and row[1]])  # fmt: skip
def test_what_was_corrected_is_not_found_again(
    rule: str, body: str, known: dict[str, object], quote: str, right: str
) -> None:
    made = corrected(body, [one for one in found_in(body, **known) if one.rule == rule])
    assert rule not in {one.rule for one in found_in(made, **known)}


def test_correcting_changes_nothing_but_the_place() -> None:
    body = '<p>依据<strong>条例</strong>,<a href="/x?a=1&amp;b=2">办理</a>。。<br>下一行&lt;原样&gt;</p>'
    right = '<p>依据<strong>条例</strong>，<a href="/x?a=1&amp;b=2">办理</a>。<br>下一行&lt;原样&gt;</p>'
    assert corrected(body, found_in(body)) == right


def test_spots_are_known_again_after_other_parts_changed() -> None:
    def names(body: str) -> set[str]:
        text, facts = read(body), Facts()
        return {name for name, one in spots(check(text, facts), text, facts) if one.rule == "form.date"}

    before = "<p>请于2026年2月30日前报送。</p>"
    assert names(before) == names(f"<p>新的一段。</p>{before}<p>又一段。</p>")
    assert len(names(before * 2)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>",
        "<<<>>>",
        "&#0;&#xD800;",
        "<table><tr><td colspan='99999999999'>合计</td></tr></table>",
        "<p>" + "（" * 20_000 + "</p>",
        "<div>" * 2_000 + "。。",
        "<p>" + "1" * 50_000 + "年</p>",
        "<p>" + "a@" * 25_000 + "a." * 25_000 + "</p>",
        "<p>" + " " * 50_000 + "月" + "　" * 50_000 + "</p>",
        "<p>附件：" + "1." * 25_000 + "</p>",
        "<p>" + "县" * 50_000 + "</p>",
        "<p>9999年99月99日，0000年00月00日</p>",
    ],
)
def test_malformed_bodies_are_read(body: str) -> None:
    assert isinstance(found_in(body), list)
