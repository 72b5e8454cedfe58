"""A Word document comes in as it reads: structure, merged cells, printed numbers, and what is told of the rest."""

from __future__ import annotations

import io
from dataclasses import asdict

import pytest
from PIL import Image

from gongkai.convert.intake import Taken, Unreadable, take, take_limited, words
from tests.convert.intake import papers
from tests.convert.intake.papers import cell, centred, docx, level, line, listed, numbering, right, run, table
from tests.convert.office import word_part


def taken(*body: str, **more: object) -> Taken:
    return take(docx(*body, **more), "docx")  # type: ignore[arg-type]


def codes(found: Taken) -> dict[str, int]:
    return {note.code: note.count for note in found.notes}


def test_a_notice_in_the_official_layout_says_everything_it_shows() -> None:
    found = take_limited(papers.notice(), "docx")
    assert {fact.name: fact.value for fact in found.facts} == {
        "copy_number": "000012",
        "urgency": "特急",
        "issuer": "云溪县人民政府办公室",
        "document_number": "云政办发〔2026〕12号",
        "title": papers.TITLE,
        "addressees": "各镇人民政府，县直各单位",
        "publisher": "云溪县人民政府办公室",
        "signed_on": "2026-03-05",
        "attachments": "1.补助标准表；2.申请表",
        "remark": "此件公开发布",
        "copies": "县委办公室，县人大常委会办公室",
        "printed_by": "云溪县人民政府办公室",
        "printed_on": "2026-03-06",
        "effective_on": "2026-04-01",
        "expires_on": "2031-03-31",
    }
    assert found.html.startswith("<p>各镇人民政府，县直各单位：</p>")
    assert found.html.endswith("<p>2026年3月5日</p>\n<p>（此件公开发布）</p>")
    assert any(text.startswith("抄送") for text in found.dropped)
    assert {fact.name for fact in found.facts if not fact.sure} == {"effective_on", "expires_on"}


def test_a_seal_is_told_and_not_shown_other_pictures_are() -> None:
    body = [
        centred("云溪县财政局关于报送材料的函"),
        line("县发改局："),
        f"<w:p>{papers.picture('p1', '流程图')}</w:p>",
        f"<w:p><w:pPr><w:jc w:val='right'/></w:pPr>{run('云溪县财政局')}{papers.picture('p2', anchored=True)}</w:p>",
        right("2026年3月5日"),
    ]
    found = taken(*body, media={"p1": papers.png(), "p2": papers.png("blue")})
    assert [picture.alt for picture in found.pictures] == ["流程图"]
    assert codes(found) == {"seal": 1}


def test_a_mark_of_secrecy_is_told_first() -> None:
    found = taken(
        line("机 密★1年"), centred("云溪县财政局关于有关事项的通知"), line("各单位："), line("内容。")
    )
    assert found.notes[0].code == "secrecy"
    assert found.notes[0].detail == "机密★1年"
    assert found.value("secrecy") == "机密★1年"


def test_merged_cells_and_header_rows_stay_exactly() -> None:
    made = table(
        cell("标准", '<w:gridSpan w:val="2"/>') + cell("备注", '<w:vMerge w:val="restart"/>'),
        cell("档") + cell("元") + cell("", "<w:vMerge/>"),
        cell("一档") + cell("100") + cell("甲"),
        cell("二档") + cell("200"),
        head=2,
    )
    assert taken(line("字"), made).html.splitlines()[1] == (
        '<table><tbody><tr><th scope="colgroup" colspan="2">标准</th><th scope="col" rowspan="2">备注</th></tr>'
        '<tr><th scope="col">档</th><th scope="col">元</th></tr>'
        "<tr><td>一档</td><td>100</td><td>甲</td></tr><tr><td>二档</td><td>200</td><td></td></tr></tbody></table>"
    )


def test_printed_numbers_are_not_lost() -> None:
    lists = numbering(
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3."),
        level(0, "decimal", "%1."),
        level(0, "bullet", "·") + level(1, "bullet", "-"),
        more='<w:num w:numId="9"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>',
    )
    found = taken(
        listed("总则", 1), listed("目的", 1, 1), listed("依据", 1, 1), line("内容。"), listed("附则", 1), listed("解释", 1, 1),
        line("由县财政局解释。"), listed("身份证。", 2), listed("户口本。", 2), line("另需："), listed("照片。", 2),
        listed("表格。", 9), listed("甲", 3), listed("乙", 3, 1), line("完。"),
        parts={"word/numbering.xml": lists},
    )  # fmt: skip
    assert found.html.splitlines() == [
        "<h2>一、总则</h2>", "<p>（一）目的</p>", "<h3>（二）依据</h3>", "<p>内容。</p>", "<h2>二、附则</h2>", "<h3>（一）解释</h3>",
        "<p>由县财政局解释。</p>", "<ol><li>身份证。</li><li>户口本。</li></ol>", "<p>另需：</p>", '<ol start="3"><li>照片。</li></ol>',
        '<ol start="5"><li>表格。</li></ol>', "<ul><li>甲<ul><li>乙</li></ul></li></ul>", "<p>完。</p>",
    ]  # fmt: skip


def test_changes_are_accepted_comments_and_hidden_words_go_and_each_is_told() -> None:
    body = (
        f"<w:p>{run('保留')}<w:ins>{run('新增')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"{run('暗中', '<w:vanish/>')}<w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    found = taken(body)
    assert found.html == "<p>保留新增</p>"
    assert codes(found) == {"tracked": 2, "hidden": 1, "comments": 1}
    assert all(words.note(**asdict(note)) for note in found.notes)


def test_notes_at_the_foot_come_with_their_marks() -> None:
    notes = word_part("footnotes", f'<w:footnote w:id="2">{line("见条例第二十条。")}</w:footnote>')
    body = f"<w:p>{run('公开')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('。')}</w:p>"
    found = taken(body, parts={"word/footnotes.xml": notes})
    assert found.html == "<p>公开<sup>[1]</sup>。</p>\n<hr>\n<p>[1] 见条例第二十条。</p>"


def test_links_lead_outside_only_over_the_web() -> None:
    body = '<w:p><w:hyperlink r:id="{}">' + run("网站") + "</w:hyperlink></w:p>"
    links = {"h1": "https://example.cn/a?b=1&amp;c=2", "h2": "javascript:alert(1)"}
    found = taken(body.format("h1"), body.format("h2"), links=links)
    assert found.html == '<p><a href="https://example.cn/a?b=1&amp;c=2">网站</a></p>\n<p>网站</p>'


def test_a_photograph_loses_its_position_and_its_size() -> None:
    found = taken(line("图"), f"<w:p>{papers.picture('p1')}</w:p>", media={"p1": papers.photo()})
    (picture,) = found.pictures
    assert (picture.extension, picture.width, picture.height) == ("jpg", 1600, 400)
    assert b"CAMERA" not in picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert not opened.getexif()
    assert codes(found) == {"no_alt": 1}


def test_text_boxes_and_symbols_of_an_old_program_are_read_once() -> None:
    box = "<w:txbxContent>" + line("框内文字") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><wps:txbx>"
        + box
        + "</wps:txbx></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>" + run("框外") + "</w:p>"
    )
    assert taken(body).html == "<p>框内文字</p>\n<p>框外</p>"


def test_what_is_closed_to_the_public_is_told() -> None:
    found = taken(centred("云溪县财政局关于有关事项的通知"), line("内容。"), right("云溪县财政局"), right("2026年3月5日"),
                  line("（此件依申请公开）"))  # fmt: skip
    assert "closed" in codes(found)


@pytest.mark.parametrize(
    ("media", "code"),
    [({f"p{at}": papers.png() for at in range(201)}, "pictures_too_large"), ({}, "empty")],
)
def test_too_many_pictures_and_nothing_at_all_are_refused(media: dict[str, bytes], code: str) -> None:
    body = "".join(f"<w:p>{papers.picture(name)}</w:p>" for name in media)
    with pytest.raises(Unreadable) as refused:
        taken(body, media=media)
    assert refused.value.code == code


def test_nesting_without_end_is_cut_and_told() -> None:
    inner = cell("底")
    for _ in range(40):
        inner = f"<w:tc>{table(inner)}{line('')}</w:tc>"
    assert codes(taken(line("字"), table(inner)))["nested"]
