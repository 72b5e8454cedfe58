"""Outcomes, grounds, catalogue items, parameters: what the data files promise."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law import datafiles, parameters
from gongkai.law.catalogue import ARTICLE_20, ARTICLE_21, ITEMS
from gongkai.law.errors import LawInputError
from gongkai.law.grounds import GROUNDS
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.parameters import Dated, Parameter, Repealed


def test_twenty_one_outcomes_in_six_groups() -> None:
    assert len(OUTCOMES) == 21
    sizes = [
        sum(outcome.group == group for outcome in OUTCOMES.values())
        for group in ("grant", "partial", "deny", "cannot", "refuse", "other")
    ]
    assert sizes == [1, 1, 8, 3, 5, 3]
    assert all(outcome.group_label.startswith("（") for outcome in OUTCOMES.values())
    assert OUTCOMES["grant"].form_row == "grant"


def test_refusals_under_articles_14_to_16_go_to_reconsideration_first() -> None:
    first = {code for code, outcome in OUTCOMES.items() if outcome.remedy == "reconsideration_first"}
    assert first == {code for code in OUTCOMES if code.startswith("deny.")} - {"deny.admin_query"} | {
        "partial"
    }
    assert all(OUTCOMES[code].reasons_required for code in first)


def test_every_ground_leads_to_a_refusal_under_its_article() -> None:
    for ground in GROUNDS.values():
        assert ground.article in OUTCOMES[ground.outcome].articles
        assert ground.force == ("may" if ground.article.startswith("第十六条") else "must")
    assert {ground.outcome for ground in GROUNDS.values()} == {
        code for code in OUTCOMES if code.startswith("deny.") and code != "deny.admin_query"
    }


def test_catalogue_items() -> None:
    assert (len(ARTICLE_20), len(ARTICLE_21)) == (15, 15)
    assert ITEMS["budget"].article == "第二十条第（七）项"
    assert ITEMS["other_by_rule"].article == "第二十条第（十五）项"
    assert sum(item.applies_to == "town" for item in ARTICLE_21) == 8


@pytest.mark.parametrize(
    ("name", "on", "number"),
    [
        ("reply_limit", date(2019, 5, 14), 15),
        ("reply_limit", date(2019, 5, 15), 20),
        ("extension_limit", date(2026, 1, 1), 20),
        ("correction_notice_limit", date(2026, 1, 1), 7),
        ("third_party_limit", date(2026, 1, 1), 15),
        ("agency_limit", date(2026, 1, 1), 15),
        ("fee_payment_limit", date(2021, 1, 1), 20),
        ("publication_limit", date(2026, 1, 1), 20),
        ("reconsideration_limit", date(2026, 1, 1), 60),
        ("suit_after_reconsideration_limit", date(2026, 1, 1), 15),
        ("direct_suit_limit", date(2026, 1, 1), 6),
    ],
)
def test_parameters(name: str, on: date, number: int) -> None:
    assert parameters.value(name, on) == number
    found = parameters.dated(name, on)
    assert found is not None
    assert found.citation.startswith(found.instrument)
    assert found.mark in "VMI"


def test_a_parameter_before_its_time() -> None:
    assert parameters.dated("fee_payment_limit", date(2020, 12, 31)) is None
    with pytest.raises(LawInputError, match="缴纳信息处理费"):
        parameters.value("fee_payment_limit", date(2020, 12, 31))
    with pytest.raises(KeyError):
        parameters.value("no_such_limit", date(2026, 1, 1))


def test_every_parameter_names_its_source() -> None:
    for parameter in parameters.parameters().values():
        assert parameter.title
        assert parameter.unit in ("working_days", "calendar_days", "months", "flag")
        for entry in parameter.history:
            assert isinstance(entry, Dated)
            assert entry.instrument
            assert entry.article


def test_a_repealed_value_is_no_value() -> None:
    first = Dated(date(2020, 1, 1), 5, "样例", "第一条", "V")
    parameter = Parameter("sample", "样例", "flag", "", (first, Repealed(date(2021, 1, 1))))
    assert parameter.at(date(2019, 1, 1)) is None
    assert parameter.at(date(2020, 6, 1)) == first
    assert parameter.at(date(2021, 1, 1)) is None
    table = datafiles.Table({"since": date(2021, 1, 1), "value": None})
    assert parameters.entry(table) == Repealed(date(2021, 1, 1))


def test_data_files_of_the_wrong_shape_are_programming_errors() -> None:
    with pytest.raises(TypeError):
        datafiles.Table(["no mapping"])
    with pytest.raises(TypeError):
        datafiles.Table({"name": 5}).text("name")
