"""Nobody says that nothing is held without having looked (Art 36(4))."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import services
from gongkai.foi.archive import gathering
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import SearchLog
from gongkai.ledger.models import Event
from tests.foi.requests import register, searched
from tests.world import County

D = date


def deny(county: County, case: Any, on: date, **changes: Any) -> Any:
    fields = {"outcome": "cannot.not_held", "reasons": "经检索没有", "served_by": "post", **changes}
    return services.decide(actor=county.leader, case=case, on=on, **fields)


def test_not_held_needs_a_search_and_says_what_to_do(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    answer = services.Answer("cannot.not_held", reasons="经检索没有")
    for act in (
        lambda: deny(county, case, D(2026, 3, 10)),
        lambda: services.propose_decision(actor=county.officer, case=case, on=D(2026, 3, 10), answer=answer),
    ):
        with pytest.raises(StepRefused) as caught:
            act()
        refusal = caught.value
        assert (refusal.code, refusal.article) == ("FOI-NOT-SEARCHED", "条例第三十六条第四项")
        assert "登记检索" in refusal.next_step
    searched(county, case, D(2026, 3, 9), minutes=30)
    with pytest.raises(StepRefused, match="没有检索记录"):
        deny(county, case, D(2026, 3, 6))  # before anybody had looked
    deny(county, case, D(2026, 3, 10))
    assert case.outcome == "cannot.not_held"


def test_not_ours_needs_none(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    deny(county, case, D(2026, 3, 10), variant="cannot.not_ours", responsible_agency="云溪县教育局")
    assert case.outcome == "cannot.not_held"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"place": " "}, "FOI-SEARCH-INCOMPLETE"),
        ({"words": "\u200b"}, "FOI-SEARCH-INCOMPLETE"),
        ({"found": ""}, "FOI-SEARCH-INCOMPLETE"),
        ({"place_kind": "moon"}, "FOI-SEARCH-PLACE"),
        ({"minutes": -1}, "FOI-SEARCH-MINUTES"),
        ({"minutes": 10**9}, "FOI-SEARCH-MINUTES"),
    ],
)
def test_a_search_that_says_too_little_is_refused(county: County, changes: dict[str, Any], code: str) -> None:
    case = register(county, D(2026, 3, 3))
    with pytest.raises(StepRefused) as caught:
        searched(county, case, D(2026, 3, 9), **changes)
    assert caught.value.code == code
    assert not SearchLog.objects.exists()


def test_who_looks_and_when(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    with pytest.raises(StepRefused) as caught:
        searched(county, case, D(2026, 3, 2))
    assert caught.value.code == "FOI-BEFORE-RECEIPT"
    with pytest.raises(PermissionDenied):
        services.log_search(
            actor=county.stranger, case=case, on=D(2026, 3, 9), place_kind="archive", place="档案室",
            words="养护", found="无", found_any=False,
        )  # fmt: skip
    searched(county, case, D(2026, 3, 9), searched_by="档案室周云", words="钱小禾 养护")
    assert case.searches.get().searched_by == "档案室周云"
    assert "钱小禾" not in str(list(Event.objects.values_list("data", flat=True)))
    deny(county, case, D(2026, 3, 10))
    with pytest.raises(StepRefused, match="已经办结"):
        searched(county, case, D(2026, 3, 11))


def test_the_case_file_holds_the_searches(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    searched(county, case, D(2026, 3, 9), words="养护资金 第七号")
    record = next(e for e in gathering.record_entries(case, {}) if e.path == "records/record.json")
    assert record.content is not None
    assert "养护资金 第七号" in record.content.decode()
