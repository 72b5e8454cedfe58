"""Everything in a page's source lands in a part, and every stretch of a part leads back to the source."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.convert import parts
from gongkai.convert.parts.html import walk_html
from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.text import Source


def read(page: str, encoding: str = "utf-8") -> Contents:
    return parts.read(page.encode(encoding), "page.html")


def text(page: str, name: str = "body") -> str:
    return next((part.text for part in read(f"<html>{page}").parts if part.name == name), "")


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<p>一<b>二</b>三</p><p>四", "一二三\n四"),
        ("电话：138<!-- x -->0000<span hidden>y</span>1111", "电话：13800001111"),
        ("&#49;&#x33;8&nbsp;&lt;a&gt; &amp", "138\xa0<a> &"),
        ("a  b\n\t c", "a b c"),
        ("<pre>a  b\nc</pre>", "a  b\nc"),
        ("1 < 2 <3", "1 < 2 <3"),
        ("<textarea>a<b></textarea>b", "a<b>\nb"),
        ("一<br>二<option>三<option>四", "一\n二\n三\n四"),
        ("<person><name>张三</name><id>12</id></person>", "张三\n12"),
    ],
)
def test_what_a_reader_sees(page: str, seen: str) -> None:
    assert text(page) == seen


@pytest.mark.parametrize(
    ("page", "name", "found"),
    [
        ("<!-- 张三 -->x", "comment", " 张三 "),
        ("<!-- 没有结束 13800001111", "comment", " 没有结束 13800001111"),
        ("<p style='display: none'>看不见<p>看得见", "hidden", "看不见"),
        ("<p style='color:#fff;background:#FFF'>白", "hidden", "白"),
        ("<div hidden><table><tr><td>一<td>二</table></div>", "hidden", "一\t二"),
        ("<template><b>模板</b></template>", "hidden", "模板"),
        ("<img alt='证件 &#49;2' src=a.png>", "alternative", "证件 12"),
        ("<a href='mailto:a%40b.cn?subject=%D5%C5'>", "link", "mailto:a@b.cn?subject=张"),
        ("<input type=hidden value=12 data-id='3\"4'>", "attribute", 'hidden\n12\n3"4'),
        ("<meta name=a content='说明'><title>标题</title>", "property", "说明\n标题"),
        ('<script>{"\\u59d3":"\\ud83d\\ude00\\x31"}</script>', "script", '{"姓":"😀1"}'),
        ("<p onclick=\"f('12')\">", "script", "f('12')"),
        ("<style>a::after{content:'12'}</style>", "style", "a::after{content:'12'}"),
        ("<p class='wide 13800001111' align=left>", "attribute", "wide 13800001111"),
        ("<p 13800001111><x13800002222>", "attribute", "13800001111\nx13800002222"),
        ("<a title='没有结束 12", "alternative", "没有结束 12"),
    ],
)
def test_what_a_reader_does_not_see(page: str, name: str, found: str) -> None:
    assert text(page, name) == found


def test_tables_keep_rows_columns_and_spans() -> None:
    page = "<table><tr><th>姓名<th>证号</tr><tr><td rowspan=2><p>张三</p></td><td> 12 </td></tr><tr><td>34</table>"
    (body,) = (part for part in read(page).parts if part.name == "body")
    assert body.text == "姓名\t证号\n张三\t12 \n34"
    (table,) = body.tables
    assert [(cell.row, cell.column, cell.rowspan, cell.text) for cell in table.cells] == [
        (0, 0, 1, "姓名"), (0, 1, 1, "证号"), (1, 0, 2, "张三"), (1, 1, 1, "12"), (2, 1, 1, "34"),
    ]  # fmt: skip
    assert all(body.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_tables_of_other_markup_are_tables() -> None:
    page = (
        "<?xml version='1.0'?><table:table><table:table-row><table:table-cell table:number-columns-repeated='2'/>"
        "<table:table-cell><text:p>姓名</text:p></table:table-cell></table:table-row></table:table>"
    )
    (body,) = (part for part in read(page).parts if part.name == "body")
    assert [(cell.column, cell.text) for cell in body.tables[0].cells] == [(0, ""), (2, "姓名")]


def test_a_table_that_lays_the_page_out_is_none() -> None:
    page = "<table><tr><td>左<td><table><tr><td>姓名<td>张三</table></table>"
    (body,) = (part for part in read(page).parts if part.name == "body")
    assert [[cell.text for cell in table.cells] for table in body.tables] == [["姓名", "张三"]]


def test_files_written_into_a_page_are_read() -> None:
    letter = base64.b64encode("附件里的内容，足够长，也要看到。".encode()).decode()
    page = f"<a href='data:text/plain;base64,{letter}'>附件</a><iframe srcdoc='&lt;p>框里</p>'></iframe>"
    found = {(part.path, part.name): part.text for part in read(page).parts}
    assert found[("data-1.plain",), "body"] == "附件里的内容，足够长，也要看到。"
    assert found[("srcdoc-1.html",), "body"] == "框里"
    assert letter not in found[(), "link"]


def test_files_written_into_other_texts_are_read() -> None:
    letter = base64.b64encode("附件里的内容，足够长，也要看到。".encode()).decode()
    found = {
        part.path: part.text for part in parts.read(f"![图](data:text/plain;base64,{letter})".encode()).parts
    }
    assert found["data-1.plain",] == "附件里的内容，足够长，也要看到。"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_pages_in_any_encoding(encoding: str) -> None:
    page = f"<html><meta charset={encoding}><p>雲溪縣公告，請各單位知悉。</p>"
    assert any("請各單位知悉" in part.text for part in read(page, encoding).parts)


@given(st.text(alphabet="<>/!-= '\"&#;ab1题\n", max_size=60))
def test_nothing_is_lost_and_everything_leads_back(source: str) -> None:
    page = walk_html(Source(source, "utf-8"))
    for part in page.parts:
        said = part.mapped.text
        for at, character in enumerate(said):
            for edit in part.mapped.edits(at, at + 1, "*", str):
                assert 0 <= edit.start < edit.end <= len(source)
                assert (
                    character in (source[edit.start : edit.end], " ") or "&" in source[edit.start : edit.end]
                )
    assert sum(part.mapped.text.count("1") for part in page.parts) >= source.count("1") * _is_plain(source)


def _is_plain(source: str) -> bool:
    """Whether no tag name, attribute name or entity can have swallowed a character."""
    return "<" not in source and "&" not in source


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000,
        "<" * 300_000,
        "<!--" * 100_000,
        "<a b='" * 50_000,
        "&" * 200_000,
        "<table><tr><td>" * 20_000,
        "<table>" + ("<tr>" + "<td rowspan=200 colspan=200>" * 20) * 500,
    ],
)
def test_hostile_pages_come_to_an_end(hostile: str) -> None:
    assert read(f"<html>{hostile}<p>末尾").kind == "html"
