"""A guide whose parts contradict each other, a phone book with somebody's own number."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.catalog import schemas
from gongkai.catalog.schemas import Problem
from gongkai.demo import datafiles
from gongkai.guides import checks
from tests.guides.samples import GUIDE, PHONES

SOUND: dict[str, Any] = {
    "legal_days": 20,
    "promised_days": 5,
    "charged": False,
    "steps": [{"name": "受理", "days": 1}, {"name": "决定", "days": 4}],
    "windows": [{"name": "综合窗口"}],
}


def test_a_sound_guide_has_no_finding() -> None:
    assert checks.guide(SOUND) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"promised_days": 21}, "LIMIT-OVER-LAW"),
        ({"promised_days": -1}, "LIMIT-NEGATIVE"),
        ({"promised_days": 4}, "LIMIT-STEPS"),
        ({"steps": [{"name": "受理", "next": "审查"}]}, "STEP-NOWHERE"),
        ({"charged": True}, "FEE-NO-STANDARD"),
        ({"fees": [{"item": "工本费"}]}, "FEE-CONTRADICTION"),
        ({"windows": []}, "NOWHERE-TO-APPLY"),
    ],
)
def test_what_does_not_fit_is_found(changes: dict[str, Any], code: str) -> None:
    assert code in {found.code for found in checks.guide({**SOUND, **changes})}


def test_an_online_address_is_a_place_too_and_no_legal_limit_is_no_fault() -> None:
    assert (
        checks.guide({**SOUND, "windows": [], "online": "https://www.yunxi.example.cn/", "legal_days": None})
        == []
    )


@pytest.mark.parametrize(
    "odd", [{}, {"steps": "受理"}, {"steps": [None, 3]}, {"fees": {"item": 1}, "charged": "是"}]
)
def test_data_of_another_shape_is_survived(odd: dict[str, Any]) -> None:
    assert all(isinstance(found, Problem) for found in checks.guide(odd) + checks.phone_book({"rows": odd}))


def phone(row: dict[str, Any]) -> list[str]:
    return [found.code for found in checks.phone_book({"rows": [row]})]


def test_only_numbers_and_rooms_of_the_office() -> None:
    assert phone({"telephone": "0999-7200123", "room": "2号楼301"}) == []
    assert phone({"telephone": "0999-7200123转8012", "room": "三楼301室"}) == []
    assert phone({"telephone": "12345", "room": ""}) == []
    assert phone({"telephone": "138 0000 1234"}) == ["PHONE-MOBILE"]
    assert phone({"telephone": "+86-13800001234"}) == ["PHONE-MOBILE"]
    assert phone({"telephone": "0999-7200123", "room": "阳光花园3栋2单元"}) == ["PHONE-HOME"]


def test_the_checks_are_made_wherever_content_is_cleaned() -> None:
    schema = schemas.get("service_guide")
    assert schema
    data = {**GUIDE, "name": "食品经营许可", "promised_days": 30}
    _clean, problems = schemas.clean(schema, data)
    assert [problem.code for problem in problems] == ["LIMIT-OVER-LAW"]
    book = schemas.get("phone_book")
    assert book
    rows = [*PHONES, {"unit": "值班", "telephone": "13800001234"}]
    assert [(one.code, one.row) for one in schemas.clean(book, {"rows": rows})[1]] == [("PHONE-MOBILE", 2)]


def test_the_declarations_of_this_room_are_usable_and_the_demonstration_keeps_to_them() -> None:
    declared = datafiles.read("guides")
    schema = schemas.get("service_guide")
    assert schema
    common = {"enquiry": "0999-7200100", "remedies": declared["remedies"]}
    for row in declared["guides"]:
        window = {**declared["window"], "telephone": "0999-7200100"}
        data = {**common, **row["data"], "windows": [window]}
        assert schemas.clean(schema, data)[1] == [], row["data"]["name"]
    assert {"service_guide", "phone_book", "handbook"} <= set(schemas.all())
