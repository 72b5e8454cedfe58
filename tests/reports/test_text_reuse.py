"""Last year's text used again: sentence by sentence, stale years, names of elsewhere."""

from __future__ import annotations

import pytest

from gongkai.reports import text_reuse

BEFORE = (
    "（一）加强组织领导，压实各股室的工作责任。\n"
    "全年举办培训3次，参加人员120人次；开设政策问答专栏，回应群众关切。\n"
    "短句。"
)


def statuses(text: str) -> list[str]:
    return [sentence.status for sentence in text_reuse.compare(text, BEFORE)]


def test_sentences_are_same_changed_in_numbers_or_new() -> None:
    text = "加强组织领导，压实各股室的工作责任。全年举办培训5次，参加人员98人次。本年新建了两处查阅点，方便群众。"
    assert statuses(text) == ["same", "numbers", "new"]
    compared = text_reuse.compare(text, BEFORE)
    assert compared[1].before == "全年举办培训3次，参加人员120人次；"
    assert 0 < text_reuse.share(compared) < 0.5
    assert text_reuse.share([]) == 0.0


def test_a_reworded_sentence_shows_where_it_came_from() -> None:
    found = text_reuse.compare("开设政策问答专栏，及时回应群众关切。", BEFORE)
    assert [(s.status, s.before) for s in found] == [("new", "开设政策问答专栏，回应群众关切。")]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("2024年，我局主动公开政府信息300条。", [2024]),
        ("（一）2023年，我局主动公开政府信息300条，比上年增加5条。", [2023]),
        ("2019年以来，我局持续完善公开目录。", []),
        ("与2024年相比，新收申请有所增加。", []),
        ("上年结转即2024年度未办结的申请已全部答复。", []),
        ("2026年，我局将继续完善公开目录。", []),
        ("到2027年底完成全部栏目的改版工作。", [2027]),
        ("落实《2024年政务公开工作要点》的各项要求。", []),
        ("2025年，我局主动公开政府信息300条。", []),
    ],
)
def test_years_that_stayed_or_cannot_be(sentence: str, named: list[int]) -> None:
    assert [year for year, _sentence in text_reuse.stale_years(sentence, 2025)] == named


OWN = ("云溪县财政局", "云溪县人民政府", "清川市人民政府", "江宁省人民政府")
OTHERS = ("云溪县教育局", "云溪县柳桥镇人民政府")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云溪县财政局按照清川市的要求开展工作。", []),
        ("云溪县教育局加强组织领导。", ["云溪县教育局"]),
        ("学习浙江省的做法，在石塘县调研。", ["浙江省", "石塘县"]),
        ("全县各乡镇、各部门在城市社区设点，本市范围内通用。", []),
        ("落实《河北省政府信息公开条例》。", []),
        ("由县级部门按市场需求，在全省范围公开。", []),
    ],
)
def test_names_of_elsewhere(text: str, names: list[str]) -> None:
    assert text_reuse.foreign_names(text, OWN, OTHERS) == names
