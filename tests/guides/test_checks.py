"""A guide whose parts contradict each other, a phone book with somebody's own number."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.guides import checks
from gongkai.guides.checks import Finding

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
    assert all(isinstance(found, Finding) for found in checks.guide(odd) + checks.phone_book({"rows": odd}))


def phone(row: dict[str, Any]) -> list[str]:
    return [found.code for found in checks.phone_book({"rows": [row]})]


def test_only_numbers_and_rooms_of_the_office() -> None:
    assert phone({"telephone": "0999-7200123", "room": "2号楼301"}) == []
    assert phone({"telephone": "0999-7200123转8012", "room": "三楼301室"}) == []
    assert phone({"telephone": "12345", "room": ""}) == []
    assert phone({"telephone": "138 0000 1234"}) == ["PHONE-MOBILE"]
    assert phone({"telephone": "+86-13800001234"}) == ["PHONE-MOBILE"]
    assert phone({"telephone": "0999-7200123", "room": "阳光花园3栋2单元"}) == ["PHONE-HOME"]
