"""What is masked shows nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.scan import detectors, mask

_PERSONAL = sorted(name for name in detectors.known() if name.startswith("person."))


@pytest.mark.parametrize(
    ("detector", "value", "masked"),
    [
        ("person.resident_id", "510105199001011234", "510***********1234"),
        ("person.mobile", "13800005678", "138****5678"),
        ("person.bank_card", "6222020000000000123", "6222************123"),
        ("person.named_field", "张伟", "张**"),
        ("person.named_field", "欧阳小明", "欧***"),
        ("person.home_address", "江宁省清川市云溪县滨河路88号3栋", "江宁省清川市云溪县****"),
        ("person.home_address", "翠竹小区3栋2单元501室", "****"),
        ("person.email", "wang@163.com", "w***@163.com"),
        ("person.email", "w@163.com", "***@163.com"),
        ("person.licence_plate", "云A12345", "云A****5"),
        ("secrecy.mark", "机密★10年", "机密★10年"),
    ],
)
def test_the_styles_of_practice(detector: str, value: str, masked: str) -> None:
    assert mask(detector, value) == masked


@given(st.sampled_from(_PERSONAL), st.text(min_size=1, max_size=40))
def test_no_personal_value_shows_through(detector: str, value: str) -> None:
    masked = mask(detector, value)
    assert "*" in masked
    assert value not in masked or not value.strip("* \t\n@.")


@given(
    st.sampled_from([name for name in _PERSONAL if name not in ("person.email", "person.home_address")]),
    st.text("0123456789", min_size=1, max_size=30),
)
def test_at_most_seven_digits_stay(detector: str, value: str) -> None:
    shown = mask(detector, value).replace("*", "")
    assert len(shown) <= 7
    assert len(shown) < len(value) or len(value) == 1
