"""Files with one report, ten or none: who, which year, when, which figures; and bad input that must not get in the way."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.audit import reading
from gongkai.audit.model import ReadFile

BODY = """一、总体情况
2022年，我局主动公开政府信息42条。
二、依申请公开情况
全年共收到政府信息公开申请5件。
三、行政复议和行政诉讼情况
本年度没有因政府信息公开被申请行政复议、提起行政诉讼。
四、存在的主要问题及改进情况
公开内容还不够丰富，今后将进一步改进。
"""


def report(agency: str = "云溪县财政局", year: str = "2022", body: str = BODY) -> str:
    return f"{agency}{year}年政府信息公开工作年度报告\n{body}{agency}\n2023年1月16日\n"


def read(text: str, encoding: str = "utf-8") -> ReadFile:
    return reading.read_bytes(text.encode(encoding), "report")


def kinds(found: ReadFile, number: int = 0) -> dict[str, object]:
    return {fact.kind: fact.value for fact in found.reports[number].facts}


def test_who_when_and_what() -> None:
    page = (
        "2024-05-06 10:11:12 星期一\n首页 > 信息公开 > 年报\n"
        f"发布时间：2023-01-18 09:30 来源：云溪县财政局 浏览量：38663\n{report()}"
    )
    [found] = read(page).reports
    assert (found.agency, found.year, found.form) == ("云溪县财政局", 2022, "narrative")
    assert (found.published_on, found.signed_on, found.period) == (date(2023, 1, 18), date(2023, 1, 16), None)
    assert [title for title, _span in found.sections][:2] == ["一、总体情况", "二、依申请公开情况"]
    assert {fact.kind: fact.value for fact in found.facts} == {
        "proactive_total": 42,
        "requests_received": 5,
        "reconsiderations": 0,
        "suits": 0,
    }


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    assert kinds(read(report(), encoding))["requests_received"] == 5


def test_traditional_characters_and_where_they_stand() -> None:
    text = "雲溪縣財政局2022年政府資訊公開工作年度報告\n".replace("資訊", "信息") + BODY.replace(
        "收到政府信息公开申请", "收到政府信息公開申請"
    )
    found = read(text)
    assert found.reports[0].agency == "云溪县财政局"
    fact = next(fact for fact in found.reports[0].facts if fact.kind == "requests_received")
    assert text[fact.start : fact.end].endswith("申請5件")


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("统计期限自2022年1月1日起至2022年12月31日止", (date(2022, 1, 1), date(2022, 12, 31))),
        ("统计时间从2022年1月1日起，到12月31日止", (date(2022, 1, 1), date(2022, 12, 31))),
        ("统计期限自202211日起至20221231日止", (date(2022, 1, 1), date(2022, 12, 31))),
        ("统计期限自二〇二一年九月一日至二〇二二年八月三十一日", (date(2021, 9, 1), date(2022, 8, 31))),
        ("本报告为2021—2022学年度报告", (date(2021, 9, 1), date(2022, 8, 31))),
        ("统计期限自2022年2月31日至2022年12月31日", None),
    ],
)
def test_periods(said: str, period: tuple[date, date] | None) -> None:
    [found] = read(report(body=f"{said}。\n{BODY}")).reports
    assert found.period == period


def test_a_masked_year_stays_unknown() -> None:
    [found] = read(report(year="20**", body=BODY.replace("2022", "20**"))).reports
    assert found.year is None


def test_the_host_speaks_for_an_agency_named_only_we() -> None:
    text = f"来源：云溪县石塘镇人民政府\n2022年政府信息公开工作年度报告\n{BODY.replace('我局', '我镇')}"
    [found] = read(text).reports
    assert found.agency == "云溪县石塘镇人民政府"


def test_ten_reports_on_a_page_are_ten() -> None:
    page = "".join(
        report(f"清川市第{n}中学", str(2012 + n), BODY.replace("5件", f"{n}件")) for n in range(1, 11)
    )
    found = read(page)
    assert [one.year for one in found.reports] == list(range(2013, 2023))
    received = [
        next(fact.value for fact in one.facts if fact.kind == "requests_received") for one in found.reports
    ]
    assert received == list(range(1, 11))


def test_ten_reports_on_one_line_are_ten() -> None:
    page = "".join(report(f"清川市第{n}中学", str(2012 + n)) for n in range(1, 11)).replace("\n", " ")
    found = read(page)
    assert [one.year for one in found.reports] == list(range(2013, 2023))
    assert all("requests_received" in kinds(found, at) for at in range(10))


def test_a_collection_keeps_its_shortest_piece() -> None:
    page = f"范文\n篇1\n{report()}篇2\n今年，我局继续做好政务公开栏的更新工作，把信息公开制度印发到职工手中。\n篇3\n{report()}"
    assert len(read(page).reports) == 3


def test_a_measure_word_above_a_figure_begins_no_report() -> None:
    """A site that puts every cell on a line of its own prints 篇 and 0 below each other; a collection prints 篇1 on one line."""
    page = (
        f"篇1\n{report()}政策解读稿件发布数\n篇\n0\n篇2\n{report('云溪县水务局')}政策解读稿件发布数\n篇\n3\n"
    )
    assert [found.agency for found in read(page).reports] == ["云溪县财政局", "云溪县水务局"]


def test_links_to_other_reports_are_none() -> None:
    page = (
        report()
        + "相关链接\n云溪县财政局2021年政府信息公开工作年度报告\n云溪县财政局2020年政府信息公开工作年度报告\n"
    )
    [found] = read(page).reports
    assert found.year == 2022


def test_what_is_no_report_says_so() -> None:
    found = read("食堂今日供应红烧肉、清炒时蔬和紫菜汤，请同志们按时用餐，节约粮食，爱护环境。" * 10)
    assert found.reports == ()
    assert [item.code for item in found.unread] == ["not_a_report"]


def test_a_guide_is_no_report() -> None:
    guide = (
        "云溪县财政局政府信息公开指南\n一、主动公开\n本机关通过网站主动公开政府信息。\n二、依申请公开\n"
        "申请人应当填写申请表，本机关20个工作日内答复。\n三、收费标准\n不收取费用。\n四、救济\n"
        "可以申请行政复议或者提起行政诉讼。公开情况由县政务公开办公室监督，对答复不满意的可以投诉举报。\n"
    )
    found = read(guide)
    assert not found.reports
    assert [unread.code for unread in found.unread] == ["not_a_report"]


def test_whose_report_it_is_by_what_its_sentences_say() -> None:
    body = BODY.replace("2022年，我局", "云溪县城管局2022年").replace("全年共收到", "云溪县城管局全年共收到")
    [found] = read(f"篇首\n{body}").reports
    assert found.agency == "云溪县城管局"


def test_a_hijacked_page_still_gives_its_figures() -> None:
    spam = "<div>澳门娱乐场开户送88元 时时彩平台 六合彩</div>" * 20
    page = f"<html><body>{spam}{report().replace(chr(10), '<br>')}{spam}</body></html>"
    found = read(page)
    assert kinds(found) == {"proactive_total": 42, "requests_received": 5, "reconsiderations": 0, "suits": 0}


def test_nested_tags_and_one_long_line_are_read_in_linear_time() -> None:
    deep = "<html>" + "<div>" * 50_000 + report().replace("\n", "<br>") + "</div>" * 50_000
    assert kinds(read(deep))["requests_received"] == 5
    long = report(body=BODY.replace("\n", "") + "我局认真做好各项工作，" * 30_000)
    assert kinds(read(long))["requests_received"] == 5


def test_the_documented_json() -> None:
    answer = reading.as_dict(read(report()))
    assert set(answer) == {"file", "reports", "unread"}
    [one] = answer["reports"]
    assert {
        "agency",
        "year",
        "period",
        "published_on",
        "signed_on",
        "form",
        "tables",
        "facts",
        "unread",
    } <= set(one)
    assert {"kind", "value", "precision", "scope", "unit", "phrase", "start", "end", "confidence"} <= set(
        one["facts"][0]
    )
