"""Copied text: edited passages are found, what everyone must write is not."""

from __future__ import annotations

from datetime import date

from gongkai.audit import copying, sentences
from gongkai.audit.copying import Document, find

OWN = [
    "石塘镇在三个集市设置了流动查阅箱，每逢赶集日由值班干部带去最新的惠民文件供群众翻阅。",
    "镇里把补贴名单印成大字张贴在祠堂门口，并请村里的教师给不识字的老人逐条念一遍。",
    "夏汛期间广播站每天早晚播报堤防巡查结果，沿河各户据此安排晒谷和转移家畜的时间。",
    "档案室整理了三十年来的土地承包底册，群众凭身份证当场就能看到自家的原始记录。",
]
OTHER = [
    "云溪县林业局围绕防火期发布护林公告，组织护林员逐户签收并把回执照片上传到专栏。",
    "采伐许可的办理结果按月汇总成表，注明树种和方位，方便邻近林农互相监督举报。",
    "针对松材线虫病的疫木处置，单位邀请媒体记者两次进山，全程公开焚烧和复检过程。",
    "苗圃价格行情每周更新，合作社据此调整扦插数量，减少了往年集中上市造成的压价。",
]
EVERYONE = "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条规定，现将本年度政府信息公开工作年度报告向社会公布。"


def report(name: str, listed: list[str], on: date | None = None) -> Document:
    return Document(name, EVERYONE + "".join(listed), agency=name, on=on)


def test_an_edited_passage_is_found_with_the_earlier_first_and_both_wordings() -> None:
    edited = [sentence.replace("石塘镇", "柳湾镇").replace("三个", "五个") for sentence in OWN[:3]]
    later = report("柳湾镇", [OTHER[0], *edited], date(2024, 1, 20))
    earlier = report("石塘镇", OWN, date(2023, 1, 15))
    [shared] = find([later, earlier])
    assert (shared.earlier, shared.later, shared.dated) == ("石塘镇", "柳湾镇", True)
    [passage] = shared.passages
    assert passage.earlier == "".join(OWN[:3])
    assert passage.later == "".join(edited)
    assert 0.8 < passage.similarity < 1
    assert later.text[passage.later_start :].startswith(passage.later)
    assert 0.6 < shared.share < 0.9


def test_what_the_regulation_makes_everyone_write_is_no_copying() -> None:
    assert find([report("石塘镇", OWN), report("林业局", OTHER)]) == []
    assert sentences.is_statutory(sentences.essence(EVERYONE))
    assert not any(sentences.is_statutory(sentences.essence(text)) for text in OWN + OTHER)


def test_the_same_text_under_two_addresses_is_one_report() -> None:
    copy = Document("mirror", EVERYONE + "".join(OWN), agency="石塘镇人民政府")
    assert find([report("石塘镇", OWN), copy]) == []


def test_an_agency_may_repeat_itself() -> None:
    again = Document("2024", "".join(OWN + OTHER[:1]), agency="石塘镇", on=date(2025, 1, 9))
    assert find([report("石塘镇", OWN, date(2024, 1, 9)), again]) == []


def test_a_sentence_many_share_weighs_nothing() -> None:
    crowd = [
        Document(
            f"镇{n:03d}",
            f"{''.join(OWN)}本段为第{'甲乙丙丁戊己庚辛壬癸'[n % 10] * (n // 10 + 1)}份。",
            agency=f"镇{n:03d}",
        )
        for n in range(30)
    ]
    assert find(crowd) == []


def test_the_order_of_the_files_makes_no_difference() -> None:
    documents = [
        report("石塘镇", OWN, date(2023, 1, 1)),
        report("柳湾镇", [*OWN[:3], OTHER[0]], date(2024, 1, 1)),
        report("林业局", [*OTHER, OWN[3]], None),
    ]
    assert find(documents) == find(reversed(documents))


def test_without_dates_who_was_first_is_not_said() -> None:
    [shared] = find([report("石塘镇", OWN), report("柳湾镇", [*OWN[:3], OTHER[2]])])
    assert not shared.dated


def test_nothing_to_compare() -> None:
    assert find([]) == []
    assert find([Document("空", "")]) == []
    assert copying.overlap_of_texts("", "") == 0.0
