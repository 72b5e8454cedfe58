"""What is prepared for each channel: within its limits, cut at sentences, clean for other editors."""

from __future__ import annotations

import re

import pytest

from gongkai.channels import texts
from gongkai.channels.texts import Source

ADDRESS = "https://www.yunxi.example/d/1024/"
LINES = [
    "为规范补助资金管理，制定本办法。",
    "补助标准为每亩120元，由县财政局按季度发放到户。申请人应当在每年3月底前向所在村委会提出申请，村委会在10日内完成核实并公示。",
    "本办法自2026年4月1日起施行。",
]


def source(**changes: object) -> Source:
    """A document with three paragraphs."""
    values: dict[str, object] = {
        "title": "云溪县惠农补助资金管理办法",
        "agency": "云溪县财政局",
        "summary": "",
        "html": "".join(f"<p>{line}</p>" for line in LINES),
        "lines": LINES,
        "address": ADDRESS,
        **changes,
    }
    return Source(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "length"),
    [("补助", 2), ("2026", 2), ("202", 2), ("补助ab。", 4), ("", 0), (f"看{ADDRESS}", 11), (f"{ADDRESS}{ADDRESS}", 20)],
)  # fmt: skip
def test_a_post_counts_latin_as_half_and_a_link_as_declared(text: str, length: int) -> None:
    assert texts.post_length(text, ADDRESS, 10) == length


def test_a_post_fits_and_ends_with_a_whole_sentence() -> None:
    made = texts.post(source(), 140, 10)
    assert texts.post_length(made, ADDRESS, 10) <= 140
    assert made.startswith("【云溪县惠农补助资金管理办法】为规范补助资金管理")
    assert re.search(r"[。！？；] https://", made)
    long = texts.post(source(title="关于" + "规范" * 120, lines=["没有句号" * 60]), 140, 10)
    assert texts.post_length(long, ADDRESS, 10) <= 140
    assert "…】 https://" in long


@pytest.mark.parametrize(("number", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_messages_are_counted_in_parts(number: int, parts: int) -> None:
    assert texts.message_parts("字" * number, 70, 67) == parts


def test_rare_characters_count_two_units_in_a_message() -> None:
    assert texts.message_units("𠮷") == 2


def test_an_article_keeps_structure_and_nothing_foreign() -> None:
    html = (
        '<p class="x" id="y">甲 &amp; 乙</p><table><tr><td colspan="2" style="color:red">表</td></tr></table>'
        '<p><img src="/files/3/" alt="图"></p><p><a href="/d/2/">前文</a></p>'
    )
    made = texts.article(source(html=html), "标题<b>", "导语")
    assert made.pictures == ("https://www.yunxi.example/files/3/",)
    assert 'href="https://www.yunxi.example/d/2/"' in made.html
    assert not re.search(r'class=|id="|color:red|<b>', made.html)
    assert 'colspan="2"' in made.html
    assert "标题&lt;b&gt;" in made.html
    assert made.html.index("标题") < made.html.index("导语") < made.html.index("甲 &amp; 乙")
    assert made.html.endswith(f"原文：{ADDRESS}</p></section>")


def test_text_before_the_first_element_is_kept_in_its_place() -> None:
    made = texts.article(source(html="开头<p>正文</p>"), lead="导语").html
    assert made.index("导语") < made.index("开头") < made.index("正文")


def test_limits_that_leave_no_room_still_give_a_text() -> None:
    assert texts.post(source(), 5, 10).endswith(ADDRESS)
    assert texts.message_parts("字" * 71, 70, 0) == 71
