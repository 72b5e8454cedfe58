"""Published pages read back. Every fixture is invented; each shows one way in which real pages come."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.convert import page, sanitise
from gongkai.convert.page import FileRefused, ReadPage

WITH_FURNITURE = """欢迎光临云溪县水利局网站
今天是2012年8月1日 星期三
首页 政务公开 办事服务 互动交流
您现在的位置:首页 > 工作动态 > 云溪县水利局2024年防汛工作总结
云溪县水利局2024年防汛工作总结
云溪县水利局2024年防汛工作总结
发布日期:2024-11-20 08:15 来源:局防汛办 点击量:1024 【字号:大 中 小】
打印 收藏

县人民政府:

　　今年汛期,我局坚持预防为主,圆满完成防汛任务。

一、主要做法

(一)加强值守

　　落实二十四小时值班制度,全年未发生漏岗。

(二)备足物资。储备编织袋一万条,全部登记在册。

二、存在问题

　　部分乡镇物资老化,需要更新。

                                   云溪县水利局
                                   2024年11月18日

主办单位:云溪县水利局 承办:县信息中心
地址:云溪县学府路9号 电话:0999-7654321
网站标识码0000000000 某ICP备00000000号
"""


def read(text: str, name: str = "page.txt", encoding: str = "utf-8") -> ReadPage:
    return page.read(text.encode(encoding), name)


def blocks(found: ReadPage) -> list[str]:
    return found.body_html.split("\n")


def test_furniture_goes_and_facts_stay() -> None:
    found = read(WITH_FURNITURE)
    assert (found.title, found.publisher, found.source) == (
        "云溪县水利局2024年防汛工作总结",
        "云溪县水利局",
        "局防汛办",
    )
    assert (found.published_on, found.signed_on) == (date(2024, 11, 20), date(2024, 11, 18))
    assert found.notes == []
    assert blocks(found) == [
        "<p>县人民政府:</p>",
        "<p>今年汛期,我局坚持预防为主,圆满完成防汛任务。</p>",
        "<h2>一、主要做法</h2>",
        "<h3>(一)加强值守</h3>",
        "<p>落实二十四小时值班制度,全年未发生漏岗。</p>",
        "<p>(二)备足物资。储备编织袋一万条,全部登记在册。</p>",
        "<h2>二、存在问题</h2>",
        "<p>部分乡镇物资老化,需要更新。</p>",
        "<p>云溪县水利局</p>",
        "<p>2024年11月18日</p>",
    ]


def test_everything_is_either_kept_or_listed_as_dropped() -> None:
    found = read(WITH_FURNITURE)
    told = "".join([sanitise.text(found.body_html), *found.dropped, found.title or ""])
    for line in WITH_FURNITURE.split("\n"):
        assert "".join(line.split()) in "".join(told.split())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read(WITH_FURNITURE, encoding=encoding).title == "云溪县水利局2024年防汛工作总结"


def test_neither_page_clock_nor_view_counter_is_the_date() -> None:
    found = read(
        "2013-10-30 12:33:02 星期三\n关于停水的通知\n来源:水务站 浏览量:20240101\n明天停水,请提前储水。\n"
    )
    assert (found.published_on, found.source) == (None, "水务站")
    assert any("发布日期" in note for note in found.notes)


def test_what_is_not_there_stays_blank() -> None:
    found = read("今天上午,县里召开会议,部署了秋季造林工作。\n会议要求抓好落实。\n")
    assert (found.title, found.publisher, found.published_on, found.signed_on, found.source) == (None,) * 5
    assert len(found.notes) == 5


def test_an_agency_name_at_the_place_of_the_title_is_no_title() -> None:
    found = read(
        "云溪县林业局\n\n来源:林业局 发布日期:2020-05-06 点击量:\n分享\n按照通知要求,现将自查情况报告如下:\n\n2020年5月6日\n"
    )
    assert (found.title, found.publisher, found.published_on) == (None, "云溪县林业局", date(2020, 5, 6))
    assert found.source == "林业局"


def test_a_name_of_the_list_above_the_title_is_dropped() -> None:
    found = read(
        "2019年信息公开年报\n柳桥镇人民政府2019年度政府信息公开工作报告\n本报告依据条例编制,统计期限为全年。\n二〇二〇年一月\n"
    )
    assert (found.title, found.publisher) == ("柳桥镇人民政府2019年度政府信息公开工作报告", "柳桥镇人民政府")
    assert found.dropped == ["2019年信息公开年报"]
    assert found.signed_on is None  # a month has no day to be made up for it
    assert any("只写到月" in note for note in found.notes)


def test_an_impossible_date_is_not_corrected() -> None:
    found = read("关于放假的通知\n发布时间:2021-02-30 来源:本网\n各科室照此执行,不得擅自调整。\n")
    assert found.published_on is None
    assert any("不是有效日期" in note for note in found.notes)


def test_a_date_of_change_is_not_the_date_of_publication() -> None:
    found = read("关于放假的通知\n更新时间:2021-02-03\n各科室照此执行,不得擅自调整。\n")
    assert found.published_on is None
    assert any("更新时间" in note for note in found.notes)


def test_time_and_place_of_a_meeting_are_not_the_date_of_the_page() -> None:
    found = read("关于召开座谈会的通知\n时间:2024年5月1日 地点:县政府礼堂\n请各单位派员参加,不得缺席。\n")
    assert found.published_on is None
    assert "地点:县政府礼堂" in found.body_html


def test_labels_without_values_are_still_furniture() -> None:
    found = read("关于召开座谈会的通知\n发布时间: 来源: 点击量:\n请各单位派员参加,不得缺席。\n")
    assert (found.published_on, found.source) == (None, None)
    assert "点击量" not in found.body_html


def test_signature_and_label_that_disagree_are_told() -> None:
    found = read(
        "关于放假的通知\n发布时间:2021-02-03 发布机构:县政府办\n各科室照此执行。\n云溪县水利局\n2021年2月5日\n"
    )
    assert found.publisher == "云溪县水利局"
    assert any("以落款为准" in note for note in found.notes)
    assert any("早于落款" in note for note in found.notes)


def test_a_document_number_is_recognised() -> None:
    found = read("云溪县水利局关于防汛值班的通知\n云水发〔2024〕7号\n各水库管理所:\n请遵照执行。\n")
    assert found.document_number == "云水发〔2024〕7号"


def test_an_address_of_the_document_is_not_the_foot_of_the_site() -> None:
    found = read(
        "云溪县水利局信息公开指南\n公众可以到下列地点查阅信息。\n地址:云溪县学府路9号\n版权所有:云溪县水利局\n"
    )
    assert "学府路9号" in found.body_html
    assert "版权所有" not in found.body_html
    assert any("已保留" in note for note in found.notes)
    kept = read("云溪县水利局信息公开指南\n公众可以到下列地点查阅信息。\n地址:云溪县学府路9号\n")
    assert "学府路9号" in kept.body_html


def test_several_reports_on_one_page_are_all_kept() -> None:
    found = read(
        "年度报告范文\n时间:2022-03-04 02:03:36\n导语:这里收集整理了几篇,欢迎阅读,供你借鉴。\n篇1\n一、概述\n本局重视公开工作。\n"
        "(一)组织领导\n成立了小组。\n篇2\n二、情况\n公开信息三条。\n某某县水利局\n"
    )
    assert blocks(found)[:4] == [
        "<h2>篇1</h2>",
        "<h3>一、概述</h3>",
        "<p>本局重视公开工作。</p>",
        "<h4>(一)组织领导</h4>",
    ]
    assert "<h2>篇2</h2>" in blocks(found)
    assert (found.title, found.publisher, found.published_on) == ("年度报告范文", None, date(2022, 3, 4))
    assert any("2篇" in note for note in found.notes)
    assert any("导语" in line for line in found.dropped)


ENTRY = (
    "收藏查看我的收藏0有用+1已投票0云溪县水利局2013年度工作报告编辑锁定本词条缺少信息栏，赶紧来编辑吧！2013年，全县水利工作取得进展。"
    "[1]目录1总体情况2存在问题云溪县水利局2013年度工作报告总体情况编辑1、组织建设。"
    + "成立了领导小组，明确了职责。" * 30
    + "2、制度建设。"
    + "修订了各项制度，其中第3、4项为新增。" * 20
    + "云溪县水利局2013年度工作报告存在问题编辑力量不足，有待加强。[2]参考资料1.云溪县水利局2013年度工作报告．云溪网[引用日期2014-04-12]词条标签：社会"
)


def test_an_entry_of_an_encyclopaedia_is_taken_apart() -> None:
    found = read(ENTRY)
    shown = blocks(found)
    assert found.title == "云溪县水利局2013年度工作报告"
    assert [line for line in shown if line.startswith("<h2>")] == ["<h2>总体情况</h2>", "<h2>存在问题</h2>"]
    assert shown[0] == "<p>2013年，全县水利工作取得进展。</p>"
    assert [line[:9] for line in shown[2:4]] == ["<p>1、组织建设", "<p>2、制度建设"]
    assert found.published_on is None  # the day a reader quoted it is no date of the document
    for furniture in ("编辑", "收藏", "词条", "[1]", "目录"):
        assert furniture not in found.body_html
    assert any("参考资料" in note for note in found.notes)


def test_a_page_on_one_line_is_split_at_its_numbers() -> None:
    line = (
        "一、总体情况2024年工作有序。"
        + "扎实推进各项工作。" * 40
        + "二、具体工作。"
        + "共计办理3、4月份事项。" * 30
        + "三、问题。仍有不足。"
    )
    found = read(line)
    assert [text[:8] for text in blocks(found)] == [
        "<h2>一、总体",
        "<p>2024年",
        "<p>二、具体工",
        "<p>三、问题。",
    ]
    assert any("一行" in note for note in found.notes)


def test_hard_wrapped_lines_are_joined() -> None:
    text = "这是一段被固定宽度强行换行的文字它在每行的同一位置断开需要接回" * 12
    wrapped = "\n".join(text[start : start + 30] for start in range(0, len(text), 30))
    found = read(f"云溪县水利局工作报告\n\n{wrapped}。\n\n第3页\n— 4 —\n")
    assert f"<p>{text}。</p>" in found.body_html
    assert found.dropped[-2:] == ["第3页", "— 4 —"] or {"第3页", "— 4 —"} <= set(found.dropped)


def test_a_table_drawn_with_bars_becomes_a_table() -> None:
    found = read(
        "云溪县水利局收费情况说明\n以下为收费情况,请予监督。\n| 项目 | 件数 |\n|---|---|\n| 检测 | 3 |\n"
    )
    assert '<th scope="col">项目</th>' in found.body_html
    assert "<td>3</td>" in found.body_html


HTML = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>关于开展节水宣传的通知-云溪县水利局</title>
<meta name="ArticleTitle" content="关于开展节水宣传的通知"><meta name="PubDate" content="2025-03-22 09:00">
<meta name="ContentSource" content="云溪县水利局"><style>p{color:red}</style></head><body>
<div class="header">云溪县水利局门户</div><nav><a href="/">首页</a><a href="/x">政务公开</a></nav>
<div class="breadcrumb">首页 &gt; 通知</div><article><h1>关于开展节水宣传的通知</h1>
<p class="x" onclick="steal()">各乡镇水利站:</p><p>现将<b>节水</b>宣传有关事项通知如下,<a href="https://yunxi.example/a">详见</a>。</p>
<h2>宣传内容</h2><table><tr><th>时间</th><th>地点</th></tr><tr><td colspan="2">三月 全县</td></tr></table>
<p style="display:none">隐藏的字</p><p>附件:<a href="/files/1.docx">方案.docx</a></p><script>alert(1)</script></article>
<div class="share">分享到 微信</div><footer>主办单位:云溪县水利局</footer></body></html>"""


def test_a_web_page_is_read_by_its_markup() -> None:
    found = read(HTML, "page.html", "gb18030")
    assert (found.title, found.source, found.published_on) == (
        "关于开展节水宣传的通知",
        "云溪县水利局",
        date(2025, 3, 22),
    )
    body = found.body_html
    assert "<strong>节水</strong>" in body
    assert 'href="https://yunxi.example/a"' in body
    assert "<h2>宣传内容</h2>" in body
    assert '<td colspan="2">三月 全县</td>' in body
    for gone in ("隐藏", "alert", "steal", "门户", "主办单位", "微信", "color"):
        assert gone not in body
    assert "主办单位:云溪县水利局" in found.dropped
    assert any("方案.docx" in note for note in found.notes)


def test_markup_is_told_by_content_not_by_name() -> None:
    assert read(HTML, "page.txt").title == "关于开展节水宣传的通知"


def test_hidden_parts_are_dropped_however_large_and_inside_tables() -> None:
    found = read(
        "<html><body><h1>停水通知</h1><div hidden>" + "不该看见的文字。" * 50 + "</div><p>明天停水。</p>"
        "<table><tr><td>甲</td><td>乙</td></tr><tr style='display: none'><td>秘</td><td>密</td></tr><tr><td>丙</td><td>丁</td></tr></table>"
        "</body></html>",
        "a.html",
    )
    assert "不该看见" not in found.body_html
    assert "秘" not in found.body_html
    assert "丁" in found.body_html
    assert any("不该看见" in line for line in found.dropped)


def test_a_frame_that_holds_the_page_is_not_furniture() -> None:
    found = read(
        "<html><body><div class='nav'><p>"
        + "正文很长,都在一个名字奇怪的框里。" * 5
        + "</p></div></body></html>",
        "a.html",
    )
    assert "正文很长" in found.body_html


def word_file() -> bytes:
    document: Any = docx.Document()
    document.core_properties.title = ""
    document.add_paragraph("云溪县水利局关于节水的意见", style="Title")
    document.add_paragraph("总体要求", style="Heading 1")
    document.add_paragraph("坚持节水优先,统筹推进。")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "项目"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "合计"
    table.cell(1, 0).text, table.cell(1, 1).text = "甲", "乙"
    for column, figure in enumerate(("1", "2", "3")):
        table.cell(2, column).text = figure
    document.add_paragraph("云溪县水利局")
    document.add_paragraph("2025年4月1日")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_word_document_is_read_with_headings_and_tables() -> None:
    found = page.read(word_file(), "意见.docx")
    assert (found.title, found.publisher, found.signed_on) == (
        "云溪县水利局关于节水的意见",
        "云溪县水利局",
        date(2025, 4, 1),
    )
    assert "<h2>总体要求</h2>" in found.body_html
    assert (
        '<th scope="colgroup" colspan="2">项目</th><th scope="col" rowspan="2">合计</th>' in found.body_html
    )
    assert '<th scope="col">甲</th><th scope="col">乙</th></tr><tr><td>1</td>' in found.body_html


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b"MZ\x90", "a.html", "executable"),
        (b"text", "a.exe", "executable"),
        (b"\x00\x01", "a.txt", "not_text"),
        (b"%PDF-1.7\n", "a.pdf", "not_allowed"),
        (b"PK\x03\x04", "a.docx", "damaged"),
        (b"<html><body><script>1</script></body></html>", "a.html", "no_text"),
        (b" \n\t\n", "a.txt", "no_text"),
        (word_file(), "a.txt", "mismatch"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        page.read(data, name)
    assert refused.value.code == code


def test_a_file_over_the_limit() -> None:
    with pytest.raises(FileRefused) as refused:
        page.read(b"x" * 11, "a.txt", max_bytes=10)
    assert refused.value.code == "too_large"


@given(
    st.text(
        alphabet=st.sampled_from("一二、(1)．篇年月日报告来源:发布时间2024-,。 \n|<p>/编辑锁定目录词条"),
        min_size=1,
        max_size=300,
    )
)
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    try:
        found = read(text)
    except FileRefused:
        return
    assert sanitise.html(found.body_html) == found.body_html


def test_one_line_name_and_date_is_a_signature() -> None:
    found = read("关于停水的通知\n明天停水,请提前储水。\n云溪县水利局 2024年5月1日\n")
    assert (found.publisher, found.signed_on) == ("云溪县水利局", date(2024, 5, 1))


def test_an_impossible_signature_date_is_told() -> None:
    found = read("关于停水的通知\n明天停水,请提前储水。\n2024年2月31日\n")
    assert found.signed_on is None
    assert any("落款日期" in note for note in found.notes)


def test_titles_that_compete_are_left_to_the_reader() -> None:
    found = read("春天的脚步\n希望的田野\n今年开春早,农民下田忙,到处是新景象。\n")
    assert found.title is None
    assert "春天的脚步" in found.body_html
    assert any("没有选定" in note for note in found.notes)


def test_an_entry_without_a_contents_list_keeps_its_text() -> None:
    found = read("云溪县编辑锁定讨论本词条由多人创建。云溪县位于江宁省,境内多山。词条标签：地名")
    assert (found.title, found.body_html) == ("云溪县", "<p>云溪县位于江宁省,境内多山。</p>")


def test_odd_markup_is_read_all_the_same() -> None:
    found = read(
        "<html><body><form>搜索</form><div class='breadcrumb'>首页 &gt; 停水通知</div><h2></h2><p>停水通知</p><hr>"
        "<p>明天停水<br>请储水</p><img src='a.png'><a href='mailto:a@yunxi.example'>来信</a></body></html>",
        "a.html",
    )
    assert found.title == "停水通知"
    assert "<p>明天停水</p>\n<p>请储水</p>" in found.body_html
    assert "mailto:" in found.body_html
    assert any("图片" in note for note in found.notes)


def test_a_page_nested_without_end_is_read_or_refused() -> None:
    with contextlib.suppress(FileRefused):
        read("<html><body>" + "<div>" * 30_000 + "文字" + "</div>" * 30_000, "a.html")
