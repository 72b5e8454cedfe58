"""The index number's grammar: strict when issued, lenient when read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.errors import LawInputError
from gongkai.law.index_number import LENGTH, IndexNumber, issue, parse


def test_issue() -> None:
    assert issue("000014349", 2017, 110) == "000014349/2017-00110"
    assert IndexNumber("000014349", 2017, 110).back == "2017-00110"


@given(st.from_regex(r"[0-9A-Z]{9}", fullmatch=True), st.integers(1000, 9999), st.integers(1, 99999))
def test_issued_numbers_have_twenty_characters_and_read_back(code: str, year: int, serial: int) -> None:
    number = issue(code, year, serial)
    assert len(number) == LENGTH
    assert parse(number) == IndexNumber(code, year, serial)


@pytest.mark.parametrize(
    ("code", "year", "serial", "count"),
    [
        ("00001434-9", 2017, 1, 1),
        ("00001434a", 2017, 1, 1),
        ("", 17, 0, 3),
        ("000014349", 2017, 100000, 1),
        ("０00014349", 2017, 1, 1),
    ],
)
def test_nothing_else_is_issued(code: str, year: int, serial: int, count: int) -> None:
    with pytest.raises(LawInputError) as caught:
        issue(code, year, serial)
    assert len(caught.value.reasons) == count


@pytest.mark.parametrize(
    "text",
    [
        "000014349/2017-00110",
        " 00001434-9/2017-00110 ",
        "０００014349／2017—00110",
        "000014349/201700110",
        "000014349 / 2017–00110",
    ],
)
def test_lenient_reading(text: str) -> None:
    assert str(parse(text)) == "000014349/2017-00110"


@pytest.mark.parametrize(
    "text", ["", "000014349", "000014349/17-00110", "2017-00110", "000014349/2017-001100"]
)
def test_what_is_no_index_number(text: str) -> None:
    with pytest.raises(LawInputError):
        parse(text)
